"""The lint rules, one module each, found by being here."""
