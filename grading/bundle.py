"""Plain data and arrays in one file: what was packed for a worker, kept for later.

Zlib of 8 bytes with the length of a MessagePack structure, that structure, and the bytes of the
arrays whose nodes stand in it.
"""

import zlib
from typing import TypeVar

import msgspec
import numpy as np

from .worker import schema

Content = TypeVar("Content", bound=msgspec.Struct)
DAMAGED = (ValueError, zlib.error, msgspec.MsgspecError, schema.WireError)  # what reading may raise


def encode(content: msgspec.Struct, body: bytes) -> bytes:
    """The bytes of a file: the structure, then the arrays that it speaks of."""
    meta = msgspec.msgpack.encode(content)
    return zlib.compress(len(meta).to_bytes(8, "little") + meta + body, 9)


def decode(data: bytes, type_: type[Content]) -> tuple[Content, np.ndarray]:
    """Structure and arrays of a file."""
    plain = zlib.decompress(data)
    end = 8 + int.from_bytes(plain[:8], "little")
    content = msgspec.msgpack.decode(plain[8:end], type=type_)
    return content, np.frombuffer(bytearray(plain[end:]), np.uint8)
