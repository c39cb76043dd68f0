"""Reading the official batch files: exactly what they hold, and nothing ever run."""

import io
import os
import pickle
import struct
import subprocess
import sys
import tracemalloc
import warnings
from pathlib import Path

import numpy as np
import pytest

from datasets import DataError, inert, pickled

ROOT = Path(__file__).parents[2]


class Calls:
    """Pickles as a call, as hostile files do."""

    def __init__(self, function, *arguments):
        self.reduced = (function, arguments)

    def __reduce__(self):
        return self.reduced


class KeepsId(pickle.Pickler):
    """Pickles text by a persistent id."""

    def persistent_id(self, value):
        return value if isinstance(value, str) else None


def by_persistent_id() -> bytes:
    buffer = io.BytesIO()
    KeepsId(buffer, 2).dump({"data": 1})
    return buffer.getvalue()


HOSTILE = {
    f"{name}, protocol {protocol}": pickle.dumps(value, protocol)
    for name, value in {
        "system": Calls(os.system, "echo ran > ran"),
        "eval": {"data": Calls(eval, "open('ran', 'w')")},
        "exec": [Calls(exec, "open('ran', 'w')")],
        "getattr": Calls(getattr, "x", "upper"),
        "open": Calls(open, "ran", "w"),
        "numpy": Calls(np.fromfile, "/etc/passwd"),
        "numpy zeros": Calls(np.zeros, 10**12),
        "import": Calls(__import__, "antigravity"),
        "object": Path("ran"),
    }.items()
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1)
} | {
    "INST": b"(S'echo ran > ran'\nios\nsystem\n.",
    "OBJ": b"(cos\nsystem\nS'echo ran > ran'\no.",
    "NEWOBJ": b"\x80\x02csubprocess\nPopen\n(U\x04echotl\x81.",
    "STACK_GLOBAL": b"\x80\x04\x8c\x02os\x8c\x06system\x93\x8c\x04echo\x85R.",
    "copyreg": b"\x80\x02ccopy_reg\n_reconstructor\n(cos\nsystem\ncos\nsystem\nNtR.",
    "copyreg extension": b"\x80\x02ccopyreg\nadd_extension\n(U\x02osU\x06systemK\x01tR.",
    "EXT1": b"\x80\x02\x82\x01.",
    "EXT2": b"\x80\x02\x83\x01\x00.",
    "EXT4": b"\x80\x02\x84\x01\x00\x00\x00.",
    "PERSID": b"Pid\n.",
    "BINPERSID": by_persistent_id(),
    "BUILD": b"\x80\x02cbuiltins\nint\n}U\x01aK\x01sb.",
    "allowed name, hostile use": b"\x80\x02cnumpy\nndarray\nJ\xff\xff\xff\x7f\x85R.",
    "allowed name, called twice": b"\x80\x02cnumpy\ndtype\nU\x01O\x85R)R.",
    "next buffer": b"\x80\x05\x97.",
}


def test_reads_what_python_2_wrote(make_batch, make_planes):
    rows, labels = make_planes(5, 1)
    batch = make_batch(rows, labels)
    got_rows, got_labels = pickled.read_batch(batch, "batch")
    assert got_rows.dtype == np.uint8
    assert (got_rows == rows).all()
    assert got_labels.tolist() == labels

    # The stand-in is itself a true pickle: Python's own reader finds the same in it.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        truth = pickle.loads(batch, encoding="bytes")
    assert (truth[b"data"] == rows).all()
    assert truth[b"labels"] == labels
    assert list(truth) == [b"batch_label", b"labels", b"data", b"filenames"]


def test_reads_long_and_single_forms(make_batch, make_planes):
    rows, labels = make_planes(3, 2)
    one_by_one = b"]" + b"".join(b"J" + struct.pack("<i", label) + b"a" for label in labels)
    by_columns = {
        "order": b"\x88",
        "content": b"T" + struct.pack("<i", rows.size) + rows.tobytes(order="F"),
    }
    batch = make_batch(rows, labels, labels=one_by_one, **by_columns)
    got_rows, got_labels = pickled.read_batch(batch, "batch")
    assert (got_rows == rows).all()
    assert got_labels.tolist() == labels


def test_reads_from_memo_and_single_items():
    pickle_ = b"\x80\x02}q\x00U\x04datar\x2c\x01\x00\x00h\x00sU\x06labelsj\x2c\x01\x00\x00s."
    got = inert.interpret(pickle_)
    assert got[b"data"] is got
    assert got[b"labels"] == b"data"


@pytest.mark.parametrize("hostile", HOSTILE.values(), ids=HOSTILE)
def test_refuses_hostile(hostile):
    with pytest.raises(DataError, match="bad_batch is not a batch file of the official CIFAR-10"):
        pickled.read_batch(hostile, "bad_batch")


def test_runs_nothing_of_a_hostile_file(tmp_path):
    """Python itself reports every import, call by name and opened file of the reading process."""
    program = """
import sys, pathlib, pickle, numpy
sys.path.insert(0, sys.argv[1])
from datasets import DataError, pickled
events = []
sys.addaudithook(lambda event, args: events.append(event))
for hostile in eval(sys.stdin.read()):
    events.clear()
    try:
        pickled.read_batch(hostile, "batch")
    except DataError:
        pass
    if events:
        sys.exit(f"{hostile!r} caused {events}")
events.clear()
pickle.loads(pickle.dumps(pickle.loads))
assert "pickle.find_class" in events
"""
    run = subprocess.run(
        [sys.executable, "-c", program, str(ROOT)],
        input=repr(list(HOSTILE.values())),
        text=True,
        capture_output=True,
        cwd=tmp_path,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert list(tmp_path.iterdir()) == []


def test_says_what_a_hostile_file_asked_for():
    with pytest.raises(DataError, match="it asks for 'os system'"):
        pickled.read_batch(b"\x80\x02cos\nsystem\nU\x04echo\x85R.", "batch")
    with pytest.raises(DataError, match=r"the instruction b'.x82'"):
        pickled.read_batch(HOSTILE["EXT1"], "batch")
    with pytest.raises(DataError) as long_name:
        pickled.read_batch(b"\x80\x02c" + b"a" * 10_000 + b"\nsystem\n.", "batch")
    assert len(str(long_name.value)) < 400


NONSENSE = {
    "nothing": (b"", "too early"),
    "no pickle": (b"<html>not found</html>", "not a batch file"),
    "no end": (b"\x80\x02}", "too early"),
    "no dictionary": (b"\x80\x02]q\x01.", "no dictionary"),
    "empty dictionary": (b"\x80\x02}q\x01.", "data are no array"),
    "empty stack": (b"\x80\x02.", "do not fit together"),
    "append to nothing": (b"\x80\x02K\x01a.", "do not fit together"),
    "append to a number": (b"\x80\x02K\x01K\x01a.", "neither list nor dictionary"),
    "key alone": (b"\x80\x02}(U\x01au.", "neither list nor dictionary"),
    "no mark": (b"\x80\x02]K\x01e.", "do not fit together"),
    "no such memo": (b"\x80\x02h\x05.", "do not fit together"),
    "memo of nothing": (b"\x80\x02q\x05.", "do not fit together"),
    "short tuple": (b"\x80\x02K\x01\x87.", "do not fit together"),
    "key no text": (b"\x80\x02}K\x01K\x02s.", "not a string"),
    "state of a list": (b"\x80\x02]K\x02b.", "has none"),
    "calls a number": (b"\x80\x02K\x01K\x01\x85R.", "not a function"),
    "calls without a tuple": (b"\x80\x02cnumpy\ndtype\nK\x01R.", "not a function"),
}


@pytest.mark.parametrize(("content", "reason"), NONSENSE.values(), ids=NONSENSE)
def test_refuses_nonsense(content, reason):
    with pytest.raises(DataError, match=reason):
        pickled.read_batch(content, "batch")


CHANGES = {
    "labels no list": ({"labels": b"K\x01"}, "labels are no list"),
    "labels text": ({"labels": b"](U\x01aU\x01be"}, "not whole numbers"),
    "labels true and false": ({"labels": b"](\x88\x89e"}, "not whole numbers"),
    "labels too few": ({"labels": b"](K\x01e"}, "2 pictures but 1 labels"),
    "data text": ({"data": b"U\x01a"}, "data are no array"),
    "data another call": ({"data": b"cnumpy\ndtype\nU\x02u1\x85R"}, "data are no array"),
    "data without state": (
        {"data": b"cnumpy.core.multiarray\n_reconstruct\nK\x00\x85R"},
        "array has no content",
    ),
    "data of short state": (
        {"data": b"cnumpy.core.multiarray\n_reconstruct\nK\x00\x85RK\x01K\x02\x86b"},
        "array has no content",
    ),
    "a byte too many": (
        {"content": b"T" + struct.pack("<i", 6145) + bytes(6145)},
        "not of rows of 3072",
    ),
    "too many rows": ({"shape": b"K\x03M\x00\x0c\x86"}, "not of rows of 3072"),
    "other columns": ({"shape": b"M\x00\x0cK\x02\x86"}, "not of rows of 3072"),
    "one axis": ({"shape": b"M\x00\x18\x85"}, "not of rows of 3072"),
    "huge shape": ({"shape": b"J\xff\xff\xff\x7fJ\xff\xff\xff\x7f\x86"}, "not of rows of 3072"),
    "half a row": ({"content": b"U\x03abc"}, "not of rows of 3072"),
    "content a list": ({"content": b"]"}, "no content"),
    "order a number": ({"order": b"K\x00"}, "no content"),
    "objects": ({"dtype": b"cnumpy\ndtype\nU\x02O8K\x00K\x01\x87R"}, "unsigned bytes"),
    "floats": ({"dtype": b"cnumpy\ndtype\nU\x02f4K\x00K\x01\x87R"}, "unsigned bytes"),
    "no dtype": ({"dtype": b"U\x02u1"}, "unsigned bytes"),
}


@pytest.mark.parametrize(("change", "reason"), CHANGES.values(), ids=CHANGES)
def test_refuses_other_content(make_batch, make_planes, change, reason):
    rows, labels = make_planes(2, 3)
    with pytest.raises(DataError, match=reason):
        pickled.read_batch(make_batch(rows, labels, **change), "batch")


BOMBS = {
    "long text announced": b"\x80\x02T\xff\xff\xff\x7fab",
    "long bytes announced": b"\x80\x04\x8e" + b"\xff" * 7 + b"\x7f.",
    "far memo": b"\x80\x02]r\xff\xff\xff\xff.",
    "lists in lists": b"\x80\x02]q\x00" + b"".join(
        b"](h" + bytes([i]) + b"h" + bytes([i]) + b"eq" + bytes([i + 1]) for i in range(200)
    ) + b".",
    "deep tuples": b"\x80\x02N" + b"\x85" * 60_000 + b".",
    "deep calls": b"\x80\x02N" + b"\x85q\x00cnumpy\ndtype\nh\x00R" * 15_000 + b".",
    "deep key": b"\x80\x02}N" + b"\x85" * 60_000 + b"Ns.",
    "long": b"\x80\x02N" * 100_000 + b".",
}  # fmt: skip


@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS)
def test_bounds_what_a_file_can_cost(bomb):
    tracemalloc.start()
    try:
        with pytest.raises(DataError):
            pickled.read_batch(bomb, "batch")
        assert tracemalloc.get_traced_memory()[1] < 60_000_000
    finally:
        tracemalloc.stop()


def test_bounds_steps():
    with pytest.raises(DataError, match="more than 100000 steps"):
        pickled.read_batch(BOMBS["long"], "batch")


def test_official_size_is_within_the_bound(make_batch):
    """10,000 pictures: as many steps as a real batch takes."""
    rows, labels = np.zeros((10_000, 3072), np.uint8), [index % 10 for index in range(10_000)]
    got_rows, got_labels = pickled.read_batch(make_batch(rows, labels), "batch")
    assert got_rows.shape == (10_000, 3072)
    assert got_labels.tolist() == labels


def test_negative_numbers(make_batch, make_planes):
    rows, _ = make_planes(1, 1)
    batch = make_batch(rows, [0], labels=b"](J\xfe\xff\xff\xffe")
    assert pickled.read_batch(batch, "batch")[1].tolist() == [-2]


def test_damage_gives_pictures_or_a_data_error(make_batch, make_planes):
    rows, labels = make_planes(1, 4)
    batch = make_batch(rows, labels)
    rng = np.random.default_rng(5)
    before, after = batch.split(rows.tobytes())
    outside = [*range(len(before)), *range(len(batch) - len(after), len(batch))]
    for _ in range(1500):
        damaged = bytearray(batch)
        for place in rng.choice(outside, rng.integers(1, 4)):
            damaged[place] = rng.integers(256)
        if rng.random() < 0.2:
            del damaged[rng.integers(len(damaged)) :]
        try:
            got, numbers = pickled.read_batch(bytes(damaged), "batch")
        except DataError as error:
            assert "batch" in str(error)
        else:
            assert got.dtype == np.uint8
            assert got.shape == (len(numbers), 3072)
