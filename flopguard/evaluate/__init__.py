"""Policies against a model: verdicts with their steps."""
