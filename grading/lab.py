"""The lab as `exercises/lab.toml` describes it: which exercises there are, and in which order."""

from pathlib import Path
from typing import Literal

import msgspec

from .errors import Problem

ROOT = Path(__file__).resolve().parents[1]
EXERCISES = ROOT / "exercises"
CHECKS = ROOT / "checks"
SOLUTIONS = ROOT / "solutions"
STUBS = EXERCISES / ".stubs"


class Exercise(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One module that a student writes.

    name   of the module, the lesson page and the test module
    part   number of the part it belongs to
    after  exercises that it builds on: a check that fails while one of them fails is `waiting`
    needs  what has to be there to check it
    hints  three, from a nudge to nearly the recipe
    call_limit  seconds that one call of its functions may take
    """

    name: str
    title: str
    part: int
    hints: list[str]
    after: list[str] = []
    needs: Literal["numpy", "keras", "checkpoint"] = "numpy"
    call_limit: float = 5.0


class Checkpoint(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A model that a student trains, and that is worth points by its accuracy.

    name    of its folder in the submission's `checkpoints/`
    after   exercises whose functions train it
    points  for an accuracy of `full`; none at `zero`, in between in proportion
    epochs, batch_size, learning_rate  what it is trained with if nothing else is said; the last
            two are for the one whose functions take them
    curve   validation accuracies of a training that reached `full`, at even shares of its epochs
    """

    name: str
    title: str
    part: int
    after: list[str]
    points: int
    zero: float
    full: float
    epochs: int
    batch_size: int | None = None
    learning_rate: float | None = None
    curve: list[float] = []

    @property
    def result_name(self) -> str:
        """Its name among the exercises of a result."""
        return f"{self.name}-checkpoint"


class Lab(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All exercises in the order in which they are done, and the checkpoints.

    diagnosis  lesson and heading to read, by the name of what is found wrong with a training
    """

    title: str
    parts: list[str]
    exercise: list[Exercise]
    checkpoint: list[Checkpoint] = []
    diagnosis: dict[str, tuple[str, str]] = {}

    @property
    def names(self) -> list[str]:
        return [exercise.name for exercise in self.exercise]

    def get(self, name: str) -> Exercise:
        """Find an exercise by its name; `filtering.py` and `exercises/filtering.py` will do."""
        stem = Path(name).name.removesuffix(".py").removesuffix(".md")
        for exercise in self.exercise:
            if exercise.name == stem:
                return exercise
        import difflib

        near = difflib.get_close_matches(stem, self.names, 1)
        guess = f" Did you mean {near[0]}?" if near else f" There are: {', '.join(self.names)}."
        raise Problem(f"There is no exercise called {stem}.{guess}")

    def get_checkpoint(self, name: str) -> Checkpoint:
        """Find a checkpoint by its name."""
        for checkpoint in self.checkpoint:
            if checkpoint.name == name:
                return checkpoint
        known = ", ".join(checkpoint.name for checkpoint in self.checkpoint) or "none"
        raise Problem(f"There is no checkpoint called {name}. There are: {known}.")

    def builds_on(self, names: list[str]) -> list[str]:
        """Names of all exercises that these build on, directly or not, in the lab's order."""
        wanted, found = list(names), set[str]()
        while wanted:
            new = set(self.get(wanted.pop()).after) - found
            found |= new
            wanted += new
        return [name for name in self.names if name in found]


def read(file: Path = EXERCISES / "lab.toml") -> Lab:
    """Read the description of the lab."""
    try:
        return msgspec.toml.decode(file.read_bytes(), type=Lab)
    except OSError as problem:
        raise Problem(f"{file} cannot be read ({problem.strerror}): restore it.") from None
    except msgspec.MsgspecError as problem:
        raise Problem(f"{file} is not a description of a lab: {problem}") from None
