"""Actual training compute: the methods, the components and the lineage."""
