"""Checks of the exercise `convolution`."""

from typing import Any, NamedTuple

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from checks.oracles import convolution as oracle
from checks.strategies import pixels, sizes, small_values
from grading.expect import expect, points


class Case(NamedTuple):
    """An image, and the kernels and biases of a layer whose kernels fit into it."""

    image: np.ndarray
    kernels: np.ndarray
    biases: np.ndarray


@st.composite
def cases(draw: st.DrawFn, uint8: bool = False) -> Case:
    kernel_height, kernel_width = draw(sizes(4)), draw(sizes(4))
    height, width = kernel_height + draw(sizes(3, 0)), kernel_width + draw(sizes(3, 0))
    channels, filters = draw(sizes(3)), draw(sizes(3))
    image = draw((pixels if uint8 else small_values)((height, width, channels)))
    kernels = draw(small_values((kernel_height, kernel_width, channels, filters)))
    return Case(image, kernels, draw(small_values((filters,))))


@points(1)
@given(kernel_size=st.tuples(sizes(5), sizes(5)), channels=sizes(4), filters=sizes(6))
@settings(max_examples=30)
def test_count(convolution: Any, kernel_size: tuple[int, int], channels: int, filters: int) -> None:
    """count_parameters counts the weights of every filter for every channel, and one bias each."""
    got = convolution.count_parameters(kernel_size, channels, filters)
    _expect_count(got, oracle.count_parameters(kernel_size, channels, filters))


@points(1)
@given(case=cases(), stride=sizes(4), padding=st.sampled_from(["valid", "same"]))
@settings(max_examples=40)
def test_shape(convolution: Any, case: Case, stride: int, padding: str) -> None:
    """conv2d gives one feature map for each filter, as large as stride and padding make it."""
    got = convolution.conv2d(*case, stride=stride, padding=padding)
    expect(got).to_have_shape(oracle.conv2d(*case, stride, padding).shape)


@points(1)
@given(case=cases())
def test_valid(convolution: Any, case: Case) -> None:
    """With its defaults, conv2d gives what every filter answers at every place in the image."""
    expect(convolution.conv2d(*case)).to_match(oracle.conv2d(*case))


@points(1)
@given(case=cases(), stride=sizes(3, 2))
def test_stride(convolution: Any, case: Case, stride: int) -> None:
    """With a stride, the filters move on by so many pixels, down as well as across."""
    got = convolution.conv2d(*case, stride=stride)
    expect(got).to_match(oracle.conv2d(*case, stride))


@points(1)
@given(case=cases())
def test_same(convolution: Any, case: Case) -> None:
    """With padding "same" zeros surround the image, an odd one at the bottom and at the right."""
    got = convolution.conv2d(*case, padding="same")
    expect(got).to_match(oracle.conv2d(*case, 1, "same"))


@points(1)
@given(case=cases(), stride=sizes(4, 2))
def test_same_with_stride(convolution: Any, case: Case, stride: int) -> None:
    """With padding "same" and a stride there are just as many zeros as the answers need."""
    got = convolution.conv2d(*case, stride, "same")
    expect(got).to_match(oracle.conv2d(*case, stride, "same"))


@points(1, hidden=True)
def test_corners(convolution: Any) -> None:
    """conv2d holds for one pixel, large strides, many channels, kernels larger than the image."""
    values = np.arange(100.0).reshape(4, 5, 5) * 37 % 11 - 5
    weights = np.arange(210.0).reshape(2, 3, 5, 7) * 41 % 13 / 2 - 3
    for image, kernels, stride, padding in (
        (values[:1, :1, :1], weights[:1, :1, :1, :1], 1, "valid"),
        (values[:1, :1], weights[:1, :1, :, :2], 3, "same"),
        (values, weights[:1, :1, :, :2], 6, "valid"),
        (values, weights[:, :, :, :2], 4, "valid"),
        (values, weights[:1, :2, :, :2], 3, "same"),
        (values[:2, :3], weights[..., :2], 2, "valid"),
        (values[:2, :1, :1], weights[:2, :1, :1], 1, "same"),
        (values[:1, :2], weights[..., :2], 1, "same"),
        (values[:1, :1], weights[..., :2], 2, "same"),
        (values, weights[..., :2], 7, "same"),
        (values * 1e5, weights[..., :2] * 1e3, 1, "valid"),
    ):
        biases = np.arange(5.0, 5.0 + kernels.shape[3])
        got = convolution.conv2d(image, kernels, biases, stride=stride, padding=padding)
        expect(got).to_match(oracle.conv2d(image, kernels, biases, stride, padding))


@points(1, hidden=True)
@given(
    case=cases(uint8=True),
    stride=sizes(2),
    padding=st.sampled_from(["valid", "same"]),
    dtype=st.sampled_from([np.float64, np.float32]),
)
@settings(max_examples=30)
def test_types(
    convolution: Any, case: Case, stride: int, padding: str, dtype: type[np.floating[Any]]
) -> None:
    """conv2d takes uint8 and float32 images, weights in float32 or float64; nothing overflows."""
    kernels, biases = case.kernels.astype(dtype), case.biases.astype(dtype)
    want = oracle.conv2d(case.image, kernels, biases, stride, padding)
    for image in (case.image, case.image.astype(np.float32)):
        got = convolution.conv2d(image, kernels, biases, stride, padding)
        expect(got).to_match(want)


@points(1, hidden=True)
def test_layers(convolution: Any) -> None:
    """count_parameters gives an int, for layers as large as those of real networks too."""
    for kernel_size, channels, filters in (
        ((3, 3), 3, 32),
        ((3, 3), 32, 64),
        ((1, 7), 5, 1),
        ((7, 1), 1, 11),
        ((1, 1), 256, 512),
        ((11, 13), 300, 701),
    ):
        got = convolution.count_parameters(
            kernel_size=kernel_size, channels=channels, filters=filters
        )
        _expect_count(got, oracle.count_parameters(kernel_size, channels, filters))


def _expect_count(got: Any, want: int) -> None:
    expect(got).to_match(want, tolerance=0)
    if np.asarray(got).dtype.kind not in "iu":
        expect(got).fail(f"the int {want}", f"{float(got)!r}, which is no int")
