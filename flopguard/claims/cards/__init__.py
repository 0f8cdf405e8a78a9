"""Model cards in Markdown as passages of plain text whose characters know where they stand in the file."""
