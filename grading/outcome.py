"""What a call gave, whoever made it: in a worker, or directly for a debugger."""

from typing import Any

import msgspec

from .errors import CodeFailed, NotStarted, StudentError
from .worker import schema


class Outcome(msgspec.Struct, frozen=True):
    """A call that returned.

    value     plain data; what does not travel is a `schema.Opaque`
    changed   names or positions of arguments that the function changed
    warnings  the first warnings, as text
    printed   the first prints
    """

    value: Any
    changed: list[str]
    warnings: list[str]
    printed: str


def failure(raised: schema.Raised) -> Exception | NotStarted | CodeFailed:
    """Give the exception that a call which raised stands for."""
    if raised.unwritten:
        where = raised.frames[-1].function if raised.frames else ""
        return NotStarted(f"{where} is not written yet." if where else "It is not written yet.")
    if raised.name == "MissingFile":
        name = raised.message.partition(".py")[0]
        back = f"`python grader.py reset {name}` brings the stub back"
        return CodeFailed(f"{raised.message}: {back}.")
    if raised.name == "SystemExit":
        return StudentError("SystemExit", "the code called exit()", raised.frames)
    return StudentError(raised.name, raised.message, raised.frames, raised.bases)
