"""What crosses between the two processes: every value comes out as it went in, or not at all.

Whatever else a worker sends ends as WireError, EOFError or TimeoutError, and never as a value that
is only nearly right.
"""

import contextlib
import enum
import math
import re
import socket
import struct
import sys
import threading
import time
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple, get_args

import msgspec
import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from grading.worker import framing, packing, schema

DTYPES = [np.dtype(name) for name in get_args(schema.DType)]
REFUSED = (schema.WireError, EOFError, TimeoutError)
BASIC = (bool, int, float, str, bytes, complex)
SOON = 20.0  # seconds after which something hangs

keys = st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | st.text() | st.binary()
arrays = hnp.arrays(
    st.sampled_from(DTYPES), hnp.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=4)
)
values = st.recursive(
    keys | st.floats() | st.complex_numbers() | arrays | arrays.map(lambda a: a.sum()),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=4).map(tuple)
        | st.dictionaries(keys, inner, max_size=4)
    ),
    max_leaves=12,
)


@pytest.fixture
def ends() -> Iterator[tuple[socket.socket, socket.socket]]:
    """Both ends of a connection, which breaks when a test hangs."""
    ours, theirs = socket.socketpair()
    hung = threading.Timer(SOON, theirs.shutdown, [socket.SHUT_RDWR])
    hung.start()
    with ours, theirs:
        yield ours, theirs
        hung.cancel()
        hung.join()


def returned(node: schema.Node, id_: int = 1) -> schema.Returned:
    return schema.Returned(id_, node, [], [], [], "")


def travel(value: Any, **unpacker: Any) -> Any:
    """Send a value from one end of a connection to the other."""
    packer = packing.Packer()
    message = returned(packer.pack(value))
    ours, theirs = socket.socketpair()
    with ThreadPoolExecutor(1) as pool, ours, theirs:
        sent = pool.submit(framing.send, ours, message, packer, time.monotonic() + SOON)
        answer, body = framing.receive(theirs, framing.from_worker_decoder, time.monotonic() + SOON)
        sent.result()
    return packing.Unpacker(body, **unpacker).unpack(answer.value)


def frame(meta: bytes, body: bytes = b"", magic: bytes = framing.MAGIC) -> bytes:
    return framing.HEADER.pack(magic, len(meta), len(body)) + meta + body


def take(raw: bytes, decoder: Any = framing.from_worker_decoder) -> Any:
    """Receive raw bytes, after which the other side is gone, and unpack the value in them."""
    ours, theirs = socket.socketpair()
    with ThreadPoolExecutor(1) as pool, theirs:
        pool.submit(_send_and_close, ours, raw)
        answer, body = framing.receive(theirs, decoder, time.monotonic() + SOON)
    unpacker = packing.Unpacker(body)
    if isinstance(answer, schema.CalledBack):
        return [unpacker.unpack(node) for node in (*answer.args, *answer.kwargs.values())]
    return unpacker.unpack(answer.value) if isinstance(answer, schema.Returned) else None


def _send_and_close(connection: socket.socket, raw: bytes) -> None:
    with connection:
        connection.sendall(raw)


def take_node(node: Any, body: bytes = b"") -> Any:
    """Receive a result that holds this raw msgpack value."""
    return take(frame(msgspec.msgpack.encode([30, 1, node, [], [], [], ""]), body))


def same(one: Any, other: Any) -> bool:
    """Whether two values are equal to the last bit, and of the same types."""
    if type(one) is not type(other):
        return False
    if isinstance(one, (np.ndarray, np.generic)):
        native = [np.asarray(each).dtype.newbyteorder("=") for each in (one, other)]
        return (
            one.shape == other.shape
            and native[0] == native[1]
            and one.astype(native[0]).tobytes() == other.astype(native[1]).tobytes()
        )
    if isinstance(one, (list, tuple)):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, dict):
        return same(list(one), list(other)) and same(list(one.values()), list(other.values()))
    if isinstance(one, float):
        return struct.pack("d", one) == struct.pack("d", other)
    if isinstance(one, complex):
        return same(one.real, other.real) and same(one.imag, other.imag)
    return bool(one == other)


# There and back


@given(value=values)
@example(value={"a": [(1, -0.0, float("nan")), {"": None}], b"\0": 1e400})
@example(value=[-(2**63), 2**64 - 1, True, False, 0, complex(-0.0, math.inf)])
@settings(deadline=None)
def test_values_come_out_as_they_went_in(value: Any) -> None:
    assert same(travel(value), value)


@given(array=arrays)
@settings(deadline=None)
def test_arrays_in_any_memory_layout(array: np.ndarray) -> None:
    read_only = array.copy()
    read_only.flags.writeable = False
    swapped = array.astype(array.dtype.newbyteorder("S"))
    layouts = [np.asfortranarray(array), array.T, array[::-1] if array.ndim else array]
    layouts += [read_only, swapped, np.broadcast_to(array, (2, *array.shape))]
    for layout, arrived in zip(layouts, travel(layouts), strict=True):
        assert same(arrived, np.asarray(layout))


@pytest.mark.parametrize("dtype", DTYPES, ids=str)
def test_every_dtype_0d_and_empty(dtype: np.dtype[Any]) -> None:
    sent = [np.zeros((2, 0, 3), dtype), np.array(1, dtype), dtype.type(1), np.ones((), dtype)[...]]
    for value, arrived in zip(sent, travel(sent), strict=True):
        assert same(arrived, value)


@pytest.mark.parametrize("key", [1j, (1, 2), np.complex64(1j)], ids=str)
def test_keys_that_can_be_made_alike_do_not_travel(key: Any) -> None:
    """Each of these numbers has the hash 0: a dict of them takes a second per ten thousand."""
    assert len({hash(complex(-sys.hash_info.imag * n, n)) for n in range(1, 9)}) == 1
    kept = travel({key: 1})
    assert kept == schema.Opaque(f"a dict with keys of type {type(key).__name__}")
    packer = packing.Packer()
    node = schema.DictNode([packer.pack(key)], [1])
    with pytest.raises(schema.WireError, match="no text and no number"):
        packing.Unpacker(packer.arrived()).unpack(node)


def test_a_large_array_is_sent_in_pieces() -> None:
    value = np.arange(3 << 18, dtype=float).reshape(3, 1 << 18)
    assert same(travel(value), value)


def test_arrays_of_one_frame_are_aligned_writable_and_apart() -> None:
    sent = [np.arange(n, dtype=dtype) for n, dtype in ((3, "u1"), (1, "f8"), (0, "f4"), (5, "i2"))]
    packer = packing.Packer()
    offsets = [
        node.offset for value in sent if isinstance(node := packer.pack(value), schema.ArrayNode)
    ]
    assert [offset % 64 for offset in offsets] == [0] * 4
    assert sum(map(len, packer.buffers)) == 192
    arrived = travel(sent)
    for array in arrived:
        array += 1  # an argument has to be as writable as in a plain call
    for array, value in zip(arrived, sent, strict=True):
        assert same(array, value + 1)


class Hostile(np.ndarray):
    """An array that claims to be equal to everything."""

    def __eq__(self, other: object) -> bool:  # type: ignore[override]
        return True

    def __array_ufunc__(self, *args: Any, **kwargs: Any) -> Any:
        return np.True_

    __hash__ = None  # type: ignore[assignment]


class Point(NamedTuple):
    x: int
    y: int


class Colour(enum.IntEnum):
    RED = 7


class Number(float):
    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = None  # type: ignore[assignment]


class Text(str):
    __slots__ = ()


class Many(list):  # type: ignore[type-arg]
    pass


@pytest.mark.parametrize(
    "sent, arrives",
    [
        (np.arange(6.0).reshape(2, 3).view(Hostile), np.arange(6.0).reshape(2, 3)),
        (np.ma.masked_array([1.0, 2.0], [True, False]), np.array([1.0, 2.0])),
        (Point(1, 2), (1, 2)),
        (Colour.RED, 7),
        (Number(1.5), 1.5),
        (np.float64(1.5), np.float64(1.5)),
        (Text("word"), "word"),
        (Many([Text("word")]), ["word"]),
        (OrderedDict(a=Number(1)), {"a": 1.0}),
        (defaultdict(list, a=[1]), {"a": [1]}),
        (bytearray(b"ab"), b"ab"),
        (np.str_("name"), "name"),
        (np.array([["a", "b c"]]), [["a", "b c"]]),
    ],
    ids=lambda value: type(value).__name__,
)
def test_subclasses_arrive_as_plain_values(sent: Any, arrives: Any) -> None:
    assert same(travel(sent), arrives)


@given(seed=st.integers(0, 2**64), small=st.integers(0, 3), large=st.integers(0, 3))
@settings(deadline=None, max_examples=30)
def test_generators_go_on_where_they_were(seed: int, small: int, large: int) -> None:
    rng = np.random.default_rng(seed)
    rng.random(large)
    rng.integers(0, 9, small, dtype=np.uint32)  # an odd number keeps half of a draw for later
    arrived = travel(rng)
    for draw in (np.uint32, np.uint64):
        assert same(
            arrived.integers(0, 2**30, 5, dtype=draw), rng.integers(0, 2**30, 5, dtype=draw)
        )
    assert same(arrived.random(4), rng.random(4))


@pytest.mark.parametrize(
    "value, told",
    [
        ({1, 2}, "set"),
        (object(), "object"),
        (len, "builtin_function_or_method"),
        (socket, "module"),
        (Point, "type"),
        (range(3), "range"),
        (2**64, "over 64 bits"),
        (-(2**63) - 1, "over 64 bits"),
        (10**5000, "over 64 bits"),
        (np.array([None, 1]), "object"),
        (np.array([b"a"]), "S1"),
        (np.array([(1, 2.0)], "i4,f8"), "f1"),
        (np.array(["2020-01-01"], "M8[D]"), "datetime64"),
        (np.longdouble(1), "longdouble") if np.dtype("g").itemsize > 8 else (object(), "object"),
        (np.random.Generator(np.random.Philox(1)), "Philox"),
        (type("N" * 500, (), {})(), "NNN"),
    ],
    ids=lambda value: "",
)
def test_what_does_not_travel_is_named(value: Any, told: str) -> None:
    for sent, opaque in (
        (value, travel(value)),
        ([{"key": value}], travel([{"key": value}])[0]["key"]),
    ):
        assert type(opaque) is schema.Opaque, sent
        assert re.search(told, opaque.description)
        assert len(opaque.description) <= 200


def test_functions_travel_where_they_are_kept() -> None:
    kept: list[Callable[..., Any]] = []
    packer = packing.Packer(kept)
    nodes = packer.pack([len, max])
    assert isinstance(nodes, schema.ListNode)
    assert nodes.items == [schema.CallbackNode(0), schema.CallbackNode(1)]
    assert kept == [len, max]
    body = np.empty(0, np.uint8)
    assert packing.Unpacker(body, lambda number: kept[number]).unpack(nodes) == [len, max]
    with pytest.raises(schema.WireError):
        packing.Unpacker(body).unpack(nodes)


def test_predictions_of_a_model_travel_by_its_number() -> None:
    """To the worker, which has the model; the grading process takes none."""
    node = packing.Packer().pack(schema.Predictor(3))
    assert node == schema.PredictorNode(3)
    body = np.empty(0, np.uint8)
    assert packing.Unpacker(body, predictor=lambda number: number).unpack(node) == 3
    with pytest.raises(schema.WireError):
        packing.Unpacker(body).unpack(node)


# Refused


@pytest.mark.parametrize(
    "raw",
    [
        frame(msgspec.msgpack.encode(returned(None)), magic=b"CLW2"),
        framing.HEADER.pack(framing.MAGIC, framing.MAX_META + 1, 0),
        framing.HEADER.pack(framing.MAGIC, 0, framing.MAX_BODY + 1),
        framing.HEADER.pack(framing.MAGIC, 2**32 - 1, 2**64 - 1),
        b"GET / HTTP/1.1\r\n\r\n",
        frame(b""),
        frame(b"\xc1"),
        frame(b"\xc0\xc0"),
    ],
    ids=["magic", "meta", "body", "both", "text", "empty", "unused code", "two values"],
)
def test_what_is_not_a_frame(raw: bytes) -> None:
    with pytest.raises(schema.WireError):
        take(raw)


@pytest.mark.parametrize(
    "message",
    [
        None,
        1,
        "text",
        [],
        {"tag": 30},
        [99, 1],
        ["30", 1, None, [], [], [], ""],
        [30, 1, None, [], [], []],
        [30, 1, None, [], [], [], "", None],
        [30, "1", None, [], [], [], ""],
        [30, 1.5, None, [], [], [], ""],
        [30, 2**64 - 1, None, {}, [], [], ""],
        [30, 1, None, [0], [], [], ""],
        [30, 1, None, ["x" * 201], [], [], ""],
        [30, 1, None, [], [[1, "<f8", [], 0, False]], [], ""],
        [30, 1, None, [], [], [b"bytes"], ""],
        [30, 1, None, [], [], [], "x" * 65537],
        [31, 1, "E", ["E"], "x" * 4001, [], False, ""],
        [31, 1, "E", ["E"], "", [], 1, ""],
        [31, 1, "E", ["E"], "", [["f.py", 1, "f"]], False, ""],
        [31, 1, "E", "E", "", [], False, ""],
        [32, 1, -1, [], {}],
        [32, 1, 0, [], {1: None}],
        [20, 1, "filtering"],
        [22, 1, "filtering", "f", [], {}],
        [23, 1, None],
    ],
    ids=lambda message: str(message)[:24],
)
def test_what_is_not_a_message_of_a_worker(message: Any) -> None:
    with pytest.raises(schema.WireError):
        take(frame(msgspec.msgpack.encode(message)))


@pytest.mark.parametrize(
    "message",
    [
        [30, 1, None, ["x" * 200], [], [], "x" * 65536],
        [31, 1, "E", ["E"], "x" * 4000, [["f.py", 1, "f", "text"]], False, ""],
        [32, 1, 0, [None], {"key": 1}],
    ],
    ids=lambda message: str(message)[:24],
)
def test_what_is_a_message_of_a_worker(message: Any) -> None:
    take(frame(msgspec.msgpack.encode(message)))


def test_each_side_takes_only_what_is_meant_for_it() -> None:
    take(frame(msgspec.msgpack.encode([20, 1, "filtering"])), framing.to_worker_decoder)
    with pytest.raises(schema.WireError):
        take(frame(msgspec.msgpack.encode(returned(None))), framing.to_worker_decoder)


@pytest.mark.parametrize(
    "node",
    [
        [0],
        [11, 1],
        [1, "<f8", [9], 0, False],
        [1, "<f8", [8], 64, False],
        [1, "<f8", [1], 8, False],
        [1, "<f8", [-1], 0, False],
        [1, "<f8", [8], -64, False],
        [1, "<f8", [2**32, 2**32], 0, False],
        [1, "|u1", [2**62 + 1, 4], 0, False],
        [1, "<f8", [2**61], 0, False],
        [1, "<f8", [2**63], 0, False],
        [1, "<f8", [0, 2**63], 0, False],
        [1, "<f8", [0, 2**62], 0, False],
        [1, "<f8", [0], 2**40, False],
        [1, "<f8", [1] * 33, 0, False],
        [1, "<f8", [1.0], 0, False],
        [1, "<f8", 1, 0, False],
        [1, "|O", [1], 0, False],
        [1, ">f8", [1], 0, False],
        [1, "<U4", [1], 0, False],
        [1, "|V8", [1], 0, False],
        [1, "<f8", [1], 0, 0],
        [2, 1],
        [2, [[0]]],
        [4, [[2, []]], [1]],
        [4, [[4, [], []]], [1]],
        [4, [[1, "<f8", [1], 0, False]], [1]],
        [4, [1, 2], [1]],
        [4, [1], [1, 2]],
        [5, "text"],
        [6, "1", 2],
        [7, "x" * 201],
        [8, 0],
        [8, 2**63],
        [9, "1", "1", 0, 2**40],
        [9, "1", "1", -1, -1],
        [9, "one", "1", 0, 0],
        [9, "1e3", "1", 0, 0],
        [9, "-1", "1", 0, 0],
        [9, "9" * 60, "1", 0, 0],
        [10, "text", None],
        {"a": 1},
        b"raw",
    ],
    ids=lambda node: str(node)[:32],
)
def test_what_is_not_a_value(node: Any) -> None:
    with pytest.raises(schema.WireError):
        take_node(node, bytes(64))
    with pytest.raises(schema.WireError):
        take_node([2, [1, node]], bytes(64))


@pytest.mark.parametrize("opening", [b"\x92\x02\x91", b"\x92\x03\x91", b"\x93\x04\x91\x01\x91"])
def test_nesting_has_an_end(opening: bytes) -> None:
    """Deeply nested values are refused, or arrive whole; the stack never runs over."""
    before, _, after = msgspec.msgpack.encode([30, 1, "@", [], [], [], ""]).partition(b"\xa1@")
    for depth in (*range(4, 1000, 12), 5_000, 100_000, 200_000):
        try:
            value = take(frame(before + opening * depth + b"\xc0" + after))
        except schema.WireError:
            assert depth > 10
            continue
        found = 0
        while value is not None:
            value = value[1] if isinstance(value, dict) else value[0]
            found += 1
        assert found == depth


@given(raw=st.binary(max_size=200), size=st.integers(0, 200), body=st.integers(0, 200))
@settings(deadline=None)
def test_random_bytes_are_refused(raw: bytes, size: int, body: int) -> None:
    for start in (b"", framing.MAGIC, framing.HEADER.pack(framing.MAGIC, size, body)):
        with pytest.raises(REFUSED):
            take(start + raw)


@given(value=values, data=st.data())
@settings(deadline=None)
def test_damaged_frames_are_refused_or_give_plain_values(value: Any, data: st.DataObject) -> None:
    packer = packing.Packer()
    rng = np.random.default_rng(1)
    node = packer.pack([value, rng])
    message = schema.Returned(1, node, ["0"], [packing.generator_node(rng)], ["w"], "")  # type: ignore[list-item]
    raw = bytearray(frame(msgspec.msgpack.encode(message), b"".join(map(bytes, packer.buffers))))
    for _ in range(data.draw(st.integers(1, 3))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    _assert_plain_or_refused(bytes(raw))


junk = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | st.floats() | st.text(max_size=4)
    | st.binary(max_size=4) | st.sampled_from([0, 1, 2**31, 2**62, 2**63, "<f8", "|O", "1"]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.tuples(st.integers(0, 12), inner, inner, inner, st.booleans())
        | st.tuples(st.integers(0, 12), inner, inner)
        | st.tuples(st.integers(0, 12), inner)
    ),
    max_leaves=10,
)  # fmt: skip


@given(node=junk, extra=junk, body=st.sampled_from([b"", bytes(64), bytes(640)]))
@settings(deadline=None, max_examples=150)
def test_malformed_values_are_refused_or_plain(node: Any, extra: Any, body: bytes) -> None:
    for message in (
        [30, 1, node, [], [], [], ""],
        [30, 1, [2, [node, extra]], [], [], [], ""],
        [30, 1, [4, [node], [extra]], extra, [], [], ""],
        [30, 1, None, [], [extra], [], ""],
        [31, 1, "E", ["E"], "", [extra], False, ""],
        [32, 1, 0, [node], {"a": extra}],
    ):
        _assert_plain_or_refused(frame(msgspec.msgpack.encode(message), body))


def _assert_plain_or_refused(raw: bytes) -> None:
    try:
        value = take(raw)
    except REFUSED:
        return
    plain = (np.ndarray, np.generic, np.random.Generator, schema.Opaque, schema.Figure)
    found = [value]
    while found:
        item = found.pop()
        if isinstance(item, dict):
            found += [*item, *item.values()]
        elif isinstance(item, (list, tuple)):
            found += item
        elif isinstance(item, schema.Figure):
            found.append(item.panels)
        else:
            assert item is None or isinstance(item, plain) or type(item) in BASIC


@given(state=st.text(max_size=60) | st.integers().map(str), number=st.integers(-(2**63), 2**64 - 1))
@settings(deadline=None)
def test_a_generator_takes_a_true_state_or_none(state: str, number: int) -> None:
    for fields in (
        (state, "1", 0, 0),
        ("1", state, 0, 0),
        ("1", "1", number, 0),
        ("1", "1", 1, number),
    ):
        rng = np.random.default_rng(1)
        before = rng.bit_generator.state
        try:
            packing.set_generator(rng, schema.GeneratorNode(*fields))
        except schema.WireError:
            assert rng.bit_generator.state == before
        rng.random(2)


# Too large


def test_a_value_too_large_is_not_sent_at_all(
    ends: tuple[socket.socket, socket.socket], monkeypatch: pytest.MonkeyPatch
) -> None:
    ours, theirs = ends
    theirs.setblocking(False)
    with pytest.raises(OverflowError, match="2 MiB"):
        framing.send(ours, returned("x" * (2 << 20)), packing.Packer())
    monkeypatch.setattr(framing, "MAX_BODY", 1000)
    for size, fits in ((125, False), (120, True)):
        packer = packing.Packer()
        message = returned(packer.pack(np.zeros(size)))
        if not fits:
            with pytest.raises(OverflowError):
                framing.send(ours, message, packer)
            with pytest.raises(BlockingIOError):
                theirs.recv(1)
        else:
            framing.send(ours, message, packer)
            assert theirs.recv(4) == framing.MAGIC


def test_no_memory_is_asked_for_before_a_size_is_believed(
    ends: tuple[socket.socket, socket.socket], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Any] = []
    monkeypatch.setattr(
        np, "empty", lambda *args, _empty=np.empty: asked.append(args) or _empty(*args)
    )
    ours, theirs = ends
    theirs.sendall(framing.HEADER.pack(framing.MAGIC, 10, 1 << 60))
    with pytest.raises(schema.WireError):
        framing.receive(ours, framing.from_worker_decoder, time.monotonic() + SOON)
    assert [args[0] for args in asked] == [framing.HEADER.size]


# Time


@pytest.mark.parametrize("part", [0, 5, framing.HEADER.size, -65, -64, -1])
def test_the_end_of_the_other_side_is_eof(part: int) -> None:
    packer = packing.Packer()
    meta = msgspec.msgpack.encode(returned(packer.pack(np.arange(3.0))))
    raw = frame(meta, b"".join(map(bytes, packer.buffers)))
    assert same(take(raw), np.arange(3.0))
    with pytest.raises(EOFError):
        take(raw[:part])


def test_waiting_ends_at_the_deadline(ends: tuple[socket.socket, socket.socket]) -> None:
    ours, theirs = ends
    started = time.monotonic()
    for sent in (b"", frame(b"\xc0")[:-1]):
        theirs.sendall(sent)
        with pytest.raises(TimeoutError):
            framing.receive(ours, framing.from_worker_decoder, time.monotonic() + 0.05)
    assert time.monotonic() - started >= 0.1


def test_a_frame_has_to_be_whole_by_the_deadline(
    ends: tuple[socket.socket, socket.socket],
) -> None:
    """Sending one byte again and again does not put the deadline off."""
    ours, theirs = ends
    done = threading.Event()

    def trickle() -> None:
        theirs.sendall(framing.HEADER.pack(framing.MAGIC, 1 << 20, 0))
        with contextlib.suppress(OSError):
            while not done.wait(0.01):
                theirs.sendall(b"\xc0")

    with ThreadPoolExecutor(1) as pool:
        trickling = pool.submit(trickle)
        try:
            with pytest.raises(TimeoutError):
                framing.receive(ours, framing.from_worker_decoder, time.monotonic() + 0.3)
        finally:
            done.set()
        trickling.result()


def test_sending_to_a_side_that_does_not_read_ends_at_the_deadline(
    ends: tuple[socket.socket, socket.socket],
) -> None:
    packer = packing.Packer()
    message = returned(packer.pack(np.zeros(4 << 20)))
    with pytest.raises(TimeoutError):
        framing.send(ends[0], message, packer, time.monotonic() + 0.1)


def test_a_deadline_that_has_passed_is_noticed_first(
    ends: tuple[socket.socket, socket.socket],
) -> None:
    ours, theirs = ends
    framing.send(theirs, returned(1), packing.Packer())
    with pytest.raises(TimeoutError):
        framing.receive(ours, framing.from_worker_decoder, time.monotonic() - 1)
    with pytest.raises(TimeoutError):
        framing.send(ours, returned(1), packing.Packer(), time.monotonic() - 1)
    theirs.setblocking(False)
    with pytest.raises(BlockingIOError):
        theirs.recv(1)


def test_without_a_deadline_it_waits(ends: tuple[socket.socket, socket.socket]) -> None:
    """A deadline of an earlier frame does not outlast it."""
    ours, theirs = ends
    framing.send(theirs, returned(1), packing.Packer())
    framing.receive(ours, framing.from_worker_decoder, time.monotonic() + 0.05)
    later = threading.Timer(0.2, framing.send, (theirs, returned(2), packing.Packer()))
    later.start()
    answer, _ = framing.receive(ours, framing.from_worker_decoder)
    later.join()
    assert answer.value == 2
