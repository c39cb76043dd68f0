"""The worker's loop: take a frame, run the student's code, answer.

Started as `main(connection, folder)` in a process of its own. Everything after the first `Load`
must be taken for untrusted: a student's code can see and change all of this process. The
grading process therefore believes nothing but the values that it compares itself.
"""

import importlib
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from . import calls, framing, kept, modules, packing, schema

READY = 0  # the id of the message that says that a worker has started


def main(connection: socket.socket, folder: Path, preload: Sequence[str] = ()) -> None:
    """Serve calls until the grading process goes away.

    preload  modules to import first: a worker that waits for a student's files has the time
    """
    # a parent that ignores Ctrl-C, as in a background job, hands that on; checks press it
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.chdir(folder)
    modules.prepare(folder)
    _follow_parent()
    for name in preload:
        importlib.import_module(name)
    # Said before any of the student's code has run: what comes after counts as its time.
    framing.send(connection, schema.Returned(READY, None, [], [], [], ""), packing.Packer())
    while True:
        try:
            message, body = framing.receive(connection, framing.to_worker_decoder)
        except (EOFError, ConnectionError):
            return
        _serve(connection, folder, message, body)


def _serve(connection: socket.socket, folder: Path, message: Any, body: Any) -> None:
    unpacker = packing.Unpacker(
        body,
        lambda number: _callback(connection, message.id, number),
        kept.get,
        kept.predictor,
    )
    args: list[Any] = []
    kwargs: dict[str, Any] = {}
    if isinstance(message, schema.Call):
        args = [unpacker.unpack(node) for node in message.args]
        kwargs = {name: unpacker.unpack(node) for name, node in message.kwargs.items()}

    def run() -> Any:
        module = modules.load(folder, message.module)
        if isinstance(message, schema.Load):
            return modules.describe(module)
        value = getattr(module, message.name)
        return value if isinstance(message, schema.Get) else value(*args, **kwargs)

    limit = None if message.module.startswith(modules.TOOLS) else calls.PRINTED_LIMIT
    answer, packer, _ = calls.run(
        message.id, run, folder, args, kwargs, unpacker.generators, limit=limit
    )
    try:
        framing.send(connection, answer, packer)
    except (OverflowError, ValueError, TypeError) as problem:  # too large, or no Unicode
        framing.send(connection, calls.raised(message.id, problem, folder), packing.Packer())


def _callback(connection: socket.socket, call_id: int, number: int) -> Callable[..., Any]:
    """A function that is run by the grading process, for as long as this call lasts."""

    def function(*args: Any, **kwargs: Any) -> Any:
        packer = packing.Packer()
        nodes = [packer.pack(_array(value)) for value in args]
        named = {name: packer.pack(_array(value)) for name, value in kwargs.items()}
        framing.send(connection, schema.CalledBack(call_id, number, nodes, named), packer)
        answer, body = framing.receive(connection, framing.to_worker_decoder)
        if not isinstance(answer, schema.CallbackResult) or answer.id != call_id:
            raise ValueError("the function that was given could not be called with these arguments")
        return packing.Unpacker(body).unpack(answer.value)

    return function


def _array(value: Any) -> Any:
    """A tensor as the array that NumPy would make of it, were it given to a function here."""
    if hasattr(value, "__array__") and not isinstance(value, (np.ndarray, np.generic)):
        return np.asarray(value)
    return value


def _follow_parent() -> None:
    """End this process when the grading process is gone, even out of an endless loop."""
    if os.name != "posix":
        return
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os._exit(0)

    threading.Thread(target=watch, daemon=True).start()


def connect(address: str) -> socket.socket:
    """Open the connection that the grading process offers.

    address  "fd:N" for an inherited socket; "tcp:PORT" for systems that inherit none, where a
             token on standard input proves to the other side who is calling
    """
    kind, _, number = address.partition(":")
    if kind == "fd":
        return socket.socket(fileno=int(number))
    connection = socket.create_connection(("127.0.0.1", int(number)))
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    connection.sendall(sys.stdin.buffer.read(32))
    return connection
