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


@misconception(
    "plot_importance",
    "No panel shows the map that was given: draw importance itself, its rows and columns as they "
    "are.",
)
def map_transposed(image, importance):
    return right_plot(image, importance.T)


@misconception(
    "plot_importance",
    "No panel shows the map that was given: draw importance itself, its rows and columns as they "
    "are.",
)
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
    "The drop was written to one pixel of its square only: it counts for all that are covered.",
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
    "No panel shows the map that was given: draw importance itself, its rows and columns as they "
    "are.",
)
def image_twice(image, importance):
    from matplotlib import pyplot as plt

    figure, panels = plt.subplots(1, 2)
    for panel in panels:
        panel.imshow(image)
        panel.axis("off")
    return figure


@misconception(
    "occlude",
    "A slice ends at row + size, not at size: image[row : row + size, column : column + size].",
)
def ends_at_size(image, row, column, size, value):
    covered = image.copy()
    covered[row:size, column:size] = value
    return covered


@misconception(
    "occlude",
    "A square that leaves the image ends in an error: what lies beyond the border is left out.",
)
def error_at_the_border(image, row, column, size, value):
    if row + size > image.shape[0] or column + size > image.shape[1]:
        raise IndexError("beyond the border")
    return right_occlude(image, row, column, size, value)


@misconception(
    "occlude",
    "Row and column are its top left corner, not its centre.",
)
def half_a_side_around(image, row, column, size, value):
    covered = image.copy()
    half = size // 2
    rows = slice(max(0, row - half), row + half + 1)
    columns = slice(max(0, column - half), column + half + 1)
    covered[rows, columns] = value
    return covered


@misconception(
    "occlude",
    "Row and column are its top left corner, not its centre.",
)
def half_a_side_around_even(image, row, column, size, value):
    covered = image.copy()
    half = size // 2
    rows = slice(max(0, row - half), row + half)
    columns = slice(max(0, column - half), column + half)
    covered[rows, columns] = value
    return covered


@misconception(
    "occlude",
    "Row and column are its top left corner, not its centre.",
)
def half_a_side_around_and_below_0(image, row, column, size, value):
    covered = image.copy()
    half = size // 2
    covered[row - half : row + half + 1, column - half : column + half + 1] = value
    return covered


@misconception(
    "occlude",
    "Row and column are its top left corner, not its centre.",
)
def half_a_side_before_and_below_0(image, row, column, size, value):
    covered = image.copy()
    top, left = row - size // 2, column - size // 2
    covered[top : top + size, left : left + size] = value
    return covered


@misconception(
    "occlude",
    "The value was added: the square holds it alone.",
)
def added(image, row, column, size, value):
    covered = image.copy()
    covered[row : row + size, column : column + size] += value
    return covered


@misconception(
    "occlude",
    "The square was multiplied by the value: it holds the value alone.",
)
def multiplied(image, row, column, size, value):
    covered = image.copy()
    covered[row : row + size, column : column + size] *= value
    return covered


@misconception(
    "occlude",
    "The square is always black: it holds value.",
)
def always_black(image, row, column, size, value):
    return right_occlude(image, row, column, size, 0.0)


@misconception(
    "occlude",
    "The square is always white: it holds value.",
)
def always_white(image, row, column, size, value):
    return right_occlude(image, row, column, size, 1.0)


@misconception(
    "occlude",
    "A whole stripe was covered: the square has rows and columns from its corner to size.",
)
def whole_rows(image, row, column, size, value):
    covered = image.copy()
    covered[row : row + size] = value
    return covered


@misconception(
    "occlude",
    "A whole stripe was covered: the square has rows and columns from its corner to size.",
)
def whole_columns(image, row, column, size, value):
    covered = image.copy()
    covered[:, column : column + size] = value
    return covered


@misconception(
    "occlude",
    "A single pixel was covered: the side of the square is size.",
)
def single_pixel(image, row, column, size, value):
    covered = image.copy()
    covered[row, column] = value
    return covered


@misconception(
    "occlude",
    "The rest of the image is black: only the square changes, so begin with image.copy().",
)
def rest_is_black(image, row, column, size, value):
    covered = np.zeros_like(image)
    covered[row : row + size, column : column + size] = value
    return covered


@misconception(
    "occlude",
    "Everything from the corner on was covered: the square ends at row + size, column + size.",
)
def to_the_border(image, row, column, size, value):
    covered = image.copy()
    covered[row:, column:] = value
    return covered


@misconception(
    "occlude",
    "The square alone was returned: the whole image is wanted, with the square covered.",
)
def square_alone(image, row, column, size, value):
    return right_occlude(image, row, column, size, value)[row : row + size, column : column + size]


def means(image, size, drops):
    """Each pixel's mean over the squares that cover it, from a drop for each square."""
    total, number = np.zeros(image.shape[:2]), np.zeros(image.shape[:2])
    for (i, j), drop in zip(walk(image, size), drops, strict=True):
        total[i : i + size, j : j + size] += drop
        number[i : i + size, j : j + size] += 1
    return total / number


@misconception(
    "importance_map",
    "The probability before is that of the most probable class: take that of the label.",
)
def best_probability_before(predict, image, label, size=5, value=0.5):
    _, covered = answers(predict, image, label, size, value)
    return means(image, size, predict(image[np.newaxis])[0].max() - covered)


@misconception(
    "importance_map",
    "The class that the network finds most probable was watched: it is the label that was given.",
)
def best_probabilities(predict, image, label, size=5, value=0.5):
    copies = np.stack([right_occlude(image, i, j, size, value) for i, j in walk(image, size)])
    return means(image, size, predict(image[np.newaxis])[0].max() - predict(copies).max(axis=1))


@misconception(
    "importance_map",
    "Class 0 was watched, whatever label is: take predict(...)[:, label].",
)
def class_0_watched(predict, image, label, size=5, value=0.5):
    return right_map(predict, image, 0, size, value)


@misconception(
    "importance_map",
    "Squares pile up: each covers a fresh copy of the image given.",
)
def squares_pile_up(predict, image, label, size=5, value=0.5):
    work, copies = image, []
    for i, j in walk(image, size):
        work = right_occlude(work, i, j, size, value)
        copies.append(work)
    drops = predict(image[np.newaxis])[0, label] - predict(np.stack(copies))[:, label]
    return means(image, size, drops)


@misconception(
    "importance_map",
    "Each square overwrote what others had told: add the drops up, and divide by their number.",
)
def last_square_counts(predict, image, label, size=5, value=0.5):
    whole, covered = answers(predict, image, label, size, value)
    result = np.zeros(image.shape[:2])
    for (i, j), answer in zip(walk(image, size), covered, strict=True):
        result[i : i + size, j : j + size] = whole - answer
    return result


@misconception(
    "importance_map",
    "The drop was divided by the probability before: leave it as it is.",
)
def relative_drops(predict, image, label, size=5, value=0.5):
    whole = predict(image[np.newaxis])[0, label]
    return right_map(predict, image, label, size, value) / whole


@misconception(
    "importance_map",
    "The drop was divided by the probability before: leave it as it is.",
)
def relative_drops_in_percent(predict, image, label, size=5, value=0.5):
    whole = predict(image[np.newaxis])[0, label]
    return 100 * right_map(predict, image, label, size, value) / whole


@misconception(
    "importance_map",
    "The quotient of the probabilities was taken: the drop is their difference.",
)
def quotients(predict, image, label, size=5, value=0.5):
    whole, covered = answers(predict, image, label, size, value)
    return means(image, size, covered / whole)


@misconception(
    "importance_map",
    "Squares that leave the image were used too: they start at 0 to H - size, and 0 to W - size.",
)
def squares_beyond_the_border(predict, image, label, size=5, value=0.5):
    height, width = image.shape[:2]
    corners = list(np.ndindex(height, width))
    copies = np.stack([right_occlude(image, i, j, size, value) for i, j in corners])
    drops = predict(image[np.newaxis])[0, label] - predict(copies)[:, label]
    total, number = np.zeros((height, width)), np.zeros((height, width))
    for (i, j), drop in zip(corners, drops, strict=True):
        total[i : i + size, j : j + size] += drop
        number[i : i + size, j : j + size] += 1
    return total / number


def on_another_grid(predict, image, label, size, value, height, width):
    """As right, but for squares and a map of this height and width."""
    corners = list(np.ndindex(max(0, height - size + 1), max(0, width - size + 1)))
    copies = np.array([right_occlude(image, i, j, size, value) for i, j in corners])
    drops = predict(image[np.newaxis])[0, label] - predict(copies)[:, label]
    total, number = np.zeros((height, width)), np.zeros((height, width))
    for (i, j), drop in zip(corners, drops, strict=True):
        total[i : i + size, j : j + size] += drop
        number[i : i + size, j : j + size] += 1
    return total / number


@misconception(
    "importance_map",
    "Height and width were mixed up: image.shape is (height, width, channels).",
)
def height_and_width_swapped(predict, image, label, size=5, value=0.5):
    return on_another_grid(predict, image, label, size, value, *image.shape[1::-1])


@misconception(
    "importance_map",
    "Height and width were mixed up: image.shape is (height, width, channels).",
)
def height_for_both(predict, image, label, size=5, value=0.5):
    return on_another_grid(predict, image, label, size, value, *2 * image.shape[:1])


@misconception(
    "importance_map",
    "Height and width were mixed up: image.shape is (height, width, channels).",
)
def width_for_both(predict, image, label, size=5, value=0.5):
    return on_another_grid(predict, image, label, size, value, *2 * image.shape[1:2])


@misconception(
    "importance_map",
    "Height and width were mixed up: image.shape is (height, width, channels).",
)
def height_for_both_within_the_map(predict, image, label, size=5, value=0.5):
    side = image.shape[0] - size + 1
    corners = list(np.ndindex(side, side))
    copies = np.stack([right_occlude(image, i, j, size, value) for i, j in corners])
    drops = predict(image[np.newaxis])[0, label] - predict(copies)[:, label]
    total, number = np.zeros(image.shape[:2]), np.zeros(image.shape[:2])
    for (i, j), drop in zip(corners, drops, strict=True):
        total[i : i + size, j : j + size] += drop
        number[i : i + size, j : j + size] += 1
    return total / np.maximum(number, 1)


def without_the_last(predict, image, label, size, value):
    """Sums of drops, and numbers of squares, where the last ones are missing."""
    height, width = image.shape[:2]
    corners = list(np.ndindex(height - size, width - size))
    copies = np.array([right_occlude(image, i, j, size, value) for i, j in corners])
    total, number = np.zeros((height, width)), np.zeros((height, width))
    drops = predict(image[np.newaxis])[0, label] - predict(copies)[:, label]
    for (i, j), drop in zip(corners, drops, strict=True):
        total[i : i + size, j : j + size] += drop
        number[i : i + size, j : j + size] += 1
    return total, number


@misconception(
    "importance_map",
    "The last row and column of squares are missing: they start at 0 to H - size, both counted.",
)
def divided_by_no_square(predict, image, label, size=5, value=0.5):
    total, number = without_the_last(predict, image, label, size, value)
    return total / number


@misconception(
    "importance_map",
    "The last row and column of squares are missing: they start at 0 to H - size, both counted.",
)
def last_squares_missing_and_0(predict, image, label, size=5, value=0.5):
    total, number = without_the_last(predict, image, label, size, value)
    return total / np.maximum(number, 1)


@misconception(
    "importance_map",
    "All pixels were divided by the number of all squares: divide by how many cover the pixel.",
)
def divided_by_all_squares(predict, image, label, size=5, value=0.5):
    return sums(predict, image, label, size, value) / len(walk(image, size))


@misconception(
    "importance_map",
    "The map was scaled: leave the drops of probability as they are.",
)
def stretched_to_0_and_1(predict, image, label, size=5, value=0.5):
    drops = right_map(predict, image, label, size, value)
    return (drops - drops.min()) / max(1e-12, np.ptp(drops))


@misconception(
    "importance_map",
    "The map was scaled: leave the drops of probability as they are.",
)
def divided_by_the_largest(predict, image, label, size=5, value=0.5):
    drops = right_map(predict, image, label, size, value)
    return drops / drops.max()


@misconception(
    "importance_map",
    "The map was scaled: leave the drops of probability as they are.",
)
def divided_by_the_sum(predict, image, label, size=5, value=0.5):
    drops = right_map(predict, image, label, size, value)
    return drops / drops.sum()


@misconception(
    "importance_map",
    "The map was scaled: leave the drops of probability as they are.",
)
def in_percent(predict, image, label, size=5, value=0.5):
    return 100 * right_map(predict, image, label, size, value)


@misconception(
    "importance_map",
    "The drop was written to one pixel of its square only: it counts for all that are covered.",
)
def middle_only(predict, image, label, size=5, value=0.5):
    whole, covered = answers(predict, image, label, size, value)
    result = np.zeros(image.shape[:2])
    for (i, j), answer in zip(walk(image, size), covered, strict=True):
        result[i + size // 2, j + size // 2] = whole - answer
    return result


@misconception(
    "importance_map",
    "The squares are always black: they hold value.",
)
def squares_always_black(predict, image, label, size=5, value=0.5):
    return right_map(predict, image, label, size, 0.0)


@misconception(
    "importance_map",
    "The smallest drop was kept for each pixel: the mean over its squares is wanted.",
)
def smallest_drop(predict, image, label, size=5, value=0.5):
    whole, covered = answers(predict, image, label, size, value)
    result = np.full(image.shape[:2], np.inf)
    for (i, j), answer in zip(walk(image, size), covered, strict=True):
        part = result[i : i + size, j : j + size]
        np.minimum(part, whole - answer, out=part)
    return result


@misconception(
    "importance_map",
    "The drop was squared: leave it as it is, with its sign.",
)
def squared_drops(predict, image, label, size=5, value=0.5):
    whole, covered = answers(predict, image, label, size, value)
    return means(image, size, (whole - covered) ** 2)


@misconception(
    "importance_map",
    "Only the size of the drop was kept: the sign tells whether a pixel speaks for the label.",
)
def sizes_of_each_square(predict, image, label, size=5, value=0.5):
    whole, covered = answers(predict, image, label, size, value)
    return means(image, size, np.abs(whole - covered))


@misconception(
    "importance_map",
    "Rows and columns of the map changed places: the map is (H, W), as the image.",
)
def map_on_its_side(predict, image, label, size=5, value=0.5):
    return right_map(predict, image, label, size, value).T


@misconception(
    "plot_importance",
    "No panel shows the map that was given: draw importance itself, its rows and columns as they "
    "are.",
)
def rounded_map(image, importance):
    return right_plot(image, importance.round())


@misconception(
    "plot_importance",
    "No panel shows the map that was given: draw importance itself, its rows and columns as they "
    "are.",
)
def whole_map(image, importance):
    return right_plot(image, importance.astype(np.uint8))


@misconception(
    "plot_importance",
    "No panel shows the map that was given: draw importance itself, its rows and columns as they "
    "are.",
)
def whole_map_with_sign(image, importance):
    return right_plot(image, importance.astype(int))


def two_panels(first, second):
    from matplotlib import pyplot as plt

    figure, panels = plt.subplots(1, 2)
    for panel, picture in zip(panels, (first, second), strict=True):
        panel.imshow(picture)
    return figure


@misconception(
    "plot_importance",
    "No panel shows the map that was given: draw importance itself, its rows and columns as they "
    "are.",
)
def map_of_whole_numbers(image, importance):
    return two_panels(image, importance.astype(np.uint8))


@misconception(
    "plot_importance",
    "The image is missing: without it the map is hard to read.",
)
def map_twice(image, importance):
    return two_panels(importance, importance)


@misconception(
    "plot_importance",
    "The image is missing: without it the map is hard to read.",
)
def image_times_map(image, importance):
    from matplotlib import pyplot as plt

    figure, panel = plt.subplots()
    panel.imshow(np.clip(image * importance[..., np.newaxis], 0, 1))
    return figure


@misconception(
    "plot_importance",
    "The image in the figure is not the one given, from 0 to 1: draw it without // or a whole "
    "dtype.",
)
def image_of_whole_numbers(image, importance):
    return two_panels(image.astype(np.uint8), importance)


@misconception(
    "importance_map",
    "Drops came back with rows and columns exchanged: put them back in the order in which the "
    "squares were made.",
)
def read_back_column_by_column(predict, image, label, size=5, value=0.5):
    whole, covered = answers(predict, image, label, size, value)
    height, width = image.shape[:2]
    drops = (whole - covered).reshape(width - size + 1, height - size + 1).T
    return means(image, size, drops.ravel())


@misconception(
    "importance_map",
    "Drops came back with rows and columns exchanged: put them back in the order in which the "
    "squares were made.",
)
def made_column_by_column(predict, image, label, size=5, value=0.5):
    whole, covered = answers(predict, image, label, size, value)
    height, width = image.shape[:2]
    drops = (whole - covered).reshape(height - size + 1, width - size + 1).T
    return means(image, size, drops.ravel())


def of_full_batches(predict, image, label, size, value, number):
    """Sums of drops, and numbers of squares, for full batches alone."""
    whole, covered = answers(predict, image, label, size, value)
    total, squares = np.zeros(image.shape[:2]), np.zeros(image.shape[:2])
    full = len(covered) // number * number
    for (i, j), answer in zip(walk(image, size)[:full], covered, strict=False):
        total[i : i + size, j : j + size] += whole - answer
        squares[i : i + size, j : j + size] += 1
    return total, squares


@misconception(
    "importance_map",
    "The last batch, smaller than the others, was left out: range(0, len(copies), size) reaches "
    "it too.",
)
def full_batches_of_8(predict, image, label, size=5, value=0.5):
    total, squares = of_full_batches(predict, image, label, size, value, 8)
    return total / np.maximum(squares, 1)


@misconception(
    "importance_map",
    "The last batch, smaller than the others, was left out: range(0, len(copies), size) reaches "
    "it too.",
)
def full_batches_of_8_divided_by_0(predict, image, label, size=5, value=0.5):
    total, squares = of_full_batches(predict, image, label, size, value, 8)
    return total / squares


@misconception(
    "importance_map",
    "The last batch, smaller than the others, was left out: range(0, len(copies), size) reaches "
    "it too.",
)
def full_batches_of_16(predict, image, label, size=5, value=0.5):
    total, squares = of_full_batches(predict, image, label, size, value, 16)
    return total / np.maximum(squares, 1)


@misconception(
    "importance_map",
    "The last batch, smaller than the others, was left out: range(0, len(copies), size) reaches "
    "it too.",
)
def full_batches_of_16_divided_by_0(predict, image, label, size=5, value=0.5):
    total, squares = of_full_batches(predict, image, label, size, value, 16)
    return total / squares


@misconception(
    "importance_map",
    "The last batch, smaller than the others, was left out: range(0, len(copies), size) reaches "
    "it too.",
)
def full_batches_of_32(predict, image, label, size=5, value=0.5):
    total, squares = of_full_batches(predict, image, label, size, value, 32)
    return total / np.maximum(squares, 1)


@misconception(
    "importance_map",
    "The last batch, smaller than the others, was left out: range(0, len(copies), size) reaches "
    "it too.",
)
def full_batches_of_32_divided_by_0(predict, image, label, size=5, value=0.5):
    total, squares = of_full_batches(predict, image, label, size, value, 32)
    return total / squares


@misconception(
    "importance_map",
    "The last batch, smaller than the others, was left out: range(0, len(copies), size) reaches it "
    "too.",
)
def full_batches_of_32_or_fewer(predict, image, label, size=5, value=0.5):
    number = min(32, len(walk(image, size)))
    total, squares = of_full_batches(predict, image, label, size, value, number)
    return total / np.maximum(squares, 1)


@misconception(
    "importance_map",
    "The last batch, smaller than the others, was left out: range(0, len(copies), size) reaches it "
    "too.",
)
def full_batches_of_32_or_fewer_divided_by_0(predict, image, label, size=5, value=0.5):
    number = min(32, len(walk(image, size)))
    total, squares = of_full_batches(predict, image, label, size, value, number)
    return total / squares


@misconception(
    "importance_map",
    "All drops are 0: the copies have to be covered before they go through predict.",
)
def nothing_covered(predict, image, label, size=5, value=0.5):
    return np.zeros(image.shape[:2])


def image_first_without_the_last(predict, image, label, size, value):
    """As without the last squares, for an image that goes through predict with its copies."""
    height, width = image.shape[:2]
    corners = list(np.ndindex(height - size, width - size))
    copies = [image, *(right_occlude(image, i, j, size, value) for i, j in corners)]
    got = predict(np.stack(copies))[:, label]
    total, number = np.zeros((height, width)), np.zeros((height, width))
    for (i, j), answer in zip(corners, got[1:], strict=True):
        total[i : i + size, j : j + size] += got[0] - answer
        number[i : i + size, j : j + size] += 1
    return total, number


@misconception(
    "importance_map",
    "The last row and column of squares are missing: they start at 0 to H - size, both counted.",
)
def last_squares_missing_beside_the_image(predict, image, label, size=5, value=0.5):
    total, number = image_first_without_the_last(predict, image, label, size, value)
    return total / np.maximum(number, 1)


@misconception(
    "importance_map",
    "The last row and column of squares are missing: they start at 0 to H - size, both counted.",
)
def divided_by_no_square_beside_the_image(predict, image, label, size=5, value=0.5):
    total, number = image_first_without_the_last(predict, image, label, size, value)
    return total / number


@misconception(
    "importance_map",
    "predict got an image without a batch axis: image[np.newaxis] makes a batch of one.",
)
def no_batch_of_one(predict, image, label, size=5, value=0.5):
    whole = predict(image)[0][label]
    return means(image, size, whole - answers(predict, image, label, size, value)[1])


@misconception(
    "importance_map",
    "Every second row and column of squares is missing: one belongs at every position.",
)
def every_second_square(predict, image, label, size=5, value=0.5):
    whole, covered = answers(predict, image, label, size, value)
    total, number = np.zeros(image.shape[:2]), np.zeros(image.shape[:2])
    for (i, j), answer in zip(walk(image, size), covered, strict=True):
        if i % 2 == j % 2 == 0:
            total[i : i + size, j : j + size] += whole - answer
            number[i : i + size, j : j + size] += 1
    return total / np.maximum(number, 1)


@misconception(
    "occlude",
    "A square that leaves the image covers nothing: only the part beyond the border is left out.",
)
def nothing_at_the_border(image, row, column, size, value):
    fits = row + size <= image.shape[0] and column + size <= image.shape[1]
    return right_occlude(image, row, column, size, value) if fits else image.copy()


@misconception(
    "occlude",
    "A square that reaches the border covers nothing: only the part beyond the border is left out.",
)
def nothing_beside_the_border(image, row, column, size, value):
    fits = row + size < image.shape[0] and column + size < image.shape[1]
    return right_occlude(image, row, column, size, value) if fits else image.copy()


@misconception(
    "occlude",
    "The image came back uncovered: return the copy that holds the square.",
)
def uncovered(image, row, column, size, value):
    return image.copy()


def drawn(image, importance, count):
    """A figure, and what plt.subplots gives beside it."""
    from matplotlib import pyplot as plt

    figure, panels = plt.subplots(1, count)
    for panel, picture in zip(2 * list(np.ravel(panels)), (image, importance), strict=False):
        panel.imshow(picture, alpha=0.6)
    return figure, panels


@misconception(
    "plot_importance",
    "The figure was returned together with its panels: return the figure alone.",
)
def figure_and_panels_1(image, importance):
    return drawn(image, importance, 1)


@misconception(
    "plot_importance",
    "The figure was returned together with its panels: return the figure alone.",
)
def figure_and_panels_2(image, importance):
    return drawn(image, importance, 2)


@misconception(
    "plot_importance",
    "The figure was returned together with its panels: return the figure alone.",
)
def figure_and_panels_3(image, importance):
    return drawn(image, importance, 3)


@misconception(
    "plot_importance",
    "The panels were returned: it is the figure, fig of `fig, ax = plt.subplots(...)`, that is "
    "wanted.",
)
def panels_returned(image, importance):
    return drawn(image, importance, 2)[1]


@misconception(
    "plot_importance",
    "The panels were returned: it is the figure, fig of `fig, ax = plt.subplots(...)`, that is "
    "wanted.",
)
def panel_returned(image, importance):
    return drawn(image, importance, 1)[1]


@misconception(
    "plot_importance",
    "What imshow gives was returned: it is the figure, plt.figure() or plt.gcf(), that is wanted.",
)
def image_returned(image, importance):
    return drawn(image, importance, 1)[1].imshow(importance)


@misconception(
    "plot_importance",
    "plt was returned: it is the figure, plt.figure() or plt.gcf(), that is wanted.",
)
def pyplot_returned(image, importance):
    from matplotlib import pyplot as plt

    right_plot(image, importance)
    return plt


@misconception(
    "plot_importance",
    "The importance given was changed: -= and /= work in place, so make a new map.",
)
def scaled_in_place(image, importance):
    importance -= importance.min()
    importance /= importance.max() + 1e-9
    return right_plot(image, importance)


@misconception(
    "plot_importance",
    "The image given was changed: -= and /= work in place, so make a new one.",
)
def image_scaled_in_place(image, importance):
    image -= image.min()
    image /= image.max() + 1e-9
    return right_plot(image, importance)


@misconception(
    "plot_importance",
    "The image was multiplied by 255, and imshow cuts floating point off at 1: draw it as it is.",
)
def image_times_255(image, importance):
    return two_panels(image * 255, importance)
