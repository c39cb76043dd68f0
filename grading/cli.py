"""The command: reads what is asked for, hands it on, and turns problems into one sentence.

Exit codes are pytest's: 0 all that was asked for passed, 1 some did not, 2 interrupted, 3 our
own fault, 4 usage or environment, 5 nothing matched.
"""

import contextlib
import sys
from collections.abc import Iterator
from typing import Any

import typer

from . import commands, lab, words
from .commands.options import FAILED, FAULT, INTERRUPTED, PASSED, USAGE
from .errors import Problem

app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Write a convolutional network, function by function. Without a command, "
    "everything is checked.",
)
# Typer's own: a wrong option, a missing argument. It would exit with 2, which here is Ctrl-C.
_USAGE_ERRORS: Any = next(c for c in typer.BadParameter.__mro__ if c.__name__ == "ClickException")
commands.register(app)


def main() -> None:
    """Run the command; every foreseeable problem ends in one clear sentence."""
    sys.path[:0] = [] if str(lab.ROOT) in sys.path else [str(lab.ROOT)]
    with _problems_told():
        status = app(prog_name="python grader.py", standalone_mode=False)
        if status == 130:  # what typer makes of Ctrl-C
            raise KeyboardInterrupt
        sys.exit(status or PASSED)


@contextlib.contextmanager
def _problems_told() -> Iterator[None]:
    """End with a sentence and an exit code where something went wrong."""
    try:
        yield
    except Problem as problem:
        print(words.say(str(problem)), file=sys.stderr)
        sys.exit(USAGE)
    except _USAGE_ERRORS as problem:
        problem.show()
        sys.exit(USAGE)
    except (KeyboardInterrupt, typer.Abort):
        print("\nInterrupted.", file=sys.stderr)
        sys.exit(INTERRUPTED)
    except BrokenPipeError:  # the reader of a pipe, such as head, has seen enough
        sys.stderr.close()
        sys.exit(FAILED)
    except OSError as problem:
        print(f"The system refused: {problem}. Nothing was lost.", file=sys.stderr)
        sys.exit(USAGE)
    except Exception as problem:
        print(
            f"A fault of ours, not of your code: {type(problem).__name__}: {problem}\n"
            "Please report it; `python grader.py doctor` says what to add.",
            file=sys.stderr,
        )
        sys.exit(FAULT)
