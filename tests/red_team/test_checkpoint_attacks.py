"""Model files that are programs, and models that know the answers by heart: graded sealed.

The pictures are few and the network is none: what a checkpoint earns is decided by what its
`load_model` hands out, and that runs inside of the seal.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from grading import evaluate, lab
from grading.sandbox import Sandbox, levels, sealed
from tests import helpers
from tests.red_team import isolation

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="sealing is for Linux")
LAB = lab.read()
BASIC = LAB.get_checkpoint("basic")

# A model that answers by a table of the pictures' own bytes, were it to find one, and otherwise
# by what it can reach: the labels, the data set, the grader.
THIEF = """
import glob, os
from pathlib import Path
import keras
import numpy as np

def load_model(folder):
    model = keras.Sequential([keras.Input((32, 32, 3)), keras.layers.Flatten(),
                              keras.layers.Dense(10, activation="softmax")])
    found = [os.environ.get("CIFAR10_DIR", "")]
    for place in ({labels!r}, "/proc/self/cwd/..", "/proc/1/cwd", "/"):
        try:
            found += os.listdir(place)
        except OSError:
            pass
    loot = [name for name in found if "cifar" in name or "labels" in name]
    if loot:
        raise RuntimeError("LOOT " + " ".join(loot))
    return model
"""


@pytest.fixture(scope="module", params=isolation.HELD)
def box(request: pytest.FixtureRequest) -> Iterator[Sandbox]:
    found = levels.open_sandbox(request.param, preload=sealed.KERAS)
    yield found
    found.close()


def submission(path: Path, model: str) -> Path:
    folder = helpers.compose(path / "work", model=model)
    where = folder / "checkpoints" / "basic"
    where.mkdir(parents=True)
    (where / "architecture.json").write_text("{}")
    (where / "model.weights.h5").write_bytes(b"weights")
    return folder


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A test set of a few pictures, whose labels lie in a file."""
    rng = np.random.default_rng(5)
    images = rng.integers(0, 256, (40, 32, 32, 3), np.uint8)
    labels = np.arange(40) % 10
    folder = tmp_path / "data"
    folder.mkdir()
    np.save(folder / "labels.npy", labels)
    statistics = np.full(3, 120.0), np.full(3, 60.0)

    def data(*_: Any) -> Any:
        return images, labels, statistics

    monkeypatch.setattr(evaluate, "test_data", data)
    monkeypatch.setattr(evaluate, "CHANGED", 20)
    monkeypatch.setenv("CIFAR10_DIR", str(folder))
    return folder


def judge(folder: Path, box: Sandbox) -> Any:
    result, _ = evaluate.judge(LAB, BASIC, folder, {}, sandbox=box)
    return result


def test_labels_are_out_of_reach(box: Sandbox, few: Path, tmp_path: Path) -> None:
    found = judge(submission(tmp_path, THIEF.format(labels=str(few))), box)
    assert found.score == 0
    assert "LOOT" not in (found.checks[0].message or "")
    assert found.state == "wrong", found.checks[0].message


def test_the_thief_would_find_them_unsealed(few: Path, tmp_path: Path) -> None:
    """So that the test above can fail."""
    folder = submission(tmp_path, THIEF.format(labels=str(few)))
    result, _ = evaluate.judge(LAB, BASIC, folder, {})
    assert "LOOT" in (result.checks[0].message or "")


PROGRAM = """
import keras, os, socket, subprocess
def load_model(folder):
    {act}
    return keras.Sequential([keras.Input((32, 32, 3)), keras.layers.Flatten(),
                             keras.layers.Dense(10, activation="softmax")])
"""
ACTS = {
    "a program": "subprocess.run(['/bin/touch', {target!r}])",
    "a file": "open({target!r}, 'w').write('x')",
    "a process": "os.fork() or os._exit(0)",
    "the end": "os._exit(0)",
    "a network": "socket.create_connection(('127.0.0.1', 1))",
    "a loop": "[None for _ in iter(int, 1)]",
}


@pytest.mark.parametrize("act", ACTS)
def test_a_model_that_is_a_program_does_no_harm(
    box: Sandbox, few: Path, tmp_path: Path, act: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evaluate, "LIMIT", 1.0)
    target = tmp_path / "touched"
    source = PROGRAM.format(act=ACTS[act].format(target=str(target)))
    found = judge(submission(tmp_path, source), box)
    assert found.score == 0
    assert found.state in ("error", "too slow"), found.checks[0].message
    assert not target.exists()


def test_answers_by_heart_earn_nothing(box: Sandbox, few: Path, tmp_path: Path) -> None:
    """A table from pictures to labels, which somebody has brought along."""
    images, labels, _ = evaluate.test_data("cifar10", None)
    table = {hash(image.tobytes()): int(label) for image, label in zip(images, labels, strict=True)}
    assert len(table) == 40
    source = f"""
import keras
import numpy as np

MEANS = np.array({[float(image.mean()) for image in images]!r})
LABELS = {[int(label) for label in labels]!r}

class Table(keras.layers.Layer):
    def call(self, x):
        mean = keras.ops.mean(x, axis=(1, 2, 3)) * 60.0 + 120.0
        means = keras.ops.convert_to_tensor(MEANS.astype("float32"))
        nearest = keras.ops.argmin(keras.ops.abs(mean[:, None] - means[None]), axis=1)
        known = keras.ops.convert_to_tensor(np.eye(10, dtype="float32")[LABELS])
        return keras.ops.take(known, nearest, axis=0)

def load_model(folder):
    return keras.Sequential([keras.Input((32, 32, 3)), Table()])
"""
    found = judge(submission(tmp_path, source), box)
    assert found.score == 0, found
    assert "mirrored" in (found.checks[0].message or "") or found.state == "wrong"
