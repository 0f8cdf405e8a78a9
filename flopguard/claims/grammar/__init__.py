"""The unit grammar: which amounts of compute a sentence states."""
