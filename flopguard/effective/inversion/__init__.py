"""The route by inversion: the compute with which a baseline reaches a score."""
