"""Model hub configurations (`config.json`) read as networks that can be counted."""
