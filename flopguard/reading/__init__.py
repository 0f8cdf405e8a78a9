"""From bytes to a tree: a file's text, then the text by its syntax; a text that is not right is told, never raised."""
