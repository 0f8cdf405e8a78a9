"""The operations of a model, counted from its shape."""
