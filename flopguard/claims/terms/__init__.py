"""The terms of a claim in prose: its five slots, from the words around it."""
