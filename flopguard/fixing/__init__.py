"""Carries out what findings say of how they are mended: text in, text out, and the file replaced in one step."""
