"""The route by gains: actual compute times what better techniques save, each gain with its evidence."""
