"""`python -m bot`: the same as the command `aarshjul`."""

import sys

from bot.cli import main

if __name__ == "__main__":
    sys.exit(main())
