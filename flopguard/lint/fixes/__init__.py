"""How a file that could not be read in full is mended: what the rules about files and units propose.

A safe fix writes what is there in the one spelling that means the same; whatever is a guess is not safe. None changes
a number.
"""
