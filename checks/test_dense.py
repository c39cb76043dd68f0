"""Checks of the exercise `dense`."""

from typing import Any, NamedTuple

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from checks.oracles import dense as oracle
from checks.strategies import sizes, small_values
from grading.expect import Expectation, expect, points, refuses

# A share of coins is judged by this many standard deviations: fair coins miss it once in 10^11.
DEVIATIONS = 7


class Case(NamedTuple):
    """A row of values or a batch of them, and a layer that takes it."""

    x: np.ndarray
    weights: np.ndarray
    biases: np.ndarray


@st.composite
def cases(draw: st.DrawFn) -> Case:
    batch = (draw(sizes(4)),) if draw(st.booleans()) else ()
    inputs, outputs = draw(sizes(5)), draw(sizes(4))
    return Case(
        draw(small_values((*batch, inputs))),
        draw(small_values((inputs, outputs))),
        draw(small_values((outputs,))),
    )


@points(1)
@given(shape=st.lists(sizes(4), min_size=1, max_size=4).map(tuple), whole=st.booleans())
def test_flatten(dense: Any, shape: tuple[int, ...], whole: bool) -> None:
    """flatten lays the values of any array out in one row, the last axis running fastest."""
    # all different and in no order: 37 and 256 have no common divisor
    numbers = (37 * np.arange(np.prod(shape)) % 256).reshape(shape)
    x = numbers.astype(np.uint8) if whole else numbers / 2
    expect(dense.flatten(x)).to_match(oracle.flatten(x), dtype="number" if whole else "floating")


@points(1)
@given(case=cases())
def test_dense(dense: Any, case: Case) -> None:
    """Each output of dense is a weighted sum of all inputs plus its bias, for a row and a batch."""
    expect(dense.dense(*case)).to_match(oracle.dense(*case))


@points(1)
def test_dropout(dense: Any) -> None:
    """dropout sets the share `rate` of the values to 0 and divides the others by 1 - rate."""
    rng = np.random.default_rng(5)
    small = np.array([[1.0, -2.0, 3.0], [4.0, 5.0, -6.0]])
    for rate in (0.5, 0.25, 0.9):
        for x in (small, np.full((100, 120), 3.0)):
            got = dense.dropout(x, rate, rng)
            dropped = _dropped(expect(got), x, rate)
        _expect_share(expect(got), dropped, rate, "of the values dropped", f"rate is {rate}")


@points(1)
def test_dropout_limits(dense: Any) -> None:
    """dropout changes nothing at rate 0 or outside training, and refuses a rate of 1 or below 0."""
    x = np.array([[0.0, 1.0, -2.5], [3.0, 0.5, 100.0]])
    rng = np.random.default_rng(6)
    for rate in (0.5, 0.9, 0.0):
        expect(dense.dropout(x, rate, rng, training=False)).to_match(x)
    for rate in (0.0, 0):
        expect(dense.dropout(x, rate, rng)).to_match(x)
    for rate in (1.0, 1, 1.5, -0.25):
        with refuses(ValueError, naming=("rate", "Rate", str(rate))):
            dense.dropout(x, rate, rng)
    for rate in (1.5, -0.25):
        why = f"a rate of {rate} is wrong outside training too"
        with refuses(ValueError, naming=("rate", "Rate", str(rate)), why=why):
            dense.dropout(x, rate, rng, training=False)


@points(1, hidden=True)
def test_dense_corners(dense: Any) -> None:
    """dense holds for one input, one output, a batch of one, float32 and uint8 inputs."""
    single = np.float32
    layers = (
        (np.array([2.5]), np.array([[-3.0]]), np.array([1.0])),
        (np.array([[2.5]]), np.array([[-3.0]]), np.array([1.0])),
        (np.array([[1.0, 2.0, 3.0]]), np.arange(6.0).reshape(3, 2), np.array([0.5, -9.0])),
        (np.array([[1.0], [2.0]]), np.array([[1.5, 2.5, -4.0]]), np.array([3.0, 0.0, 7.0])),
        (np.arange(9.0).reshape(3, 3), np.arange(9.0, 18.0).reshape(3, 3), np.arange(1.0, 4.0)),
        (np.array([1.5, -2], single), np.array([[2.5], [8]], single), np.array([0.25], single)),
        (np.array([1e6, 3.0]), np.array([[1e3, 2.0], [1e4, -1e6]]), np.array([-5e8, 1.0])),
        (np.array([200, 100, 3], np.uint8), np.array([[2.5], [-8.0], [0.5]]), np.array([0.25])),
        (np.array([[200, 100], [3, 255]], np.uint8), np.array([[2.5], [-8.0]]), np.array([0.25])),
    )
    for layer in layers:
        expect(dense.dense(*layer)).to_match(oracle.dense(*layer))


@points(1, hidden=True)
def test_coins(dense: Any) -> None:
    """dropout tosses a coin of its own for each value, with the generator that it is given."""
    x = np.full((12, 9, 10, 4), 2.0)
    rng = np.random.default_rng(7)
    first, second = (_toss(dense, x, rng) for _ in range(2))
    for axis, name in enumerate(("first", "second", "third", "last")):
        # Of two fair coins side by side, half the pairs agree, each pair independently.
        agree = np.diff(first[1].astype(int), axis=axis) == 0
        what = f"of neighbours along the {name} axis sharing their fate"
        _expect_share(expect(first[0]), agree, 0.5, what, "each value needs a coin of its own")
    agree = first[1] == second[1]
    what = "of the values sharing their fate in two calls with the same generator"
    _expect_share(expect(second[0]), agree, 0.5, what, "take new random numbers from rng")
    again = _toss(dense, x, np.random.default_rng(7))
    expect(again[0]).to_hold(
        bool((again[1] == first[1]).all()),
        "the same values dropped for a generator of the same seed",
        note="take all random numbers from rng, and from nowhere else",
    )

    pair = np.array([1.0, 1.0])
    fates = set()
    for _ in range(100):
        got, dropped = _toss(dense, pair, rng)
        fates.add(tuple(map(bool, dropped)))
    expect(got).to_hold(
        len(fates) == 4,
        "of two values sometimes none, sometimes either, sometimes both dropped",
        note="in 100 calls some of these never happened: each value needs a coin of its own",
    )


def _toss(dense: Any, x: np.ndarray, rng: np.random.Generator) -> tuple[Any, np.ndarray]:
    """Drop with rate 0.5: what came back, and where it is 0."""
    got = dense.dropout(x, 0.5, rng)
    return got, _dropped(expect(got), x, 0.5)


def _dropped(expectation: Expectation, x: np.ndarray, rate: float) -> np.ndarray:
    """Where values (none of them 0) were dropped; the others must be what dropout makes of them."""
    got = expectation.to_have_shape(x.shape)
    dropped = got == 0
    expectation.to_match(np.where(dropped, 0.0, oracle.survivors(x, rate)))
    return dropped


def _expect_share(
    expectation: Expectation, coins: np.ndarray, chance: float, what: str, note: str
) -> None:
    """Require about as many True as coins with this chance give."""
    slack = DEVIATIONS * (chance * (1 - chance) / coins.size) ** 0.5
    share = float(coins.mean())
    if abs(share - chance) > slack:
        low, high = 100 * max(0, chance - slack), 100 * min(1, chance + slack)
        expectation.fail(f"{low:.0f} to {high:.0f} % {what}", f"{100 * share:.1f} % of them", note)
