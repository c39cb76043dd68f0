"""Frames on a connection: a fixed header, a msgpack message, and the raw bytes of all arrays.

Sizes are capped before memory is asked for, and every wait has a deadline where one is given.
"""

import socket
import struct
import time
from typing import Any

import msgspec
import numpy as np

from . import packing, schema

HEADER = struct.Struct("<4sIQ")  # magic, bytes of the message, bytes of the arrays
MAGIC = b"CLW1"
MAX_META = 1 << 20  # bytes of structure in one frame
MAX_BODY = 512 << 20  # bytes of arrays in one frame
MAX_ASKED = 64 << 20  # bytes of arrays with which a function of the grading process is called

_encoder = msgspec.msgpack.Encoder()
to_worker_decoder = msgspec.msgpack.Decoder(schema.ToWorker)
from_worker_decoder = msgspec.msgpack.Decoder(schema.FromWorker)


def send(
    connection: socket.socket, message: Any, packer: packing.Packer, deadline: float | None = None
) -> None:
    """Send one frame; TimeoutError when the other side has not taken it by the deadline.

    deadline  in seconds of time.monotonic(); None waits for ever
    """
    meta = _encoder.encode(message)
    body = sum(map(len, packer.buffers))
    if len(meta) > MAX_META or body > MAX_BODY:
        raise OverflowError(f"a value of {(len(meta) + body) / 2**20:.0f} MiB is too large to send")
    connection.settimeout(_left(deadline))
    connection.sendall(HEADER.pack(MAGIC, len(meta), body) + meta)
    for buffer in packer.buffers:
        connection.settimeout(_left(deadline))
        connection.sendall(buffer)


def receive(
    connection: socket.socket, decoder: Any, deadline: float | None = None
) -> tuple[Any, np.ndarray]:
    """Receive one frame: the message, and the bytes of its arrays.

    Raises EOFError when the other side is gone, TimeoutError at the deadline, schema.WireError for
    anything that is not a frame.
    """
    magic, meta_size, body_size = HEADER.unpack(exactly(connection, HEADER.size, deadline).data)
    if magic != MAGIC or meta_size > MAX_META or body_size > MAX_BODY:
        raise schema.WireError("not the header of a frame")
    meta = exactly(connection, meta_size, deadline)
    try:
        message = decoder.decode(meta)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError) as problem:
        raise schema.WireError(f"not a message: {problem}") from None
    if isinstance(message, schema.CalledBack) and body_size > MAX_ASKED:
        raise schema.WireError(
            f"a function that was given, called with arrays of more than {MAX_ASKED >> 20} MiB"
        )
    return message, exactly(connection, body_size, deadline)


def exactly(connection: socket.socket, size: int, deadline: float | None = None) -> np.ndarray:
    data = np.empty(size, np.uint8)
    view = data.data
    while len(view):
        connection.settimeout(_left(deadline))
        received = connection.recv_into(view)
        if not received:
            raise EOFError
        view = view[received:]
    return data


def _left(deadline: float | None) -> float | None:
    if deadline is None:
        return None
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left
