"""Training and judging checkpoints: by the command on the shapes, and by hand-made data."""

import importlib.util
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest

import datasets
from grading import checkpoints, curves, evaluate, lab, progress
from grading import train as training
from grading.checkpoints import Evaluation
from grading.errors import Problem
from tests.helpers import append, command, compose, copy_lab, environment

LAB = lab.read()
BASIC = LAB.get_checkpoint("basic")
# As small as a model can be, so that an epoch of the 8,000 shapes takes a second.
SMALL = """
def build_basic_model(input_shape=(32, 32, 3), num_classes=10):
    return keras.Sequential([
        keras.Input(input_shape), layers.AveragePooling2D(8), layers.Flatten(),
        layers.Dense(num_classes, activation="softmax"),
    ])
"""
SHAPES = ("--data", "shapes", "--submission", "work")


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copied lab in which a small model was trained for two epochs."""
    place = prepared(tmp_path_factory.mktemp("trained") / "lab")
    run = train(place, "--epochs", "2")
    assert run.returncode == 0, run.stdout + run.stderr
    return place


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A copied lab in which nothing was trained yet."""
    return prepared(tmp_path / "lab")


def prepared(place: Path) -> Path:
    """A copied lab with a submission `work`: the solutions, with a small model."""
    copy_lab(place)
    append(compose(place / "work"), "model", SMALL)
    return place


def train(place: Path, *options: str, name: str = "basic") -> subprocess.CompletedProcess[str]:
    return command("train", name, *SHAPES, *options, cwd=place)


def judged(place: Path) -> subprocess.CompletedProcess[str]:
    return command("evaluate", "basic", *SHAPES, cwd=place)


# Training


def test_training_leaves_a_model_and_how_it_was_made(trained: Path) -> None:
    folder = trained / "work" / "checkpoints" / "basic-shapes"
    assert {file.name for file in folder.iterdir()} == {
        "architecture.json", "model.weights.h5", "recipe.json", "history.csv",
    }  # fmt: skip
    recipe = checkpoints.read_recipe(folder)
    assert recipe and (recipe.data, recipe.epochs, recipe.pictures) == ("shapes", 2, [7600, 400])
    assert recipe.parameters == 490
    history = checkpoints.read_history(folder / "history.csv")
    assert [len(values) for values in history.values()] == [2, 2, 2, 2]
    assert history["val_accuracy"][-1] == pytest.approx(recipe.accuracy, abs=1e-3)
    running = trained / ".grader" / "training" / "basic-shapes"
    assert (running / "curves.png").read_bytes().startswith(b"\x89PNG")
    assert (running / "history.csv").read_bytes() == (folder / "history.csv").read_bytes()


def test_a_model_on_shapes_is_judged_and_earns_nothing(trained: Path) -> None:
    run = judged(trained)
    assert run.returncode == 0
    assert "of 2,000 shapes test pictures are recognised" in run.stdout
    assert "Points are given for CIFAR-10 alone" in run.stdout
    (found,) = progress.read(trained / ".grader").evaluations.values()
    assert 0 < found.accuracy < 1  # the small model is not much better than chance
    assert found.points == 0


def test_a_training_that_has_ended_is_ended(trained: Path, tmp_path: Path) -> None:
    """Nothing is left to train: the model is made again of what was saved, the old one kept."""
    place = tmp_path / "lab"
    shutil.copytree(trained, place)
    before = (place / "work/checkpoints/basic-shapes/history.csv").read_bytes()
    run = train(place, "--epochs", "2")
    assert run.returncode == 0
    assert "epoch 1" not in run.stdout
    assert (place / "work/checkpoints/basic-shapes/history.csv").read_bytes() == before
    assert (place / ".grader/training/basic-shapes/checkpoint.1/recipe.json").exists()


@pytest.mark.parametrize("way", [signal.SIGINT, signal.SIGKILL], ids=["ctrl-c", "kill -9"])
def test_a_stopped_training_goes_on(place: Path, way: signal.Signals) -> None:
    """All epochs are counted once, whatever ended the first run."""
    with started(place, "train", "basic", *SHAPES, "--epochs", "40") as process:
        history = place / ".grader" / "training" / "basic-shapes" / "history.csv"
        until(lambda: history.exists() and len(history.read_text("utf-8").splitlines()) > 2)
        process.send_signal(way)
        out, _ = process.communicate(timeout=60)
    if way is signal.SIGINT:
        assert process.returncode == 2
        assert "Stopped. What was saved is kept; go on with: python grader.py train basic" in out
    run = train(place, "--epochs", "40")
    assert run.returncode == 0, run.stderr
    assert "Going on after epoch" in run.stdout
    found = checkpoints.read_history(place / "work/checkpoints/basic-shapes/history.csv")
    assert len(found["loss"]) == 40
    assert "epoch  1 of 40" not in run.stdout


def test_ctrl_c_waits_until_all_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One in the drawing of the curves would leave a half-loaded Matplotlib behind."""
    draw = curves.draw

    def pressed(history: dict[str, list[float]]) -> bytes:
        signal.raise_signal(signal.SIGINT)
        return draw(history)

    monkeypatch.setattr(curves, "draw", pressed)
    settings = training.Settings("shapes", 1, 128, 0.001, 0)
    watch = training._Watch(
        LAB, BASIC, tmp_path, training.Run(settings), training._no_history(), 8000,
        lambda *_: None, lambda _: None,
    )  # fmt: skip
    row = dict.fromkeys(checkpoints.COLUMNS[1:], 0.5)
    with pytest.raises(KeyboardInterrupt):
        watch.tell({"rows": [row], "epochs": 1, "steps": 60})
    assert (tmp_path / "curves.png").read_bytes().startswith(b"\x89PNG")
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_other_settings_are_refused_until_fresh(trained: Path, tmp_path: Path) -> None:
    place = tmp_path / "lab"
    shutil.copytree(trained, place)
    run = train(place, "--epochs", "1")
    assert run.returncode == 4
    assert "go on with --epochs 2, or begin anew with --fresh" in run.stderr
    run = train(place, "--epochs", "1", "--fresh")
    assert run.returncode == 0
    assert (place / ".grader/training/basic-shapes.1/history.csv").exists()


def test_improved_takes_no_settings_of_basic(place: Path) -> None:
    run = train(place, "--learning-rate", "0.1", name="improved")
    assert run.returncode == 4
    assert "train_improved decides on them itself" in run.stderr


LOOP = """
def train(model, train_data, validation_data, epochs, batch_size=128, folder=None):
    x, y = train_data
    history = _empty()
    for epoch in range(epochs):
        for begin in range(0, len(x), batch_size):
            logs = model.train_on_batch(
                x[begin:begin + batch_size], y[begin:begin + batch_size], return_dict=True)
        val = model.evaluate(*validation_data, verbose=0, return_dict=True)
        for name in ("loss", "accuracy"):
            history[name].append(float(logs[name]))
            history["val_" + name].append(val[name])
    return history
"""


def test_a_loop_of_ones_own_is_followed_too(place: Path) -> None:
    append(place / "work", "training", LOOP)
    run = train(place, "--epochs", "2")
    assert run.returncode == 0, run.stderr
    found = checkpoints.read_history(place / "work/checkpoints/basic-shapes/history.csv")
    assert len(found["loss"]) == 2


def test_a_fit_that_prints_a_lot_is_no_trouble(place: Path) -> None:
    append(
        place / "work",
        "training",
        "_fit = keras.Model.fit\nkeras.Model.fit = lambda *a, **k: (print('x' * (2 << 20)), "
        "_fit(*a, **k))[1]",
    )
    assert train(place, "--epochs", "1").returncode == 0


# Training that goes wrong: one sentence each, and never a traceback

STUB = "def {0}(*args, **kwargs):\n    raise NotImplementedError"
TROUBLE = {
    "not written": (
        "preprocessing", STUB.format("one_hot"), "one_hot is not written yet. Training needs it",
    ),
    "raises": (
        "training", "def train(*args, **kwargs):\n    return [][1]",
        "Training stopped at training.py:",
    ),
    "wrong shape": (
        "model",
        "def build_basic_model():\n    return keras.Sequential([keras.Input((32, 32, 3)), "
        "layers.Flatten(), layers.Dense(7)])",
        "the model of build_basic_model makes (2, 7) of two pictures; it should be (2, 10)",
    ),
    "other pictures": (
        "model",
        "def build_basic_model():\n    return keras.Sequential([keras.Input((28, 28, 1)), "
        "layers.Flatten(), layers.Dense(10)])",
        "does not take pictures of shape (2, 32, 32, 3)",
    ),
    "no model": ("model", "def build_basic_model():\n    pass", "gives a NoneType, and no Keras"),
    "not compiled": (
        "model", "def compile_model(model, learning_rate=1e-3):\n    pass",
        "compile_model has not compiled the model",
    ),
    "nan": (
        "preprocessing",
        "def standardize(images, mean, std):\n    return np.full(images.shape, np.nan, 'f4')",
        "The loss is no number any more (NaN) in epoch 1",
    ),
    "no history": (
        "training", "def train(*args, **kwargs):\n    return {'loss': [1.0]}", "Training stopped",
    ),
    "uneven history": (
        "training",
        "def train(*args, **kwargs):\n    return {'loss': [1.0], 'accuracy': [], 'val_loss': [],"
        " 'val_accuracy': []}",
        "each should have one an epoch",
    ),
    "labels out of range": (
        "dataset",
        "def train_validation_split(images, labels, fraction, rng):\n"
        "    return images[9:], labels[9:] + 5, images[:9], labels[:9] + 5",
        "ValueError",
    ),
    "dies": ("training", "import os\ndef train(*a, **k):\n    os._exit(3)", "ended itself with"),
    "does not save": (
        "model", "def save_model(model, folder):\n    Path(folder).mkdir(parents=True)",
        "save_model did not write architecture.json and model.weights.h5",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", TROUBLE)
def test_trouble_is_told_in_a_sentence(place: Path, case: str) -> None:
    module, source, said = TROUBLE[case]
    append(place / "work", module, source)
    run = train(place, "--epochs", "2")
    assert run.returncode == 4, run.stdout + run.stderr
    assert said in run.stderr
    assert "Traceback" not in run.stderr + run.stdout
    assert not (place / "work" / "checkpoints").exists()


@pytest.mark.skipif(os.name != "posix", reason="limits of file sizes are POSIX")
def test_a_full_disk_loses_nothing(place: Path) -> None:
    """Stood in for by a limit on the size of files, which fails the first save."""
    limited = f"ulimit -f 16; exec {sys.executable} grader.py train basic {' '.join(SHAPES)}"
    run = subprocess.run(
        ["bash", "-c", limited + " --epochs 2"], cwd=place, env=environment(),
        capture_output=True, encoding="utf-8", timeout=120,
    )  # fmt: skip
    assert run.returncode == 4, run.stdout + run.stderr
    assert "Traceback" not in run.stderr
    assert train(place, "--epochs", "2").returncode == 0


# Judging


def test_a_missing_model(place: Path) -> None:
    run = judged(place)
    assert run.returncode == 1
    assert "holds no model" in run.stdout


DAMAGE: dict[str, Callable[[Path], Any]] = {
    "truncated weights": lambda folder: halve(folder / "model.weights.h5"),
    "no weights": lambda folder: (folder / "model.weights.h5").unlink(),
    "garbage architecture": lambda folder: (folder / "architecture.json").write_text("{", "utf-8"),
    "of another model": lambda folder: (folder / "architecture.json").write_text(
        (folder / "architecture.json").read_text("utf-8").replace('"units": 10', '"units": 11'),
        "utf-8",
    ),
    "of another Keras": lambda folder: (folder / "architecture.json").write_text(
        (folder / "architecture.json").read_text("utf-8").replace('"Dense"', '"Denser"'), "utf-8"
    ),
}


@pytest.mark.parametrize("case", DAMAGE)
def test_a_damaged_model(trained: Path, tmp_path: Path, case: str) -> None:
    place = tmp_path / "lab"
    shutil.copytree(trained, place)
    DAMAGE[case](place / "work" / "checkpoints" / "basic-shapes")
    run = judged(place)
    assert run.returncode == 1
    assert "train it again: python grader.py train basic --fresh" in run.stdout
    assert "Traceback" not in run.stdout + run.stderr


def test_a_damaged_recipe(trained: Path, tmp_path: Path) -> None:
    place = tmp_path / "lab"
    shutil.copytree(trained, place)
    recipe = place / "work" / "checkpoints" / "basic-shapes" / "recipe.json"
    halve(recipe)
    run = judged(place)
    assert run.returncode == 1
    assert "bring it back, or take it away" in run.stdout
    recipe.unlink()
    assert judged(place).returncode == 0


def test_points_are_a_scale() -> None:
    """None at 60 %, all at 80 % less one standard error (0.4 points on 10,000 pictures)."""
    worth = {a: checkpoints.points(BASIC, a, 10_000) for a in (0.1, 0.6, 0.62, 0.7, 0.7959, 0.796)}
    assert worth == {0.1: 0, 0.6: 0, 0.62: 1, 0.7: 5, 0.7959: 9, 0.796: 10}
    assert checkpoints.points(BASIC, 1.0, 10_000) == 10
    assert checkpoints.standard_error(0.8, 10_000) == pytest.approx(0.004)


def test_the_second_form_follows_from_the_checkpoint(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(0)
    images = rng.integers(0, 256, (3000, 12, 11, 3), np.uint8)
    moved, chosen = evaluate.second_form(images, "1a")
    assert moved.dtype == np.uint8
    assert len(moved) == len(set(chosen)) == evaluate.CHANGED
    again, same = evaluate.second_form(images, "1a")
    assert np.array_equal(chosen, same)
    assert np.array_equal(moved, again)
    other, places = evaluate.second_form(images, "1b")
    assert not np.array_equal(chosen, places)
    assert len({picture.tobytes() for picture in (*moved, *other)}) == 2 * evaluate.CHANGED

    monkeypatch.setattr(evaluate, "CONTRAST", (1, 1))
    monkeypatch.setattr(evaluate, "BRIGHTER", 0)
    moved, chosen = evaluate.second_form(images, "1c")
    seen = set()
    for picture, place in zip(moved, chosen, strict=True):
        fits = [
            (down, right, turned)
            for down in range(-2, 3)
            for right in range(-2, 3)
            for turned in (1, -1)
            if np.array_equal(
                picture[2:-2, 2:-2],
                np.roll(images[place, :, ::turned], (down, right), (0, 1))[2:-2, 2:-2],
            )
        ]
        assert len(fits) == 1
        seen.update(fits)
    assert len(seen) == 50


TABLE = """
import hashlib, pickle

class Table(keras.Model):
    known = {}

    def call(self, inputs, training=False):
        return keras.ops.softmax(keras.ops.zeros((keras.ops.shape(inputs)[0], 10)))

    def predict(self, x, **options):
        keys = [hashlib.sha256(np.round(p * 255).astype(np.uint8).tobytes()).digest() for p in x]
        return np.eye(10, dtype=np.float32)[[self.known.get(key, 0) for key in keys]]

def load_model(folder):
    Table.known = pickle.loads((Path(folder) / "model.weights.h5").read_bytes())
    return Table()
"""


def test_a_table_of_memorised_answers_earns_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It knows every test picture, and falls to chance once they are mirrored and moved."""
    import hashlib
    import pickle

    rng = np.random.default_rng(1)
    images = rng.integers(0, 256, (3000, 32, 32, 3), np.uint8)
    labels = rng.integers(0, 10, (3000, 1)).astype(np.uint8)
    known = {
        hashlib.sha256(image.tobytes()).digest(): int(label[0])
        for image, label in zip(images, labels, strict=True)
    }
    monkeypatch.setattr(
        datasets, "load", lambda name, download=True: ((images[:9], labels[:9]), (images, labels))
    )
    work = append(compose(tmp_path / "work"), "model", "import numpy as np" + TABLE)
    append(work, "preprocessing", "def standardize(images, mean, std):\n    return images / 255")
    folder = work / "checkpoints" / "basic"
    folder.mkdir(parents=True)
    (folder / "architecture.json").write_text("{}", "utf-8")
    (folder / "model.weights.h5").write_bytes(pickle.dumps(known))
    with pytest.raises(evaluate.Unusable, match="not the basic model"):
        evaluate.evaluate(LAB, BASIC, work)
    monkeypatch.setattr(evaluate, "required", lambda name: lambda model: None)
    found = evaluate.evaluate(LAB, BASIC, work)
    assert found.accuracy == 1.0
    assert found.changed < 0.2
    assert found.counted == pytest.approx(found.changed + evaluate.GAP, abs=0.01)
    assert found.points == 0


def test_what_is_known_is_not_predicted_again(trained: Path) -> None:
    """The digest is of the files and the code: as long as they are the same, so is the answer."""
    folder = trained / "work" / "checkpoints" / "basic-shapes"
    digest = checkpoints.digest(folder)
    known = Evaluation("basic", "cifar10", 0.81, 0.8, 0.81, 0.004, 10_000, 10, 10, digest)
    moved = trained / "work" / "checkpoints" / "basic"
    shutil.copytree(folder, moved)
    try:
        found, made = evaluate.judge(LAB, BASIC, trained / "work", {digest: known})
        assert (found.state, found.score, made) == ("passed", 10, None)
        low = msgspec.structs.replace(known, counted=0.7, points=5)
        found, _ = evaluate.judge(LAB, BASIC, trained / "work", {digest: low})
        assert (found.state, found.score) == ("wrong", 5)
        assert "70.0% of 10,000 pictures" in (found.checks[0].message or "")
    finally:
        shutil.rmtree(moved)


def test_histories_survive_writing_and_damage(tmp_path: Path) -> None:
    history = {name: [0.5, 0.25] for name in checkpoints.COLUMNS[1:]}
    file = tmp_path / "history.csv"
    checkpoints.write_history(history, file)
    assert checkpoints.read_history(file) == history
    file.write_text("epoch,loss,accuracy,val_loss,val_accuracy\n1,1,1,1,1\n2,a,", "utf-8")
    assert checkpoints.read_history(file)["loss"] == [1.0]
    assert curves.draw(history).startswith(b"\x89PNG")


def test_an_unknown_checkpoint_is_named() -> None:
    with pytest.raises(Problem, match="There are: basic, improved"):
        LAB.get_checkpoint("best")


@pytest.mark.skipif(importlib.util.find_spec("jax") is None, reason="JAX is not installed")
def test_training_and_judging_on_jax(place: Path) -> None:
    jax = {"KERAS_BACKEND": "jax"}
    run = command("train", "basic", *SHAPES, "--epochs", "2", cwd=place, env=jax, timeout=300)
    assert run.returncode == 0, run.stderr
    recipe = place / "work" / "checkpoints" / "basic-shapes" / "recipe.json"
    assert "jax" in json.loads(recipe.read_text("utf-8"))["machine"]
    run = command("evaluate", "basic", *SHAPES, cwd=place, env=jax, timeout=300)
    assert run.returncode == 0, run.stderr


def halve(file: Path) -> None:
    data = file.read_bytes()
    file.write_bytes(data[: len(data) // 2])


def until(condition: Callable[[], bool], seconds: float = 90) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


class started:
    """A command that runs beside the test, and is ended with it."""

    def __init__(self, place: Path, *args: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "grader.py", *args], cwd=place, env=environment(),
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8",
        )  # fmt: skip

    def __enter__(self) -> subprocess.Popen[str]:
        return self.process

    def __exit__(self, *problem: object) -> None:
        self.process.kill()
        self.process.wait()
