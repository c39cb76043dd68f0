"""What goes wrong when a picture is covered piece by piece."""

import numpy as np

from checks.misconceptions import misconception
from solutions.importance import importance_map, occlude, plot_importance

right_occlude, right_map, right_plot = occlude, importance_map, plot_importance


def walk(image, size):
    """Corners of all squares that lie wholly inside."""
    height, width = image.shape[:2]
    return [(i, j) for i in range(height - size + 1) for j in range(width - size + 1)]


def answers(predict, image, label, size, value):
    """Probability of the label for the image, and for each covered copy."""
    copies = np.stack([right_occlude(image, i, j, size, value) for i, j in walk(image, size)])
    return predict(image[np.newaxis])[0, label], predict(copies)[:, label]


@misconception("occlude", "The given image was changed: cover the square in a copy of it.")
def covered_in_place(image, row, column, size, value):
    image[row : row + size, column : column + size] = value
    return image


@misconception("occlude", "Row and column are its top left corner, not its centre.")
def about_the_centre(image, row, column, size, value):
    half = size // 2 + 1
    return right_occlude(image, max(0, row - half), max(0, column - half), size, value)


@misconception("occlude", "Rows and columns changed places: row counts downwards.")
def rows_and_columns_swapped(image, row, column, size, value):
    return right_occlude(image, column, row, size, value)


@misconception("occlude", "The square is one too large: its side is size.")
def one_too_large(image, row, column, size, value):
    return right_occlude(image, row, column, size + 1, value)


@misconception("occlude", "One channel only was covered: the square holds value in all of them.")
def first_channel_only(image, row, column, size, value):
    covered = image.copy()
    covered[row : row + size, column : column + size, 0] = value
    return covered


@misconception("occlude", "The square is always grey: it holds value.")
def always_grey(image, row, column, size, value):
    return right_occlude(image, row, column, size, 0.5)


@misconception("occlude", "All but the square was covered: it is the square that gets the value.")
def all_but_the_square(image, row, column, size, value):
    covered = np.full_like(image, value)
    square = slice(row, row + size), slice(column, column + size)
    covered[square] = image[square]
    return covered


@misconception(
    "importance_map",
    "Each copy goes through predict by itself: put them into batches, it is many times faster.",
)
def one_by_one(predict, image, label, size=5, value=0.5):
    return right_map(
        lambda batch: np.concatenate([predict(each[np.newaxis]) for each in batch]),
        image, label, size, value,
    )  # fmt: skip


@misconception(
    "importance_map",
    "The drop has the wrong sign: it is the probability before minus the one when covered.",
)
def wrong_sign(predict, image, label, size=5, value=0.5):
    return -right_map(predict, image, label, size, value)


@misconception(
    "importance_map",
    "Drops were added up: divide by how many squares cover the pixel, fewer at the border.",
)
def sums_for_means(predict, image, label, size=5, value=0.5):
    return sums(predict, image, label, size, value)


@misconception(
    "importance_map",
    "All pixels were divided by the same number: at the border fewer squares cover a pixel.",
)
def same_number_everywhere(predict, image, label, size=5, value=0.5):
    return sums(predict, image, label, size, value) / size**2


def sums(predict, image, label, size, value):
    whole, covered = answers(predict, image, label, size, value)
    total = np.zeros(image.shape[:2])
    for (i, j), answer in zip(walk(image, size), covered, strict=True):
        total[i : i + size, j : j + size] += whole - answer
    return total


@misconception(
    "importance_map",
    "The probability itself was averaged: it is the drop that tells importance.",
)
def probabilities_averaged(predict, image, label, size=5, value=0.5):
    whole = predict(image[np.newaxis])[0, label]
    return whole - right_map(predict, image, label, size, value)


@misconception(
    "importance_map",
    "The map has a value for each square: a pixel gets the mean over the squares that cover it.",
)
def a_value_for_each_square(predict, image, label, size=5, value=0.5):
    whole, covered = answers(predict, image, label, size, value)
    height, width = image.shape[:2]
    return (whole - covered).reshape(height - size + 1, width - size + 1)


@misconception(
    "importance_map",
    "Squares were laid side by side: one belongs at every position, overlapping the next.",
)
def side_by_side(predict, image, label, size=5, value=0.5):
    whole = predict(image[np.newaxis])[0, label]
    height, width = image.shape[:2]
    corners = [(i, j) for i in range(0, height, size) for j in range(0, width, size)]
    copies = np.stack([right_occlude(image, *corner, size, value) for corner in corners])
    result = np.zeros((height, width))
    for (i, j), answer in zip(corners, predict(copies)[:, label], strict=True):
        result[i : i + size, j : j + size] = whole - answer
    return result


@misconception(
    "importance_map",
    "The class that the network finds most probable was watched: it is the label that was given.",
)
def most_probable_class(predict, image, label, size=5, value=0.5):
    best = int(predict(image[np.newaxis])[0].argmax())
    return right_map(predict, image, best, size, value)


@misconception(
    "importance_map",
    "The last row and column of squares are missing: they start at 0 to H - size, both counted.",
)
def last_squares_missing(predict, image, label, size=5, value=0.5):
    whole = predict(image[np.newaxis])[0, label]
    height, width = image.shape[:2]
    corners = [(i, j) for i in range(max(1, height - size)) for j in range(max(1, width - size))]
    copies = np.stack([right_occlude(image, *corner, size, value) for corner in corners])
    total, number = np.zeros((height, width)), np.zeros((height, width))
    for (i, j), answer in zip(corners, predict(copies)[:, label], strict=True):
        total[i : i + size, j : j + size] += whole - answer
        number[i : i + size, j : j + size] += 1
    return total / np.maximum(number, 1)


@misconception("importance_map", "The squares are always grey: they hold value.")
def squares_always_grey(predict, image, label, size=5, value=0.5):
    return right_map(predict, image, label, size, 0.5)


@misconception(
    "importance_map",
    "The largest drop was kept for each pixel: the mean over its squares is wanted.",
)
def largest_drop(predict, image, label, size=5, value=0.5):
    whole, covered = answers(predict, image, label, size, value)
    result = np.full(image.shape[:2], -np.inf)
    for (i, j), answer in zip(walk(image, size), covered, strict=True):
        part = result[i : i + size, j : j + size]
        np.maximum(part, whole - answer, out=part)
    return result


@misconception("plot_importance", "The map is missing: image and map are both wanted.")
def image_alone(image, importance):
    from matplotlib import pyplot as plt

    figure, panel = plt.subplots()
    panel.imshow(image)
    return figure


@misconception("plot_importance", "The image is missing: without it the map is hard to read.")
def map_alone(image, importance):
    from matplotlib import pyplot as plt

    figure, panel = plt.subplots()
    panel.imshow(importance)
    return figure


@misconception("plot_importance", "The figure was not returned: end with `return figure`.")
def figure_forgotten(image, importance):
    right_plot(image, importance)


@misconception("plot_importance", "The map lies on its side: leave its rows and columns alone.")
def map_transposed(image, importance):
    return right_plot(image, importance.T)


@misconception("plot_importance", "This is not the map that was given: draw importance itself.")
def another_map(image, importance):
    return right_plot(
        image, np.where(np.arange(importance.size).reshape(importance.shape) % 2, 1, -1)
    )


@misconception("plot_importance", "Panels were made and left empty: draw into them with imshow.")
def empty_panels(image, importance):
    from matplotlib import pyplot as plt

    figure, _ = plt.subplots(1, 2)
    return figure


@misconception(
    "occlude",
    "Row and column are its top left corner, not its centre.",
)
def half_a_side_before(image, row, column, size, value):
    covered, top, left = image.copy(), row - size // 2, column - size // 2
    covered[max(0, top) : max(0, top + size), max(0, left) : max(0, left + size)] = value
    return covered


@misconception(
    "occlude",
    "At the border the whole square was moved inside: it is cut off there.",
)
def moved_inside(image, row, column, size, value):
    row, column = (
        max(0, min(place, side - size))
        for place, side in zip((row, column), image.shape[:2], strict=True)
    )
    return right_occlude(image, row, column, size, value)


@misconception(
    "occlude",
    "The square goes on at the other side of the image: it is cut off at the border.",
)
def goes_on_at_the_other_side(image, row, column, size, value):
    covered = image.copy()
    rows = (row + np.arange(size)) % image.shape[0]
    columns = (column + np.arange(size)) % image.shape[1]
    covered[np.ix_(rows, columns)] = value
    return covered


@misconception(
    "occlude",
    "The columns were cut off at the image's height: their border is its width.",
)
def cut_off_at_the_height(image, row, column, size, value):
    covered = image.copy()
    end = min(column + size, image.shape[0])
    covered[row : row + size, column:end] = value
    return covered


@misconception(
    "occlude",
    "The square is one too small: its side is size.",
)
def one_too_small(image, row, column, size, value):
    return right_occlude(image, row, column, size - 1, value)


@misconception(
    "importance_map",
    "The drop was written to the corner of its square only: it counts for all pixels that"
    " are covered.",
)
def corner_only(predict, image, label, size=5, value=0.5):
    whole, covered = answers(predict, image, label, size, value)
    height, width = image.shape[:2]
    result = np.zeros((height, width))
    result[: height - size + 1, : width - size + 1] = (whole - covered).reshape(
        height - size + 1, width - size + 1
    )
    return result


@misconception(
    "importance_map",
    "Squares were laid side by side: one belongs at every position, overlapping the next.",
)
def whole_squares_side_by_side(predict, image, label, size=5, value=0.5):
    whole = predict(image[np.newaxis])[0, label]
    corners = [(i, j) for i, j in walk(image, size) if not (i % size or j % size)]
    copies = np.stack([right_occlude(image, i, j, size, value) for i, j in corners])
    result = np.zeros(image.shape[:2])
    for (i, j), answer in zip(corners, predict(copies)[:, label], strict=True):
        result[i : i + size, j : j + size] = whole - answer
    return result


@misconception(
    "importance_map",
    "Negative drops were set to 0: a pixel that speaks against the label has a negative "
    "importance.",
)
def negative_drops_lost(predict, image, label, size=5, value=0.5):
    whole, covered = answers(predict, image, label, size, value)
    total, number = np.zeros(image.shape[:2]), np.zeros(image.shape[:2])
    for (i, j), answer in zip(walk(image, size), covered, strict=True):
        total[i : i + size, j : j + size] += max(0, whole - answer)
        number[i : i + size, j : j + size] += 1
    return total / number


@misconception(
    "importance_map",
    "Negative drops were set to 0: a pixel that speaks against the label has a negative "
    "importance.",
)
def negative_means_lost(predict, image, label, size=5, value=0.5):
    return np.maximum(right_map(predict, image, label, size, value), 0)


@misconception(
    "importance_map",
    "Only the size of the drop was kept: the sign tells whether a pixel speaks for the label.",
)
def sizes_only(predict, image, label, size=5, value=0.5):
    return np.abs(right_map(predict, image, label, size, value))


@misconception(
    "importance_map",
    "The map was scaled: leave the drops of probability as they are.",
)
def scaled_to_one(predict, image, label, size=5, value=0.5):
    drops = right_map(predict, image, label, size, value)
    return drops / np.abs(drops).max() if np.abs(drops).max() else drops


@misconception(
    "plot_importance",
    "The image was drawn twice: one of the panels shows the map.",
)
def image_twice(image, importance):
    from matplotlib import pyplot as plt

    figure, panels = plt.subplots(1, 2)
    for panel in panels:
        panel.imshow(image)
        panel.axis("off")
    return figure
