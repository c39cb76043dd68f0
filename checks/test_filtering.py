"""Checks of the exercise `filtering`."""

from typing import Any, NamedTuple

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from checks.oracles import filtering as oracle
from checks.strategies import pixels, sizes, small_values
from grading.expect import expect, points, refuses

BIASES = st.sampled_from([0.0, 1.0, -0.5, 2.5])


class Case(NamedTuple):
    """An image, a kernel that fits into it, and a bias."""

    image: np.ndarray
    kernel: np.ndarray
    bias: float


@st.composite
def cases(draw: st.DrawFn, uint8: bool = False) -> Case:
    kernel_height, kernel_width, channels = draw(sizes(3)), draw(sizes(3)), draw(sizes(3))
    height, width = kernel_height + draw(sizes(3, 0)), kernel_width + draw(sizes(3, 0))
    image = draw((pixels if uint8 else small_values)((height, width, channels)))
    kernel = draw(small_values((kernel_height, kernel_width, channels)))
    return Case(image, kernel, draw(BIASES))


@points(1)
@given(case=cases())
def test_response(filtering: Any, case: Case) -> None:
    """filter_response is the sum of the products of patch and kernel, plus the bias."""
    height, width, _ = case.kernel.shape
    patch = case.image[:height, :width]
    got = filtering.filter_response(patch, case.kernel, case.bias)
    expect(got).to_match(oracle.filter_response(patch, case.kernel, case.bias))


@points(1)
@given(case=cases())
def test_shape(filtering: Any, case: Case) -> None:
    """apply_filter has one answer for every position at which the kernel lies in the image."""
    got = filtering.apply_filter(case.image, case.kernel, case.bias)
    expect(got).to_have_shape(oracle.apply_filter(*case).shape)


@points(2)
@given(case=cases())
def test_values(filtering: Any, case: Case) -> None:
    """Every value of apply_filter is the sum of products under the kernel, plus the bias."""
    got = filtering.apply_filter(case.image, case.kernel, case.bias)
    expect(got).to_match(oracle.apply_filter(*case))


@points(1, hidden=True)
def test_corners(filtering: Any) -> None:
    """apply_filter holds for one pixel, even kernels, a kernel as large as the image, large values."""
    values = np.arange(1.0, 61.0).reshape(4, 5, 3)
    for image, kernel in (
        (values[:1, :1, :1], values[2:3, :1, :1]),
        (values, values[:1, :1]),
        (values, values[:2, 1:5]),
        (values, values[::-1]),
        (values * 1e6, -values[1:3, :2] * 1e3),
    ):
        got = filtering.apply_filter(image, kernel, 0.5)
        expect(got).to_match(oracle.apply_filter(image, kernel, 0.5))


@points(1, hidden=True)
@given(case=cases(uint8=True))
def test_uint8(filtering: Any, case: Case) -> None:
    """Both functions take uint8 images, and nothing overflows."""
    got = filtering.apply_filter(*case)
    expect(got).to_match(oracle.apply_filter(*case))
    height, width, _ = case.kernel.shape
    patch = case.image[:height, :width]
    got = filtering.filter_response(patch, case.kernel, case.bias)
    expect(got).to_match(oracle.filter_response(patch, case.kernel, case.bias))


@points(1)
def test_refusals(filtering: Any) -> None:
    """apply_filter raises ValueError if the channels differ or the kernel does not fit."""
    for image, kernel in (((3, 4, 2), (2, 2, 1)), ((3, 4, 1), (4, 2, 1)), ((3, 4, 1), (2, 5, 1))):
        with refuses(ValueError, naming=("kernel", "image", "channel", str(kernel[0]))):
            filtering.apply_filter(np.ones(image), np.ones(kernel))


@points(1)
def test_edge_kernels(filtering: Any) -> None:
    """edge_kernels answer a step in their own direction, and nothing else."""
    kernels = filtering.edge_kernels()
    both = expect(kernels).to_be_sequence(2, "two kernels, (vertical, horizontal)")
    step = np.repeat([[0.0, 0.0, 0.0, 1.0, 1.0, 1.0]], 6, axis=0)
    for name, kernel, own, other in (
        ("vertical", both[0], step, step.T),
        ("horizontal", both[1], step.T, step),
    ):
        part = expect(kernels).part(kernel)
        part.to_have_shape((3, 3))
        part.to_be_finite()
        answers = np.abs(oracle.apply_filter(own[..., None], kernel[..., None]))
        along = 1 if name == "vertical" else 0
        part.to_hold(
            bool((answers.max(axis=along) >= 1 - 1e-5).all()),
            f"a {name} kernel that answers 1 or more (or -1 or less) at a {name} step",
            note=f"the largest answer along the step is {answers.max():g} in size",
        )
