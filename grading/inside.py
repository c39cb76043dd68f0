"""The sections of a report that look inside a trained model, by the student's own functions.

Each is a function that is given its section and a `Work`, and adds to the section what it can.
Whatever the student's code does about it ends in a `Trouble` in that section, and nowhere else.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from . import proxy
from .choice import Choice
from .errors import CheckEnded, NotStarted, StudentError
from .feedback import clean
from .models import Layer, Model
from .reports.parts import Gallery, Matrix, Note, Picture, Section, Trouble
from .workroom import LOOKED_AT, Amiss, Work, array, kind, picture, pixels, told

SECTION_LIMIT = 180.0  # seconds
SHOWN = 10  # right predictions, and wrong ones
CLOSER = 4  # of the wrong ones with their three best guesses; pictures with an importance map
LAYERS = 3  # convolutions that are looked into
UNITS = 10  # filters of each
MAPS = 32  # feature maps of one layer
SURE = 0.9  # a probability from which a drop shows well


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
