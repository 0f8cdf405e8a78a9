"""Where the fields of a text stand: one scanner a syntax; each keeps places and judges nothing."""
