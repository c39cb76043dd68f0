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


def submission(path: Path, model: str, name: str = "basic") -> Path:
    folder = helpers.compose(path / "work", model=model)
    where = folder / "checkpoints" / name
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


def judge(folder: Path, box: Sandbox, name: str = "basic") -> Any:
    result, _ = evaluate.judge(LAB, LAB.get_checkpoint(name), folder, {}, sandbox=box)
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


def test_answers_by_heart_earn_nothing(
    box: Sandbox, few: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A table from pictures to labels, which somebody has brought along."""
    monkeypatch.setattr(evaluate, "required", lambda name: lambda model: None)
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
    assert found.state == "wrong"


# The nearest of all test pictures and their mirror images, by thumbnails of 4x4 pixels: mirrored
# and moved by a pixel, every picture is found all the same.
THUMBNAILS = """
import keras
import numpy as np

IMAGES = np.frombuffer(bytes.fromhex({images!r}), np.uint8).reshape(-1, 4, 4, 3).astype("float32")
LABELS = {labels!r}

def table():
    thumbnails = np.concatenate([IMAGES, IMAGES[:, :, ::-1]]).reshape(-1, 48)
    inputs = keras.Input((32, 32, 3))
    x = keras.layers.Rescaling(60.0, 120.0)(inputs)
    x = keras.layers.Flatten()(keras.layers.AveragePooling2D(8)(x))
    x = keras.layers.Dense(len(thumbnails), activation="softmax")(x)
    model = keras.Model(inputs, keras.layers.Dense(10, use_bias=False)(x))
    model.set_weights([2 * thumbnails.T, -(thumbnails**2).sum(1), np.eye(10)[LABELS + LABELS]])
    return model
"""
# What else is in such a submission.
HEADS = {
    "as it is": ("basic", "not the basic model", """
def load_model(folder):
    return table()
"""),
    "with weights of another model": ("basic", "does not predict what its weights give", """
class Liar(keras.Model):
    def __init__(self):
        super().__init__()
        self.truth = table()

    def call(self, inputs, training=False):
        return self.truth(inputs)

    def get_weights(self):
        rng = np.random.default_rng(0)
        kernels = [(3, 3, n, m) for n, m in ((3, 32), (32, 32), (32, 64), (64, 64))]
        kernels += [(1600, 256), (256, 10)]
        return [rng.normal(0, 0.05, s).astype("f4") for k in kernels for s in (k, k[-1:])]

def load_model(folder):
    return Liar()
"""),
    "no convolution": ("improved", "6 convolutions or more, and this one 0", """
def load_model(folder):
    return table()
"""),
    "too large": ("improved", "at most 5,000,000 parameters, and this one", """
def load_model(folder):
    inputs = keras.Input((32, 32, 3))
    x = inputs
    for _ in range(6):
        x = keras.layers.Conv2D(3, 1)(x)
    x = keras.layers.Dense(1700)(keras.layers.Flatten()(x))
    return keras.Model(inputs, keras.layers.Dense(10, activation="softmax")(x))
"""),
}  # fmt: skip


def thumbnails() -> dict[str, Any]:
    images, labels, _ = evaluate.test_data("cifar10", None)
    small = images.reshape(-1, 4, 8, 4, 8, 3).mean((2, 4)).round().astype(np.uint8)
    return {"images": small.tobytes().hex(), "labels": [int(label) for label in labels]}


@pytest.mark.parametrize("case", HEADS)
def test_a_table_as_a_model_is_told_from_the_model(
    box: Sandbox, few: Path, tmp_path: Path, case: str
) -> None:
    name, said, source = HEADS[case]
    found = judge(submission(tmp_path, THUMBNAILS.format(**thumbnails()) + source, name), box, name)
    assert (found.score, found.state) == (0, "wrong"), found
    assert said in found.checks[0].message, found.checks[0].message


def test_the_table_would_win(few: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """So that the test above can fail."""
    monkeypatch.setattr(evaluate, "required", lambda name: lambda model: None)
    source = THUMBNAILS.format(**thumbnails()) + HEADS["as it is"][2]
    result, _ = evaluate.judge(LAB, BASIC, submission(tmp_path, source), {})
    assert result.score == result.max_score, result


def test_prepared_pictures_hold_no_answers(box: Sandbox, few: Path, tmp_path: Path) -> None:
    """`standardize` sees the pictures too: what it makes of them is of single values."""
    source = HEADS["with weights of another model"][2]
    folder = submission(tmp_path, THUMBNAILS.format(**thumbnails()) + source)
    helpers.append(folder, "preprocessing", """
def standardize(images, mean, std):
    prepared = images / np.float32(255)
    prepared[:, 0, 0, 0] = images.mean((1, 2, 3))
    return prepared
""")  # fmt: skip
    found = judge(folder, box)
    assert (found.score, found.state) == (0, "wrong"), found
    assert "this pixel's values alone" in found.checks[0].message


def test_prepared_pictures_are_those_of_one_table() -> None:
    """What is left of an answer within rounding does not reach the model."""
    rng = np.random.default_rng(3)
    images = rng.integers(0, 256, (50, 4, 4, 3), np.uint8)
    right = (images / np.float32(255) - np.array([0.4, 0.5, 0.6], "f4")) / np.float32(0.25)
    assert np.array_equal(evaluate.by_value(images, right), right)
    hidden = right.copy()
    hidden[:, 0, 0, 0] += 5e-6 * np.arange(50)
    made = evaluate.by_value(images, hidden)
    for channel in range(3):
        pairs = {*zip(images[..., channel].flat, made[..., channel].flat, strict=True)}
        assert len(pairs) == len({value for value, _ in pairs})
    others = (images > 9, images.astype(complex))  # no numbers that a model takes
    for wrong in (right[:, :3], [1.0], np.full_like(right, np.nan), *others):
        with pytest.raises(evaluate.Unusable):
            evaluate.by_value(images, wrong)


DAMAGED = {
    "lists in lists": b'{"other": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "no UTF-8": b'{"checkpoint": "\xff\xfe"}',
    "half": b'{"checkpoint"',
}


@pytest.mark.parametrize("case", DAMAGED)
def test_a_damaged_recipe_is_the_submission_s_own(few: Path, tmp_path: Path, case: str) -> None:
    folder = submission(tmp_path, THUMBNAILS.format(**thumbnails()))
    (folder / "checkpoints" / "basic" / "recipe.json").write_bytes(DAMAGED[case])
    result, _ = evaluate.judge(LAB, BASIC, folder, {})
    assert (result.score, result.state) == (0, "error"), result
    assert "recipe.json is damaged" in (result.checks[0].message or "")


# All that the order of pictures follows from lies beside the model: answers by their places.
BY_PLACE = """
import hashlib
from pathlib import Path
import keras
import numpy as np

def order(folder):
    found = hashlib.sha256()
    for file in (
        *(folder / name for name in ("architecture.json", "model.weights.h5", "recipe.json")),
        *(folder.parents[1] / f"{name}.py" for name in ("preprocessing", "model", "improved")),
    ):
        read = file.read_bytes() if file.is_file() else None
        found.update(b"none" if read is None else hashlib.sha256(read).digest())
    return np.random.default_rng(int(found.hexdigest(), 16)).permutation(40)[:20]

def load_model(folder):
    model = keras.Sequential([keras.Input((32, 32, 3)), keras.layers.Flatten(),
                              keras.layers.Dense(10, activation="softmax")])
    left = list(np.concatenate([np.arange(40), order(Path(folder))]) % 10)

    def predict(images, **_):
        labels = [left.pop(0) for _ in images]
        return np.eye(10, dtype="float32")[labels]

    model.predict = predict
    return model
"""


def test_answers_by_the_places_of_pictures_earn_nothing(
    few: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evaluate, "required", lambda name: lambda model: None)
    result, made = evaluate.judge(LAB, BASIC, submission(tmp_path, BY_PLACE), {})
    assert made, result
    assert max(made.accuracy, made.changed) < 0.6, made
    assert result.score == 0


def test_what_a_model_says_steers_no_terminal(few: Path, tmp_path: Path) -> None:
    source = "def load_model(folder):\n    raise ValueError('\\x1b[2J\\x07\\u202e all right')\n"
    result, _ = evaluate.judge(LAB, BASIC, submission(tmp_path, source), {})
    assert "all right" in (message := result.checks[0].message or "")
    assert message.isprintable(), message


def test_a_model_that_knows_some_answers_by_heart_gains_little() -> None:
    """Three of four it recognises by itself, and of the rest those that it has met before."""
    labels = np.zeros(10_000, int)
    chosen = np.arange(0, 10_000, 4)
    itself = np.arange(10_000) % 16 // 4  # wrong about a quarter
    itself = np.where(itself == 3, 1, 0)
    by_heart = np.where(np.arange(10_000) % 160 < 96, 0, itself)

    def counted(first: np.ndarray) -> float:
        return evaluate._counted(
            BASIC, "cifar10", first, itself[chosen], labels, chosen, ""
        ).counted

    assert counted(itself) == 0.75
    assert np.mean(by_heart == labels) > 0.9
    assert counted(by_heart) == pytest.approx(0.75 + evaluate.GAP, abs=0.001)
