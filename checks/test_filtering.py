"""Checks of the exercise `filtering`."""

from typing import Any, NamedTuple

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from checks.oracles import filtering as oracle
from checks.strategies import pixels, sizes, small_values
from grading.expect import expect, points, refuses

BIASES = st.sampled_from([0.0, 1.0, -0.5, 2.5])


class Patch(NamedTuple):
    """A patch, a kernel of its shape, and a bias."""

    patch: np.ndarray
    kernel: np.ndarray
    bias: float


class Case(NamedTuple):
    """An image, a kernel that fits into it, and a bias."""

    image: np.ndarray
    kernel: np.ndarray
    bias: float


@st.composite
def patches(draw: st.DrawFn, uint8: bool = False) -> Patch:
    shape = draw(sizes(3)), draw(sizes(3)), draw(sizes(4))
    values = pixels if uint8 else small_values
    return Patch(draw(values(shape)), draw(small_values(shape)), draw(BIASES))


@st.composite
def cases(draw: st.DrawFn, uint8: bool = False) -> Case:
    kernel_height, kernel_width, channels = draw(sizes(3)), draw(sizes(3)), draw(sizes(4))
    height, width = kernel_height + draw(sizes(3, 0)), kernel_width + draw(sizes(3, 0))
    image = draw((pixels if uint8 else small_values)((height, width, channels)))
    kernel = draw(small_values((kernel_height, kernel_width, channels)))
    return Case(image, kernel, draw(BIASES))


@points(1)
@given(case=patches())
def test_response(filtering: Any, case: Patch) -> None:
    """filter_response is the sum of the products of patch and kernel, plus the bias."""
    got = filtering.filter_response(case.patch, case.kernel, case.bias)
    expect(got).to_match(oracle.filter_response(*case))


@points(1)
@given(case=cases())
def test_shape(filtering: Any, case: Case) -> None:
    """apply_filter has one answer for every position at which the kernel lies in the image."""
    got = filtering.apply_filter(case.image, case.kernel, case.bias)
    expect(got).to_have_shape(oracle.apply_filter(*case).shape)


@points(1)
@given(case=cases())
def test_values(filtering: Any, case: Case) -> None:
    """Every value of apply_filter is the sum of products under the kernel, plus the bias."""
    got = filtering.apply_filter(case.image, case.kernel, case.bias)
    expect(got).to_match(oracle.apply_filter(*case))


@points(1)
def test_refusals(filtering: Any) -> None:
    """apply_filter raises ValueError if the channels differ or the kernel does not fit."""
    filtering.apply_filter(np.ones((3, 4, 1)), np.ones((2, 2, 1)))  # which is not to be refused
    for image, kernel in (
        ((3, 4, 2), (2, 2, 1)),
        ((3, 4, 1), (2, 2, 3)),
        ((3, 4, 3), (3, 4, 2)),
        ((3, 4, 1), (4, 2, 1)),
        ((3, 4, 1), (2, 5, 1)),
        ((2, 2, 2), (6, 5, 2)),
    ):
        words = ["kernel", "image", "channel", "filter"]
        numbers = [*map(str, {*image, *kernel})]
        with refuses(ValueError, naming=[*words, *map(str.capitalize, words), *numbers]):
            filtering.apply_filter(np.ones(image), np.ones(kernel))


@points(1)
def test_edge_kernels(filtering: Any) -> None:
    """edge_kernels answer a step in their own direction, and nothing else."""
    kernels = filtering.edge_kernels()
    both = expect(kernels).to_be_sequence(2, "two kernels, (vertical, horizontal)")
    step = np.repeat([[0.0, 0.0, 0.0, 1.0, 1.0, 1.0]], 5, axis=0)
    for name, opposite, kernel, own, other in (
        ("vertical", "horizontal", both[0], step, step.T),
        ("horizontal", "vertical", both[1], step.T, step),
    ):
        part = expect(kernels).part(kernel)
        part.to_hold(
            isinstance(kernel, np.ndarray) and kernel.shape == (3, 3),
            f"a {name} kernel that is an array of shape (3, 3)",
            note="np.array(...) makes an array of a list" if isinstance(kernel, list) else "",
        )
        part.to_hold(kernel.dtype.kind in "iuf", f"a {name} kernel of real numbers")
        part.to_be_finite()
        # 0 but for rounding, which grows with the weights
        nothing = 1e-5 * max(1.0, float(np.abs(kernel).max()))
        for image, where in (
            (np.ones((4, 5)), "a constant image of ones"),
            (other, f"a {opposite} step from 0 to 1"),
        ):
            found = answers(image, kernel)
            largest = found.flat[np.abs(found).argmax()]
            part.to_hold(
                abs(largest) <= nothing,
                f"a {name} kernel that answers 0 everywhere on {where}",
                note=f"this one answers {largest:g} there",
            )
        largest = np.abs(answers(own, kernel)).max()
        part.to_hold(
            largest >= 1 - 1e-5,
            f"a {name} kernel that answers at least 1, or at most -1, at a {name} step from 0 to 1",
            note=f"the largest answer of this one is {largest:g} in size",
        )


@points(1, hidden=True)
@given(case=patches(uint8=True))
def test_response_types(filtering: Any, case: Patch) -> None:
    """filter_response takes uint8 and float32 patches, and nothing overflows."""
    for patch in (case.patch, case.patch.astype(np.float32)):
        got = filtering.filter_response(patch, case.kernel, bias=case.bias)
        expect(got).to_match(oracle.filter_response(patch, case.kernel, case.bias))
    got = filtering.filter_response(case.patch, case.kernel)
    expect(got).to_match(oracle.filter_response(case.patch, case.kernel))


@points(1, hidden=True)
def test_corners(filtering: Any) -> None:
    """apply_filter holds for one pixel, even kernels, one as large as the image, large values."""
    values = np.arange(1.0, 61.0).reshape(4, 5, 3)
    many = np.arange(-42.0, 42.0).reshape(2, 3, 14)
    for image, kernel in (
        (values[:1, :1, :1], values[2:3, :1, :1]),
        (values, values[:1, :1]),
        (values, values[:2, 1:5]),
        (values, values[::-1]),
        (many, many[:, 1:]),
        (values * 1e6, -values[1:3, :2] * 1e3),
    ):
        got = filtering.apply_filter(image, kernel)
        expect(got).to_match(oracle.apply_filter(image, kernel))
        got = filtering.apply_filter(image, kernel, bias=-7)  # an int is a number too
        expect(got).to_match(oracle.apply_filter(image, kernel, -7))


@points(1, hidden=True)
@given(case=cases(uint8=True))
def test_types(filtering: Any, case: Case) -> None:
    """apply_filter takes uint8 and float32 images, and nothing overflows."""
    for image in (case.image, case.image.astype(np.float32)):
        got = filtering.apply_filter(image, case.kernel, case.bias)
        expect(got).to_match(oracle.apply_filter(image, case.kernel, case.bias))


def answers(image: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    """What a kernel answers on a grey image."""
    return oracle.apply_filter(image[..., np.newaxis], kernel[..., np.newaxis])
