"""The sections of a report that look inside a trained model, by the student's own functions.

Each is a function that is given its section and a `Work`, and adds to the section what it can.
Whatever the student's code does about it ends in a `Trouble` in that section, and nowhere else.
"""

import io
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

import datasets

from . import checkpoints, evaluate, proxy, remote
from .choice import Choice
from .errors import CheckEnded, CodeFailed, NotStarted, Problem, StudentError, TooSlow
from .models import Layer, Model
from .reports.parts import Gallery, Matrix, Note, Picture, Section, Trouble
from .worker import wire

LOOKED_AT = 2000  # test pictures of confusion matrix and predictions
SECTION_LIMIT = 180.0  # seconds
CALL_LIMIT = 20.0  # seconds, also where the lab allows more
LARGEST = 500_000  # bytes of one picture: fifteen of them and a page are still easily sent
SHOWN = 10  # right predictions, and wrong ones
CLOSER = 4  # of the wrong ones with their three best guesses; pictures with an importance map
LAYERS = 3  # convolutions that are looked into
UNITS = 10  # filters of each
MAPS = 32  # feature maps of one layer
SURE = 0.9  # a probability from which a drop shows well


Answer = TypeVar("Answer")


class Amiss(Exception):
    """A section cannot go on; the message says why, and `command` what helps."""

    def __init__(self, message: str, command: str) -> None:
        super().__init__(message)
        self.command = command


class Work:
    """What the sections share: a worker with the student's functions, the model, some pictures."""

    def __init__(self, choice: Choice) -> None:
        self.choice = choice
        self._modules: dict[str, proxy.Module] = {}
        self._model: Model | None = None
        self._life = 0
        self._probabilities: np.ndarray | None = None
        self._amiss: Amiss | None = None  # of the model: it is loaded in vain only once
        self._recipe: checkpoints.Recipe | None = None
        self._read()
        self.host = remote.Remote(
            choice.folder, choice.the_lab.names, checkpoints=[choice.where.name]
        )

    def _read(self) -> None:
        """Read test pictures, and how the model's pictures were prepared."""
        try:
            self._recipe = checkpoints.read_recipe(self.choice.where)
        except Problem as problem:
            self._amiss = Amiss(clean(str(problem)), self._again())
        images, labels, self.statistics = evaluate.test_data(self.choice.data, self._recipe)
        self.images, self.labels = images[:LOOKED_AT], labels[:LOOKED_AT].astype(np.int64)
        self.names = list(datasets.class_names(self.choice.data))

    def module(self, name: str) -> Any:
        """A module of the student's."""
        if name not in self._modules:
            self._modules[name] = proxy.Module(self.host, name, CALL_LIMIT)
        return self._modules[name]

    def model(self) -> Model:
        """The trained model; loaded again where the worker that had it is gone."""
        if self._amiss:
            raise self._amiss
        if self._model is None or self._life != self.host.life:
            try:
                self._model = self._loaded()
            except Amiss as amiss:
                self._amiss = amiss
                raise
            self._life = self.host.life
        return self._model

    def _loaded(self) -> Model:
        choice = self.choice
        if not checkpoints.present(choice.where):
            raise Amiss(
                f"There is no trained model in {choice.shown} yet.",
                choice.command("train", choice.checkpoint.name, data=True),
            )
        try:
            evaluate.check_sizes(choice.where)
            return evaluate.loaded(self.host, choice.where)
        except NotStarted as problem:
            raise Amiss(clean(str(problem)), choice.command("lesson", "model")) from None
        except evaluate.Unusable as problem:
            raise Amiss(clean(str(problem)), self._again()) from None
        except (StudentError, CodeFailed) as problem:
            said = clean(evaluate.told(problem, Path(choice.shown)))
            raise Amiss(said, choice.command("check", "model")) from None
        except CheckEnded as problem:
            raise Amiss(
                f"load_model: {clean(str(problem))}", choice.command("check", "model")
            ) from None

    def _again(self) -> str:
        return self.choice.command("train", self.choice.checkpoint.name, "--fresh", data=True)

    def prepared(self, images: np.ndarray) -> np.ndarray:
        """Prepare pictures as for training, with the student's own function."""
        prepare = evaluate.preparation(self.host, self.choice.checkpoint.name, self.statistics)
        try:
            return array(prepare(images), "The prepared pictures", images.shape)
        except (StudentError, CheckEnded, Amiss) as problem:
            raise Amiss(
                f"The pictures cannot be prepared. {told(problem)}",
                self.choice.command("check", "preprocessing"),
            ) from None

    def probabilities(self) -> np.ndarray:
        """What the model says of every test picture, (N, 10)."""
        if self._probabilities is None:
            model, images = self.model(), self.prepared(self.images)
            shape = len(self.images), len(self.names)
            self._probabilities = self._asked(
                lambda: array(model.predict_batches(images), "Its prediction", shape)
            )
        return self._probabilities

    def layers(self) -> list[Layer]:
        """The model's layers, those of nested models in their places."""
        return self._asked(self.model().layers)

    def _asked(self, question: Callable[[], Answer]) -> Answer:
        """Ask the model, not a function of the student's."""
        try:
            return question()
        except (StudentError, CheckEnded, Amiss) as problem:
            said = f"The model in {self.choice.shown} is of no use. {clean(str(problem))}"
            raise Amiss(said, self.choice.command("check", "model")) from None


def sections(choice: Choice, on_section: Callable[[str], None]) -> list[Section]:
    """Make all sections, one after the other.

    Raises Problem where there are no pictures to look at.
    """
    work = Work(choice)
    made = []
    try:
        for exercise, section, fill in _contents(choice):
            on_section(section.title)
            made.append(section)
            proxy.begin(SECTION_LIMIT)
            try:
                work.model()  # before its own functions: without it they are of no use
                fill(section, work)
            except Amiss as amiss:
                command = amiss.command or choice.command("check", exercise)
                section.parts.append(Trouble(str(amiss), command))
            except NotStarted as problem:
                command = choice.command("lesson", exercise)
                section.parts.append(Trouble(told(problem), command))
            except (StudentError, CheckEnded) as problem:
                section.parts.append(Trouble(told(problem), choice.command("check", exercise)))
    finally:
        work.host.close()
    return made


Fill = Callable[[Section, Work], None]


def _contents(choice: Choice) -> list[tuple[str, Section, Fill]]:
    """Every section with the exercise that it is made by."""
    pictures = "photographs" if choice.data == "cifar10" else "pictures"
    return [
        (
            "results",
            Section(
                "confusion",
                "Confusion matrix",
                f"How {LOOKED_AT:,} test {pictures} were classified: each row is a true class, "
                "each column what the model took it for, so that right answers stand on the "
                "diagonal and every number off it is a kind of mistake.",
            ),
            confusion,
        ),
        (
            "results",
            Section(
                "predictions",
                "Right and wrong",
                f"A {pictures.removesuffix('s')} of every class that was recognised, then the "
                "mistakes that the model was surest of: look at them and judge whether you would "
                "have known better.",
            ),
            predictions,
        ),
        (
            "importance",
            Section(
                "importance",
                "What matters in a picture",
                "A square was laid over every place of a picture in turn: the map shows how far "
                "the probability of the right class fell, so that the places with the largest "
                "values are those that the model needs.",
            ),
            importance,
        ),
        (
            "activation_maximization",
            Section(
                "filters",
                "What filters look for",
                "Images that were changed step by step, beginning with grey noise, until one "
                "filter or one class answered as strongly as it could: simple stripes and colours "
                "in the first layers, larger patterns in the later ones.",
            ),
            filters,
        ),
        (
            "feature_maps",
            Section(
                "features",
                "Feature maps",
                "What single layers make of one picture, one small map a filter: where a map "
                "stands out, the filter has found what it looks for, and deeper layers keep less "
                "detail and more meaning.",
            ),
            features,
        ),
    ]


def confusion(section: Section, work: Work) -> None:
    """The student's matrix, in numbers and as they draw it."""
    results, names = work.module("results"), work.names
    predicted = labels_of(work)
    matrix = array(
        results.confusion_matrix(work.labels, predicted, len(names)),
        "The result of confusion_matrix",
        (len(names), len(names)),
        kinds="iu",
    )
    right, total = int(np.trace(matrix)), int(matrix.sum())
    share = f" ({right / total:.1%})" if total > 0 else ""
    section.parts.append(
        Note(f"{right:,} of {total:,} are on the diagonal{share}. {_mixed_up(matrix, names)}")
    )
    counts = Matrix("The same in numbers: rows are the true class", names, matrix.tolist())
    section.parts.append(counts)
    drawn = results.plot_confusion_matrix(matrix, names)
    alt = f"Confusion matrix of {len(names)} classes as a plot; the numbers are in the table below."
    section.parts[-1:] = [Gallery([picture(drawn, "plot_confusion_matrix", alt)]), counts]


def _mixed_up(matrix: np.ndarray, names: list[str]) -> str:
    """The most frequent mistakes in words."""
    off = np.where(np.eye(len(names), dtype=bool), 0, matrix)
    most = np.argsort(-off, axis=None, kind="stable")[:3]
    pairs = [
        f"{names[row]} taken for {names[column]} ({off[row, column]} times)"
        for row, column in (divmod(int(place), len(names)) for place in most)
        if off[row, column] > 0
    ]
    return f"Most often mixed up: {', '.join(pairs)}." if pairs else ""


def predictions(section: Section, work: Work) -> None:
    """A right prediction of every class, and the surest mistakes."""
    results, probabilities = work.module("results"), work.probabilities()
    predicted = labels_of(work)
    wrong = array(
        results.wrong_predictions(work.labels, predicted),
        "The result of wrong_predictions",
        (None,),
        kinds="iu",
    ).astype(np.int64)
    if wrong.size and not 0 <= wrong.min() <= wrong.max() < len(work.labels):
        raise Amiss("wrong_predictions gives indices that no picture has.", "")
    right = np.setdiff1d(np.arange(len(work.labels)), wrong)
    firsts = [right[work.labels[right] == label][:1] for label in range(len(work.names))]
    chosen = np.concatenate(firsts)[:SHOWN]
    surest = wrong[np.argsort(-probabilities[wrong].max(axis=1), kind="stable")][:SHOWN]
    for which, title in ((chosen, "Recognised"), (surest, "Mistaken")):
        if not len(which):
            section.parts.append(Note(f"{title}: none of these pictures."))
            continue
        drawn = results.plot_predictions(
            work.images[which], work.labels[which], probabilities[which], work.names
        )
        said = [f"{work.names[work.labels[i]]} as {work.names[predicted[i]]}" for i in which]
        alt = f"{len(which)} pictures with what they were taken for: {', '.join(said)}."
        section.parts.append(Gallery([picture(drawn, "plot_predictions", alt)], title=title))
    closer = [_closer(results, work, int(i)) for i in surest[:CLOSER]]
    if closer:
        section.parts.append(
            Gallery(closer, "tiles", "The surest mistakes, with three guesses each")
        )


def _closer(results: Any, work: Work, index: int) -> Picture:
    """One picture with the three best guesses."""
    guesses = results.top_predictions(work.probabilities()[index], work.names, 3)
    try:
        said = [f"{clean(str(name))} {_share(float(share))}" for name, share in guesses]
    except (TypeError, ValueError):
        raise Amiss(
            "top_predictions gives something else than (name, probability) pairs.", ""
        ) from None
    truth = work.names[work.labels[index]]
    alt = f"Test picture {index}: it shows {truth}; guesses: {', '.join(said[:3])}."
    return Picture(pixels(work.images[index]), alt, [f"It is: {truth}", *said[:3]])


def _share(value: float) -> str:
    """A probability in whole percent, where neither nothing nor all is said of what is not."""
    return "<1%" if 0 < value < 0.01 else ">99%" if 0.99 < value < 1 else f"{value:.0%}"


def importance(section: Section, work: Work) -> None:
    """Importance maps of a few pictures that were recognised, and not beyond all doubt."""
    module, model = work.module("importance"), work.model()
    # the basic model was trained on standardised pictures, whose mean colour is 0
    value = 0.0 if work.choice.checkpoint.name == "basic" else 0.5
    chosen = _recognised(work)[:CLOSER]
    if not len(chosen):
        section.parts.append(Note("No picture was recognised, so there is nothing to explain."))
        return
    drawn = []
    for index, image in zip(chosen, work.prepared(work.images[chosen]), strict=True):
        label = int(work.labels[index])
        name, sure = work.names[label], work.probabilities()[index, label]
        found = array(
            module.importance_map(model.predictor(), image, label, value=value),
            "The result of importance_map",
            image.shape[:2],
        )
        figure = module.plot_importance(work.images[index] / 255.0, found)
        row, column = np.unravel_index(found.argmax(), found.shape)
        alt = (
            f"A picture of {name} and its importance map: the largest drop, {found.max():.0%}, is "
            f"at row {row}, column {column} of {found.shape[0]} by {found.shape[1]} pixels."
        )
        caption = [f"{name}, recognised at {_share(sure)}"]
        drawn.append(picture(figure, "plot_importance", alt, caption))
        section.parts = [Gallery(drawn, "pairs")]


def filters(section: Section, work: Work) -> None:
    """Images that filters of some layers, and the classes, answer to most."""
    module, model = work.module("activation_maximization"), work.model()

    def climb(layer: Layer, unit: int, **options: int) -> np.ndarray:
        # the same noise for each: what differs is what it became
        rng = np.random.default_rng(0)
        found = module.maximize_activation(model, layer.name, unit, rng=rng, **options)
        return array(found, "The result of maximize_activation", work.images.shape[1:])

    def tile(layer: Layer, unit: int, name: str) -> Picture:
        image = climb(layer, unit)
        shown = array(module.displayable(image), "The result of displayable", image.shape, "u")
        alt = f"Image that {name} of layer {clean(layer.name)} answers to most."
        return Picture(pixels(shown), alt, [name])

    layers = work.layers()
    silent = 0
    for layer in _spread(_convolutions(layers)):
        start = climb(layer, 0, steps=0)
        units = _answering(model, layer, start)
        silent += _units(layer) - len(units)
        chosen = [units[place] for place in _evenly(len(units), UNITS)]
        title = f"Layer {clean(layer.name)}: {len(chosen)} of {_units(layer)} filters"
        tiles = [tile(layer, unit, f"filter {unit}") for unit in chosen]
        section.parts.append(Gallery(tiles, "tiles", title))
    for layer in [layer for layer in layers if layer.kind == "Dense"][-1:]:
        if _units(layer) == len(work.names):
            tiles = [tile(layer, unit, name) for unit, name in enumerate(work.names)]
            section.parts.append(Gallery(tiles, "tiles", f"Classes (layer {clean(layer.name)})"))
    if silent:
        section.parts.append(
            Note(
                f"{silent} filters of these layers do not answer to the noise at all: there is no "
                "slope to climb, and none of them is shown."
            )
        )
    if not section.parts:
        section.parts.append(Note("The model has neither a convolution nor a layer of classes."))


def _answering(model: Model, layer: Layer, image: np.ndarray) -> list[int]:
    """Units of a layer that answer to an image; all of them where that cannot be said."""
    try:
        found = model.answers(layer.name, image.astype(np.float32))
    except StudentError:  # a layer within a layer
        return list(range(_units(layer)))
    return [unit for unit in np.flatnonzero(found).tolist() if unit < _units(layer)]


def _units(layer: Layer) -> int:
    return (layer.output or [0])[-1] or 0


def features(section: Section, work: Work) -> None:
    """The first and the last convolution's answers to one picture."""
    module, model = work.module("feature_maps"), work.model()
    found = _convolutions(work.layers())
    ends = found[:1] + found[1:][-1:]
    if not ends:
        section.parts.append(Note("The model has no convolution."))
        return
    index = int([*_recognised(work), 0][0])
    image = work.prepared(work.images[index : index + 1])[0]
    maps = module.layer_outputs(model, [layer.name for layer in ends], image)
    if not isinstance(maps, dict):
        raise Amiss(f"layer_outputs gives {kind(maps)}, where a dict is expected.", "")
    truth = work.names[work.labels[index]]
    seen = Picture(pixels(work.images[index]), f"The picture itself: {truth}.", [truth])
    section.parts.append(Gallery([seen], "tiles", "The picture"))
    for layer in ends:
        name = clean(layer.name)
        if layer.name not in maps:
            raise Amiss(f"layer_outputs gives nothing for the layer {name}.", "")
        output = array(maps[layer.name], f"The output of {name}", (None, None, None))
        height, width, count = output.shape
        figure = module.plot_feature_maps(output[..., :MAPS])
        alt = f"{min(count, MAPS)} feature maps of {height} by {width} pixels of the layer {name}."
        title = f"Layer {name}: {min(count, MAPS)} of {count} maps, {height} by {width}"
        section.parts.append(Gallery([picture(figure, "plot_feature_maps", alt)], "pairs", title))


def labels_of(work: Work) -> np.ndarray:
    """The student's predicted labels of all test pictures."""
    got = work.module("results").predicted_labels(work.probabilities())
    found = array(got, "The result of predicted_labels", work.labels.shape, kinds="iu")
    if found.size and not 0 <= found.min() <= found.max() < len(work.names):
        raise Amiss("predicted_labels gives labels that no class has.", "")
    return found.astype(np.int64)


def _recognised(work: Work) -> np.ndarray:
    """Indices of recognised pictures, each of another class, with a probability that can fall."""
    probabilities = work.probabilities()
    right = np.flatnonzero(probabilities.argmax(axis=1) == work.labels)
    sure = probabilities[right].max(axis=1)
    order = right[np.argsort(np.abs(sure - SURE), kind="stable")]
    _, first = np.unique(work.labels[order], return_index=True)
    return order[np.sort(first)]


def _convolutions(layers: Sequence[Layer]) -> list[Layer]:
    return [layer for layer in layers if "Conv" in layer.kind and len(layer.output or []) == 3]


def _spread(layers: list[Layer]) -> list[Layer]:
    """The first, the last, and some in between."""
    return [layers[place] for place in _evenly(len(layers), LAYERS)]


def _evenly(count: int, most: int) -> list[int]:
    return sorted({round(place) for place in np.linspace(0, count - 1, min(count, most))})


def array(got: Any, what: str, shape: tuple[int | None, ...], kinds: str = "f") -> np.ndarray:
    """Require finite numbers of a shape, where None is any length."""
    fits = (
        isinstance(got, np.ndarray)
        and got.dtype.kind in kinds
        and got.ndim == len(shape)
        and all(want in (None, has) for want, has in zip(shape, got.shape, strict=True))
    )
    if not fits:
        wanted = ", ".join("any" if length is None else str(length) for length in shape)
        raise Amiss(
            f"{what} is {kind(got)}, where {_KINDS[kinds]} of shape ({wanted}) are expected.", ""
        )
    if not np.isfinite(got).all():
        raise Amiss(f"{what} holds numbers that are not finite.", "")
    return np.asarray(got)


_KINDS = {"f": "floating point numbers", "iu": "whole numbers", "u": "uint8 values"}


def kind(got: Any) -> str:
    """Say in a few words what was given."""
    if isinstance(got, np.ndarray):
        return f"an array of shape {got.shape} and dtype {got.dtype}"
    if isinstance(got, wire.Opaque):
        return clean(got.description)
    return f"a value of type {type(got).__name__}"


def picture(figure: Any, function: str, alt: str, caption: list[str] | None = None) -> Picture:
    """A figure that the student's function drew."""
    if not isinstance(figure, wire.Figure):
        raise Amiss(f"{function} gives {kind(figure)}, where a figure is expected.", "")
    if not figure.png.startswith(b"\x89PNG\r\n\x1a\n"):
        raise Amiss(f"{function} gives a figure that is no picture.", "")
    if len(figure.png) > LARGEST:
        raise Amiss(
            f"The figure of {function} has {len(figure.png) / 1e6:.1f} MB, too many for this page; "
            "a smaller figsize or dpi will do.",
            "",
        )
    return Picture(figure.png, alt, caption or [])


def pixels(image: np.ndarray) -> bytes:
    """An image (H, W, C) uint8 as a PNG of so many pixels."""
    from matplotlib.image import imsave

    target = io.BytesIO()
    imsave(target, image, format="png")
    return target.getvalue()


def told(problem: BaseException) -> str:
    """One sentence on why a function of the student's gave nothing."""
    name = proxy.current.calls[-1].function if proxy.current.calls else ""
    if isinstance(problem, StudentError):
        frame = problem.frames[-1] if problem.frames else None
        where = f" ({clean(frame.file)}:{frame.line})" if frame else ""
        return f"{name or 'The code'} raised {clean(str(problem)).rstrip('.')}{where}."
    if isinstance(problem, TooSlow):
        return f"{name or 'The code'} was too slow. {clean(str(problem))}"
    return clean(str(problem))


def clean(text: str, most: int = 300) -> str:
    """Text of the student's on one line, without characters that steer a terminal or a page."""
    line = "".join(c if c.isprintable() else " " for c in text)
    line = " ".join(line.split())
    return line if len(line) <= most else f"{line[:most]} ..."
