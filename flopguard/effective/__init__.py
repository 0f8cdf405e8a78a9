"""Actual compute becomes effective compute: definition by definition, route by route."""
