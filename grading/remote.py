"""Call a student's functions in a worker process: the side that trusts nothing it hears.

Every call has a random id that its answer must carry, a time limit over the whole answer, and
caps on its size. A worker that breaks a rule, dies or does not answer is ended, and the next call
gets a new one.
"""

import math
import os
import re
import secrets
import select
import signal
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from . import models, submission
from .errors import CodeFailed, NoWorker, TooSlow
from .outcome import Outcome, failure
from .sandbox import Process, Sandbox, plain
from .worker import framing, packing, schema
from .worker.modules import TOOLS

START_LIMIT = 60.0  # seconds for a worker to start, before any of the student's code
IMPORT_LIMIT = 20.0  # seconds for a module's own import
PATIENCE = 6  # times longer are the limits where a library is at work that takes its time to start
HEAVY = re.compile(rb"\b(tensorflow|keras|torch|jax)\b")
LONGEST = 1 << 16  # side of an array with which a function of the check is called
OUTPUT_KEPT = 8 << 10  # bytes of what a worker writes past Python's own prints
OUTPUT_LIMIT = 1 << 20  # bytes after which a worker is ended


class Remote:
    """A submission whose modules live in a worker process.

    folder  the student's files; the worker gets a copy of those that are named
    names   the exercise modules
    sandbox  where its worker runs; None for a plain process
    checkpoints  names of the trained models that the worker gets a copy of too
    budget   seconds for all calls together; what it takes to start does not count
    """

    def __init__(
        self,
        folder: Path,
        names: list[str],
        sandbox: Sandbox | None = None,
        checkpoints: Sequence[str] = (),
        budget: float = math.inf,
    ) -> None:
        self.folder = folder
        self.names = names
        self._sandbox: Sandbox = sandbox or plain.Plain()
        self._owns_sandbox = sandbox is None
        self.level = self._sandbox.level
        self._checkpoints = checkpoints
        self.budget = budget
        self.life = 0  # counts the workers that were started
        self._worker: _Worker | None = None
        self._slow_to_start = submission.mentioning(folder, names, HEAVY)

    def start(self) -> None:
        """Start the worker now, so that it is ready when the first call comes."""
        if self._worker is None:
            self.life += 1
            files = submission.contents(self.folder, self.names, self._checkpoints)
            self._worker = _Worker(self._sandbox.start(files))

    def load(self, module: str) -> Outcome:
        """Import a module; the value describes its public names."""
        empty = packing.Packer()
        outcome = self._request(lambda id_: schema.Load(id_, module), empty, IMPORT_LIMIT)
        assert self._worker
        self._worker.loaded.add(module)
        return outcome

    def get(self, module: str, name: str, limit: float) -> Outcome:
        """Read a value of a module."""
        self._reload(module)
        return self._request(lambda id_: schema.Get(id_, module, name), packing.Packer(), limit)

    def call(
        self, module: str, name: str, args: tuple[Any, ...], kwargs: dict[str, Any], limit: float
    ) -> Outcome:
        """Call a function; random generators among the arguments move on as in a plain call."""
        self._reload(module)
        packer = packing.Packer(callbacks=[])
        nodes = [packer.pack(value) for value in args]
        named = {key: packer.pack(value) for key, value in kwargs.items()}
        return self._request(
            lambda id_: schema.Call(id_, module, name, nodes, named),
            packer,
            limit,
            [value for value in (*args, *kwargs.values()) if _is_generator(value)],
        )

    def close(self) -> None:
        """End the worker, and what was made for it."""
        if self._worker:
            self._worker.end("closed")
        self._worker = None
        if self._owns_sandbox:
            self._sandbox.close()

    def _handle(self, number: int, description: str) -> models.Model:
        return models.Model(self, number, description)

    def _reload(self, module: str) -> None:
        """Import the module again in a new worker, so that no call pays for an import."""
        if self._worker is None or module not in self._worker.loaded:
            self.load(module)

    def _ready_worker(self) -> "_Worker":
        """The worker, once it has said that it is ready; a second one where the first is not."""
        for attempt in (1, 2):
            self.start()
            assert self._worker
            try:
                self._worker.wait_until_ready()
                break
            except NoWorker:
                self._worker = None
                self.life += 1
                if attempt == 2:
                    raise
                if not self._owns_sandbox:
                    self._sandbox.close()  # another submission may have harmed it: begin anew
        assert self._worker
        return self._worker

    def _request(
        self,
        message: Callable[[int], Any],
        packer: packing.Packer,
        limit: float,
        generators: list[Any] | None = None,
    ) -> Outcome:
        if self.budget <= 0:
            raise TooSlow("The time that there is for a whole submission is over.")
        worker = self._ready_worker()
        message_ = message(secrets.randbits(62))
        began = math.inf
        try:
            began = time.monotonic()
            slow = message_.module in self._slow_to_start or message_.module.startswith(TOOLS)
            allowed = min(limit * (PATIENCE if slow else 1), self.budget)
            spare = min(allowed, self.budget - allowed)
            return worker.request(message_, packer, allowed, spare, generators or [], self._handle)
        except (TooSlow, CodeFailed):
            worker.end("ended")
            self._worker = None
            self.life += 1  # models that it kept are gone
            raise
        finally:
            self.budget -= max(0.0, time.monotonic() - began)


class _Worker:
    """One worker process and the connection to it."""

    def __init__(self, process: Process) -> None:
        self.process = process
        self.connection = process.connection
        self.output = bytearray()
        self.written = 0
        self.reason = ""
        self.ready = False
        self.ended = False
        self.loaded: set[str] = set()
        self._reader = threading.Thread(target=self._drain, daemon=True)
        self._reader.start()

    def request(
        self,
        message: Any,
        packer: packing.Packer,
        limit: float,
        spare: float,
        generators: list[Any],
        handle: Callable[[int, str], models.Model],
    ) -> Outcome:
        """Send one message and wait for its answer, calling back in between where asked to.

        limit  seconds that it may take
        spare  seconds beside in functions of the check: how long these take is in the hands of
               who calls them
        """
        try:
            deadline = time.monotonic() + limit
            framing.send(self.connection, message, packer, deadline)
            while True:
                answer, body = framing.receive(
                    self.connection, framing.from_worker_decoder, deadline
                )
                if answer.id != message.id:
                    raise schema.WireError("an answer to another call")
                if not isinstance(answer, schema.CalledBack):
                    break
                began = time.monotonic()
                message_, reply = self._call_back(answer, body, packer)
                credit = min(time.monotonic() - began, spare)
                spare, deadline = spare - credit, deadline + credit
                framing.send(self.connection, message_, reply, deadline)
            return self._outcome(answer, body, generators, handle)
        except TimeoutError:
            self.end("time limit")
            raise TooSlow(f"It did not answer within {limit:.3g} seconds.") from None
        except (EOFError, OSError):
            words = self._last_words()
            self.end("")
            raise CodeFailed(words) from None
        except OverflowError as problem:  # what one function gave, and another is to take
            self.end("protocol")
            raise CodeFailed(f"It was to be called with {problem}.") from None
        except (schema.WireError, ValueError, TypeError, RecursionError) as problem:
            self.end("protocol")
            raise CodeFailed(
                f"The process that runs the code sent something that is no answer ({problem})."
            ) from None

    def wait_until_ready(self) -> None:
        """Wait for the word that comes before any of the student's code."""
        if not self.ready:
            deadline = time.monotonic() + START_LIMIT
            try:
                framing.receive(self.connection, framing.from_worker_decoder, deadline)
            except (EOFError, OSError, schema.WireError):
                self.end("")
                raise NoWorker(f"No worker can be started. {self._last_words()}") from None
            self.ready = True

    def _outcome(
        self,
        answer: Any,
        body: Any,
        generators: list[Any],
        handle: Callable[[int, str], models.Model],
    ) -> Outcome:
        if isinstance(answer, schema.Raised):
            raise failure(answer)
        if len(answer.generators) == len(generators):
            for generator, node in zip(generators, answer.generators, strict=True):
                packing.set_generator(generator, node)
        value = packing.Unpacker(body, handle=handle).unpack(answer.value)
        return Outcome(value, answer.changed, answer.warnings, answer.printed)

    def _call_back(
        self, asked: schema.CalledBack, body: Any, packer: packing.Packer
    ) -> tuple[Any, packing.Packer]:
        """Run a function of the check for the worker; gives what to reply."""
        assert packer.callbacks is not None
        if asked.number >= len(packer.callbacks):
            raise schema.WireError("a call of a function that was not given")
        unpacker = packing.Unpacker(body, longest=LONGEST)
        args = [unpacker.unpack(node) for node in asked.args]
        kwargs = {name: unpacker.unpack(node) for name, node in asked.kwargs.items()}
        reply = packing.Packer()
        try:
            value = reply.pack(packer.callbacks[asked.number](*args, **kwargs))
        except Exception:  # the student's arguments did not suit the function
            return schema.CallbackFailed(asked.id), packing.Packer()
        return schema.CallbackResult(asked.id, value), reply

    def _drain(self) -> None:
        """Read what the process writes past Python's prints, so that it never blocks on it."""
        pipe = self.process.output
        while self._has_output(pipe) and (data := os.read(pipe, 65536)):
            self.written += len(data)
            self.output += data[: max(0, OUTPUT_KEPT - len(self.output))]
            if self.written > OUTPUT_LIMIT:
                self._kill(f"It wrote more than {OUTPUT_LIMIT >> 20} MiB of output.")
                break

    def _has_output(self, pipe: int) -> bool:
        """Wait for output; False once the worker is ended, though a child of its lives on."""
        while os.name == "posix" and not self.ended:
            if excess := self.process.excess():
                self._kill(excess)
                return False
            if select.select([pipe], [], [], 0.1)[0]:
                return True
        return not self.ended

    def _last_words(self) -> str:
        """Say how the process ended."""
        status = self.process.wait(5)
        self._kill("")
        self._reader.join(1)
        if self.reason:
            return self.reason
        if status is None:
            return "The code closed the connection to the grader."
        how = (
            f"was ended by {signal.Signals(-status).name}"
            if status < 0
            else f"ended itself with status {status}"
        )
        last = self.output.decode("utf-8", "replace").strip().splitlines()[-1:]
        return f"The process that ran the code {how}." + (
            f" Its last words: {last[0][:200]}" if last else ""
        )

    def end(self, reason: str) -> None:
        """End the process and close the connection."""
        self._kill(reason)
        self.ended = True
        self.connection.close()
        self._reader.join(1)
        if not self._reader.is_alive():
            self.process.close()

    def _kill(self, reason: str) -> None:
        self.reason = self.reason or reason
        self.process.kill()


def _is_generator(value: Any) -> bool:
    import numpy as np

    return isinstance(value, np.random.Generator)
