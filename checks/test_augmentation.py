"""Checks of the exercise `augmentation`.

`zoom` is judged where all sane ways to do it agree: reading each pixel from a place between others,
and resizing with a crop or a rim around it, give the same if the new size is a whole number and
differs from the old one by an even one; and where something has to be repeated, a rim of one colour
leaves no doubt what. Random changes are judged by seeds that are fixed, with bounds that are six
standard errors wide.
"""

from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from checks.oracles import augmentation as oracle
from checks.strategies import pixels, sizes
from grading.expect import Expectation, expect, points, refuses

MANY = 200  # images of which each is changed by its own choice
# Sizes and factors for which all ways to zoom agree: side * factor is whole, and even more or less.
LARGER = (((5, 3), 3.0), ((4, 8), 1.5), ((6, 2), 2.0), ((8, 4), 2.5), ((20, 10), 1.2))
MIDDLE, DOT = (12.5, 11.5), (4, 5)  # of the picture with the dots; from there to a dot
SMALLER = (((8, 12), 0.5), ((9, 12), 1 / 3), ((10, 20), 0.8))
FARTHEST = 1.3  # of shifts up to 2, of whole pixels that may be half a pixel off the centre
SIDES = (("up", "down"), ("left", "right"))


@st.composite
def batches(draw: st.DrawFn) -> np.ndarray:
    """(N, H, W, C) with H other than W, float64 or float32; eighths, which both hold exactly."""
    count, height, width = draw(sizes(2)), draw(sizes(4)), draw(sizes(5))
    shape = (count, height, width + (height == width), draw(sizes(2)))
    images = draw(pixels(shape)) % 9 / 8
    return images.astype(np.float32) if draw(st.booleans()) else images


@points(1)
@given(images=batches(), rows=st.integers(-3, 3), columns=st.integers(-3, 3))
def test_flip_and_shift(augmentation: Any, images: np.ndarray, rows: int, columns: int) -> None:
    """flip_horizontal mirrors each image, and shift moves it and repeats the pixels of its edge."""
    got = augmentation.flip_horizontal(images)
    expect(got).to_match(oracle.flip_horizontal(images))
    got = augmentation.shift(images, rows, columns)
    expect(got).to_match(oracle.shift(images, rows, columns))


@points(1)
def test_zoom(augmentation: Any) -> None:
    """zoom enlarges and shrinks about the centre, by bilinear interpolation, in the same shape."""
    rng = np.random.default_rng(1)
    for (height, width), factor in LARGER:
        image = np.round(rng.random((height, width, 2)) * 8) / 8
        got = augmentation.zoom(image, factor)
        expect(got).to_match(oracle.zoom(image, factor), tolerance=1e-4)
    image = rng.random((5, 4, 3)).astype(np.float32)
    got = augmentation.zoom(image, 1.0)
    expect(got).to_match(image.astype(float), tolerance=1e-4)
    for (height, width), factor in SMALLER:
        image = rimmed(rng, height, width)
        got = augmentation.zoom(image, factor)
        expect(got).to_match(oracle.zoom(image, factor), tolerance=1e-4)
    for factor in (0.9, 0.55, 1.07):  # how much each way repeats of an edge, and where, may differ
        image = np.round(rng.random((9, 7, 2)) * 8) / 8
        judge_batch(expect(augmentation.zoom(image, factor)), image)
    for factor in (0, -0.5):
        with refuses(ValueError, naming=["factor", str(factor)]):
            augmentation.zoom(image, factor)


@points(1)
def test_noise_and_augment(augmentation: Any) -> None:
    """add_noise draws for each value, and augment for each image, from rng and nowhere else."""
    grey = np.full((40, 12, 10, 3), 0.5)
    got = augmentation.add_noise(grey, 0.1, np.random.default_rng(2))
    judge_noise(expect(got), grey, 0.1)
    again = augmentation.add_noise(grey, 0.1, np.random.default_rng(2))
    judge_repeats(expect(again), got, augmentation.add_noise(grey, 0.1, np.random.default_rng(3)))
    images = np.random.default_rng(4).random((3, 4, 5, 2))
    got = augmentation.add_noise(images, 0.0, np.random.default_rng(5))
    expect(got).to_match(images)

    picture = np.random.default_rng(6).random((1, 9, 8, 3)).astype(np.float32)
    batch = picture.repeat(30, axis=0)
    got = augmentation.augment(batch, np.random.default_rng(7))
    judge_batch(expect(got), batch)
    again = augmentation.augment(batch, np.random.default_rng(7))
    judge_repeats(expect(again), got, augmentation.augment(batch, np.random.default_rng(8)))
    if len({image.tobytes() for image in got}) < 10:
        expect(got).fail(
            "each of 30 equal images changed by its own random choice",
            f"only {len({image.tobytes() for image in got})} different ones",
        )
    judge_each(augmentation, batch[:3])
    shades = np.linspace(0.1, 0.9, 8, dtype=np.float32)  # whatever is done to one colour, it stays
    plain = np.broadcast_to(shades[:, None, None, None], (8, 5, 6, 3)).copy()
    got = augmentation.augment(plain, np.random.default_rng(9))
    if not np.allclose(expect(got).to_have_shape(plain.shape), plain, atol=1e-4):
        expect(got).fail(
            "8 images, each of a single colour, as they were and in their order",
            f"images whose means are {[round(float(image.mean()), 2) for image in got]}",
            f"they were {[round(float(shade), 2) for shade in shades]}: labels keep that order",
        )


@points(1, hidden=True)
def test_augment_in_detail(augmentation: Any) -> None:
    """augment mirrors about half of the images, moves them by up to 2 pixels, zooms 0.9 to 1.1."""
    batch = dots().repeat(MANY, axis=0)
    for seed, dtype in ((11, np.float32), (12, np.float64)):
        got = augmentation.augment(batch.astype(dtype), np.random.default_rng(seed))
        judge_batch(expect(got), batch.astype(dtype))
        judge_changes(expect(got))
    judge_edges(expect(augmentation.augment(ramps(30), np.random.default_rng(15))))
    bright = np.full((3, 4, 6, 1), 0.9, np.float32)
    noisy = augmentation.add_noise(bright, 0.5, np.random.default_rng(13))
    expect(noisy).to_have_shape(bright.shape)
    if noisy.min() < 0 or noisy.max() > 1:
        expect(noisy).fail(
            "values from 0 to 1: what leaves them is clipped",
            f"values from {noisy.min():.3f} to {noisy.max():.3f}",
        )
    images = np.random.default_rng(14).random((2, 3, 4, 1))
    got = augmentation.shift(images, -5, 7)
    expect(got).to_match(oracle.shift(images, -5, 7))


def rimmed(rng: np.random.Generator, height: int, width: int) -> np.ndarray:
    """A picture with a rim of one colour, three pixels wide."""
    image = np.full((height, width, 2), 0.25)
    image[3:-3, 3:-3] = 0.5 + np.round(rng.random((height - 6, width - 6, 2)) * 4) / 8
    return image


def dots() -> np.ndarray:
    """One picture (1, 26, 24, 3): a soft dot in two channels, opposite to one another, and grey."""
    rows, columns = np.indices((26, 24)) - np.array(MIDDLE)[:, None, None]
    picture = np.full((1, 26, 24, 3), 0.5, np.float32)
    for channel, side in ((0, -1), (1, 1)):
        squared = (rows - side * DOT[0]) ** 2 + (columns - side * DOT[1]) ** 2
        picture[0, ..., channel] = np.exp(-squared / (2 * 1.5**2))
    return picture


def ramps(count: int) -> np.ndarray:
    """Equal pictures (count, 14, 16, 2): from dark to bright, downwards and to the right.

    They have one colour as far from an edge as it takes: a shift by 2, and a zoom by 1.1.
    """
    ramp = np.stack(np.meshgrid(np.linspace(0, 1, 14), np.linspace(0, 1, 16), indexing="ij"), -1)
    return np.clip(2 * ramp - 0.5, 0, 1).astype(np.float32)[None].repeat(count, axis=0)


def judge_noise(expectation: Expectation, grey: np.ndarray, sigma: float) -> None:
    """Require numbers with mean 0 and this deviation, another one everywhere."""
    got = expectation.to_have_shape(grey.shape)
    expectation.to_be_finite()
    noise = got - grey
    beyond = float(np.mean(np.abs(noise) > 2 * sigma))
    error = sigma / np.sqrt(noise.size)
    if abs(noise.mean()) > 6 * error or abs(noise.std() - sigma) > 6 * error:
        expectation.fail(
            f"noise with mean 0 and standard deviation {sigma}",
            f"mean {noise.mean():.4f}, standard deviation {noise.std():.4f}",
        )
    if beyond < 0.02:  # of a normal distribution 4.6 %
        expectation.fail(
            "Gaussian noise, of which 4.6 % are beyond two standard deviations",
            f"noise of which {beyond:.1%} are: rng.normal draws Gaussian numbers",
        )
    shared = (("image", 0), ("row", 1), ("column", 2), ("channel", 3))
    for name, axis in shared:
        # the mean of several equal numbers varies as one of them does; of others, less
        spread = noise.mean(axis=axis).std() * np.sqrt(noise.shape[axis]) / sigma
        if spread > 1.2:
            expectation.fail(
                "a number of its own for each value", f"numbers that each {name} shares with others"
            )
    expectation.to_leave_arguments()


def judge_repeats(again: Expectation, first: np.ndarray, other: np.ndarray) -> None:
    """Require what the same seed gave before, and something else of another seed."""
    if not np.array_equal(again.got, first):
        again.fail(
            "the same result for two generators of the same seed",
            "another one the second time",
            "take all random numbers from rng, and from nowhere else",
        )
    if np.array_equal(other, first):
        again.fail("another result for another seed", "the same one", "draw from rng")


def judge_batch(expectation: Expectation, batch: np.ndarray) -> None:
    """Require the shape and the dtype of what was given, and none of its values exceeded."""
    got = expectation.to_have_shape(batch.shape)
    if got.dtype != batch.dtype:
        expectation.fail(f"dtype {batch.dtype}, as given", f"dtype {got.dtype}")
    expectation.to_be_finite()
    low, high = batch.min() - 1e-5, batch.max() + 1e-5
    if got.min() < low or got.max() > high:
        expectation.fail(
            f"values from {batch.min():.3f} to {batch.max():.3f}, as given",
            f"values from {got.min():.3f} to {got.max():.3f}",
            "pixels that come in from outside repeat those of the edge",
        )
    expectation.to_leave_arguments()


def judge_each(augmentation: Any, batch: np.ndarray) -> None:
    """Require that each image of a small batch is changed, by one seed or another."""
    left = np.ones(len(batch), bool)
    for seed in range(20, 28):
        got = augmentation.augment(batch, np.random.default_rng(seed))
        changed = expect(got).to_have_shape(batch.shape) != batch
        left &= ~changed.any(axis=(1, 2, 3))
    if left.any():
        names = [f"image {place} of {len(batch)}" for place in np.flatnonzero(left) + 1]
        expect(got).fail("each image changed", f"{' and '.join(names)} as given, in all of 8 calls")


def judge_edges(expectation: Expectation) -> None:
    """Require that what comes in from outside repeats the edge that it comes in at."""
    got = expectation.to_have_shape(ramps(30).shape).astype(float)
    down, along = got[:, -1, :, 0] - got[:, 0, :, 0], got[:, :, -1, 1] - got[:, :, 0, 1]
    if min(abs(down).min(), abs(along).min()) < 0.8:
        expectation.fail(
            "a bright edge opposite to each dark one, as in the images given",
            "images with both edges dark, or both bright",
            "pixels that come in from outside repeat the edge; np.roll takes the opposite one",
        )


def judge_changes(expectation: Expectation) -> None:
    """Measure how each of the pictures of `dots` was changed, and judge all of them together."""
    got = expectation.got.astype(float)
    if np.abs(got[..., 2] - 0.5).max() > 0.01:
        expectation.fail(
            "a channel that is 0.5 all over left as it is",
            f"values from {got[..., 2].min():.3f} to {got[..., 2].max():.3f} in it",
        )
    first, second = centres(got[..., 0]), centres(got[..., 1])
    if (second[:, 0] < first[:, 0]).any():
        expectation.fail("no image turned upside down", "some are")
    mirrored = float(np.mean(second[:, 1] < first[:, 1]))
    if not 0.29 <= mirrored <= 0.71:
        some = "fewer of them" if mirrored < 0.5 else "more of them"
        expectation.fail(
            f"about half of {MANY} images mirrored",
            {0.0: "none of them", 1.0: "all of them"}.get(mirrored, some),
            f"{mirrored:.1%} are",
        )
    factors = np.abs(second - first) / (2 * np.array(DOT))
    if np.abs(factors[:, 0] - factors[:, 1]).max() > 0.1:
        bright = got[..., :2]
        if max(bright[:, [0, -1]].max(), bright[:, :, [0, -1]].max()) > 0.35:
            expectation.fail(
                "shifts by up to 2 pixels and zoom factors up to 1.1",
                "dots that come as far as the edge of the image",
            )
        expectation.fail("the same zoom for height and width", "images that are stretched")
    low, high = factors.min(), factors.max()
    found = f"factors from {low:.2f} to {high:.2f} in {MANY} images"
    if low < 0.85 or high > 1.15:
        expectation.fail("zoom factors from 0.9 to 1.1", "others too", found)
    if low > 0.97 or high < 1.03:
        missing = _missing(low > 0.97 and "shrunk", high < 1.03 and "enlarged")
        if high - low < 0.03:
            missing = "none is zoomed" if abs(low - 1) < 0.02 else "all are zoomed alike"
        expectation.fail("images that are enlarged, and others that are shrunk", missing, found)
    moves = (first + second) / 2 - MIDDLE
    if np.abs(moves).max() < 0.7:
        expectation.fail("images moved by up to 2 pixels", "none is moved")
    for axis, name in enumerate(("rows", "columns")):
        low, high = moves[:, axis].min(), moves[:, axis].max()
        found = f"shifts from {low:.1f} to {high:.1f} {name} in {MANY} images"
        if low < -2.8 or high > 2.8:  # whole pixels may be half a pixel off the centre
            expectation.fail(f"shifts by up to 2 {name}", "shifts by more", found)
        if low > -FARTHEST or high < FARTHEST:
            ways = (
                low > -FARTHEST and _far(axis, -1, low),
                high < FARTHEST and _far(axis, 1, high),
            )
            alike = high - low < 0.7 and abs(high + low) > 1
            missing = "all are moved alike" if alike else _missing(*ways)
            expectation.fail(f"{name} moved in both directions, by up to 2", missing, found)
    moved = np.abs(moves).max(axis=1) > 0.7
    zoomed = np.abs(factors.mean(axis=1) - 1) > 0.03
    for way, both in (("mirrored", second[:, 1] < first[:, 1]), ("zoomed", zoomed)):
        if not (both & moved).any():
            expectation.fail(
                f"images that are moved and {way} as well", "none of which both is true"
            )
    # they may have been mirrored after they were moved, and so to the other side
    together = max(
        abs(np.corrcoef(f(moves[:, 0]), f(moves[:, 1]))[0, 1]) for f in (np.abs, np.copy)
    )
    if together > 0.8:
        expectation.fail(
            "another shift for rows than for columns", "images that move along the diagonals alone"
        )


def _far(axis: int, sign: int, most: float) -> str:
    """What no image does, if this is the farthest that one moves to a side."""
    side = SIDES[axis][sign > 0]
    return f"moved {side}" if sign * most < 0.7 else f"moved {side} by 2"


def _missing(*ways: str | bool) -> str:
    """Which ways no image has gone; False for one that some have."""
    return f"none is {' or '.join(way for way in ways if isinstance(way, str))}"


def centres(maps: np.ndarray) -> np.ndarray:
    """Centre of what is bright in each of (N, H, W): (N, 2), row and column."""
    total = maps.sum(axis=(1, 2))
    rows = (maps.sum(axis=2) * np.arange(maps.shape[1])).sum(axis=1) / total
    columns = (maps.sum(axis=1) * np.arange(maps.shape[2])).sum(axis=1) / total
    return np.stack([rows, columns], axis=1)
