"""What goes wrong when answers of a network are read."""

import numpy as np

from checks.misconceptions import misconception
from solutions.results import (
    confusion_matrix,
    plot_confusion_matrix,
    plot_predictions,
    predicted_labels,
    top_predictions,
    wrong_predictions,
)

right_labels, right_top, right_matrix = predicted_labels, top_predictions, confusion_matrix
right_wrong, right_plot, right_matrix_plot = (
    wrong_predictions,
    plot_predictions,
    plot_confusion_matrix,
)


@misconception(
    "predicted_labels",
    "The largest probabilities were given: argmax gives the place of the largest, the label.",
)
def largest_values(probabilities):
    return probabilities.max(axis=1)


@misconception(
    "predicted_labels",
    "argmax went down the columns: axis=1 looks for the largest in each row.",
)
def down_the_columns(probabilities):
    return probabilities.argmax(axis=0)


@misconception(
    "predicted_labels",
    "One number came out for all images: look for the largest in each row, argmax(axis=1).",
)
def one_for_all(probabilities):
    return np.array([probabilities.argmax()])


@misconception("predicted_labels", "The least probable class was picked: argmax, not argmin.")
def least_probable(probabilities):
    return probabilities.argmin(axis=1)


@misconception(
    "predicted_labels",
    "One half was the limit: the largest of several may well be below one half.",
)
def above_one_half(probabilities):
    return (probabilities > 0.5).argmax(axis=1)


@misconception("predicted_labels", "Labels begin at 0, not at 1.")
def counted_from_one(probabilities):
    return probabilities.argmax(axis=1) + 1


@misconception(
    "top_predictions",
    "The least probable classes come first: argsort sorts upwards, so read it from its end.",
)
def worst_first(probabilities, class_names, k=3):
    order = np.argsort(probabilities)[:k]
    return [(class_names[label], float(probabilities[label])) for label in order]


@misconception(
    "top_predictions",
    "The right classes in the wrong order: the best one comes first. np.argsort sorts upwards, and "
    "np.argpartition does not sort at all.",
)
def best_last(probabilities, class_names, k=3):
    return right_top(probabilities, class_names, k)[::-1]


@misconception("top_predictions", "Names alone were given: pairs (name, probability) are wanted.")
def names_only(probabilities, class_names, k=3):
    return [name for name, _ in right_top(probabilities, class_names, k)]


@misconception(
    "top_predictions",
    "Labels stand where names should: class_names[label] is the name of a class.",
)
def labels_for_names(probabilities, class_names, k=3):
    order = np.argsort(probabilities)[::-1][:k]
    return [(int(label), float(probabilities[label])) for label in order]


@misconception("top_predictions", "There are always three of them: k says how many are wanted.")
def always_three(probabilities, class_names, k=3):
    return right_top(probabilities, class_names, min(3, len(class_names)))


@misconception(
    "top_predictions",
    "The probabilities were sorted and the names were not: both follow the same order.",
)
def names_not_sorted(probabilities, class_names, k=3):
    best = np.sort(probabilities)[::-1][:k]
    return [(name, float(p)) for name, p in zip(class_names, best, strict=False)]


@misconception("top_predictions", "Name and probability changed places in the pairs.")
def pairs_turned_round(probabilities, class_names, k=3):
    return [(p, name) for name, p in right_top(probabilities, class_names, k)]


@misconception(
    "confusion_matrix",
    "Rows and columns changed places: rows are the true classes.",
)
def transposed(labels, predictions, num_classes=10):
    return right_matrix(labels, predictions, num_classes).T


@misconception(
    "confusion_matrix",
    "Each pair counts once at most: matrix[labels, predictions] += 1 adds 1 where several images "
    "would add more; np.add.at adds them all.",
)
def counted_once(labels, predictions, num_classes=10):
    matrix = np.zeros((num_classes, num_classes), int)
    matrix[labels, predictions] += 1
    return matrix


@misconception("confusion_matrix", "Shares were given: numbers of images are wanted.")
def shares(labels, predictions, num_classes=10):
    matrix = right_matrix(labels, predictions, num_classes)
    return matrix / np.maximum(matrix.sum(axis=1, keepdims=True), 1)


@misconception(
    "confusion_matrix",
    "Classes that do not occur are missing: num_classes says how large the matrix is.",
)
def only_classes_that_occur(labels, predictions, num_classes=10):
    size = int(max(labels.max(), predictions.max())) + 1
    return right_matrix(labels, predictions, size)


@misconception("confusion_matrix", "Only errors were counted: what is right is on the diagonal.")
def errors_only(labels, predictions, num_classes=10):
    matrix = right_matrix(labels, predictions, num_classes)
    np.fill_diagonal(matrix, 0)
    return matrix


@misconception(
    "confusion_matrix",
    "The counts overflow in a small dtype: eight bits count to 255, so count in int64.",
)
def eight_bits(labels, predictions, num_classes=10):
    return right_matrix(labels, predictions, num_classes).astype(np.uint8)


@misconception("confusion_matrix", "Counts are whole numbers: make the matrix of integers.")
def counted_in_floats(labels, predictions, num_classes=10):
    return right_matrix(labels, predictions, num_classes).astype(float)


@misconception(
    "wrong_predictions",
    "The right ones were given: wanted are the places where label and prediction differ.",
)
def right_ones(labels, predictions):
    return np.flatnonzero(labels == predictions)


@misconception("wrong_predictions", "A mask was given: np.flatnonzero makes indices of it.")
def a_mask(labels, predictions):
    return labels != predictions


@misconception("wrong_predictions", "Their number was given: their places are wanted.")
def a_number(labels, predictions):
    return int((labels != predictions).sum())


@misconception("wrong_predictions", "The wrong labels were given: indices of images are wanted.")
def labels_themselves(labels, predictions):
    return predictions[labels != predictions]


@misconception(
    "wrong_predictions",
    "np.where gives a tuple of arrays: its first entry is the array of indices.",
)
def tuple_of_where(labels, predictions):
    return np.where(labels != predictions)


@misconception("wrong_predictions", "The indices came in reverse: the first image comes first.")
def reversed_order(labels, predictions):
    return np.flatnonzero(labels != predictions)[::-1].copy()


def titled(images, titles):
    """A figure with a picture and a title for each."""
    from matplotlib import pyplot as plt

    figure, panels = plt.subplots(1, len(images), squeeze=False)
    for panel, image, title in zip(panels.flat, images, titles, strict=True):
        panel.imshow(image)
        panel.axis("off")
        panel.set_title(title)
    return figure


@misconception(
    "plot_predictions",
    "The true class stands over the images: wanted is the one that was predicted.",
)
def true_class_in_the_title(images, labels, probabilities, class_names):
    return titled(images, [class_names[label] for label in labels])


@misconception(
    "plot_predictions",
    "Numbers of classes stand over the images: class_names has their names.",
)
def numbers_in_the_title(images, labels, probabilities, class_names):
    return titled(images, [str(label) for label in probabilities.argmax(axis=1)])


@misconception("plot_predictions", "Only the first image is drawn: each has a panel of its own.")
def first_image_only(images, labels, probabilities, class_names):
    return right_plot(images[:1], labels[:1], probabilities[:1], class_names)


@misconception(
    "plot_predictions",
    "Only the wrong ones are drawn: all images that were given are.",
)
def wrong_ones_only(images, labels, probabilities, class_names):
    wrong = probabilities.argmax(axis=1) != labels
    wrong[0] |= not wrong.any()
    return right_plot(images[wrong], labels[wrong], probabilities[wrong], class_names)


@misconception(
    "plot_predictions",
    "The names went to other images: each image has the class of its own row, argmax(axis=1).",
)
def names_moved_on(images, labels, probabilities, class_names):
    names = [class_names[label] for label in probabilities.argmax(axis=1)]
    last = class_names[int(probabilities[-1].argmin())]
    return titled(images, [last, *names[:-1]])


@misconception("plot_predictions", "The figure was not returned: end with `return figure`.")
def figure_forgotten(images, labels, probabilities, class_names):
    right_plot(images, labels, probabilities, class_names)


@misconception(
    "plot_predictions",
    "There are no names: each panel gets the predicted one by ax.set_title (plt.title reaches one "
    "panel).",
)
def no_names(images, labels, probabilities, class_names):
    return titled(images, [f"{row.max():.0%}" for row in probabilities])


@misconception(
    "plot_confusion_matrix",
    "The drawing lies on its side: rows are the true classes, from top to bottom.",
)
def drawn_transposed(matrix, class_names):
    return right_matrix_plot(matrix.T, class_names)


@misconception(
    "plot_confusion_matrix",
    "Names are missing at one axis or at both: ax.set_xticks(range(n), names), the same for y.",
)
def numbers_at_the_axes(matrix, class_names):
    from matplotlib import pyplot as plt

    figure, panel = plt.subplots()
    panel.imshow(matrix)
    return figure


@misconception(
    "plot_confusion_matrix",
    "Names are missing at one axis or at both: ax.set_xticks(range(n), names), the same for y.",
)
def names_at_one_axis(matrix, class_names):
    figure = right_matrix_plot(matrix, class_names)
    figure.axes[0].set_yticks([])
    return figure


@misconception(
    "plot_confusion_matrix",
    "The names run the other way than the rows: row 0 is the first class.",
)
def names_reversed(matrix, class_names):
    return right_matrix_plot(matrix, list(class_names)[::-1])


@misconception(
    "plot_confusion_matrix",
    "Errors cannot be seen: draw all of the matrix, and make shares of it with /, not with //.",
)
def diagonal_only(matrix, class_names):
    return right_matrix_plot(np.diag(np.diag(matrix)), class_names)


@misconception("plot_confusion_matrix", "The figure was not returned: end with `return figure`.")
def matrix_forgotten(matrix, class_names):
    right_matrix_plot(matrix, class_names)


@misconception(
    "predicted_labels",
    "One number came out for all images: look for the largest in each row, argmax(axis=1).",
)
def one_number(probabilities):
    return probabilities.argmax()


@misconception(
    "predicted_labels",
    "The labels stand in a column: one axis is wanted, (N,), so leave out keepdims.",
)
def column(probabilities):
    return probabilities.argmax(axis=1)[:, np.newaxis]


@misconception(
    "predicted_labels",
    "The probabilities were rounded first, and close classes became equal: compare them "
    "as they are.",
)
def rounded_first(probabilities):
    return np.round(probabilities, 1).argmax(axis=1)


@misconception(
    "predicted_labels",
    "The probabilities were rounded first, and close classes became equal: compare them "
    "as they are.",
)
def rounded_to_two_first(probabilities):
    return np.round(probabilities, 2).argmax(axis=1)


@misconception(
    "predicted_labels",
    "The last class can never win: look at all classes.",
)
def last_left_out(probabilities):
    return probabilities[:, :-1].argmax(axis=1)


@misconception(
    "predicted_labels",
    "The second most probable class was picked: the last of argsort is the largest.",
)
def second_best(probabilities):
    return probabilities.argsort(axis=1)[:, -2]


@misconception(
    "top_predictions",
    "The default of k has to be 3.",
)
def five_by_default(probabilities, class_names, k=5):
    return right_top(probabilities, class_names, k)


@misconception(
    "top_predictions",
    "The default of k has to be 3.",
)
def one_by_default(probabilities, class_names, k=1):
    return right_top(probabilities, class_names, k)


@misconception(
    "top_predictions",
    "The caller's probabilities were overwritten: work on a copy, or sort their places.",
)
def used_up(probabilities, class_names, k=3):
    best = right_top(probabilities, class_names, k)
    probabilities[np.argsort(probabilities)[::-1][:k]] = -1
    return best


@misconception(
    "top_predictions",
    "The caller's probabilities were overwritten: work on a copy, or sort their places.",
)
def zeroed(probabilities, class_names, k=3):
    best = right_top(probabilities, class_names, k)
    probabilities[np.argsort(probabilities)[::-1][:k]] = 0
    return best


@misconception(
    "top_predictions",
    "The probabilities were divided by the sum of those picked: leave them as they are.",
)
def renormalized(probabilities, class_names, k=3):
    best = right_top(probabilities, class_names, k)
    total = sum(probability for _, probability in best)
    return [(name, probability / total) for name, probability in best]


@misconception(
    "top_predictions",
    "The probabilities are in percent: leave them between 0 and 1.",
)
def percent(probabilities, class_names, k=3):
    return [(name, 100 * p) for name, p in right_top(probabilities, class_names, k)]


@misconception(
    "top_predictions",
    "One too many came out: k of them are wanted.",
)
def one_too_many(probabilities, class_names, k=3):
    return right_top(probabilities, class_names, min(k + 1, len(class_names)))


@misconception(
    "top_predictions",
    "A dict was given: a list of pairs (name, probability) is wanted.",
)
def by_name(probabilities, class_names, k=3):
    return dict(right_top(probabilities, class_names, k))


@misconception(
    "confusion_matrix",
    "There are ten rows and columns whatever is asked for: num_classes says how many.",
)
def always_ten(labels, predictions, num_classes=10):
    right_matrix(labels, predictions, num_classes)
    return right_matrix(labels, predictions, 10)


@misconception(
    "confusion_matrix",
    "Classes that do not occur are missing: num_classes says how large the matrix is.",
)
def occurring_classes_gathered(labels, predictions, num_classes=10):
    found = np.union1d(labels, predictions)
    return right_matrix(labels, predictions, num_classes)[np.ix_(found, found)]


@misconception(
    "confusion_matrix",
    "Classes that do not occur are missing: num_classes says how large the matrix is.",
)
def up_to_the_largest(labels, predictions, num_classes=10):
    size = int(max(labels.max(), predictions.max())) + 1 if len(labels) else 0
    return right_matrix(labels, predictions, num_classes)[:size, :size]


@misconception(
    "confusion_matrix",
    "The place num_classes * label + prediction was worked out in the labels' small "
    "dtype, where it wraps around: change to int64 first.",
)
def place_wraps(labels, predictions, num_classes=10):
    places = labels * labels.dtype.type(num_classes) + predictions.astype(labels.dtype)
    counts = np.bincount(places.astype(np.int64) % num_classes**2, minlength=num_classes**2)
    return counts.reshape(num_classes, num_classes)


@misconception(
    "confusion_matrix",
    "Shares were given: numbers of images are wanted.",
)
def shares_of_all(labels, predictions, num_classes=10):
    return right_matrix(labels, predictions, num_classes) / max(len(labels), 1)


@misconception(
    "wrong_predictions",
    "The wrong labels were given: indices of images are wanted.",
)
def true_labels(labels, predictions):
    return labels[labels != predictions]


@misconception(
    "wrong_predictions",
    "Only predictions below the label were found: those above it are wrong too, so use !=.",
)
def too_small_only(labels, predictions):
    return np.flatnonzero(predictions < labels)


@misconception(
    "wrong_predictions",
    "Only predictions above the label were found: those below it are wrong too, so use !=.",
)
def too_large_only(labels, predictions):
    return np.flatnonzero(predictions > labels)


@misconception(
    "wrong_predictions",
    "The indices stand in a column: one axis is wanted, (n,), which np.flatnonzero gives.",
)
def indices_in_a_column(labels, predictions):
    return np.argwhere(labels != predictions)


@misconception(
    "wrong_predictions",
    "The first image was never looked at: places count from 0.",
)
def first_left_out(labels, predictions):
    wrong = right_wrong(labels, predictions)
    return wrong[wrong > 0]


@misconception(
    "wrong_predictions",
    "The last image was never looked at: range(len(labels)) ends with it by itself.",
)
def last_image_left_out(labels, predictions):
    return right_wrong(labels[:-1], predictions[:-1])


@misconception(
    "plot_predictions",
    "The least probable class stands over the images: argmax, not argmin.",
)
def least_probable_named(images, labels, probabilities, class_names):
    return right_plot(images, labels, -probabilities, class_names)


@misconception(
    "plot_predictions",
    "Every panel shows the first image: panel i shows images[i].",
)
def first_image_everywhere(images, labels, probabilities, class_names):
    return right_plot(np.stack([images[0]] * len(images)), labels, probabilities, class_names)


@misconception(
    "plot_confusion_matrix",
    "Only the rows' names are reversed: row 0, the first class, is on top of the picture.",
)
def rows_named_in_reverse(matrix, class_names):
    figure = right_matrix_plot(matrix, class_names)
    figure.axes[0].set_yticks(range(len(class_names)), labels=list(class_names)[::-1])
    return figure


@misconception(
    "plot_confusion_matrix",
    "The caller's matrix was changed: work on a copy, or divide into an array of your own.",
)
def divided_in_place(matrix, class_names):
    figure = right_matrix_plot(matrix, class_names)
    matrix[:] = matrix // np.maximum(matrix.sum(axis=1, keepdims=True), 1)
    return figure


@misconception(
    "plot_confusion_matrix",
    "Errors cannot be seen: draw all of the matrix, and make shares of it with /, not with //.",
)
def whole_shares(matrix, class_names):
    return right_matrix_plot(
        matrix // np.maximum(matrix.sum(axis=1, keepdims=True), 1), class_names
    )


@misconception(
    "predicted_labels",
    "A list was returned: an array (N,) is wanted.",
)
def list_of_labels(probabilities):
    return probabilities.argmax(axis=1).tolist()


@misconception(
    "predicted_labels",
    "The labels are floating point: labels are whole numbers, as argmax gives them.",
)
def floating_labels(probabilities):
    return probabilities.argmax(axis=1).astype(float)


@misconception(
    "predicted_labels",
    "One number came out for all images: look for the largest in each row, argmax(axis=1).",
)
def column_of_the_largest_of_all(probabilities):
    return np.where(probabilities == probabilities.max())[1]


@misconception(
    "predicted_labels",
    "One number came out for all images: look for the largest in each row, argmax(axis=1).",
)
def of_the_first_image(probabilities):
    return probabilities[0].argmax()


@misconception(
    "predicted_labels",
    "One number came out for all images: look for the largest in each row, argmax(axis=1).",
)
def of_the_first_image_in_an_array(probabilities):
    return np.array([probabilities[0].argmax()])


@misconception(
    "predicted_labels",
    "One number came out for all images: look for the largest in each row, argmax(axis=1).",
)
def column_of_the_largest_alone(probabilities):
    return probabilities.argmax() % probabilities.shape[1]


@misconception(
    "predicted_labels",
    "np.where gives a tuple of places: argmax(axis=1) gives the label of each row.",
)
def places_of_the_largest(probabilities):
    return np.where(probabilities == probabilities.max(axis=1, keepdims=True))


@misconception(
    "predicted_labels",
    "All classes were sorted: the last of each row is its label, as argmax(axis=1) gives it.",
)
def all_sorted(probabilities):
    return probabilities.argsort(axis=1)


@misconception(
    "predicted_labels",
    "All classes were sorted: the last of each row is its label, as argmax(axis=1) gives it.",
)
def all_sorted_downwards(probabilities):
    return probabilities.argsort(axis=1)[:, ::-1]


@misconception(
    "predicted_labels",
    "The last image was taken instead of the last class: argsort(axis=1)[:, -1] or argmax(axis=1).",
)
def last_image_sorted(probabilities):
    return probabilities.argsort(axis=1)[-1]


@misconception(
    "predicted_labels",
    "Rows of 0 and 1 were given: the label is the place of the largest, argmax(axis=1).",
)
def rows_of_0_and_1(probabilities):
    return (probabilities == probabilities.max(axis=1, keepdims=True)).astype(int)


@misconception(
    "predicted_labels",
    "Rows of 0 and 1 were given: the label is the place of the largest, argmax(axis=1).",
)
def rounded_rows(probabilities):
    return np.round(probabilities)


@misconception(
    "predicted_labels",
    "Rows of 0 and 1 were given: the label is the place of the largest, argmax(axis=1).",
)
def rows_above_one_half(probabilities):
    return (probabilities > 0.5).astype(int)


@misconception(
    "predicted_labels",
    "One half was the limit: the largest of several may well be below one half.",
)
def places_above_one_half(probabilities):
    return np.where(probabilities > 0.5)[1]


@misconception(
    "predicted_labels",
    "Labels and probabilities were given: the labels alone are wanted.",
)
def labels_and_probabilities(probabilities):
    return probabilities.argmax(axis=1), probabilities.max(axis=1)


@misconception(
    "predicted_labels",
    "The largest probabilities were given: argmax gives the place of the largest, the label.",
)
def list_of_largest_values(probabilities):
    return [max(row) for row in probabilities.tolist()]


@misconception(
    "top_predictions",
    "The probabilities were rounded: leave them as they are.",
)
def rounded_to_1(probabilities, class_names, k=3):
    return [(name, round(p, 1)) for name, p in right_top(probabilities, class_names, k)]


@misconception(
    "top_predictions",
    "The probabilities were rounded: leave them as they are.",
)
def rounded_to_2(probabilities, class_names, k=3):
    return [(name, round(p, 2)) for name, p in right_top(probabilities, class_names, k)]


@misconception(
    "top_predictions",
    "The probabilities were rounded: leave them as they are.",
)
def rounded_to_3(probabilities, class_names, k=3):
    return [(name, round(p, 3)) for name, p in right_top(probabilities, class_names, k)]


@misconception(
    "top_predictions",
    "The probabilities were rounded: leave them as they are.",
)
def rounded_to_4(probabilities, class_names, k=3):
    return [(name, round(p, 4)) for name, p in right_top(probabilities, class_names, k)]


@misconception(
    "top_predictions",
    "Texts were made: pairs (name, probability) are wanted.",
)
def texts(probabilities, class_names, k=3):
    return [f"{name}: {p:.2f}" for name, p in right_top(probabilities, class_names, k)]


@misconception(
    "top_predictions",
    "Texts were made: pairs (name, probability) are wanted.",
)
def texts_in_percent(probabilities, class_names, k=3):
    return [f"{name}: {p:.1%}" for name, p in right_top(probabilities, class_names, k)]


@misconception(
    "top_predictions",
    "Texts were made: pairs (name, probability) are wanted.",
)
def pairs_of_texts(probabilities, class_names, k=3):
    return [(name, f"{p:.2f}") for name, p in right_top(probabilities, class_names, k)]


@misconception(
    "top_predictions",
    "Texts were made: pairs (name, probability) are wanted.",
)
def pairs_of_texts_as_they_are(probabilities, class_names, k=3):
    return [(name, str(p)) for name, p in right_top(probabilities, class_names, k)]


@misconception(
    "top_predictions",
    "One is missing: k are wanted, as [::-1][:k] takes them; [:-k:-1] ends one too early.",
)
def one_too_few(probabilities, class_names, k=3):
    return right_top(probabilities, class_names, k)[: k - 1]


@misconception(
    "top_predictions",
    "The pairs were sorted by their names: it is the probability that counts.",
)
def sorted_by_name_downwards(probabilities, class_names, k=3):
    pairs = zip(class_names, probabilities.tolist(), strict=True)
    return sorted(pairs, reverse=True)[:k]


@misconception(
    "top_predictions",
    "The pairs were sorted by their names: it is the probability that counts.",
)
def sorted_by_name(probabilities, class_names, k=3):
    return sorted(zip(class_names, probabilities.tolist(), strict=True))[:k]


@misconception(
    "top_predictions",
    "The first k classes were taken: the k most probable ones are wanted.",
)
def first_k_sorted(probabilities, class_names, k=3):
    pairs = list(zip(class_names, probabilities.tolist(), strict=True))[:k]
    return sorted(pairs, key=lambda pair: -pair[1])


@misconception(
    "top_predictions",
    "The first k classes were taken: the k most probable ones are wanted.",
)
def first_k(probabilities, class_names, k=3):
    return list(zip(class_names, probabilities.tolist(), strict=True))[:k]


@misconception(
    "top_predictions",
    "The probabilities alone were given: pairs (name, probability) are wanted.",
)
def probabilities_only(probabilities, class_names, k=3):
    return [p for _, p in right_top(probabilities, class_names, k)]


@misconception(
    "top_predictions",
    "Two lists were given: a list of pairs (name, probability) is wanted.",
)
def two_lists(probabilities, class_names, k=3):
    best = right_top(probabilities, class_names, k)
    return [name for name, _ in best], [p for _, p in best]


@misconception(
    "top_predictions",
    "The caller's probabilities were overwritten: work on a copy, or sort their places.",
)
def sorted_in_place(probabilities, class_names, k=3):
    best = right_top(probabilities, class_names, k)
    probabilities.sort()
    return best


@misconception(
    "top_predictions",
    "All classes came out: k of them are wanted.",
)
def all_of_them(probabilities, class_names, k=3):
    return right_top(probabilities, class_names, len(class_names))


@misconception(
    "top_predictions",
    "A single pair was given: a list of k pairs is wanted.",
)
def single_pair(probabilities, class_names, k=3):
    return right_top(probabilities, class_names, 1)[0]


@misconception(
    "top_predictions",
    "Labels stand where names should: class_names[label] is the name of a class.",
)
def labels_only(probabilities, class_names, k=3):
    return [int(label) for label in np.argsort(probabilities)[::-1][:k]]


@misconception(
    "top_predictions",
    "The second best comes first: the best one has to.",
)
def best_left_out(probabilities, class_names, k=3):
    return right_top(probabilities, class_names, len(class_names))[1 : k + 1]


@misconception(
    "confusion_matrix",
    "All rows are the same: [[0] * n] * n holds one list n times, so make an array of zeros.",
)
def one_list_for_all_rows(labels, predictions, num_classes=10):
    total = right_matrix(labels, predictions, num_classes).sum(axis=0)
    return np.tile(total, (num_classes, 1))


@misconception(
    "confusion_matrix",
    "The histogram's bins go from the smallest to the largest label: give it all num_classes.",
)
def histogram_bins(labels, predictions, num_classes=10):
    return np.histogram2d(labels, predictions, bins=num_classes)[0].astype(int)


@misconception(
    "confusion_matrix",
    "Only the first num_classes images were counted: all of them are, range(len(labels)).",
)
def as_many_images_as_classes(labels, predictions, num_classes=10):
    if len(labels) < num_classes:
        raise IndexError("too few images")
    return right_matrix(labels[:num_classes], predictions[:num_classes], num_classes)


@misconception(
    "confusion_matrix",
    "A list of lists was returned: an array is wanted.",
)
def lists_of_counts(labels, predictions, num_classes=10):
    return right_matrix(labels, predictions, num_classes).tolist()


@misconception(
    "confusion_matrix",
    "Only what is right was counted: the errors belong beside the diagonal.",
)
def right_ones_only(labels, predictions, num_classes=10):
    return np.diag(np.diag(right_matrix(labels, predictions, num_classes)))


@misconception(
    "confusion_matrix",
    "Only what is right was counted: the errors belong beside the diagonal.",
)
def diagonal_alone(labels, predictions, num_classes=10):
    return np.diag(right_matrix(labels, predictions, num_classes)).copy()


@misconception(
    "confusion_matrix",
    "The first image was never looked at: places count from 0.",
)
def first_image_left_out(labels, predictions, num_classes=10):
    return right_matrix(labels[1:], predictions[1:], num_classes)


@misconception(
    "confusion_matrix",
    "The last image was never looked at: range(len(labels)) ends with it by itself.",
)
def last_image_not_counted(labels, predictions, num_classes=10):
    return right_matrix(labels[:-1], predictions[:-1], num_classes)


@misconception(
    "confusion_matrix",
    "A row and a column too many came out: classes go from 0 to num_classes - 1.",
)
def one_class_too_many(labels, predictions, num_classes=10):
    return right_matrix(labels, predictions, num_classes + 1)


@misconception(
    "confusion_matrix",
    "Shares were given: numbers of images are wanted.",
)
def shares_of_columns(labels, predictions, num_classes=10):
    matrix = right_matrix(labels, predictions, num_classes)
    return matrix / np.maximum(matrix.sum(axis=0, keepdims=True), 1)


@misconception(
    "confusion_matrix",
    "Shares were given: numbers of images are wanted.",
)
def shares_with_nan(labels, predictions, num_classes=10):
    matrix = right_matrix(labels, predictions, num_classes)
    return matrix / matrix.sum(axis=1, keepdims=True)


@misconception(
    "confusion_matrix",
    "Shares were given: numbers of images are wanted.",
)
def shares_of_all_images(labels, predictions, num_classes=10):
    return right_matrix(labels, predictions, num_classes) / len(labels)


@misconception(
    "confusion_matrix",
    "The counts overflow in a small dtype: eight bits count to 255, so count in int64.",
)
def counts_in_the_labels_dtype(labels, predictions, num_classes=10):
    return right_matrix(labels, predictions, num_classes).astype(labels.dtype)


@misconception(
    "confusion_matrix",
    "The counts overflow in a small dtype: eight bits count to 255, so count in int64.",
)
def eight_bits_with_sign(labels, predictions, num_classes=10):
    return right_matrix(labels, predictions, num_classes).astype(np.int8)


@misconception(
    "confusion_matrix",
    "matrix[labels][predictions] += 1 writes into a copy: use matrix[label, prediction].",
)
def written_into_a_copy(labels, predictions, num_classes=10):
    if (predictions >= len(labels)).any():
        raise IndexError("beyond the labels")
    return np.zeros((num_classes, num_classes), int)


@misconception(
    "confusion_matrix",
    "Pairs that do not occur are missing: give np.bincount minlength=num_classes**2.",
)
def minlength_forgotten(labels, predictions, num_classes=10):
    places = num_classes * labels.astype(int) + predictions
    return np.bincount(places).reshape(num_classes, num_classes)


@misconception(
    "confusion_matrix",
    "Pairs that do not occur are missing: give np.bincount minlength=num_classes**2.",
)
def flat_counts(labels, predictions, num_classes=10):
    places = num_classes * labels.astype(int) + predictions
    return np.bincount(places, minlength=num_classes**2)


@misconception(
    "confusion_matrix",
    "The place num_classes * label + prediction was worked out in the labels' small "
    "dtype, where it wraps around: change to int64 first.",
)
def place_wraps_and_is_too_large(labels, predictions, num_classes=10):
    places = np.bincount(labels * num_classes + predictions, minlength=num_classes**2)
    return places.reshape(num_classes, num_classes)


@misconception(
    "confusion_matrix",
    "Errors were counted for each class, without what they were taken for: rows and columns.",
)
def counts_by_class(labels, predictions, num_classes=10):
    return right_matrix(labels, predictions, num_classes).sum(axis=1)


@misconception(
    "wrong_predictions",
    "A list was returned: an array (n,) is wanted.",
)
def list_of_indices(labels, predictions):
    return right_wrong(labels, predictions).tolist()


@misconception(
    "wrong_predictions",
    "Only the first one was given: all of them are wanted.",
)
def first_one_only(labels, predictions):
    return right_wrong(labels, predictions)[:1]


@misconception(
    "wrong_predictions",
    "Only the first one was given: all of them are wanted.",
)
def first_one_alone(labels, predictions):
    return right_wrong(labels, predictions)[0]


@misconception(
    "wrong_predictions",
    "Places count from 0: the first image is 0.",
)
def counted_from_1(labels, predictions):
    return right_wrong(labels, predictions) + 1


@misconception(
    "wrong_predictions",
    "Their share was given: their places are wanted.",
)
def share_of_wrong(labels, predictions):
    return float(np.mean(labels != predictions))


@misconception(
    "wrong_predictions",
    "Their share was given: their places are wanted.",
)
def share_of_right(labels, predictions):
    return float(np.mean(labels == predictions))


@misconception(
    "wrong_predictions",
    "The indices have the labels' small dtype, in which 255 is followed by 0: leave them int64.",
)
def indices_in_the_labels_dtype(labels, predictions):
    return right_wrong(labels, predictions).astype(labels.dtype)


@misconception(
    "wrong_predictions",
    "The wrong labels were given: indices of images are wanted.",
)
def list_of_predictions(labels, predictions):
    return predictions[labels != predictions].tolist()


@misconception(
    "wrong_predictions",
    "Pairs of label and prediction were given: indices of images are wanted.",
)
def pairs_of_labels(labels, predictions):
    chosen = labels != predictions
    return np.stack([labels[chosen], predictions[chosen]], axis=1)


@misconception(
    "wrong_predictions",
    "np.where gives a tuple of arrays: its first entry is the array of indices.",
)
def tuple_in_an_array(labels, predictions):
    return np.array(np.where(labels != predictions))


@misconception(
    "wrong_predictions",
    "The differences were given: np.flatnonzero(labels != predictions) gives the places.",
)
def differences(labels, predictions):
    return labels.astype(int) - predictions


def with_ticks(images, titles, one_panel=False):
    """As above, the axes left on; or all in a single panel."""
    from matplotlib import pyplot as plt

    figure, panels = plt.subplots(1, 1 if one_panel else len(images), squeeze=False)
    for place, (image, title) in enumerate(zip(images, titles, strict=True)):
        panel = panels.flat[0 if one_panel else place]
        panel.imshow(image)
        panel.set_title(title)
    return figure


@misconception(
    "plot_predictions",
    "The true class stands over the images: wanted is the one that was predicted.",
)
def true_class_and_ticks(images, labels, probabilities, class_names):
    return with_ticks(images, [class_names[label] for label in labels])


@misconception(
    "plot_predictions",
    "The names went to other images: each image has the class of its own row, argmax(axis=1).",
)
def one_name_for_all(images, labels, probabilities, class_names):
    best = class_names[probabilities.argmax() % len(class_names)]
    return with_ticks(images, [best] * len(images))


@misconception(
    "plot_predictions",
    "The names went to other images: each image has the class of its own row, argmax(axis=1).",
)
def one_name_for_all_without_ticks(images, labels, probabilities, class_names):
    best = class_names[probabilities.argmax() % len(class_names)]
    return titled(images, [best] * len(images))


@misconception(
    "plot_predictions",
    "The names went to other images: each image has the class of its own row, argmax(axis=1).",
)
def name_of_the_first_image(images, labels, probabilities, class_names):
    return titled(images, [class_names[probabilities[0].argmax()]] * len(images))


@misconception(
    "plot_predictions",
    "There are no names: each panel gets the predicted one by ax.set_title (plt.title reaches one "
    "panel).",
)
def no_titles(images, labels, probabilities, class_names):
    return titled(images, [""] * len(images))


@misconception(
    "plot_predictions",
    "There are no names: each panel gets the predicted one by ax.set_title (plt.title reaches one "
    "panel).",
)
def no_titles_and_ticks(images, labels, probabilities, class_names):
    return with_ticks(images, [""] * len(images))


@misconception(
    "plot_predictions",
    "Numbers of classes stand over the images: class_names has their names.",
)
def numbers_and_ticks(images, labels, probabilities, class_names):
    return with_ticks(images, [str(label) for label in probabilities.argmax(axis=1)])


@misconception(
    "plot_predictions",
    "All images are drawn into one panel: each has a panel of its own.",
)
def all_into_one(images, labels, probabilities, class_names):
    names = [class_names[label] for label in probabilities.argmax(axis=1)]
    return with_ticks(images, names, one_panel=True)


@misconception(
    "plot_predictions",
    "Only the wrong ones are drawn: all images that were given are.",
)
def wrong_ones_alone(images, labels, probabilities, class_names):
    wrong = probabilities.argmax(axis=1) != labels
    return right_plot(images[wrong], labels[wrong], probabilities[wrong], class_names)


def plain(matrix, class_names, **named):
    """The matrix as a picture, and names only where they are told."""
    from matplotlib import pyplot as plt

    figure, panel = plt.subplots()
    panel.imshow(matrix)
    for setter, names in named.items():
        getattr(panel, setter)(names)
    return figure


@misconception(
    "plot_confusion_matrix",
    "Names stand at other rows and columns: set_xticks(range(n), names), and the same for y.",
)
def names_at_other_ticks(matrix, class_names):
    names = list(class_names)
    return plain(matrix, names, set_xticklabels=names, set_yticklabels=names)


@misconception(
    "confusion_matrix",
    "The last class is never counted: range(num_classes) ends with it by itself.",
)
def last_class_left_out(labels, predictions, num_classes=10):
    matrix = right_matrix(labels, predictions, num_classes)
    matrix[-1], matrix[:, -1] = 0, 0
    return matrix


@misconception(
    "confusion_matrix",
    "The last class is never counted: range(num_classes) ends with it by itself.",
)
def last_row_left_out(labels, predictions, num_classes=10):
    matrix = right_matrix(labels, predictions, num_classes)
    matrix[-1] = 0
    return matrix


@misconception(
    "confusion_matrix",
    "Classes that were never predicted are missing from a row: give np.bincount "
    "minlength=num_classes.",
)
def rows_filled_from_the_end(labels, predictions, num_classes=10):
    rows = [np.bincount(predictions[labels == label]) for label in range(num_classes)]
    return np.array([np.pad(row, (num_classes - len(row), 0)) for row in rows])


@misconception(
    "confusion_matrix",
    "Classes that were never predicted are missing from a row: give np.bincount "
    "minlength=num_classes.",
)
def rows_of_unlike_length(labels, predictions, num_classes=10):
    return np.array([np.bincount(predictions[labels == label]) for label in range(num_classes)])


@misconception(
    "confusion_matrix",
    "There are ten rows and columns whatever is asked for: num_classes says how many.",
)
def ten_are_counted(labels, predictions, num_classes=10):
    return right_matrix(labels, predictions, max(10, num_classes))[:10, :10]


@misconception(
    "confusion_matrix",
    "The counts overflow in a small dtype: eight bits count to 255, so count in int64.",
)
def eight_bits_one_by_one(labels, predictions, num_classes=10):
    matrix = np.zeros((num_classes, num_classes), np.uint8)
    for label, prediction in zip(labels, predictions, strict=True):
        matrix[label, prediction] += 1
    return matrix


@misconception(
    "predicted_labels",
    "Ten classes were taken for granted: argmax(axis=1) looks at as many as a row has.",
)
def rows_of_ten(probabilities):
    return probabilities.reshape(-1, 10).argmax(axis=1)


@misconception(
    "top_predictions",
    "The right classes in the wrong order: the best one comes first. np.argsort sorts upwards, and "
    "np.argpartition does not sort at all.",
)
def partition_from_the_end(probabilities, class_names, k=3):
    best = np.argpartition(probabilities, -k)[-k:]
    return [(class_names[label], float(probabilities[label])) for label in best]


@misconception(
    "top_predictions",
    "The right classes in the wrong order: the best one comes first. np.argsort sorts upwards, and "
    "np.argpartition does not sort at all.",
)
def partition_from_the_end_or_all(probabilities, class_names, k=3):
    best = np.argpartition(probabilities, -k)[-k:] if k < len(probabilities) else np.arange(k)
    return [(class_names[label], float(probabilities[label])) for label in best]


@misconception(
    "top_predictions",
    "The right classes in the wrong order: the best one comes first. np.argsort sorts upwards, and "
    "np.argpartition does not sort at all.",
)
def partition_beyond_the_end(probabilities, class_names, k=3):
    best = np.argpartition(-probabilities, k)[:k]
    return [(class_names[label], float(probabilities[label])) for label in best]


@misconception(
    "top_predictions",
    "There are always three of them: k says how many are wanted.",
)
def three_taken_apart(probabilities, class_names, k=3):
    first, second, third = np.argsort(probabilities)[::-1][:3]
    return [(class_names[n], float(probabilities[n])) for n in (first, second, third)]


@misconception(
    "top_predictions",
    "There are always three of them: k says how many are wanted.",
)
def three_places(probabilities, class_names, k=3):
    order = np.argsort(probabilities)[::-1]
    return [(class_names[order[n]], float(probabilities[order[n]])) for n in range(3)]


@misconception(
    "top_predictions",
    "The probabilities are in percent: leave them between 0 and 1.",
)
def percent_rounded_to_0(probabilities, class_names, k=3):
    return [(name, round(100 * p, 0)) for name, p in right_top(probabilities, class_names, k)]


@misconception(
    "top_predictions",
    "The probabilities are in percent: leave them between 0 and 1.",
)
def percent_rounded_to_1(probabilities, class_names, k=3):
    return [(name, round(100 * p, 1)) for name, p in right_top(probabilities, class_names, k)]


@misconception(
    "top_predictions",
    "The probabilities are in percent: leave them between 0 and 1.",
)
def percent_rounded_to_2(probabilities, class_names, k=3):
    return [(name, round(100 * p, 2)) for name, p in right_top(probabilities, class_names, k)]


@misconception(
    "top_predictions",
    "The second best comes first: the best one has to.",
)
def best_at_the_end(probabilities, class_names, k=3):
    best = right_top(probabilities, class_names, len(class_names))
    return [best[place % len(best)] for place in range(1, k + 1)]


@misconception(
    "top_predictions",
    "The second best comes first: the best one has to.",
)
def places_from_one(probabilities, class_names, k=3):
    best = right_top(probabilities, class_names, len(class_names))
    return [best[place] for place in range(1, k + 1)]


@misconception(
    "top_predictions",
    "probabilities.sort() sorts the caller's array, and not the names with it: np.argsort "
    "gives the order of both.",
)
def sorted_without_names(probabilities, class_names, k=3):
    probabilities.sort()
    return [(class_names[n], float(probabilities[-1 - n])) for n in range(k)]


@misconception(
    "top_predictions",
    "A class was looked up by its probability, which another one may have as well: sort their "
    "places, with np.argsort.",
)
def looked_up_by_probability(probabilities, class_names, k=3):
    values = probabilities.tolist()
    return [(class_names[values.index(p)], p) for p in sorted(values)[::-1][:k]]


@misconception(
    "top_predictions",
    "A class was looked up by its probability, which another one may have as well: sort their "
    "places, with np.argsort.",
)
def names_by_probability(probabilities, class_names, k=3):
    names = dict(zip(probabilities.tolist(), class_names, strict=True))
    return [(names[p], p) for p in sorted(probabilities.tolist())[::-1][:k]]


@misconception(
    "top_predictions",
    "A class was looked up by its probability, which another one may have as well: sort their "
    "places, with np.argsort.",
)
def names_of_unlike_probabilities(probabilities, class_names, k=3):
    names = dict(zip(probabilities.tolist(), class_names, strict=True))
    return [(names[p], p) for p in sorted(names)[::-1][:k]]


@misconception(
    "plot_predictions",
    "argmax went down the columns: axis=1 looks for the largest in each row.",
)
def columns_named(images, labels, probabilities, class_names):
    best = probabilities.argmax(axis=0)
    return titled(images, [class_names[best[place]] for place in range(len(images))])


@misconception(
    "plot_predictions",
    "The images became uint8 before they were drawn: of values from 0 to 1 that leaves 0, so "
    "draw them as they are.",
)
def drawn_as_uint8(images, labels, probabilities, class_names):
    return right_plot(images.astype(np.uint8), labels, probabilities, class_names)


@misconception(
    "plot_predictions",
    "The number of panels is fixed: len(images) says how many there are.",
)
def always_nine(images, labels, probabilities, class_names):
    return right_plot(np.stack([images[n] for n in range(9)]), labels, probabilities, class_names)


@misconception(
    "plot_predictions",
    "The true class stands over the images: wanted is the one that was predicted.",
)
def true_class_twice(images, labels, probabilities, class_names):
    names = [class_names[label] for label in labels]
    return titled(images, [f"true {name}, predicted {name}" for name in names])


@misconception(
    "plot_predictions",
    "plt.subplots gives a single axes for one image, and an array of one axis for one row: "
    "squeeze=False gives rows and columns always.",
)
def one_image_iterated(images, labels, probabilities, class_names):
    if len(images) == 1:
        raise TypeError("'Axes' object is not iterable")
    return right_plot(images, labels, probabilities, class_names)


@misconception(
    "plot_predictions",
    "plt.subplots gives a single axes for one image, and an array of one axis for one row: "
    "squeeze=False gives rows and columns always.",
)
def one_image_without_flat(images, labels, probabilities, class_names):
    if len(images) == 1:
        raise AttributeError("'Axes' object has no attribute 'flat'")
    return right_plot(images, labels, probabilities, class_names)


@misconception(
    "plot_predictions",
    "plt.subplots gives a single axes for one image, and an array of one axis for one row: "
    "squeeze=False gives rows and columns always.",
)
def one_row_indexed(images, labels, probabilities, class_names):
    if len(images) <= 5:
        raise IndexError("too many indices for array")
    return right_plot(images, labels, probabilities, class_names)


@misconception(
    "plot_predictions",
    "The axes were returned, or given beside the figure: return the figure alone.",
)
def axes_returned(images, labels, probabilities, class_names):
    return np.array(right_plot(images, labels, probabilities, class_names).axes)


@misconception(
    "plot_predictions",
    "The axes were returned, or given beside the figure: return the figure alone.",
)
def axes_beside(images, labels, probabilities, class_names):
    figure = right_plot(images, labels, probabilities, class_names)
    return figure, figure.axes


@misconception(
    "plot_predictions",
    "The last row is missing where it is not full: divide and round up to get the number of rows.",
)
def full_rows_only(images, labels, probabilities, class_names):
    count = len(images) // 5 * 5
    if not count:
        raise ValueError("Number of rows must be a positive integer, not 0")
    return right_plot(images[:count], labels, probabilities, class_names)


@misconception(
    "plot_predictions",
    "The last row is missing where it is not full: divide and round up to get the number of rows.",
)
def full_rows_or_one(images, labels, probabilities, class_names):
    columns = min(4, len(images))
    count = len(images) // columns * columns
    return right_plot(images[:count], labels, probabilities, class_names)


@misconception(
    "plot_predictions",
    "The caller's images were changed: /= works in place, and fails for uint8, so divide into "
    "an array of your own.",
)
def divided_images_in_place(images, labels, probabilities, class_names):
    images /= images.max()
    return right_plot(images, labels, probabilities, class_names)


@misconception(
    "plot_confusion_matrix",
    "The axes' titles changed places: rows are the true classes, so ylabel names these.",
)
def titles_changed_places(matrix, class_names):
    figure = right_matrix_plot(matrix, class_names)
    figure.axes[0].set(xlabel="true class", ylabel="predicted class")
    return figure


@misconception(
    "plot_confusion_matrix",
    "The caller's matrix was changed: work on a copy, or divide into an array of your own.",
)
def diagonal_removed(matrix, class_names):
    np.fill_diagonal(matrix, 0)
    return right_matrix_plot(matrix, class_names)


@misconception(
    "plot_confusion_matrix",
    "The figure is empty: plt.matshow opens another one, so draw with ax.matshow or ax.imshow.",
)
def empty_figure(matrix, class_names):
    from matplotlib import pyplot as plt

    right_matrix_plot(matrix, class_names)
    return plt.figure()


@misconception(
    "plot_confusion_matrix",
    "The names were taken to be a list, and may be a tuple: list(class_names) makes one of "
    "any sequence.",
)
def names_in_a_list_only(matrix, class_names):
    if not isinstance(class_names, list):
        raise TypeError('can only concatenate tuple (not "list") to tuple')
    return right_matrix_plot(matrix, class_names)


@misconception(
    "plot_confusion_matrix",
    "The matrix was divided in place, which changes the caller's, and fails for whole "
    "numbers: divide into an array of your own.",
)
def shares_in_place(matrix, class_names):
    matrix /= matrix.sum(axis=1, keepdims=True)
    return right_matrix_plot(matrix, class_names)


@misconception(
    "plot_confusion_matrix",
    "Ten classes were taken for granted: len(class_names) says how many there are.",
)
def ten_ticks(matrix, class_names):
    figure = right_matrix_plot(matrix, class_names)
    figure.axes[0].set_xticks(range(10), class_names)
    return figure


@misconception(
    "plot_confusion_matrix",
    "The numbers stand in the mirrored squares: a text's x is the column and its y the row, "
    "ax.text(column, row, …).",
)
def numbers_mirrored(matrix, class_names):
    figure = plain(matrix, class_names)
    panel = figure.axes[0]
    panel.set_xticks(range(len(class_names)), class_names)
    panel.set_yticks(range(len(class_names)), class_names)
    for (row, column), count in np.ndenumerate(matrix):
        panel.text(row, column, count)
    return figure


@misconception(
    "plot_confusion_matrix",
    "The axes were returned, or given beside the figure: return the figure alone.",
)
def axes_of_the_matrix(matrix, class_names):
    return right_matrix_plot(matrix, class_names).axes[0]


@misconception(
    "plot_confusion_matrix",
    "The axes were returned, or given beside the figure: return the figure alone.",
)
def axes_beside_the_matrix(matrix, class_names):
    figure = right_matrix_plot(matrix, class_names)
    return figure, figure.axes[0]


@misconception(
    "confusion_matrix",
    "Each error was counted twice, once for either class: only the row of the true class and the "
    "column of the predicted one count it.",
)
def errors_counted_both_ways(labels, predictions, num_classes=10):
    matrix = right_matrix(labels, predictions, num_classes)
    return matrix + matrix.T - np.diag(np.diag(matrix))


@misconception(
    "confusion_matrix",
    "Labels count from 0: row t is labels of t itself, so take no 1 away from them.",
)
def labels_from_1(labels, predictions, num_classes=10):
    matrix = np.zeros((num_classes, num_classes), int)
    for label, prediction in zip(labels, predictions, strict=True):
        matrix[label - 1, prediction - 1] += 1
    return matrix


@misconception(
    "confusion_matrix",
    "Labels count from 0: row t is labels of t itself, so take no 1 away from them.",
)
def all_labels_from_1(labels, predictions, num_classes=10):
    return np.roll(right_matrix(labels, predictions, num_classes), (-1, -1), axis=(0, 1))


@misconception(
    "wrong_predictions",
    "Pairs were given: the index of each image alone is wanted.",
)
def indices_with_predictions(labels, predictions):
    places = enumerate(zip(labels, predictions, strict=True))
    return np.array([(place, two) for place, (one, two) in places if one != two])


@misconception(
    "wrong_predictions",
    "Pairs were given: the index of each image alone is wanted.",
)
def indices_with_both(labels, predictions):
    places = enumerate(zip(labels, predictions, strict=True))
    return np.array([(place, one, two) for place, (one, two) in places if one != two])


@misconception(
    "plot_predictions",
    "Only as many images are drawn as a fixed grid has places: the number of rows follows from "
    "the number of images.",
)
def grid_of_ten(images, labels, probabilities, class_names):
    return right_plot(images[:10], labels[:10], probabilities[:10], class_names)


@misconception(
    "plot_confusion_matrix",
    "The names stand beside their rows and columns: their places are 0 to n - 1, range(n).",
)
def names_from_1(matrix, class_names):
    figure = right_matrix_plot(matrix, class_names)
    places = range(1, len(class_names) + 1)
    figure.axes[0].set_xticks(places, class_names)
    figure.axes[0].set_yticks(places, class_names)
    return figure


@misconception(
    "plot_predictions",
    "Numbers of classes stand over the images: class_names has their names.",
)
def number_and_true_name(images, labels, probabilities, class_names):
    pairs = zip(probabilities.argmax(axis=1), labels, strict=True)
    return titled(images, [f"{one} (true: {class_names[other]})" for one, other in pairs])


@misconception(
    "plot_predictions",
    "Numbers of classes stand over the images: class_names has their names.",
)
def number_and_true_name_if_wrong(images, labels, probabilities, class_names):
    pairs = zip(probabilities.argmax(axis=1), labels, strict=True)
    told = [(one, "" if one == other else f" not {class_names[other]}") for one, other in pairs]
    return titled(images, [f"{number}{name}" for number, name in told])
