"""The drawn data set: its form, that it never changes, and that it is neither easy nor unclear."""

import hashlib
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import datasets
from datasets import shapes
from datasets.figures import FIGURES

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def data() -> datasets.data.Data:
    return datasets.load("shapes")


def sha256(*arrays: np.ndarray) -> str:
    return hashlib.sha256(b"".join(array.tobytes() for array in arrays)).hexdigest()


def test_form_and_balance(data):
    for (images, labels), count in zip(data, (8000, 2000), strict=True):
        assert images.shape == (count, 32, 32, 3)
        assert images.dtype == np.uint8
        assert images.flags.c_contiguous
        assert labels.shape == (count, 1)
        assert labels.dtype == np.uint8
        assert np.bincount(labels[:, 0]).tolist() == [count // 10] * 10


def test_mixed_order(data):
    # A batch of 64 in a row must hold many classes, or training would forget the others.
    for _, labels in data:
        assert all(len(np.unique(part)) >= 8 for part in np.split(labels[:1920, 0], 30))


def test_never_changes(data):
    """The figures published for this data set, and weights trained on it, hold for these bytes."""
    assert sha256(*data[0], *data[1]) == (
        "423a9376dec750425f6353769a592c6a12640f0af8f31fea2bcd7ce6e0ae8119"
    )


def test_each_load_is_drawn_anew(data):
    first = shapes.draw(2, (7, 0))
    first[0][:] = 0
    again = shapes.draw(2, (7, 0))
    assert again[0].any()
    assert sha256(*again) == sha256(*shapes.draw(2, (7, 0)))


def test_train_and_test_are_independent(data):
    (train, _), (test, _) = data
    pictures = {picture.tobytes() for part in (train, test) for picture in part}
    assert len(pictures) == 10_000
    one, two = shapes.draw(20, (7, 0))[0], shapes.draw(20, (7, 1))[0]
    assert (one == two).mean() < 0.05


def test_global_seed_neither_used_nor_touched():
    np.random.seed(3)
    before = np.random.get_state()[1].copy()
    first = sha256(*shapes.draw(2, (7, 0)))
    assert (np.random.get_state()[1] == before).all()
    np.random.seed(4)
    assert sha256(*shapes.draw(2, (7, 0))) == first


def test_pixels_alone_say_little(data):
    """A linear classifier stays far under 45 %, and a nearest neighbour well below a network."""
    (train, train_labels), (test, test_labels) = data
    x = train[:1500].reshape(1500, -1) / np.float32(255)
    x_test = test[:500].reshape(500, -1) / np.float32(255)
    y, y_test = train_labels[:1500, 0], test_labels[:500, 0]
    mean = x.mean(axis=0)
    x, x_test = x - mean, x_test - mean
    gram = x @ x.T
    one, classes = np.eye(1500, dtype=np.float32), np.eye(10, dtype=np.float32)[y]
    # Ridge regression on the ten classes in its dual form, as strong as a penalty makes it.
    for penalty in (300, 3000):
        weights = np.linalg.solve(gram + penalty * one, classes)
        assert np.mean((x_test @ (x.T @ weights)).argmax(axis=1) == y_test) < 0.3
    distance = np.diag(gram) - 2 * x_test @ x.T
    assert np.mean(y[distance.argmin(axis=1)] == y_test) < 0.5


def test_neither_brightness_nor_contrast_gives_a_class_away(data):
    images, labels = (part[:4000] for part in data[0])
    brightness, contrast = images.mean(axis=(1, 2, 3)), images.std(axis=(1, 2, 3))
    for class_ in range(10):
        here = labels[:, 0] == class_
        assert abs(brightness[here].mean() - brightness.mean()) < 8
        assert abs(contrast[here].mean() - contrast.mean()) < 8


def grid() -> tuple[np.ndarray, np.ndarray]:
    axis = np.linspace(-1.2, 1.2, 121, dtype=np.float32)
    return axis[None, :].repeat(121, 0), axis[:, None].repeat(121, 1)


@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: figure.__name__)
def test_figure_is_a_distance(figure):
    x, y = grid()
    distance = figure(x, y)
    assert distance.dtype == np.float32
    assert distance.shape == x.shape
    # Within the unit disc, so that no figure is cut off by the picture's edge, and of real area.
    assert (distance[np.hypot(x, y) > 1.16] > 0).all()
    assert 0.12 < (distance < 0).mean() < 0.5
    # Painting with smooth edges needs a slope of 1 and never more.
    down, right = np.gradient(distance, 0.02)
    assert max(np.abs(down).max(), np.abs(right).max()) < 1.01
    assert 0.99 < np.median(np.hypot(down, right)) < 1.01


def test_figures_differ():
    x, y = grid()
    inside = [figure(x, y) < 0 for figure in FIGURES]
    for i, one in enumerate(inside):
        for other in inside[:i]:
            assert (one & other).sum() / (one | other).sum() < 0.85


@pytest.mark.parametrize(
    ("figure", "within", "without"),
    [
        ("circle", [(0, 0), (0.6, 0.55)], [(0.7, 0.7)]),
        ("square", [(0, 0), (0.7, 0.7)], [(0.8, 0)]),
        ("triangle", [(0, 0), (0, -0.9), (0.7, 0.4)], [(0, 0.6), (0.5, -0.5)]),
        ("ring", [(0.7, 0), (0, -0.7)], [(0, 0), (0.4, 0)]),
        ("cross", [(0, 0), (0.9, 0), (0, -0.9)], [(0.5, 0.5)]),
        ("star", [(0, -0.9), (0.8, -0.28), (0.55, 0.75)], [(0, 0.6), (0.5, -0.55)]),
        ("crescent", [(-0.7, 0), (0.1, 0.85)], [(0, 0), (0.8, 0)]),
        ("heart", [(0.5, -0.5), (-0.5, -0.5), (0, 0.7)], [(0, -0.87), (0.6, 0.6)]),
        ("stripes", [(0, 0.7), (0.6, -0.7), (-0.6, 0)], [(0.3, 0), (-0.3, 0.7)]),
        ("checkerboard", [(0, 0), (0.6, 0.6), (-0.6, 0.6)], [(0.6, 0), (0, -0.6)]),
    ],
)
def test_figure_is_what_its_name_says(figure, within, without):
    paint = dict(zip(shapes.CLASS_NAMES, FIGURES, strict=True))[figure]
    for points, inside in ((within, True), (without, False)):
        for x, y in points:
            assert (paint(np.float32([x]), np.float32([y]))[0] < 0) == inside, (x, y)


def test_class_names_and_description():
    names = datasets.class_names("shapes")
    assert len(set(names)) == 10
    assert names == shapes.CLASS_NAMES
    ok, sentence = datasets.describe("shapes")
    assert ok
    assert "shapes" in sentence


@pytest.mark.parametrize("name", ["mnist", "", "Shapes", 3, None, ["shapes"]])
@pytest.mark.parametrize("ask", [datasets.load, datasets.describe, datasets.class_names])
def test_unknown_name(ask, name):
    with pytest.raises(datasets.DataError, match="shapes, cifar10"):
        ask(name)


def test_imports_little():
    """The first word of a command must not wait for what it does not need."""
    heavy = ["rich", "urllib.request", "ssl", "tarfile", "pickletools", "tensorflow", "keras"]
    program = (
        "import sys, datasets; datasets.class_names('shapes'); datasets.describe('shapes');"
        f"print([name for name in {heavy} if name in sys.modules])"
    )
    command = [sys.executable, "-c", program]
    assert subprocess.check_output(command, cwd=ROOT, text=True).strip() == "[]"
