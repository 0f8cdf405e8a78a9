"""The ancestors of a model, each of them once."""
