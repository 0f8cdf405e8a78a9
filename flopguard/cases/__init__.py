"""Cases of a policy: what its author says must come out for a manifest on a day, and whether it does."""
