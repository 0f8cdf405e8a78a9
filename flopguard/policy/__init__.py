"""What a policy file may say, reading it, and what holds on a date."""
