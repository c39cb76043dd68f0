"""Convlab's command: `python grader.py --help` lists what it does."""

import sys

if sys.version_info < (3, 11):  # noqa: UP036  (said here, as the rest would not even parse)
    sys.exit("Convlab needs Python 3.11, 3.12 or 3.13; this is " + sys.version.split()[0] + ".")

from grading.cli import main

if __name__ == "__main__":
    main()
