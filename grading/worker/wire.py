"""Values and frames between the grading process and a worker: no pickle, no code, only data.

A frame is a fixed header, a msgpack message that msgspec checks against a schema, and the raw
bytes of all arrays, each at a 64-byte boundary. What arrives from a worker is untrusted: sizes
are capped before memory is asked for, shapes are multiplied as Python integers, and whatever does
not fit the schema is a `WireError`.
"""

import math
import socket
import struct
import sys
import time
from collections.abc import Callable
from pathlib import Path, PurePath
from typing import Annotated, Any, Literal

import msgspec
import numpy as np

HEADER = struct.Struct("<4sIQ")
MAGIC = b"CLW1"
MAX_META = 1 << 20  # bytes of structure in one frame
MAX_BODY = 512 << 20  # bytes of arrays in one frame
ALIGNMENT = 64
MAX_DEPTH = 100  # of lists in lists

DType = Literal[
    "|b1",
    "|i1",
    "|u1",
    "<i2",
    "<u2",
    "<i4",
    "<u4",
    "<i8",
    "<u8",
    "<f2",
    "<f4",
    "<f8",
    "<c8",
    "<c16",
]
Size = Annotated[int, msgspec.Meta(ge=0)]
ShortText = Annotated[str, msgspec.Meta(max_length=200)]
LongText = Annotated[str, msgspec.Meta(max_length=65536)]


class WireError(Exception):
    """The other side sent something that is not a frame, or not a value."""


class _Node(msgspec.Struct, array_like=True, forbid_unknown_fields=True):
    """One value, or one message: sent as a short msgpack array that starts with its tag."""


class ArrayNode(_Node, tag=1):
    dtype: DType
    shape: Annotated[list[Size], msgspec.Meta(max_length=32)]
    offset: Size
    scalar: bool  # a NumPy scalar rather than a 0-dimensional array


class ListNode(_Node, tag=2):
    items: list["Node"]


class TupleNode(_Node, tag=3):
    items: list["Node"]


class DictNode(_Node, tag=4):
    keys: list["Node"]
    values: list["Node"]


class BytesNode(_Node, tag=5):
    data: bytes


class ComplexNode(_Node, tag=6):
    real: float
    imag: float


class OpaqueNode(_Node, tag=7):
    """A value that does not travel: only what it was is told."""

    description: ShortText


class CallbackNode(_Node, tag=8):
    """A function of the grading process; the worker calls it back by its number."""

    number: Size


class GeneratorNode(_Node, tag=9):
    """State of a `numpy.random.PCG64`, whose two 128-bit numbers are sent as decimal text."""

    state: ShortText
    increment: ShortText
    has_uint32: int
    uinteger: int


class FigureNode(_Node, tag=10):
    """A Matplotlib figure: what is drawn as data, and how it looks as a PNG."""

    png: ArrayNode  # its bytes: a large picture does not fit among the structure
    panels: "Node"


class PathNode(_Node, tag=11):
    """A path: text on the way, and a path again at the other side."""

    text: Annotated[str, msgspec.Meta(max_length=4096)]


class HandleNode(_Node, tag=12):
    """A Keras model, which stays in the worker; it is spoken of by its number."""

    number: Size
    description: ShortText


class PredictorNode(_Node, tag=13):
    """The predictions of a model that the worker keeps, as a function for the student's code."""

    number: Size


Node = (
    None
    | bool
    | int
    | float
    | str
    | ArrayNode
    | ListNode
    | TupleNode
    | DictNode
    | BytesNode
    | ComplexNode
    | OpaqueNode
    | CallbackNode
    | GeneratorNode
    | FigureNode
    | PathNode
    | HandleNode
    | PredictorNode
)


class Opaque(msgspec.Struct, frozen=True):
    """Stands for a value that does not travel, such as a set, a tensor or an object array."""

    description: str


class Handle:
    """Stands for a Keras model that the worker keeps.

    number       under which it is kept
    description  its class and its size in words
    """

    def __init__(self, number: int, description: str) -> None:
        self.number = number
        self.description = description


class Predictor:
    """Stands for the predictions of a model that the worker keeps, as a function of a batch.

    A function of the grading process could not ask the worker for them: that is busy with the
    call that the function was given to.
    """

    def __init__(self, number: int) -> None:
        self.number = number


class Figure(msgspec.Struct, frozen=True):
    """Stands for a Matplotlib figure.

    png     the rendered figure
    panels  one dict for every axes: title, xlabel, ylabel, visible (frame and ticks are drawn),
            xticks and yticks (labels of visible ticks), texts (list of str, those in tables
            included), images (list of arrays as they were given to `imshow` or `pcolormesh`),
            has_data, colorbar (that is what it is), box (left, top, right and bottom edge, from
            the top left corner, as shares of the figure); and in the panel's data coordinates
            xtick_places, ytick_places (numbers), text_places (x, y), image_places (the middles
            of columns and of rows, two arrays)
    """

    png: bytes
    panels: list[dict[str, Any]]


# Messages to the worker


class Load(_Node, tag=20):
    """Import a module; the answer describes its public names."""

    id: int
    module: ShortText


class Get(_Node, tag=21):
    """Read one public name of a module that is no function."""

    id: int
    module: ShortText
    name: ShortText


class Call(_Node, tag=22):
    id: int
    module: ShortText
    name: ShortText
    args: list[Node]
    kwargs: dict[str, Node]


class CallbackResult(_Node, tag=23):
    id: int
    value: Node


class CallbackFailed(_Node, tag=24):
    id: int


# Messages from the worker


class Frame(_Node):
    """One line of a traceback, in one of the student's own files."""

    file: ShortText
    line: int
    function: ShortText
    text: ShortText


class Returned(_Node, tag=30):
    id: int
    value: Node
    changed: list[ShortText]  # arguments that the function changed: "0", "kernel", …
    generators: list[GeneratorNode]  # states after the call, in the order of the arguments
    warnings: list[ShortText]
    printed: LongText


class Raised(_Node, tag=31):
    id: int
    name: ShortText  # of the exception's class
    bases: list[ShortText]  # names of the class and of those that it is derived from
    message: Annotated[str, msgspec.Meta(max_length=4000)]
    frames: list[Frame]
    unwritten: bool  # NotImplementedError raised by the student's own file: a stub
    printed: LongText


class CalledBack(_Node, tag=32):
    id: int
    number: Size
    args: list[Node]
    kwargs: dict[str, Node]


ToWorker = Load | Get | Call | CallbackResult | CallbackFailed
FromWorker = Returned | Raised | CalledBack

_encoder = msgspec.msgpack.Encoder()
to_worker_decoder = msgspec.msgpack.Decoder(ToWorker)
from_worker_decoder = msgspec.msgpack.Decoder(FromWorker)


class Packer:
    """Turns values into nodes and collects the bytes of their arrays for one frame.

    callbacks  where functions among the values are kept, to be called back by their number;
               None where functions do not travel
    keep       keeps a model and gives its handle; None where models do not travel
    """

    def __init__(
        self,
        callbacks: list[Callable[..., Any]] | None = None,
        keep: Callable[[Any], Handle] | None = None,
    ) -> None:
        self.buffers: list[memoryview | bytes] = []
        self.callbacks = callbacks
        self.keep = keep
        self._offset = 0

    def body(self) -> bytes:
        """The arrays that were collected, one after the other."""
        return b"".join(map(bytes, self.buffers))

    def arrived(self) -> np.ndarray:
        """The same as an Unpacker takes them: (bytes,) uint8 that may be written to."""
        return np.frombuffer(bytearray(self.body()), np.uint8)

    def pack(self, value: Any, depth: int = 0) -> Node:
        """Give the node of a value; the types of the standard library and NumPy, nested."""
        if depth > MAX_DEPTH:
            raise RecursionError(f"lists in lists, more than {MAX_DEPTH} deep, cannot be sent")
        kind, depth = type(value), depth + 1
        if value is None or kind in (bool, float, str):
            return value  # type: ignore[no-any-return]
        if isinstance(value, str):  # np.str_ is one
            return str(value)
        if isinstance(value, (np.ndarray, np.generic)):
            return self._array(value)
        if isinstance(value, (bool, int)):
            value = int(value)
            return value if -(2**63) <= value < 2**64 else OpaqueNode("an int of over 64 bits")
        if isinstance(value, float):
            return float(value)
        if isinstance(value, list):
            return ListNode([self.pack(item, depth) for item in value])
        if isinstance(value, tuple):
            return TupleNode([self.pack(item, depth) for item in value])
        if isinstance(value, dict):
            keys = [self.pack(key, depth) for key in value]
            return DictNode(keys, [self.pack(item, depth) for item in value.values()])
        if isinstance(value, (bytes, bytearray)):
            return BytesNode(bytes(value))
        if isinstance(value, complex):
            return ComplexNode(value.real, value.imag)
        if isinstance(value, np.random.Generator):
            return generator_node(value)
        if _is_figure(value):
            from . import figures

            png = self._array(np.frombuffer(figures.png(value), np.uint8))
            return FigureNode(png, self.pack(figures.panels(value)))  # type: ignore[arg-type]
        if isinstance(value, PurePath):
            return PathNode(str(value))
        if self.keep is not None and _is_model(value):
            value = self.keep(value)
        if isinstance(value, Handle):
            return HandleNode(value.number, value.description)
        if isinstance(value, Predictor):
            return PredictorNode(value.number)
        if self.callbacks is not None and callable(value):
            self.callbacks.append(value)
            return CallbackNode(len(self.callbacks) - 1)
        return OpaqueNode(f"{kind.__module__}.{kind.__qualname__}".removeprefix("builtins.")[:200])

    def _array(self, value: Any) -> Node:
        # asarray, not asanyarray: a subclass could bring its own __eq__ or __array_ufunc__
        array = np.asarray(value)
        if array.dtype.kind == "U":  # names, which no check does arithmetic with
            return self.pack(array.tolist())
        if array.dtype.kind not in "biufc" or array.dtype.itemsize > (
            16 if array.dtype.kind == "c" else 8
        ):
            return OpaqueNode(f"numpy.{type(value).__name__} of dtype {array.dtype}"[:200])
        little = np.ascontiguousarray(array, array.dtype.newbyteorder("<"))
        offset = self._offset
        if array.size:
            data = little.reshape(-1).view(np.uint8).data
            padding = -len(data) % ALIGNMENT
            self.buffers += [data, bytes(padding)] if padding else [data]
            self._offset += len(data) + padding
        return ArrayNode(
            little.dtype.str,  # type: ignore[arg-type]
            list(array.shape),
            offset,
            isinstance(value, np.generic),
        )


class Unpacker:
    """Turns the nodes of one frame into values.

    callback    what to make of the number of a function; None where none may come
    handle      what to make of a model's handle; None where none may come
    predictor   what to make of a model's predictions; None where none may come
    generators  every random generator that was made, in order
    """

    def __init__(
        self,
        body: np.ndarray,
        callback: Callable[[int], Any] | None = None,
        handle: Callable[[int, str], Any] | None = None,
        predictor: Callable[[int], Any] | None = None,
    ) -> None:
        self.body = body
        self.callback = callback
        self.handle = handle
        self.predictor = predictor
        self.generators: list[np.random.Generator] = []

    def unpack(self, node: Node, depth: int = 0) -> Any:
        if depth > MAX_DEPTH:
            raise WireError("lists in lists without an end")
        kind, depth = type(node), depth + 1
        if kind is ArrayNode:
            return self._array(node)  # type: ignore[arg-type]
        if isinstance(node, ListNode):
            return [self.unpack(item, depth) for item in node.items]
        if isinstance(node, TupleNode):
            return tuple(self.unpack(item, depth) for item in node.items)
        if isinstance(node, DictNode):
            keys = [self.unpack(key, depth) for key in node.keys]
            values = [self.unpack(value, depth) for value in node.values]
            try:
                return dict(zip(keys, values, strict=True))
            except (TypeError, ValueError) as problem:
                raise WireError(f"not a dict: {problem}") from None
        if isinstance(node, BytesNode):
            return node.data
        if isinstance(node, ComplexNode):
            return complex(node.real, node.imag)
        if isinstance(node, OpaqueNode):
            return Opaque(node.description)
        if isinstance(node, FigureNode):
            return Figure(self._array(node.png).tobytes(), self.unpack(node.panels))
        if isinstance(node, GeneratorNode):
            generator = np.random.Generator(np.random.PCG64())
            set_generator(generator, node)
            self.generators.append(generator)
            return generator
        if isinstance(node, CallbackNode):
            if self.callback is None:
                raise WireError("a function where none may come")
            return self.callback(node.number)
        if isinstance(node, PathNode):
            return Path(node.text)
        if isinstance(node, HandleNode):
            if self.handle is None:
                raise WireError("a model where none may come")
            return self.handle(node.number, node.description)
        if isinstance(node, PredictorNode):
            if self.predictor is None:
                raise WireError("predictions where none may come")
            return self.predictor(node.number)
        return node

    def _array(self, node: ArrayNode) -> Any:
        dtype = np.dtype(node.dtype)
        count = math.prod(node.shape)  # Python integers: no overflow
        if node.offset % ALIGNMENT or node.offset + count * dtype.itemsize > self.body.size:
            raise WireError("an array outside of its frame")
        if not count:
            try:
                return np.empty(node.shape, dtype)
            except ValueError as problem:  # empty, and yet too large
                raise WireError(f"not an array: {problem}") from None
        array = np.frombuffer(self.body, dtype, count, node.offset).reshape(node.shape)
        return array[()] if node.scalar and not node.shape else array


def generator_node(generator: np.random.Generator) -> Node:
    """Give the state of a generator; one that is not PCG64 does not travel."""
    state: Any = generator.bit_generator.state
    if state["bit_generator"] != "PCG64":
        return OpaqueNode(f"numpy.random.Generator on {state['bit_generator']}"[:200])
    numbers = state["state"]
    return GeneratorNode(
        str(numbers["state"]), str(numbers["inc"]), state["has_uint32"], state["uinteger"]
    )


def set_generator(generator: np.random.Generator, node: GeneratorNode) -> None:
    """Bring a generator into the state that a node holds."""
    try:
        generator.bit_generator.state = {
            "bit_generator": "PCG64",
            "state": {"state": int(node.state), "inc": int(node.increment)},
            "has_uint32": node.has_uint32,
            "uinteger": node.uinteger,
        }
    except (ValueError, TypeError, OverflowError) as problem:
        raise WireError(f"not a generator's state: {problem}") from None


def _is_figure(value: Any) -> bool:
    # Matplotlib is not imported to find out: who made a figure has imported it.
    module = sys.modules.get("matplotlib.figure")
    return module is not None and isinstance(value, module.Figure)


def _is_model(value: Any) -> bool:
    module = sys.modules.get("keras")
    return module is not None and isinstance(value, getattr(module, "Model", ()))


def send(
    connection: socket.socket, message: Any, packer: Packer, deadline: float | None = None
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

    Raises EOFError when the other side is gone, TimeoutError at the deadline, WireError for
    anything that is not a frame.
    """
    magic, meta_size, body_size = HEADER.unpack(exactly(connection, HEADER.size, deadline).data)
    if magic != MAGIC or meta_size > MAX_META or body_size > MAX_BODY:
        raise WireError("not the header of a frame")
    meta = exactly(connection, meta_size, deadline)
    body = exactly(connection, body_size, deadline)
    try:
        return decoder.decode(meta), body
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError) as problem:
        raise WireError(f"not a message: {problem}") from None


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
