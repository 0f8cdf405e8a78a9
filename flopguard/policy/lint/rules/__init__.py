"""The rules about the text of a policy, one module each, found by being here."""
