"""Which submission, which trained model and whose pictures a report is about."""

import shlex
from pathlib import Path

import msgspec

from . import checkpoints, lab, submission
from .errors import Problem


class Choice(msgspec.Struct, frozen=True):
    """What a report is about.

    path   the submission, as it was asked for
    where  folder of the trained model, there or not
    """

    the_lab: lab.Lab
    path: str
    folder: Path
    data: str
    checkpoint: lab.Checkpoint
    where: Path

    @property
    def shown(self) -> Path:
        """Where the model lies, for people to read."""
        at = self.where
        return at.relative_to(lab.ROOT) if at.is_relative_to(lab.ROOT) else at

    def command(self, *words: str, data: bool = False) -> str:
        """A command about this submission; `data` for those that ask whose pictures."""
        if words[0] == "lesson":  # which is about no submission
            return shlex.join(["python", "grader.py", *words])
        more = ["--submission", self.path] if self.path != "exercises" else []
        more += ["--data", self.data] if data and self.data != "cifar10" else []
        return shlex.join(["python", "grader.py", *words, *more])


def choose(the_lab: lab.Lab, path: str, data: str | None, name: str | None) -> Choice:
    """Decide which model is reported on, and on which pictures.

    data  None for CIFAR-10 if it is on this machine and a model was trained on it, or none on
          anything; else shapes
    name  of the checkpoint; None for the best there is
    """
    import datasets

    folder = submission.find(path)
    if data is not None and data not in datasets.NAMES:
        raise Problem(f"--data {data}: there is {' and '.join(datasets.NAMES)}.")
    if not the_lab.checkpoint:
        raise Problem("This lab trains no model: there is nothing to report on.")
    wanted = [the_lab.get_checkpoint(name)] if name else the_lab.checkpoint[::-1]

    def trained(on: str) -> list[lab.Checkpoint]:
        return [c for c in wanted if checkpoints.present(checkpoints.folder(folder, c.name, on))]

    if data is None:
        there = datasets.describe("cifar10")[0]
        photographs = there and (trained("cifar10") or not trained("shapes"))
        data = "cifar10" if photographs else "shapes"
    checkpoint = (trained(data) or wanted[-1:])[0]
    where = checkpoints.folder(folder, checkpoint.name, data)
    return Choice(the_lab, path, folder, data, checkpoint, where)
