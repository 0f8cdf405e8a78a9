"""Readings of a claim that names no definition: what it may mean, and what each meaning comes to."""
