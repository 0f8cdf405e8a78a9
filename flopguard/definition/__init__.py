"""Effective compute against what: definitions, baseline curves, measured gains and rates of progress, as data."""
