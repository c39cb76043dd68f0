"""What goes wrong when a data set is counted, picked from, split and shown."""

import numpy as np

from checks.misconceptions import misconception
from solutions.dataset import (
    CLASS_NAMES,
    class_counts,
    images_of_class,
    plot_images,
    train_validation_split,
)

# in a submission the names of the solution stand for the wrong versions
right_names, right_counts, right_picks = CLASS_NAMES, class_counts, images_of_class
right_split, right_plot = train_validation_split, plot_images


@misconception("CLASS_NAMES", "Cat and dog changed places: label 3 is cat, label 5 is dog.")
def cat_and_dog_swapped():
    return [*right_names[:3], "dog", "deer", "cat", *right_names[6:]]


@misconception(
    "CLASS_NAMES", "Label 1 is called automobile: take the names as the exercise spells them."
)
def car():
    return ["car" if name == "automobile" else name for name in right_names]


@misconception(
    "CLASS_NAMES", "Label 0 is called airplane: take the names as the exercise spells them."
)
def plane():
    return ["plane", *right_names[1:]]


@misconception("CLASS_NAMES", "The names are written without capitals.")
def capitals():
    return tuple(name.capitalize() for name in right_names)


@misconception("CLASS_NAMES", "The names are in singular: each stands for one picture's class.")
def plural():
    return [name + "s" for name in right_names]


@misconception(
    "CLASS_NAMES", "There are nine names: ten are wanted, with a comma after each of them."
)
def nine():
    return right_names[:9]


@misconception(
    "CLASS_NAMES", "There are eleven names: ten are wanted, airplane first and truck last."
)
def from_one():
    return ("", *right_names)


@misconception(
    "CLASS_NAMES", "A dict was made: a tuple or a list finds a name by its label just as well."
)
def names_by_label():
    return dict(enumerate(right_names))


@misconception("CLASS_NAMES", "The names are one long text: write each in quotes of its own.")
def one_text():
    return ", ".join(right_names)


@misconception(
    "CLASS_NAMES", "The names are in the order of labels, in which frog comes before horse."
)
def other_order():
    return [*right_names[:5], "dog", "horse", "frog", "ship", "truck"]


@misconception(
    "class_counts",
    "Classes without an image were left out: each of num_classes has its place, and counts 0.",
)
def present_classes_only(labels, num_classes=10):
    return np.unique(labels, return_counts=True)[1]


@misconception(
    "class_counts", "There are ten counts whatever is asked for: num_classes says how many."
)
def always_ten(labels, num_classes=10):
    return right_counts(labels, 10)


@misconception(
    "class_counts",
    "There are counts up to the largest label only: num_classes says how many (minlength of "
    "np.bincount).",
)
def up_to_largest_label(labels, num_classes=10):
    return np.bincount(labels.ravel())


@misconception(
    "class_counts",
    "The counts have a small dtype, in which 255 is followed by 0: count in int64.",
)
def counts_wrap_around(labels, num_classes=10):
    return right_counts(labels, num_classes).astype(labels.dtype)


@misconception("class_counts", "Shares were returned: whole numbers of images are wanted.")
def shares(labels, num_classes=10):
    return right_counts(labels, num_classes) / len(labels)


@misconception(
    "class_counts", "A dict was returned: an array is wanted, with the count of class k at place k."
)
def dict_of_counts(labels, num_classes=10):
    return {label: int(count) for label, count in enumerate(right_counts(labels, num_classes))}


@misconception("class_counts", "Labels count from 0: the first count is that of class 0.")
def counts_from_one(labels, num_classes=10):
    return np.array([np.sum(labels == label) for label in range(1, num_classes + 1)])


@misconception(
    "class_counts", "Labels (N, 1) were not thought of: np.ravel makes (N,) of both forms."
)
def flat_labels_only(labels, num_classes=10):
    return np.bincount(labels, minlength=num_classes)


@misconception("class_counts", "The labels were added up: count how often each of them comes.")
def labels_added_up(labels, num_classes=10):
    return np.array([labels[labels == label].sum() for label in range(num_classes)])


@misconception("images_of_class", "Places were returned: take the images that stand there.")
def places(images, labels, label):
    return np.flatnonzero(np.ravel(labels) == label)


@misconception("images_of_class", "Only the first image of the class was taken: all are wanted.")
def first_only(images, labels, label):
    return right_picks(images, labels, label)[:1]


@misconception(
    "images_of_class", "All other images were taken: keep those whose own label equals label."
)
def other_classes(images, labels, label):
    return images[np.ravel(labels) != label]


@misconception(
    "images_of_class",
    "The label was used as a place in the array: images[label] is a single image, of any class.",
)
def label_as_place(images, labels, label):
    return images[label : label + 1]


@misconception(
    "images_of_class", "Labels (N, 1) were not thought of: np.ravel makes (N,) of both forms."
)
def picks_by_flat_labels(images, labels, label):
    return images[labels == label]


@misconception(
    "images_of_class", "The order changed: the images come in the order in which they were given."
)
def backwards(images, labels, label):
    return right_picks(images, labels, label)[::-1]


@misconception("images_of_class", "A list was returned: an array (n, H, W, C) is wanted.")
def list_of_images(images, labels, label):
    return list(right_picks(images, labels, label))


@misconception(
    "images_of_class",
    "A class without an image gave an array of one axis: its shape is (0, H, W, C), as a mask "
    "images[labels == label] gives.",
)
def shapeless_when_empty(images, labels, label):
    pairs = zip(images, np.ravel(labels), strict=True)
    return np.array([image for image, own in pairs if own == label])


@misconception("images_of_class", "The other images were set to 0: leave them out instead.")
def blacked_out(images, labels, label):
    return images * (np.ravel(labels) == label)[:, None, None, None].astype(images.dtype)


def cut(images, labels, chosen):
    """The two parts, given a mask of what is for validation."""
    return images[~chosen], labels[~chosen], images[chosen], labels[chosen]


def drawn(labels, fraction, rng):
    """A mask of what is for validation, right in every class."""
    flat = np.ravel(labels)
    chosen = np.zeros(len(flat), bool)
    for label in np.unique(flat):
        members = rng.permutation(np.flatnonzero(flat == label))
        chosen[members[: round(fraction * len(members))]] = True
    return chosen


@misconception(
    "train_validation_split",
    "The images were cut off at one place without regard to their classes: take the share from "
    "each class.",
)
def cut_at_one_place(images, labels, fraction, rng):
    chosen = np.zeros(len(images), bool)
    chosen[: round(fraction * len(images))] = True
    return cut(images, labels, chosen)


@misconception(
    "train_validation_split",
    "All images were shuffled together, so that a class may come off badly: draw from each class "
    "by itself.",
)
def classes_left_to_luck(images, labels, fraction, rng):
    return cut(images, labels, _drawn_from_all(len(images), fraction, rng))


def _drawn_from_all(count, fraction, rng):
    chosen = np.zeros(count, bool)
    chosen[rng.permutation(count)[: round(fraction * count)]] = True
    return chosen


@misconception(
    "train_validation_split",
    "Every call puts the same images aside: draw from each class by itself, with rng.",
)
def first_of_each_class(images, labels, fraction, rng):
    flat = np.ravel(labels)
    chosen = np.zeros(len(flat), bool)
    for label in np.unique(flat):
        members = np.flatnonzero(flat == label)
        chosen[members[: round(fraction * len(members))]] = True
    return cut(images, labels, chosen)


@misconception(
    "train_validation_split",
    "The two parts changed places: fraction is the share of validation, and training comes first.",
)
def parts_swapped(images, labels, fraction, rng):
    x_train, y_train, x_val, y_val = right_split(images, labels, fraction, rng)
    return x_val, y_val, x_train, y_train


@misconception(
    "train_validation_split",
    "The order of the four is another one: (x_train, y_train, x_val, y_val).",
)
def images_before_labels(images, labels, fraction, rng):
    x_train, y_train, x_val, y_val = right_split(images, labels, fraction, rng)
    return x_train, x_val, y_train, y_val


@misconception(
    "train_validation_split",
    "Two pairs were returned: four arrays are wanted, x_train, y_train, x_val, y_val.",
)
def two_pairs(images, labels, fraction, rng):
    x_train, y_train, x_val, y_val = right_split(images, labels, fraction, rng)
    return (x_train, y_train), (x_val, y_val)


@misconception(
    "train_validation_split",
    "Images and labels were shuffled apart, so that they no longer belong together: use one "
    "permutation for both.",
)
def shuffled_apart(images, labels, fraction, rng):
    x_train, y_train, x_val, y_val = right_split(images, labels, fraction, rng)
    return x_train, rng.permutation(y_train), x_val, rng.permutation(y_val)


@misconception(
    "train_validation_split",
    "The images for validation are in the training part too: what validates must not be learned.",
)
def validation_kept_in_training(images, labels, fraction, rng):
    chosen = drawn(labels, fraction, rng)
    return images, labels, images[chosen], labels[chosen]


@misconception(
    "train_validation_split",
    "Images were drawn with replacement, so that some come twice and others never: draw each once.",
)
def with_replacement(images, labels, fraction, rng):
    flat = np.ravel(labels)
    val = np.concatenate(
        [
            rng.choice(members, round(fraction * len(members)))
            for members in (np.flatnonzero(flat == label) for label in np.unique(flat))
        ]
    )
    train = np.setdiff1d(np.arange(len(flat)), val)
    return images[train], labels[train], images[val], labels[val]


@misconception(
    "train_validation_split",
    "A coin was tossed for each image, so that the share is left to luck: take it from each class.",
)
def coin_for_each_image(images, labels, fraction, rng):
    return cut(images, labels, rng.random(len(images)) < fraction)


@misconception(
    "train_validation_split",
    "Labels (N, 1) came back as (N,): they keep the shape in which they were given.",
)
def labels_flattened(images, labels, fraction, rng):
    return cut(images, np.ravel(labels), drawn(labels, fraction, rng))


@misconception(
    "train_validation_split",
    "Each class gave as many images as all others: it is the share of each class that is the same.",
)
def same_number_of_each_class(images, labels, fraction, rng):
    flat = np.ravel(labels)
    classes = np.unique(flat)
    chosen = np.zeros(len(flat), bool)
    for label in classes:
        members = rng.permutation(np.flatnonzero(flat == label))
        chosen[members[: round(fraction * len(flat) / len(classes))]] = True
    return cut(images, labels, chosen)


@misconception(
    "train_validation_split",
    "Every call puts the same images aside: draw from each class by itself, with rng.",
)
def own_generator(images, labels, fraction, rng):
    return right_split(images, labels, fraction, np.random.default_rng(0))


@misconception(
    "train_validation_split",
    "The random numbers do not come from rng, so that nobody can repeat the split: use rng alone.",
)
def hidden_generator(images, labels, fraction, rng):
    seed = np.random.randint(2**31)
    return right_split(images, labels, fraction, np.random.default_rng(seed))


@misconception(
    "train_validation_split",
    "The caller's images were shuffled in place: shuffle indices, and leave the arrays alone.",
)
def shuffled_in_place(images, labels, fraction, rng):
    order = rng.permutation(len(images))
    images[:], labels[:] = images[order], labels[order]
    return right_split(images, labels, fraction, rng)


@misconception(
    "train_validation_split",
    "The last class was left out: classes are those that occur in labels, np.unique(labels).",
)
def last_class_forgotten(images, labels, fraction, rng):
    kept = np.ravel(labels) < np.max(labels)
    return right_split(images[kept], labels[kept], fraction, rng)


def pyplot():
    """Matplotlib, imported as late as in the solution."""
    from matplotlib import pyplot as plt

    return plt


@misconception(
    "plot_images", "The figure was shown and not returned: end the function with return figure."
)
def figure_forgotten(images, labels, class_names, columns=5):
    right_plot(images, labels, class_names, columns)


@misconception("plot_images", "The titles are numbers: look the names up in class_names.")
def labels_for_titles(images, labels, class_names, columns=5):
    return right_plot(images, labels, list(map(str, range(len(class_names)))), columns)


@misconception(
    "plot_images",
    "The titles go through class_names one after the other: each image's name is at its label.",
)
def names_in_order(images, labels, class_names, columns=5):
    return right_plot(images, np.arange(len(images)) % len(class_names), class_names, columns)


@misconception(
    "plot_images", "Left-over places show empty axes: ax.axis('off') makes a place blank."
)
def empty_axes(images, labels, class_names, columns=5):
    rows = -(-len(images) // columns)
    figure, panels = pyplot().subplots(rows, columns, squeeze=False)
    for panel, image, label in zip(panels.flat, images, np.ravel(labels), strict=False):
        panel.imshow(image)
        panel.set_title(class_names[label])
        panel.axis("off")
    return figure


@misconception(
    "plot_images",
    "The last row is missing where it is not full: divide and round up to get the number of rows.",
)
def last_row_missing(images, labels, class_names, columns=5):
    full = max(1, len(images) // columns) * columns
    return right_plot(images[:full], labels[:full], class_names, columns)


@misconception(
    "plot_images",
    "plt.subplots gives an array of one axis, or no array, where there is one row or column: "
    "squeeze=False gives rows and columns always.",
)
def subplots_squeezed(images, labels, class_names, columns=5):
    rows = -(-len(images) // columns)
    figure, panels = pyplot().subplots(rows, columns)
    for place in range(rows * columns):
        panel = panels[place // columns, place % columns]
        panel.axis("off")
        if place < len(images):
            panel.imshow(images[place])
            panel.set_title(class_names[int(np.ravel(labels)[place])])
    return figure


@misconception(
    "plot_images", "Every place shows the same image: take the one that belongs to the place."
)
def same_image(images, labels, class_names, columns=5):
    return right_plot(np.repeat(images[:1], len(images), axis=0), labels, class_names, columns)


@misconception(
    "plot_images", "There are five columns whatever is asked for: columns says how many."
)
def five_columns(images, labels, class_names, columns=5):
    return right_plot(images, labels, class_names, 5)


@misconception("plot_images", "The names of CIFAR-10 were used: take those given as class_names.")
def names_built_in(images, labels, class_names, columns=5):
    return right_plot(images, labels, right_names, columns)


@misconception(
    "plot_images",
    "Images from 0 to 1 were changed to whole numbers and came out black: imshow takes them as "
    "they are.",
)
def whole_numbers(images, labels, class_names, columns=5):
    return right_plot(images.astype(np.uint8), labels, class_names, columns)


@misconception(
    "plot_images",
    "Titles are missing: each panel gets its own, by ax.set_title (plt.title reaches one panel).",
)
def no_titles(images, labels, class_names, columns=5):
    return right_plot(images, labels, [""] * len(class_names), columns)


@misconception(
    "CLASS_NAMES",
    "Ship and truck changed places: label 8 is ship, label 9 is truck.",
)
def ship_and_truck_swapped():
    return [*right_names[:8], "truck", "ship"]


@misconception(
    "CLASS_NAMES",
    "Deer and dog changed places: label 4 is deer, label 5 is dog.",
)
def deer_and_dog_swapped():
    return [*right_names[:4], "dog", "deer", *right_names[6:]]


@misconception(
    "CLASS_NAMES",
    "Labels 0 and 1 are called airplane and automobile: take the names as the exercise "
    "spells them.",
)
def plane_and_car():
    return ["plane", "car", *right_names[2:]]


@misconception(
    "class_counts",
    "Each class was counted once at most: counts[labels] += 1 writes a repeated place "
    "only once. np.bincount counts them all.",
)
def counted_once(labels, num_classes=10):
    return np.minimum(right_counts(labels, num_classes), 1)


@misconception(
    "images_of_class",
    "A single image came back without its first axis: the shape is (1, H, W, C).",
)
def single_image_squeezed(images, labels, label):
    picked = right_picks(images, labels, label)
    return picked[0] if len(picked) == 1 else picked


@misconception(
    "images_of_class",
    "A single image came back without its first axis: the shape is (1, H, W, C).",
)
def axes_squeezed(images, labels, label):
    picked = right_picks(images, labels, label)
    return picked.squeeze() if len(picked) else picked


@misconception(
    "images_of_class",
    "The last image was never looked at: range(len(images)) ends with it by itself.",
)
def last_never_looked_at(images, labels, label):
    return right_picks(images[:-1], labels[:-1], label)


@misconception(
    "images_of_class",
    "The first image was never looked at: places count from 0.",
)
def first_never_looked_at(images, labels, label):
    return right_picks(images[1:], labels[1:], label)


@misconception(
    "train_validation_split",
    "Images and labels were shuffled apart, so that they no longer belong together: use "
    "one permutation for both.",
)
def training_shuffled_apart(images, labels, fraction, rng):
    x_train, y_train, x_val, y_val = right_split(images, labels, fraction, rng)
    return rng.permutation(x_train), rng.permutation(y_train), x_val, y_val


@misconception(
    "train_validation_split",
    "Labels from 10 on were lost: classes are those that occur in labels, np.unique(labels).",
)
def ten_classes_only(images, labels, fraction, rng):
    known = labels.ravel() < 10
    return right_split(images[known], labels[known], fraction, rng)


@misconception("CLASS_NAMES", "A set was made, which has no order: take a tuple or a list.")
def names_without_order():
    return set(right_names)


@misconception(
    "CLASS_NAMES",
    "All names are in one text: each needs quotes of its own, or split() takes it apart.",
)
def one_text_in_a_list():
    return [" ".join(right_names)]


@misconception("CLASS_NAMES", "The names are written without capitals.")
def list_with_capitals():
    return [name.capitalize() for name in right_names]


@misconception("CLASS_NAMES", "The names are written without capitals.")
def all_in_capitals():
    return [name.upper() for name in right_names]


@misconception("CLASS_NAMES", "Cat and dog changed places: label 3 is cat, label 5 is dog.")
def cat_and_dog_swapped_in_a_tuple():
    return (*right_names[:3], "dog", "deer", "cat", *right_names[6:])


@misconception("CLASS_NAMES", "Ship and truck changed places: label 8 is ship, label 9 is truck.")
def ship_and_truck_swapped_in_a_tuple():
    return (*right_names[:8], "truck", "ship")


@misconception("CLASS_NAMES", "Deer and dog changed places: label 4 is deer, label 5 is dog.")
def deer_and_dog_swapped_in_a_tuple():
    return (*right_names[:4], "dog", "deer", *right_names[6:])


@misconception("CLASS_NAMES", "Frog and horse changed places: label 6 is frog, label 7 is horse.")
def frog_and_horse_swapped():
    return [*right_names[:6], "horse", "frog", *right_names[8:]]


@misconception(
    "CLASS_NAMES",
    "Labels 0 and 1 are called airplane and automobile: take the names as the exercise "
    "spells them.",
)
def plane_and_car_in_a_tuple():
    return ("plane", "car", *right_names[2:])


@misconception(
    "CLASS_NAMES", "Label 1 is called automobile: take the names as the exercise spells them."
)
def car_in_a_tuple():
    return (right_names[0], "car", *right_names[2:])


@misconception(
    "CLASS_NAMES", "Label 0 is called airplane: take the names as the exercise spells them."
)
def plane_in_a_tuple():
    return ("plane", *right_names[1:])


@misconception("class_counts", "A list was returned: an array (num_classes,) is wanted.")
def list_of_counts(labels, num_classes=10):
    return right_counts(labels, num_classes).tolist()


@misconception(
    "class_counts",
    "np.histogram divided the labels that occur into equal bins: np.bincount counts each label.",
)
def histogram(labels, num_classes=10):
    return np.histogram(labels, bins=num_classes)[0]


@misconception(
    "class_counts", "Labels (N, 1) were not thought of: np.ravel makes (N,) of both forms."
)
def found_in_a_list(labels, num_classes=10):
    return np.array([labels.tolist().count(label) for label in range(num_classes)])


@misconception(
    "class_counts", "Labels (N, 1) were not thought of: np.ravel makes (N,) of both forms."
)
def counts_in_a_column(labels, num_classes=10):
    return np.array([sum(labels == label) for label in range(num_classes)])


@misconception(
    "class_counts", "Labels (N,) were not thought of: np.ravel makes (N,) of both forms."
)
def labels_in_a_column_only(labels, num_classes=10):
    return right_counts(labels[:, 0], num_classes)


@misconception(
    "class_counts", "Labels (N,) were not thought of: np.ravel makes (N,) of both forms."
)
def compared_with_all_classes(labels, num_classes=10):
    return (labels == np.arange(num_classes)).sum(axis=0)


@misconception("class_counts", "The first label was never looked at: places count from 0.")
def first_label_not_looked_at(labels, num_classes=10):
    return right_counts(labels[1:], num_classes)


@misconception(
    "class_counts", "The last label was never looked at: range(len(labels)) ends with it by itself."
)
def last_label_not_looked_at(labels, num_classes=10):
    return right_counts(labels[:-1], num_classes)


@misconception(
    "class_counts", "A dict was returned: an array is wanted, with the count of class k at place k."
)
def dict_of_present_classes(labels, num_classes=10):
    found, counts = np.unique(labels, return_counts=True)
    return dict(zip(found.tolist(), counts.tolist(), strict=True))


@misconception(
    "class_counts", "np.unique gives labels and counts: an array of one count a class is wanted."
)
def labels_and_counts(labels, num_classes=10):
    return np.unique(labels, return_counts=True)


@misconception("class_counts", "The labels that occur were returned: their numbers are wanted.")
def labels_that_occur(labels, num_classes=10):
    return np.unique(labels)


@misconception("class_counts", "One count too many came out: classes go from 0 to num_classes - 1.")
def one_class_too_many(labels, num_classes=10):
    return right_counts(labels, num_classes + 1)


@misconception(
    "class_counts", "The last class has no count: range(num_classes) ends with it by itself."
)
def last_class_without_count(labels, num_classes=10):
    return right_counts(labels, num_classes)[: num_classes - 1]


@misconception("class_counts", "Labels count from 0: the first count is that of class 0.")
def class_0_without_count(labels, num_classes=10):
    return right_counts(labels, num_classes)[1:num_classes]


@misconception("class_counts", "Labels count from 0: the first count is that of class 0.")
def counts_moved_on(labels, num_classes=10):
    return np.roll(right_counts(labels, num_classes), -1)


@misconception(
    "class_counts",
    "All labels were counted for each class: np.sum(labels == k) counts those of it.",
)
def all_labels_each_time(labels, num_classes=10):
    return np.array([len(labels == label) for label in range(num_classes)])


@misconception(
    "class_counts", "The counts have a small dtype, in which 255 is followed by 0: count in int64."
)
def counted_in_eight_bits(labels, num_classes=10):
    return right_counts(labels, num_classes).astype(np.uint8)


@misconception(
    "images_of_class", "Labels (N, 1) were not thought of: np.ravel makes (N,) of both forms."
)
def rows_of_images(images, labels, label):
    return images[np.where(labels == label)]


@misconception(
    "images_of_class", "Labels (N, 1) were not thought of: np.ravel makes (N,) of both forms."
)
def first_image_again_and_again(images, labels, label):
    return images[np.nonzero(labels == label)[-1]]


@misconception(
    "images_of_class", "Labels (N,) were not thought of: np.ravel makes (N,) of both forms."
)
def picks_by_labels_in_a_column(images, labels, label):
    return images[labels[:, 0] == label]


@misconception(
    "images_of_class",
    "np.argwhere gives a row for each place, and so an axis too many: np.flatnonzero gives places.",
)
def picked_by_rows_of_places(images, labels, label):
    return images[np.argwhere(labels == label)]


@misconception(
    "images_of_class",
    "np.argwhere gives a row for each place, and so an axis too many: np.flatnonzero gives places.",
)
def picked_by_a_column_of_places(images, labels, label):
    return images[np.argwhere(np.ravel(labels) == label)]


@misconception(
    "images_of_class",
    "The images were joined along their rows: np.array or np.stack keeps one axis for the images.",
)
def joined_along_rows(images, labels, label):
    return np.concatenate(list(right_picks(images, labels, label)))


@misconception("images_of_class", "Only the first image of the class was taken: all are wanted.")
def first_by_argmax(images, labels, label):
    return images[np.argmax(np.ravel(labels) == label)]


@misconception("images_of_class", "Only the first image of the class was taken: all are wanted.")
def first_by_argmax_kept_in_a_batch(images, labels, label):
    place = np.argmax(np.ravel(labels) == label)
    return images[place : place + 1]


@misconception("images_of_class", "Only the first image of the class was taken: all are wanted.")
def returned_inside_the_loop(images, labels, label):
    for image, own in zip(images, np.ravel(labels), strict=True):
        if own == label:
            return image
    return None


@misconception(
    "images_of_class",
    "The label was used as a place in the array: images[label] is a single image, of any class.",
)
def image_at_label(images, labels, label):
    return images[label]


@misconception("images_of_class", "Labels were returned too: the images alone are wanted.")
def images_and_labels(images, labels, label):
    chosen = np.ravel(labels) == label
    return images[chosen], labels[chosen]


@misconception("images_of_class", "A mask was returned: images[mask] takes the images.")
def mask_itself(images, labels, label):
    return np.ravel(labels) == label


@misconception("images_of_class", "A mask was returned: images[mask] takes the images.")
def mask_of_labels_as_given(images, labels, label):
    return labels == label


@misconception("images_of_class", "Places were returned: take the images that stand there.")
def tuple_of_places(images, labels, label):
    return np.where(np.ravel(labels) == label)


@misconception("images_of_class", "Places were returned: take the images that stand there.")
def list_of_places(images, labels, label):
    return [place for place, own in enumerate(np.ravel(labels)) if own == label]


@misconception(
    "images_of_class",
    "A single image came back without its first axis: the shape is (1, H, W, C).",
)
def all_axes_squeezed(images, labels, label):
    return np.squeeze(right_picks(images, labels, label))


def parts(images, labels, train, val):
    """The two parts, given places."""
    return images[train], labels[train], images[val], labels[val]


@misconception(
    "train_validation_split",
    "All images were shuffled together, so that a class may come off badly: draw from each class "
    "by itself.",
)
def all_shuffled_validation_first(images, labels, fraction, rng):
    order = rng.permutation(len(images))
    count = int(fraction * len(images))
    return parts(images, labels, order[count:], order[:count])


@misconception(
    "train_validation_split",
    "All images were shuffled together, so that a class may come off badly: draw from each class "
    "by itself.",
)
def all_shuffled_validation_last(images, labels, fraction, rng):
    order = rng.permutation(len(images))
    count = len(images) - int(fraction * len(images))
    return parts(images, labels, order[:count], order[count:])


@misconception(
    "train_validation_split",
    "All images were shuffled together, so that a class may come off badly: draw from each class "
    "by itself.",
)
def all_shuffled_training_cut(images, labels, fraction, rng):
    order = rng.permutation(len(images))
    count = int((1 - fraction) * len(images))
    return parts(images, labels, order[:count], order[count:])


@misconception(
    "train_validation_split",
    "All images were shuffled together, so that a class may come off badly: draw from each class "
    "by itself.",
)
def all_shuffled_rounded_validation_last(images, labels, fraction, rng):
    order = rng.permutation(len(images))
    count = len(images) - round(fraction * len(images))
    return parts(images, labels, order[:count], order[count:])


@misconception(
    "train_validation_split",
    "All images were shuffled together, so that a class may come off badly: draw from each class "
    "by itself.",
)
def chosen_from_all(images, labels, fraction, rng):
    val = rng.choice(len(images), int(fraction * len(images)), replace=False)
    return parts(images, labels, np.setdiff1d(np.arange(len(images)), val), val)


@misconception(
    "train_validation_split",
    "All images were shuffled together, so that a class may come off badly: draw from each class "
    "by itself.",
)
def chosen_from_all_rounded(images, labels, fraction, rng):
    val = rng.choice(len(images), round(fraction * len(images)), replace=False)
    return parts(images, labels, np.setdiff1d(np.arange(len(images)), val), val)


@misconception(
    "train_validation_split",
    "The images were cut off at one place without regard to their classes: take the share from "
    "each class.",
)
def first_part_cut_off(images, labels, fraction, rng):
    count = int(fraction * len(images))
    return images[count:], labels[count:], images[:count], labels[:count]


@misconception(
    "train_validation_split",
    "The images were cut off at one place without regard to their classes: take the share from "
    "each class.",
)
def last_part_cut_off(images, labels, fraction, rng):
    count = len(images) - int(fraction * len(images))
    return images[:count], labels[:count], images[count:], labels[count:]


@misconception(
    "train_validation_split",
    "The images were cut off at one place without regard to their classes: take the share from "
    "each class.",
)
def training_part_cut_off(images, labels, fraction, rng):
    count = int((1 - fraction) * len(images))
    return images[:count], labels[:count], images[count:], labels[count:]


def class_by_class(images, labels, rng, count, lost=0):
    """Split each class; count: how many go into validation, lost: how many into no part."""
    train: list[int] = []
    val: list[int] = []
    for label in np.unique(labels):
        members = rng.permutation(np.flatnonzero(np.ravel(labels) == label))
        cut_at = count(len(members))
        val.extend(members[:cut_at])
        train.extend(members[cut_at : len(members) - lost])
    return parts(images, labels, np.array(train, int), np.array(val, int))


@misconception(
    "train_validation_split",
    "One image of each class is lost: the training part has all from place n on, [n:].",
)
def last_of_each_class_lost(images, labels, fraction, rng):
    return class_by_class(images, labels, rng, lambda size: int(fraction * size), lost=1)


@misconception(
    "train_validation_split",
    "One image of each class is lost: the training part has all from place n on, [n:].",
)
def last_of_each_class_lost_rounded(images, labels, fraction, rng):
    return class_by_class(images, labels, rng, lambda size: round(fraction * size), lost=1)


@misconception(
    "train_validation_split",
    "Each class gave as many images as all others: it is the share of each class that is the same.",
)
def same_whole_number_of_each_class(images, labels, fraction, rng):
    each = int(fraction * len(images) / len(np.unique(labels)))
    return class_by_class(images, labels, rng, lambda size: each)


@misconception(
    "train_validation_split",
    "Only the last class was split: collect the places of all classes, outside of the loop.",
)
def last_class_only(images, labels, fraction, rng):
    kept = np.ravel(labels) == np.max(labels)
    return right_split(images[kept], labels[kept], fraction, rng)


@misconception(
    "train_validation_split",
    "Only the first class was split: return the parts after the loop, not inside of it.",
)
def first_class_only(images, labels, fraction, rng):
    kept = np.ravel(labels) == np.min(labels)
    return right_split(images[kept], labels[kept], fraction, rng)


@misconception(
    "train_validation_split",
    "Lists were returned: four arrays are wanted, x_train, y_train, x_val, y_val.",
)
def lists(images, labels, fraction, rng):
    return tuple(map(list, right_split(images, labels, fraction, rng)))


@misconception(
    "train_validation_split",
    "Images were drawn with replacement, so that some come twice and others never: draw each once.",
)
def whole_number_with_replacement(images, labels, fraction, rng):
    flat = np.ravel(labels)
    members = [np.flatnonzero(flat == label) for label in np.unique(flat)]
    val = np.concatenate([rng.choice(each, int(fraction * len(each))) for each in members])
    return parts(images, labels, np.setdiff1d(np.arange(len(flat)), val), val)


@misconception(
    "train_validation_split",
    "Images and labels were shuffled apart, so that they no longer belong together: use one "
    "permutation for both.",
)
def shuffled_one_after_the_other(images, labels, fraction, rng):
    images, labels = rng.permutation(images), rng.permutation(labels)
    count = int(fraction * len(images))
    return images[count:], labels[count:], images[:count], labels[:count]


@misconception(
    "train_validation_split",
    "Images and labels were shuffled apart, so that they no longer belong together: use one "
    "permutation for both.",
)
def shuffled_in_place_one_after_the_other(images, labels, fraction, rng):
    rng.shuffle(images)
    rng.shuffle(labels)
    return right_split(images, labels, fraction, rng)


@misconception(
    "train_validation_split",
    "np.argwhere gives row and column of each label (N, 1): flatten the labels before.",
)
def columns_taken_for_places(images, labels, fraction, rng):
    train: list[int] = []
    val: list[int] = []
    for label in np.unique(labels):
        places = np.argwhere(labels == label).ravel()
        rng.shuffle(places)
        count = int(fraction * len(places))
        val.extend(places[:count])
        train.extend(places[count:])
    return parts(images, labels, np.array(train, int), np.array(val, int))


@misconception(
    "train_validation_split",
    "Every n-th image was taken, which is the share only if 1 / fraction is a whole number: take "
    "the first fraction * n of the n images of a class.",
)
def every_nth_image(images, labels, fraction, rng):
    flat = np.ravel(labels)
    chosen = np.zeros(len(flat), bool)
    for label in np.unique(flat):
        step = int(1 / fraction)
        chosen[rng.permutation(np.flatnonzero(flat == label))[step - 1 :: step]] = True
    return cut(images, labels, chosen)


def panels_with(images, columns):
    """A figure with blank panels, and as many of them as there are images."""
    figure, panels = pyplot().subplots(-(-len(images) // columns), columns, squeeze=False)
    for panel in panels.flat:
        panel.axis("off")
    return figure, panels.flat[: len(images)]


@misconception(
    "plot_images",
    "One panel shows a picture: each image gets its own, by ax.imshow (plt.imshow takes one).",
)
def all_into_one_panel(images, labels, class_names, columns=5):
    figure, _ = panels_with(images, columns)
    for image, label in zip(images, np.ravel(labels), strict=True):
        pyplot().imshow(image)
        pyplot().title(class_names[label])
    return figure


@misconception(
    "plot_images",
    "One panel shows a picture: each image gets its own, by ax.imshow (plt.imshow takes one).",
)
def first_image_alone(images, labels, class_names, columns=5):
    return right_plot(images[:1], labels[:1], class_names, columns)


@misconception(
    "plot_images", "Left-over places show empty axes: ax.axis('off') makes a place blank."
)
def no_axis_off(images, labels, class_names, columns=5):
    figure, panels = pyplot().subplots(-(-len(images) // columns), columns, squeeze=False)
    for panel, image, label in zip(panels.flat, images, np.ravel(labels), strict=False):
        panel.imshow(image)
        panel.set_title(class_names[label])
    return figure


@misconception(
    "train_validation_split",
    "One image of each class is lost: the training part has all from place n on, [n:].",
)
def one_of_each_class_skipped(images, labels, fraction, rng):
    train: list[int] = []
    val: list[int] = []
    for label in np.unique(labels):
        members = rng.permutation(np.flatnonzero(np.ravel(labels) == label))
        cut_at = int(fraction * len(members))
        val.extend(members[:cut_at])
        train.extend(members[cut_at + 1 :])
    return parts(images, labels, np.array(train, int), np.array(val, int))


@misconception(
    "class_counts", "The counts have an axis too many: their shape is (num_classes,), no more."
)
def counts_in_one_column(labels, num_classes=10):
    return right_counts(labels, num_classes).reshape(-1, 1)


@misconception(
    "class_counts", "The counts have an axis too many: their shape is (num_classes,), no more."
)
def counts_in_one_row(labels, num_classes=10):
    return right_counts(labels, num_classes).reshape(1, -1)


@misconception(
    "class_counts", "The caller's labels were changed: np.ravel(labels) leaves them as they are."
)
def labels_reshaped_in_place(labels, num_classes=10):
    labels.shape = (-1,)
    return right_counts(labels, num_classes)


@misconception(
    "class_counts", "The caller's labels were changed: np.sort(labels) leaves them as they are."
)
def labels_sorted_in_place(labels, num_classes=10):
    labels.sort(axis=0)
    return right_counts(labels, num_classes)


@misconception(
    "images_of_class", "Only a few images of the class were taken: all are wanted, however many."
)
def first_ten(images, labels, label):
    return right_picks(images, labels, label)[:10]


@misconception(
    "images_of_class", "Only a few images of the class were taken: all are wanted, however many."
)
def first_five(images, labels, label):
    return right_picks(images, labels, label)[:5]


@misconception(
    "images_of_class", "The pixels were divided by 255: the images come as they were given."
)
def divided_by_255(images, labels, label):
    return right_picks(images, labels, label) / 255


@misconception(
    "images_of_class", "The pixels were divided by 255: the images come as they were given."
)
def bytes_divided_by_255(images, labels, label):
    picked = right_picks(images, labels, label)
    return picked / 255 if picked.dtype == np.uint8 else picked


@misconception(
    "images_of_class",
    "A class without an image ended in an error: it gives an array (0, H, W, C), as a mask "
    "images[labels == label] does.",
)
def stacked(images, labels, label):
    return np.stack(list(right_picks(images, labels, label)))


@misconception(
    "images_of_class",
    "A class without an image ended in an error: it gives an array (0, H, W, C), as a mask "
    "images[labels == label] does.",
)
def picked_by_an_array_of_no_dtype(images, labels, label):
    pairs = enumerate(np.ravel(labels))
    return images[np.array([place for place, own in pairs if own == label])]


@misconception(
    "images_of_class",
    "A class without an image gave None: it gives an array (0, H, W, C), as a mask "
    "images[labels == label] does.",
)
def none_when_empty(images, labels, label):
    picked = right_picks(images, labels, label)
    return picked if len(picked) else None


@misconception(
    "images_of_class",
    "A class without an image gave a list: it gives an array (0, H, W, C), as a mask "
    "images[labels == label] does.",
)
def list_when_empty(images, labels, label):
    picked = right_picks(images, labels, label)
    return picked if len(picked) else []


@misconception(
    "images_of_class",
    "Class 0 came out empty, as a label of 0 counts as false: compare it with label by ==.",
)
def label_0_counts_as_false(images, labels, label):
    flat = np.ravel(labels)
    return images[np.flatnonzero(np.where(flat == label, flat, 0))]


@misconception(
    "images_of_class", "The caller's labels were changed: np.ravel(labels) leaves them as they are."
)
def picked_by_labels_reshaped_in_place(images, labels, label):
    labels.shape = (-1,)
    return right_picks(images, labels, label)


@misconception(
    "train_validation_split",
    "Places within a class were taken for places among all images: np.flatnonzero(labels == label) "
    "gives those.",
)
def places_within_the_class_as_a_mask(images, labels, fraction, rng):
    flat = np.ravel(labels)
    chosen = np.zeros(len(flat), bool)
    for count in np.unique(flat, return_counts=True)[1]:
        chosen[rng.permutation(count)[: round(fraction * count)]] = True
    return cut(images, labels, chosen)


@misconception(
    "train_validation_split",
    "Places within a class were taken for places among all images: np.flatnonzero(labels == label) "
    "gives those.",
)
def places_within_the_class(images, labels, fraction, rng):
    train: list[int] = []
    val: list[int] = []
    for count in np.unique(labels, return_counts=True)[1]:
        order = rng.permutation(count)
        val.extend(order[: round(fraction * count)])
        train.extend(order[round(fraction * count) :])
    return parts(images, labels, np.array(train, int), np.array(val, int))


@misconception(
    "train_validation_split",
    "Where the share of a class is rounded to 0, [-0:] takes all of it and [:-0] nothing: take "
    "[:n] and [n:].",
)
def cut_from_the_end(images, labels, fraction, rng):
    train: list[int] = []
    val: list[int] = []
    for label in np.unique(labels):
        members = rng.permutation(np.flatnonzero(np.ravel(labels) == label))
        count = int(fraction * len(members))
        val.extend(members[-count:])
        train.extend(members[:-count])
    return parts(images, labels, np.array(train, int), np.array(val, int))


@misconception(
    "train_validation_split",
    "Where the share of a class is rounded to 0, [-0:] takes all of it and [:-0] nothing: take "
    "[:n] and [n:].",
)
def validation_cut_from_the_end(images, labels, fraction, rng):
    train: list[int] = []
    val: list[int] = []
    for label in np.unique(labels):
        members = rng.permutation(np.flatnonzero(np.ravel(labels) == label))
        count = int(fraction * len(members))
        val.extend(members[-count:])
        train.extend(members[: len(members) - count])
    return parts(images, labels, np.array(train, int), np.array(val, int))


@misconception(
    "train_validation_split",
    "Where the share of a class is rounded to 0, [-0:] takes all of it and [:-0] nothing: take "
    "[:n] and [n:].",
)
def training_cut_from_the_end(images, labels, fraction, rng):
    train: list[int] = []
    val: list[int] = []
    for label in np.unique(labels):
        members = rng.permutation(np.flatnonzero(np.ravel(labels) == label))
        count = int(fraction * len(members))
        val.extend(members[len(members) - count :])
        train.extend(members[:-count])
    return parts(images, labels, np.array(train, int), np.array(val, int))


@misconception(
    "train_validation_split",
    "Images and labels were shuffled apart, so that they no longer belong together: use one "
    "permutation for both.",
)
def images_alone_shuffled_in_place(images, labels, fraction, rng):
    rng.shuffle(images)
    return right_split(images, labels, fraction, rng)


@misconception(
    "train_validation_split",
    "Labels (N,) came back as (N, 1): they keep the shape in which they were given.",
)
def labels_in_a_column(images, labels, fraction, rng):
    return cut(images, labels.reshape(-1, 1), drawn(labels, fraction, rng))


@misconception(
    "train_validation_split",
    "Classes that occur were numbered through, though some may be missing between them: take them "
    "from np.unique(labels).",
)
def as_many_classes_as_occur(images, labels, fraction, rng):
    known = np.ravel(labels) < len(np.unique(labels))
    return right_split(images[known], labels[known], fraction, rng)


@misconception(
    "train_validation_split",
    "Class 0 was left out: classes are those that occur in labels, np.unique(labels).",
)
def class_0_left_out(images, labels, fraction, rng):
    known = np.ravel(labels) > 0
    return right_split(images[known], labels[known], fraction, rng)


@misconception(
    "train_validation_split",
    "Every n-th image was taken, which is the share only if 1 / fraction is a whole number: take "
    "the first fraction * n of the n images of a class.",
)
def every_nth_image_in_order(images, labels, fraction, rng):
    flat = np.ravel(labels)
    chosen = np.zeros(len(flat), bool)
    for label in np.unique(flat):
        chosen[np.flatnonzero(flat == label)[:: round(1 / fraction)]] = True
    return cut(images, labels, chosen)


@misconception(
    "train_validation_split",
    "All images were shuffled together, so that a class may come off badly: draw from each class "
    "by itself.",
)
def all_shuffled_without_rng(images, labels, fraction, rng):
    return cut(images, labels, _drawn_from_all(len(images), fraction, np.random.default_rng()))


@misconception(
    "train_validation_split",
    "All images were shuffled together, so that a class may come off badly: draw from each class "
    "by itself.",
)
def all_shuffled_with_a_seed(images, labels, fraction, rng):
    chosen = _drawn_from_all(len(images), fraction, np.random.default_rng(42))
    return cut(images, labels, chosen)


def drawn_into(panels, images, labels, class_names):
    """Draw an image into each panel."""
    for panel, image, label in zip(panels, images, np.ravel(labels), strict=False):
        panel.imshow(image)
        panel.set_title(class_names[label])
        panel.axis("off")


@misconception(
    "plot_images",
    "plt.subplots gives an array of one axis, or no array, where there is one row or column: "
    "squeeze=False gives rows and columns always.",
)
def one_index_into_the_panels(images, labels, class_names, columns=5):
    figure, panels = pyplot().subplots(-(-len(images) // columns), columns)
    for place in range(len(images)):
        drawn_into([panels[place]], images[place:], labels[place:], class_names)
    return figure


@misconception(
    "plot_images",
    "plt.subplots gives an array of one axis, or no array, where there is one row or column: "
    "squeeze=False gives rows and columns always.",
)
def rows_of_panels_taken_for_panels(images, labels, class_names, columns=5):
    figure, panels = pyplot().subplots(-(-len(images) // columns), columns)
    for place in range(len(images)):
        panel = panels[place // columns][place % columns]
        drawn_into([panel], images[place:], labels[place:], class_names)
    for panel in panels.flat[len(images) :]:
        panel.axis("off")
    return figure


@misconception(
    "plot_images",
    "plt.subplots gives an array of one axis, or no array, where there is one row or column: "
    "squeeze=False gives rows and columns always.",
)
def single_panel_not_thought_of(images, labels, class_names, columns=5):
    figure, panels = pyplot().subplots(-(-len(images) // columns), columns)
    for panel in panels.flat:
        panel.axis("off")
    drawn_into(panels.flat, images, labels, class_names)
    return figure


@misconception(
    "plot_images",
    "plt.subplots gives an array of one axis, or no array, where there is one row or column: "
    "squeeze=False gives rows and columns always.",
)
def single_row_alone_thought_of(images, labels, class_names, columns=5):
    rows = -(-len(images) // columns)
    figure, panels = pyplot().subplots(rows, columns)
    for place in range(rows * columns):
        row, column = divmod(place, columns)
        panel = panels[column] if rows == 1 else panels[row, column]
        panel.axis("off")
        drawn_into([panel], images[place:], labels[place:], class_names)
    return figure


@misconception(
    "plot_images",
    "plt.subplots gives an array of one axis, or no array, where there is one row or column: "
    "squeeze=False gives rows and columns always.",
)
def single_column_laid_down(images, labels, class_names, columns=5):
    rows = -(-len(images) // columns)
    figure, panels = pyplot().subplots(rows, columns)
    panels = np.atleast_2d(panels)
    for place in range(rows * columns):
        panel = panels[place // columns, place % columns]
        panel.axis("off")
        drawn_into([panel], images[place:], labels[place:], class_names)
    return figure


@misconception(
    "plot_images", "Labels (N, 1) were not thought of: np.ravel makes (N,) of both forms."
)
def titles_of_flat_labels_only(images, labels, class_names, columns=5):
    figure, panels = panels_with(images, columns)
    for panel, image, label in zip(panels, images, labels, strict=True):
        panel.imshow(image)
        panel.set_title(class_names[label])
    return figure


@misconception("plot_images", "Labels (N,) were not thought of: np.ravel makes (N,) of both forms.")
def titles_of_labels_in_a_column(images, labels, class_names, columns=5):
    return right_plot(images, labels[:, 0], class_names, columns)


@misconception("plot_images", "Labels (N,) were not thought of: np.ravel makes (N,) of both forms.")
def titles_of_first_labels(images, labels, class_names, columns=5):
    figure, panels = panels_with(images, columns)
    for panel, image, label in zip(panels, images, labels, strict=True):
        panel.imshow(image)
        panel.set_title(class_names[label[0]])
    return figure


@misconception(
    "plot_images", "The caller's images were changed: imshow takes them as they are, or a copy."
)
def stretched_in_place(images, labels, class_names, columns=5):
    if images.dtype != np.uint8:
        images -= images.min()
        images /= images.max()
    return right_plot(images, labels, class_names, columns)


@misconception(
    "plot_images", "The caller's images were changed: imshow takes them as they are, or a copy."
)
def divided_in_place(images, labels, class_names, columns=5):
    images /= 255
    return right_plot(images, labels, class_names, columns)


@misconception(
    "plot_images", "The caller's images were changed: imshow takes them as they are, or a copy."
)
def stretched_in_whole_steps_in_place(images, labels, class_names, columns=5):
    for image in images:
        if image.dtype == np.uint8:
            image[...] = image // image.max() * 255
        else:
            image[...] = (image - image.min()) / np.ptp(image) / 2
    return right_plot(images, labels, class_names, columns)


@misconception("plot_images", "The first image is missing: places count from 0.")
def first_image_missing(images, labels, class_names, columns=5):
    figure, panels = panels_with(images, columns)
    drawn_into(panels, images[1:], labels[1:], class_names)
    return figure


@misconception("plot_images", "The first image is missing: places count from 0.")
def first_place_left_out(images, labels, class_names, columns=5):
    figure, panels = panels_with(images, columns)
    drawn_into(panels[1:], images[1:], labels[1:], class_names)
    return figure


@misconception(
    "plot_images", "The last image is missing: range(len(images)) ends with it by itself."
)
def last_image_missing(images, labels, class_names, columns=5):
    figure, panels = panels_with(images, columns)
    drawn_into(panels, images[:-1], labels[:-1], class_names)
    return figure


@misconception(
    "plot_images",
    "Titles are missing: each panel gets its own, by ax.set_title (plt.title reaches one panel).",
)
def titles_on_the_last_panel(images, labels, class_names, columns=5):
    figure, panels = panels_with(images, columns)
    for panel, image, label in zip(panels, images, np.ravel(labels), strict=True):
        panel.imshow(image)
        pyplot().title(class_names[label])
    return figure


@misconception("plot_images", "The names stand below the images: ax.set_title writes above.")
def names_below(images, labels, class_names, columns=5):
    figure, panels = panels_with(images, columns)
    for panel, image, label in zip(panels, images, np.ravel(labels), strict=True):
        panel.axis("on")
        panel.imshow(image)
        panel.set_xlabel(class_names[label])
        panel.set(xticks=[], yticks=[])
    return figure


@misconception(
    "plot_images", "Figure and panels were returned: end the function with return figure."
)
def figure_and_panels(images, labels, class_names, columns=5):
    figure, panels = panels_with(images, columns)
    drawn_into(panels, images, labels, class_names)
    return figure, panels


@misconception(
    "plot_images", "Something else than the figure was returned: end with return figure."
)
def panels_returned(images, labels, class_names, columns=5):
    return right_plot(images, labels, class_names, columns).axes


@misconception(
    "plot_images", "The images go down the columns: the grid is filled row by row, columns in each."
)
def down_the_columns(images, labels, class_names, columns=5):
    rows = -(-len(images) // columns)
    figure, panels = pyplot().subplots(rows, columns, squeeze=False)
    for panel in panels.flat:
        panel.axis("off")
    drawn_into(panels.T.flat, images, labels, class_names)
    return figure


@misconception(
    "plot_images", "Rows and columns changed places: plt.subplots takes the number of rows first."
)
def rows_for_columns(images, labels, class_names, columns=5):
    return right_plot(images, labels, class_names, -(-len(images) // columns))


@misconception(
    "plot_images", "Red and blue changed places: imshow takes the channels in their order."
)
def blue_first(images, labels, class_names, columns=5):
    return right_plot(images[..., ::-1], labels, class_names, columns)


@misconception(
    "plot_images", "A single channel was drawn: imshow takes all three of an image at once."
)
def single_channel(images, labels, class_names, columns=5):
    return right_plot(images[..., 0], labels, class_names, columns)


@misconception(
    "plot_images",
    "Rows and columns of the pixels changed places: imshow takes an image (H, W, C) as it is.",
)
def turned(images, labels, class_names, columns=5):
    return right_plot(images.swapaxes(1, 2), labels, class_names, columns)


@misconception(
    "plot_images", "All images stand in one column: columns says how many there are in a row."
)
def always_one_column(images, labels, class_names, columns=5):
    return right_plot(images, labels, class_names, 1)


@misconception("plot_images", "All images stand in one row: columns says how many there are in it.")
def always_one_row(images, labels, class_names, columns=5):
    return right_plot(images, labels, class_names, len(images))


@misconception(
    "train_validation_split",
    "Images and labels were ordered apart, so that they no longer belong together: take both with "
    "the same indices.",
)
def validation_images_sorted(images, labels, fraction, rng):
    x_train, y_train, x_val, y_val = right_split(images, labels, fraction, rng)
    return x_train, y_train, x_val, rng.permutation(y_val)


@misconception(
    "class_counts",
    "The counts have a small dtype, in which 255 is followed by 0: count in int64.",
)
def counted_one_by_one_in_the_dtype_of_labels(labels, num_classes=10):
    counts = np.zeros(num_classes, labels.dtype)
    for label in np.ravel(labels):
        counts[label] += 1
    return counts


@misconception(
    "class_counts",
    "The counts have a small dtype, in which 255 is followed by 0: count in int64.",
)
def counted_one_by_one_in_eight_bits(labels, num_classes=10):
    counts = np.zeros(num_classes, np.uint8)
    for label in np.ravel(labels):
        counts[label] += 1
    return counts


@misconception(
    "CLASS_NAMES",
    "A dict was made: a tuple or a list finds a name by its label just as well.",
)
def labels_by_name():
    return {name: label for label, name in enumerate(right_names)}


@misconception(
    "CLASS_NAMES",
    "The names are one long text: write each in quotes of its own.",
)
def one_text_with_spaces():
    return " ".join(right_names)


@misconception(
    "CLASS_NAMES",
    "The names are one long text: write each in quotes of its own.",
)
def one_text_with_commas():
    return ",".join(right_names)


@misconception(
    "CLASS_NAMES",
    "The names are one long text: write each in quotes of its own.",
)
def one_text_with_lines():
    return "\n".join(right_names)


@misconception(
    "class_counts",
    "The counts were sorted: place k belongs to class k, so leave them where they are.",
)
def counts_sorted(labels, num_classes=10):
    return np.sort(right_counts(labels, num_classes))


@misconception(
    "class_counts",
    "The counts were sorted: place k belongs to class k, so leave them where they are.",
)
def counts_sorted_from_largest(labels, num_classes=10):
    return np.sort(right_counts(labels, num_classes))[::-1]


@misconception(
    "images_of_class",
    "Images of other classes were taken too: == finds the labels that are the one wanted.",
)
def from_label_on(images, labels, label):
    return images[np.ravel(labels) >= label]


@misconception(
    "images_of_class",
    "Images of other classes were taken too: == finds the labels that are the one wanted.",
)
def up_to_label(images, labels, label):
    return images[np.ravel(labels) <= label]


@misconception(
    "plot_images",
    "Only the first row of pictures was drawn: all images are, in as many rows as they need.",
)
def first_row_alone(images, labels, class_names, columns=5):
    return right_plot(images[:columns], labels[:columns], class_names, columns)
