"""The version, kept here alone: the build and the command line both read it."""

__version__ = "0.1.0"
