"""Statements about compute, and which of their terms they give."""
