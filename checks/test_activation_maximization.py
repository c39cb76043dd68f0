"""Checks of the exercise `activation_maximization`.

Networks here are linear wherever the start could matter, which is the student's choice: then the
slope is the same at every image, and the way is known without the place where it begins.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from checks.oracles import activation_maximization as oracle
from checks.oracles import feature_maps
from checks.strategies import pixels, sizes, small_values
from grading.errors import StudentError
from grading.expect import Expectation, expect, points, refuses
from grading.models import Model, Workbench

# A way of many steps in 32 bits, on a start that may lie anywhere from 0 to 255, is as exact.
EXACT_ENOUGH = 1e-4
# An open ReLU: whatever the picture, what goes into it stays above 0.
OPEN = 10_000.0
DEEP: feature_maps.Layers = [
    ("Conv2D", {"filters": 3, "kernel_size": (3, 2), "activation": "relu", "name": "first"}),
    ("AveragePooling2D", {"pool_size": 2, "name": "pool"}),
    ("Dropout", {"rate": 0.5, "name": "holes"}),
    ("Conv2D", {"filters": 2, "kernel_size": (2, 2), "padding": "same", "name": "later"}),
    ("Flatten", {"name": "row"}),
    ("Dense", {"units": 5, "name": "scores"}),
    ("Activation", {"activation": "softmax", "name": "probabilities"}),
]


class Ascent(NamedTuple):
    """Where to begin, how far to go, and a gradient: `slant`, plus `pull` times (peak - image)."""

    start: np.ndarray
    peak: np.ndarray
    slant: np.ndarray
    pull: float | np.ndarray
    steps: int
    step_size: float

    def gradient(self, image: np.ndarray) -> np.ndarray:
        if image.size != self.start.size:  # or numbers without end could be asked for
            raise ValueError(f"an image of shape {self.start.shape} is wanted, not {image.shape}")
        slope = self.slant + self.pull * (self.peak - image)
        return slope.astype(image.dtype)


@st.composite
def ascents(draw: st.DrawFn) -> Ascent:
    shape = (draw(sizes(3)), draw(sizes(4)), draw(sizes(3)))
    start, peak, slant = (draw(small_values(shape)) for _ in range(3))
    pull = draw(st.sampled_from([0.0, 1.0, 0.25]))
    steps, step_size = draw(st.integers(1, 4)), draw(st.sampled_from([1, 0.5]))
    ascent = Ascent(start, peak, slant, pull, steps, step_size)
    on_the_way = oracle.climb(ascent.gradient, start, steps, step_size)[1:]
    if any(np.abs(ascent.gradient(image)).max() < 0.1 for image in on_the_way):
        # At the very top, what is left of a slope is rounding, and that would be divided by 1e-5.
        return ascent._replace(pull=0.0)
    return ascent


@st.composite
def images(draw: st.DrawFn) -> np.ndarray:
    shape = (draw(sizes(4)), draw(sizes(5)), draw(sizes(3)))
    return draw(pixels(shape) if draw(st.booleans()) else small_values(shape))


@points(1)
@given(image=images(), ascent=ascents())
def test_tools(activation_maximization: Any, image: np.ndarray, ascent: Ascent) -> None:
    """displayable spreads values around mid-grey; gradient_ascent climbs in steps of one length."""
    judge_displayable(expect(activation_maximization.displayable(image)), image)
    judge_ascent(activation_maximization, ascent)


@points(1)
def test_maximize_activation(activation_maximization: Any, workbench: Workbench) -> None:
    """maximize_activation climbs from grey noise, for one filter or one unit before its softmax."""
    layers: feature_maps.Layers = [
        ("Conv2D", {"filters": 3, "kernel_size": (2, 3), "name": "patterns"}),
        ("Flatten", {}),
        ("Dense", {"units": 4, "activation": "softmax", "name": "classes"}),
    ]
    bench = Bench(activation_maximization, workbench, layers, (5, 4, 2), seed=1)
    bench.judge("patterns", 2, {"steps": 3, "step_size": 0.5})
    bench.judge("patterns", 0, {})
    bench.judge("classes", 3, {"steps": 2})
    bench.judge_noise("patterns")
    bench.judge_unchanged()
    for layer, unit, naming in (
        ("patterns", 3, ("unit", "3", "filter")),
        ("patterns", -1, ("unit", "-1", "filter")),
        ("classes", 4, ("unit", "4")),
        ("stripes", 0, ("stripes", "layer")),
    ):
        with refuses(ValueError, naming=naming):
            activation_maximization.maximize_activation(bench.model, layer, unit, steps=1)


@points(1, hidden=True)
def test_other_networks(activation_maximization: Any, workbench: Workbench) -> None:
    """All three hold for deeper networks, other numbers, and gradients that are tiny or 0."""
    for image in other_images():
        judge_displayable(expect(activation_maximization.displayable(image)), image)
    for ascent in other_ascents():
        judge_ascent(activation_maximization, ascent)

    bench = Bench(activation_maximization, workbench, DEEP, (6, 7, 1), seed=4, functional=True)
    bench.judge("later", 1, {"steps": 2, "step_size": 2.0})
    bench.judge("scores", 4, {"steps": 1, "step_size": 0.25})
    bench.judge_unchanged()

    # Here the slope is another at every image. The kernels' weights add up to 0, so that what
    # they answer to noise does not depend on how bright it is.
    bent: feature_maps.Layers = [
        ("Conv2D", {"filters": 2, "kernel_size": (2, 2), "activation": "softplus"}),
        ("Conv2D", {"filters": 3, "kernel_size": (1, 2), "padding": "same", "name": "bent"}),
        ("Flatten", {}),
        ("Dense", {"units": 2, "activation": "softmax"}),
    ]
    bench = Bench(activation_maximization, workbench, bent, (4, 5, 1), seed=5)
    bench.judge("bent", 1, {"steps": 3, "step_size": 1.5})
    got = activation_maximization.maximize_activation(bench.model, "bent", 0, steps=1)
    judge_form(expect(got), (4, 5, 1))


class Bench:
    """A network of ours, on which a student's maximize_activation is judged."""

    def __init__(
        self,
        module: Any,
        workbench: Workbench,
        layers: feature_maps.Layers,
        shape: tuple[int, int, int],
        seed: int,
        functional: bool = False,
    ) -> None:
        self.module, self.layers, self.shape, self.seed = module, layers, shape, seed
        self.weights = weights_of(layers, shape, seed)
        self.model: Model = workbench.build(list(layers), shape, self.weights, functional)
        self.images = np.random.default_rng(seed).random((2, *shape), np.float32)
        self.before = self._state()

    def judge(self, name: str, unit: int, options: dict[str, Any]) -> None:
        """Require the way that leads from the student's own start along the network's slope."""
        start = self._run(name, unit, {**options, "steps": 0}, self.seed)
        judge_form(expect(start), self.shape)
        got = self._run(name, unit, options, self.seed)
        judge_form(expect(got), self.shape)
        end = oracle.climb(
            self._slope(name, unit), start, options.get("steps", 40), options.get("step_size", 1.0)
        )[-1]
        expect(got).to_match(end, tolerance=EXACT_ENOUGH)

    def judge_noise(self, name: str) -> None:
        """Require a start that is noise, and is drawn with rng."""
        first, again, other = (self._run(name, 0, {"steps": 0}, seed) for seed in (5, 5, 6))
        note = "draw the start with rng, and from nowhere else"
        expect(again).to_hold(
            np.array_equal(first, again),
            "the same start for a generator of the same seed",
            note=note,
        )
        expect(other).to_hold(
            not np.array_equal(first, other), "another start for another seed", note=note
        )
        expect(other).to_hold(np.ptp(other) > 0, "grey noise to start with, not one plain colour")

    def judge_unchanged(self) -> None:
        """Require the model as it was built: its weights, its layers and what it predicts."""
        got = self._state()
        for what, before in self.before.items():
            if got[what] != before:
                expect(None).fail(
                    f"the model's {what} left as they are",
                    f"its {what} have changed",
                    "build new layers or a new model for what you need, and leave this one alone",
                )

    def _run(self, name: str, unit: int, options: dict[str, Any], seed: int) -> Any:
        rng = np.random.default_rng(seed)
        return self.module.maximize_activation(self.model, name, unit, **options, rng=rng)

    def _slope(self, name: str, unit: int) -> Callable[[np.ndarray], np.ndarray]:
        names = [arguments.get("name") for _, arguments in self.layers]
        kind, arguments = self.layers[names.index(name)]
        if arguments.get("activation") == "softmax":
            arguments = {**arguments, "activation": "linear"}
        part = [*self.layers[: names.index(name)], (kind, arguments)]
        bent = any(arguments.get("activation") == "softplus" for _, arguments in part)
        constant = oracle.slope(part, self.weights, unit, np.zeros(self.shape))
        # so that it hardly matters where the 1e-5 is added
        assert np.sqrt(np.mean(constant**2)) > 0.1
        return lambda image: oracle.slope(part, self.weights, unit, image) if bent else constant

    def _state(self) -> dict[str, Any]:
        layers = [(layer.kind, layer.name, layer.config) for layer in self.model.layers()]
        return {
            "weights": [array.tobytes() for array in self.model.weights()],
            "layers": layers,
            "predictions": self.model.predict(self.images).tobytes(),
        }


def weights_of(layers: feature_maps.Layers, shape: tuple[int, ...], seed: int) -> list[np.ndarray]:
    """Small random weights, under which each ReLU is open and each softplus sees contrast only."""
    rng = np.random.default_rng(seed)
    arrays = [rng.integers(-6, 7, shape) / 2 for shape in feature_maps.shapes(layers, shape)]
    owners = [arguments for kind, arguments in layers if kind in ("Conv2D", "Dense")]
    for arguments, kernel, biases in zip(owners, arrays[::2], arrays[1::2], strict=True):
        if arguments.get("activation") == "relu":
            biases += OPEN
        if arguments.get("activation") == "softplus":
            kernel -= kernel.mean(axis=(0, 1, 2))
    return [array.astype(np.float32) for array in arrays]


def judge_form(expectation: Expectation, shape: tuple[int, ...]) -> None:
    """Require finite floating-point numbers of an image's shape."""
    got = expectation.to_have_shape(shape)
    expectation.to_hold(got.dtype in (np.float32, np.float64), "floating-point numbers")
    expectation.to_be_finite()


def judge_displayable(expectation: Expectation, image: np.ndarray) -> None:
    """Require uint8, rounded or cut."""
    wanted = oracle.displayable(image)
    one_level = 1.02 / wanted.max()
    expectation.to_match(wanted, dtype=np.uint8, tolerance=one_level)


def judge_ascent(module: Any, ascent: Ascent) -> None:
    """Require the last image, and that the gradient was asked for once at each one before it."""
    asked: list[Any] = []
    other: tuple[int, ...] | None = None  # the first shape that is not the start's
    times = 0

    def gradient(image: Any) -> np.ndarray:
        nonlocal times, other
        times += 1
        image = np.asarray(image)
        if image.size != ascent.start.size:
            other = image.shape if other is None else other
        slope = ascent.gradient(image)
        if len(asked) <= ascent.steps:
            asked.append(image.copy())
        return slope

    try:
        got = module.gradient_ascent(gradient, ascent.start, ascent.steps, ascent.step_size)
    except StudentError as problem:
        if other is not None:
            problem.advice = (
                f"gradient wants an image of shape {ascent.start.shape}, as start is; it was "
                f"called with an array of shape {other}."
            )
        raise
    way = oracle.climb(ascent.gradient, ascent.start, ascent.steps, ascent.step_size)
    expectation = expect(got)
    for step, (image, right) in enumerate(zip(asked, way, strict=False), 1):
        if image.shape != right.shape:
            expectation.fail(
                f"the gradient asked for at an image of shape {right.shape}",
                f"step {step} asks for it at an array of shape {image.shape}",
                "hand the image to gradient as it is, without a batch axis",
            )
    expectation.to_match(way[-1])
    for step, (image, right) in enumerate(zip(asked, way, strict=False), 1):
        if not np.allclose(image, right, atol=1e-4):
            expectation.fail(
                f"step {step} to ask for the gradient at the image that step {step - 1} led to"
                if step > 1
                else "the first step to ask for the gradient at the start",
                "it was asked for at another image",
            )
    expectation.to_hold(
        times == ascent.steps,
        f"the gradient asked for once in each step, in all: {ascent.steps}",
        note=f"it was asked for {times} times",
    )


def other_images() -> list[np.ndarray]:
    """Images with values beyond both ends, of other dtypes, with unlike channels, faint ones."""
    rng = np.random.default_rng(4)
    spiked = rng.normal(0, 1, (6, 7, 2))
    spiked[1, 2, 0], spiked[4, 5, 1], spiked[0, 6, 1] = 30, -30, 12
    tinted = rng.normal([-100, 0, 300], 20, (4, 3, 3))
    return [
        spiked,
        spiked.astype(np.float32) * 1000,
        tinted,
        tinted.astype(np.float32),
        rng.integers(0, 256, (5, 4, 3), np.uint8),
        rng.uniform(0.4, 0.6, (6, 5, 3)),  # grey noise
        np.zeros((2, 3, 3), np.float32),
        np.full((3, 2, 1), 200, np.uint8),
        np.full((2, 2, 3), -0.5),
    ]


def other_ascents() -> list[Ascent]:
    """Default and many steps, none, 32 bits, and slopes that are hardly there or not at all."""
    rng = np.random.default_rng(5)
    start, peak, slant = rng.normal(0, 2, (3, 3, 4, 2))
    nowhere = np.zeros_like(start)
    single = start.astype(np.float32)
    return [
        Ascent(start, peak, nowhere, 1.0, 40, 1.0),
        Ascent(start, peak, slant, 1000.0, 6, 0.125),
        Ascent(single, peak.astype(np.float32), slant.astype(np.float32), 0.5, 5, 0.5),
        Ascent(start, peak, slant, 0.5, 0, 1.0),
        Ascent(start, peak, nowhere, 0.0, 3, 1.0),
        Ascent(single, peak, nowhere, 0.0, 2, 1.0),
        Ascent(start, peak, slant * 1e-5, 0.0, 3, 1.0),
        Ascent(start, peak, nowhere, 1e-6, 2, 4.0),
    ]
