"""What can go wrong, told apart by who has to do something about it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the first words on screen do not wait for NumPy
    from .worker.schema import Frame


class Problem(Exception):
    """Something that the person at the keyboard can mend; the message is one clear sentence."""


class StudentError(Exception):
    """The student's code raised an exception.

    type      its class, by name
    message   what it said
    frames    the student's own lines of the traceback, outermost first
    bases     names of its class and of those that it is derived from
    advice    what a check has to say about it
    """

    advice = ""

    def __init__(
        self, type_: str, message: str, frames: "list[Frame]", bases: Sequence[str] = ()
    ) -> None:
        super().__init__(f"{type_}: {message}" if message else type_)
        self.type = type_
        self.message = message
        self.frames = frames
        self.bases = bases


class CheckEnded(BaseException):
    """Ends a check at once, whatever surrounds the call.

    A BaseException, so that Hypothesis does not look for a smaller example: it would call a
    function that hangs, or is not written yet, another hundred times.
    """


class NotStarted(CheckEnded):
    """A stub was called."""


class TooSlow(CheckEnded):
    """The student's code did not answer in time."""


class NoWorker(CheckEnded):
    """No worker could be started, before any of the student's code: not their fault."""


class CodeFailed(CheckEnded):
    """The student's code cannot be run at all: its module, or the process that ran it, is gone."""

    def __init__(self, message: str, frames: "list[Frame] | None" = None) -> None:
        super().__init__(message)
        self.frames = frames or []
