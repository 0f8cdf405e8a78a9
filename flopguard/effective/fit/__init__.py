"""From measured points to a curve: the fit, how far the points support it, and the file of definitions it becomes."""
