"""`python -m flopguard` is the command `flopguard`."""

import sys

from flopguard.cli import main

if __name__ == "__main__":
    sys.exit(main())
