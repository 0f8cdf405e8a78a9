"""Lint: one file a rule, each yielding findings about a manifest, its compute or its verdicts."""
