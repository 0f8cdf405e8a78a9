"""What a manifest may say, and reading it."""
