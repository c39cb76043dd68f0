"""Call a student's functions in this very process, for a debugger: no protection at all.

The same calls, described by the same code as in a worker, give the same results; what is missing
is the wall. Time limits are left out too, as whoever steps through code takes their time.
"""

import functools
import logging
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from . import models
from .outcome import Outcome, failure
from .worker import calls, kept, modules, packing, schema


class Direct:
    """A submission whose modules are imported here; the counterpart of `remote.Remote`."""

    level = "in-process"

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.life = 0
        self._path = list(sys.path)
        self._room = tempfile.TemporaryDirectory(prefix="convlab-", ignore_cleanup_errors=True)

    def start(self) -> None:
        """Make the submission's modules importable."""
        # as in a worker: TensorFlow speaks of its own affairs only where something is wrong
        os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
        logging.getLogger("tensorflow").setLevel(logging.ERROR)
        modules.prepare(self.folder)
        kept.room = Path(self._room.name)

    def load(self, module: str) -> Outcome:
        return self._run(lambda: modules.describe(modules.load(self.folder, module)), (), {})

    def get(self, module: str, name: str, limit: float) -> Outcome:
        return self._run(lambda: getattr(modules.load(self.folder, module), name), (), {})

    def call(
        self, module: str, name: str, args: tuple[Any, ...], kwargs: dict[str, Any], limit: float
    ) -> Outcome:
        function = getattr(modules.load(self.folder, module), name)
        args = tuple(map(_real, args))
        kwargs = {key: _real(value) for key, value in kwargs.items()}
        return self._run(lambda: function(*args, **kwargs), args, kwargs)

    def close(self) -> None:
        """Forget the submission's modules."""
        modules.forget()
        kept.forget()
        kept.room = None
        self._room.cleanup()
        self.life += 1
        # only what the submission has added: pytest counts on what it has added itself
        sys.path[:] = [path for path in sys.path if path in self._path]

    def _run(
        self, function: Callable[[], Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> Outcome:
        answer, packer, problem = calls.run(
            0, function, self.folder, list(args), kwargs, [], capture=False
        )
        if isinstance(answer, schema.Raised):
            if isinstance(problem, KeyboardInterrupt):
                raise problem
            # with the student's own traceback, so that --pdb stops in their code
            raise failure(answer).with_traceback(problem.__traceback__ if problem else None)
        unpacker = packing.Unpacker(packer.arrived(), handle=functools.partial(models.Model, self))
        return Outcome(
            unpacker.unpack(answer.value), answer.changed, answer.warnings, answer.printed
        )


def _real(value: Any) -> Any:
    """The model itself for its handle, also in tuples, lists and dicts."""
    if isinstance(value, schema.Handle):
        return kept.get(value.number)
    if isinstance(value, schema.Predictor):
        return kept.predictor(value.number)
    if isinstance(value, (tuple, list)):
        return type(value)(map(_real, value))
    if isinstance(value, dict):
        return {key: _real(item) for key, item in value.items()}
    return value
