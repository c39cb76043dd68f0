"""Values into nodes and back: arrays, numbers, texts, lists and dicts of them, a few more.

What does not travel becomes a description of itself. What arrives from a worker is untrusted:
shapes are multiplied as Python integers, and an array lies inside of its frame or is refused.
"""

import itertools
import math
import sys
from collections.abc import Callable
from pathlib import Path, PurePath
from typing import Any

import msgspec
import numpy as np

from . import schema

ALIGNMENT = 64  # bytes at whose multiples arrays begin in a frame
MAX_DEPTH = 100  # of lists in lists
MAX_PIXELS = 10_000_000  # values of all pictures in a figure: they are compared with one another
# What may be a key of a dict. Of complex numbers and tuples thousands can be found that have the
# same hash, and a dict of them takes minutes to make; that of a text is another in every process.
KEYS = (type(None), bool, int, float, str, bytes, np.bool_, np.integer, np.floating)


class Packer:
    """Turns values into nodes and collects the bytes of their arrays for one frame.

    callbacks  where functions among the values are kept, to be called back by their number;
               None where functions do not travel
    keep       keeps a model and gives its handle; None where models do not travel
    """

    def __init__(
        self,
        callbacks: list[Callable[..., Any]] | None = None,
        keep: Callable[[Any], schema.Handle] | None = None,
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

    def pack(self, value: Any, depth: int = 0) -> schema.Node:
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
            fits = -(2**63) <= value < 2**64
            return value if fits else schema.OpaqueNode("an int of over 64 bits")
        if isinstance(value, float):
            return float(value)
        if isinstance(value, list):
            return schema.ListNode([self.pack(item, depth) for item in value])
        if isinstance(value, tuple):
            return schema.TupleNode([self.pack(item, depth) for item in value])
        if isinstance(value, dict):
            others = [type(key).__name__ for key in value if not isinstance(key, KEYS)]
            if others:
                return schema.OpaqueNode(f"a dict with keys of type {others[0]}"[:200])
            keys = [self.pack(key, depth) for key in value]
            return schema.DictNode(keys, [self.pack(item, depth) for item in value.values()])
        if isinstance(value, (bytes, bytearray)):
            return schema.BytesNode(bytes(value))
        if isinstance(value, complex):
            return schema.ComplexNode(value.real, value.imag)
        if isinstance(value, np.random.Generator):
            return generator_node(value)
        if _is_figure(value):
            from . import figures

            png = self._array(np.frombuffer(figures.png(value), np.uint8))
            return schema.FigureNode(png, self.pack(figures.panels(value)))  # type: ignore[arg-type]
        if isinstance(value, PurePath):
            return schema.PathNode(str(value))
        if self.keep is not None and _is_model(value):
            value = self.keep(value)
        if isinstance(value, schema.Handle):
            return schema.HandleNode(value.number, value.description)
        if isinstance(value, schema.Predictor):
            return schema.PredictorNode(value.number)
        if self.callbacks is not None and callable(value):
            self.callbacks.append(value)
            return schema.CallbackNode(len(self.callbacks) - 1)
        name = f"{kind.__module__}.{kind.__qualname__}".removeprefix("builtins.")
        return schema.OpaqueNode(name[:200])

    def _array(self, value: Any) -> schema.Node:
        # asarray, not asanyarray: a subclass could bring its own __eq__ or __array_ufunc__
        array = np.asarray(value)
        if array.dtype.kind == "U":  # names, which no check does arithmetic with
            return self.pack(array.tolist())
        if array.dtype.kind not in "biufc" or array.dtype.itemsize > (
            16 if array.dtype.kind == "c" else 8
        ):
            return schema.OpaqueNode(f"numpy.{type(value).__name__} of dtype {array.dtype}"[:200])
        little = np.ascontiguousarray(array, array.dtype.newbyteorder("<"))
        offset = self._offset
        if array.size:
            data = little.reshape(-1).view(np.uint8).data
            padding = -len(data) % ALIGNMENT
            self.buffers += [data, bytes(padding)] if padding else [data]
            self._offset += len(data) + padding
        return schema.ArrayNode(
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
    longest     that a side of an array may be, also of one that holds nothing; None for any length
    generators  every random generator that was made, in order
    """

    def __init__(
        self,
        body: np.ndarray,
        callback: Callable[[int], Any] | None = None,
        handle: Callable[[int, str], Any] | None = None,
        predictor: Callable[[int], Any] | None = None,
        longest: int | None = None,
    ) -> None:
        self.body = body
        self.callback = callback
        self.handle = handle
        self.predictor = predictor
        self.longest = longest
        self.generators: list[np.random.Generator] = []

    def unpack(self, node: schema.Node, depth: int = 0) -> Any:
        if depth > MAX_DEPTH:
            raise schema.WireError("lists in lists without an end")
        kind, depth = type(node), depth + 1
        if kind is schema.ArrayNode:
            return self._array(node)  # type: ignore[arg-type]
        if isinstance(node, schema.ListNode):
            return [self.unpack(item, depth) for item in node.items]
        if isinstance(node, schema.TupleNode):
            return tuple(self.unpack(item, depth) for item in node.items)
        if isinstance(node, schema.DictNode):
            keys = [self.unpack(key, depth) for key in node.keys]
            if not all(isinstance(key, KEYS) for key in keys):
                raise schema.WireError("not a dict: a key that is no text and no number")
            values = [self.unpack(value, depth) for value in node.values]
            try:
                return dict(zip(keys, values, strict=True))
            except (TypeError, ValueError) as problem:
                raise schema.WireError(f"not a dict: {problem}") from None
        if isinstance(node, schema.BytesNode):
            return node.data
        if isinstance(node, schema.ComplexNode):
            return complex(node.real, node.imag)
        if isinstance(node, schema.OpaqueNode):
            return schema.Opaque(node.description)
        if isinstance(node, schema.FigureNode):
            return schema.Figure(self._array(node.png).tobytes(), _panels(self.unpack(node.panels)))
        if isinstance(node, schema.GeneratorNode):
            generator = np.random.Generator(np.random.PCG64())
            set_generator(generator, node)
            self.generators.append(generator)
            return generator
        if isinstance(node, schema.CallbackNode):
            if self.callback is None:
                raise schema.WireError("a function where none may come")
            return self.callback(node.number)
        if isinstance(node, schema.PathNode):
            return Path(node.text)
        if isinstance(node, schema.HandleNode):
            if self.handle is None:
                raise schema.WireError("a model where none may come")
            return self.handle(node.number, node.description)
        if isinstance(node, schema.PredictorNode):
            if self.predictor is None:
                raise schema.WireError("predictions where none may come")
            return self.predictor(node.number)
        return node

    def _array(self, node: schema.ArrayNode) -> Any:
        dtype = np.dtype(node.dtype)
        count = math.prod(node.shape)  # Python integers: no overflow
        if node.offset % ALIGNMENT or node.offset + count * dtype.itemsize > self.body.size:
            raise schema.WireError("an array outside of its frame")
        if self.longest is not None and max(node.shape, default=0) > self.longest:
            raise schema.WireError(f"an array with a side longer than {self.longest:,}")
        if not count:
            try:
                return np.empty(node.shape, dtype)
            except ValueError as problem:  # empty, and yet too large
                raise schema.WireError(f"not an array: {problem}") from None
        array = np.frombuffer(self.body, dtype, count, node.offset).reshape(node.shape)
        return array[()] if node.scalar and not node.shape else array


def _panels(told: Any) -> list[dict[str, Any]]:
    """Panels of a figure, if they have all that a check looks at."""
    try:
        panels: list[Any] = msgspec.convert(told, list[schema.Panel])
    except msgspec.ValidationError as problem:
        raise schema.WireError(f"not a figure: {problem}") from None
    for panel in panels:
        arrays = [*panel["images"], *itertools.chain(*panel["image_places"])]
        pairs = (("xticks", "xtick_places"), ("yticks", "ytick_places"),
                 ("texts", "text_places"), ("images", "image_places"))  # fmt: skip
        if (
            not all(isinstance(array, np.ndarray) for array in arrays)
            or any(len(panel[one]) != len(panel[other]) for one, other in pairs)
            or not all(map(_has_places, panel["images"], panel["image_places"]))
        ):
            raise schema.WireError("not a figure: its parts do not belong together")
    if sum(image.size for panel in panels for image in panel["images"]) > MAX_PIXELS:
        raise schema.WireError(f"a figure with pictures of more than {MAX_PIXELS:,} values")
    return panels


def _has_places(image: np.ndarray, places: tuple[np.ndarray, np.ndarray]) -> bool:
    """Whether it is told where each column and each row of an image lies."""
    x, y = places
    return (
        (x.shape, y.shape) == (image.shape[1:2], image.shape[:1])
        and image.ndim > 1
        and (x.dtype.kind == y.dtype.kind == "f")
    )


def generator_node(generator: np.random.Generator) -> schema.Node:
    """Give the state of a generator; one that is not PCG64 does not travel."""
    state: Any = generator.bit_generator.state
    if state["bit_generator"] != "PCG64":
        return schema.OpaqueNode(f"numpy.random.Generator on {state['bit_generator']}"[:200])
    numbers = state["state"]
    return schema.GeneratorNode(
        str(numbers["state"]), str(numbers["inc"]), state["has_uint32"], state["uinteger"]
    )


def set_generator(generator: np.random.Generator, node: schema.GeneratorNode) -> None:
    """Bring a generator into the state that a node holds."""
    try:
        generator.bit_generator.state = {
            "bit_generator": "PCG64",
            "state": {"state": int(node.state), "inc": int(node.increment)},
            "has_uint32": node.has_uint32,
            "uinteger": node.uinteger,
        }
    except (ValueError, TypeError, OverflowError) as problem:
        raise schema.WireError(f"not a generator's state: {problem}") from None


def _is_figure(value: Any) -> bool:
    # Matplotlib is not imported to find out: who made a figure has imported it.
    module = sys.modules.get("matplotlib.figure")
    return module is not None and isinstance(value, module.Figure)


def _is_model(value: Any) -> bool:
    module = sys.modules.get("keras")
    return module is not None and isinstance(value, getattr(module, "Model", ()))
