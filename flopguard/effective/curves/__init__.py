"""How the score of a baseline depends on compute, and what compute a score stands for."""
