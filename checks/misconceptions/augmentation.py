"""What goes wrong when new pictures are made of old ones."""

import numpy as np

from checks.misconceptions import misconception
from solutions.augmentation import add_noise, augment, flip_horizontal, shift, zoom

right_flip, right_shift, right_noise = flip_horizontal, shift, add_noise
right_zoom, right_augment = zoom, augment


@misconception(
    "flip_horizontal",
    "The images stand on their heads: axis 1 runs from top to bottom, axis 2 from left to right.",
)
def upside_down(images):
    return images[:, ::-1]


@misconception(
    "flip_horizontal",
    "The order of the images was turned round: axis 0 is the batch, axis 2 runs left to right.",
)
def batch_reversed(images):
    return images[::-1]


@misconception(
    "flip_horizontal",
    "The colours were swapped: the last axis are the channels, axis 2 runs from left to right.",
)
def channels_reversed(images):
    return images[..., ::-1]


@misconception(
    "flip_horizontal",
    "Each image was turned by half a circle: left and right change places, top and bottom do not.",
)
def turned(images):
    return images[:, ::-1, ::-1]


@misconception(
    "flip_horizontal",
    "The images were mirrored in place: give new ones, and leave the given ones as they are.",
)
def flipped_in_place(images):
    images[:] = images[:, :, ::-1].copy()
    return images


@misconception(
    "flip_horizontal",
    "Rows and columns changed places: that mirrors at the diagonal, and changes the shape.",
)
def transposed(images):
    return images.swapaxes(1, 2)


@misconception(
    "shift",
    "What leaves the image at one side comes in at the other: np.roll wraps round; edges are to be "
    "repeated.",
)
def wrapped_round(images, rows, columns):
    return np.roll(images, (rows, columns), axis=(1, 2))


@misconception(
    "shift",
    "The image moved the other way: rows counts downwards and columns to the right.",
)
def other_direction(images, rows, columns):
    return right_shift(images, -rows, -columns)


@misconception("shift", "What comes in from outside is black: repeat the pixels of the edge.")
def black_border(images, rows, columns):
    return right_shift(np.pad(images, ((0, 0), (9, 9), (9, 9), (0, 0))), rows, columns)[
        :, 9:-9, 9:-9
    ]


@misconception(
    "shift",
    "Rows and columns changed places: rows moves down, columns moves to the right.",
)
def rows_and_columns_swapped(images, rows, columns):
    return right_shift(images, columns, rows)


@misconception(
    "shift",
    "The picture is reflected at the edge: only the pixels of the edge itself are repeated.",
)
def reflected(images, rows, columns):
    padded = np.pad(images, ((0, 0), (9, 9), (9, 9), (0, 0)), mode="symmetric")
    return right_shift(padded, rows, columns)[:, 9:-9, 9:-9]


@misconception(
    "shift",
    "Negative numbers were not thought of: they move the image up and to the left.",
)
def never_up_or_left(images, rows, columns):
    return right_shift(images, max(rows, 0), max(columns, 0))


@misconception("shift", "Only the columns were moved: rows moves the image down.")
def columns_only(images, rows, columns):
    return right_shift(images, 0, columns)


@misconception(
    "add_noise",
    "Each image got one number for all of its values: rng.normal needs the size of the images.",
)
def one_number_an_image(images, sigma, rng):
    noise = rng.normal(0, sigma, (len(images), 1, 1, 1))
    return np.clip(images + noise, 0, 1)


@misconception(
    "add_noise",
    "All channels of a pixel got the same number: each value of each pixel draws its own.",
)
def grey_noise(images, sigma, rng):
    noise = rng.normal(0, sigma, (*images.shape[:3], 1))
    return np.clip(images + noise, 0, 1)


@misconception(
    "add_noise",
    "All images got the same noise: draw as many numbers as there are values in the whole batch.",
)
def same_for_all_images(images, sigma, rng):
    return np.clip(images + rng.normal(0, sigma, images.shape[1:]), 0, 1)


@misconception("add_noise", "The result leaves 0..1: clip it with np.clip(..., 0, 1).")
def not_clipped(images, sigma, rng):
    return images + rng.normal(0, sigma, images.shape)


@misconception(
    "add_noise",
    "The noise only makes things brighter: its mean has to be 0, as that of rng.normal is.",
)
def brighter_only(images, sigma, rng):
    return np.clip(images + np.abs(rng.normal(0, sigma, images.shape)), 0, 1)


@misconception(
    "add_noise",
    "The noise is uniform, and too weak for that: sigma is the standard deviation of rng.normal.",
)
def uniform_noise(images, sigma, rng):
    return np.clip(images + rng.uniform(-sigma, sigma, images.shape), 0, 1)


@misconception(
    "add_noise",
    "sigma was taken for the variance: rng.normal takes the standard deviation itself.",
)
def square_root_of_sigma(images, sigma, rng):
    return np.clip(images + rng.normal(0, np.sqrt(sigma), images.shape), 0, 1)


@misconception(
    "add_noise",
    "The numbers do not come from rng: with np.random nobody can repeat what was drawn.",
)
def global_numbers(images, sigma, rng):
    return np.clip(images + np.random.normal(0, sigma, images.shape), 0, 1)


@misconception(
    "zoom",
    "The nearest pixel was taken: between pixels, the four around the place are mixed (bilinear).",
)
def nearest_pixel(image, factor):
    right_zoom(image, factor)
    height, width, _ = image.shape
    rows = (np.arange(height) - (height - 1) / 2) / factor + (height - 1) / 2
    columns = (np.arange(width) - (width - 1) / 2) / factor + (width - 1) / 2
    rows = np.clip(np.rint(rows), 0, height - 1).astype(int)
    columns = np.clip(np.rint(columns), 0, width - 1).astype(int)
    return image[rows][:, columns]


def read(image, rows, columns):
    """Bilinear, at these places, which are clipped to the image."""
    height, width, _ = image.shape
    rows, columns = np.clip(rows, 0, height - 1), np.clip(columns, 0, width - 1)
    top, left = np.floor(rows).astype(int), np.floor(columns).astype(int)
    below, right = np.minimum(top + 1, height - 1), np.minimum(left + 1, width - 1)
    down, along = (rows - top)[:, None, None], (columns - left)[None, :, None]
    upper = image[top][:, left] * (1 - along) + image[top][:, right] * along
    lower = image[below][:, left] * (1 - along) + image[below][:, right] * along
    return upper * (1 - down) + lower * down


@misconception(
    "zoom",
    "The upper left corner stayed where it was: it is the centre that has to.",
)
def about_the_corner(image, factor):
    right_zoom(image, factor)
    height, width, _ = image.shape
    return read(image, np.arange(height) / factor, np.arange(width) / factor)


@misconception(
    "zoom",
    "It shrinks where it should enlarge: a pixel of the result is read at its distance from the "
    "centre divided by the factor.",
)
def inverse(image, factor):
    right_zoom(image, factor)
    return right_zoom(image, 1 / factor)


@misconception(
    "zoom",
    "The centre is half a pixel off: of rows 0 to H - 1 it is (H - 1) / 2, and not H / 2.",
)
def centre_off(image, factor):
    right_zoom(image, factor)
    height, width, _ = image.shape
    return read(
        image,
        (np.arange(height) - height / 2) / factor + height / 2,
        (np.arange(width) - width / 2) / factor + width / 2,
    )


@misconception(
    "zoom",
    "A shrunk image has a black border: what lies outside repeats the edge.",
)
def black_outside(image, factor):
    result = right_zoom(image, factor)
    height, width, _ = image.shape
    rows = (np.arange(height) - (height - 1) / 2) / factor
    columns = (np.arange(width) - (width - 1) / 2) / factor
    outside = (abs(rows) > (height - 1) / 2)[:, None] | (abs(columns) > (width - 1) / 2)
    return np.where(outside[..., None], 0, result)


@misconception(
    "zoom",
    "The result has another size: what does not fit is cut off, what is missing is repeated.",
)
def larger_result(image, factor):
    right_zoom(image, factor)
    height, width, _ = image.shape
    high, wide = max(1, round(height * factor)), max(1, round(width * factor))
    return read(
        image, (np.arange(high) + 0.5) / factor - 0.5, (np.arange(wide) + 0.5) / factor - 0.5
    )


@misconception("zoom", "A factor of 0 or below needs a ValueError.")
def no_error(image, factor):
    return right_zoom(image, factor) if factor > 0 else image


@misconception("zoom", "Only the rows were zoomed: the columns are zoomed by the same factor.")
def rows_only(image, factor):
    right_zoom(image, factor)
    height, width, _ = image.shape
    rows = (np.arange(height) - (height - 1) / 2) / factor + (height - 1) / 2
    return read(image, rows, np.arange(width))


@misconception("zoom", "Shrinking tiles the image: outside of it the edge is repeated.")
def tiled(image, factor):
    right_zoom(image, factor)
    padded = np.tile(image, (3, 3, 1))
    height, width, _ = image.shape
    return right_zoom(padded, factor)[height:-height, width:-width]


@misconception(
    "augment",
    "All images of the batch were changed alike: draw for each image by itself.",
)
def one_choice_for_all(images, rng):
    same = right_augment(images[:1].repeat(len(images), 0), rng)[:1]
    turned = rng.random() < 0.5
    moved = right_shift(images, *rng.integers(-2, 3, 2))
    return (moved[:, :, ::-1] if turned else moved).astype(same.dtype)


def mirrored(images, rng):
    return np.where(rng.random((len(images), 1, 1, 1)) < 0.5, images, images[:, :, ::-1])


def moved_and_zoomed(images, rng, draw=None, smallest=0.9):
    draw = draw or (lambda: rng.integers(-2, 3, 2))
    moved = [right_shift(image[None], *draw())[0] for image in images]
    return np.stack([right_zoom(image, rng.uniform(smallest, 1.1)) for image in moved])


@misconception("augment", "No image is mirrored: about half of them should be.")
def never_mirrored(images, rng):
    return moved_and_zoomed(images, rng)


@misconception("augment", "Every image is mirrored: a coin decides for each of them.")
def always_mirrored(images, rng):
    return moved_and_zoomed(images, rng)[:, :, ::-1]


@misconception("augment", "Images only move down and to the right: up and left is as likely.")
def moved_one_way(images, rng):
    return moved_and_zoomed(mirrored(images, rng), rng, lambda: rng.integers(0, 3, 2))


@misconception(
    "augment",
    "Images never move by 2 down or right: integers(-2, 2) ends at 1, integers(-2, 3) at 2.",
)
def end_left_out(images, rng):
    return moved_and_zoomed(mirrored(images, rng), rng, lambda: rng.integers(-2, 2, 2))


@misconception(
    "augment",
    "Images only move along their diagonals: rows and columns each need a number of their own.",
)
def one_number_for_both(images, rng):
    return moved_and_zoomed(mirrored(images, rng), rng, lambda: 2 * [rng.integers(-2, 3)])


@misconception("augment", "The images changed their order: the labels beside them keep theirs.")
def reordered(images, rng):
    return right_augment(rng.permutation(images), rng)


@misconception("augment", "Images are moved too far: a shift is 2 pixels at most.")
def moved_too_far(images, rng):
    return moved_and_zoomed(mirrored(images, rng), rng, lambda: rng.integers(-4, 5, 2))


@misconception("augment", "Images are only enlarged: factors go from 0.9 to 1.1.")
def never_smaller(images, rng):
    return moved_and_zoomed(mirrored(images, rng), rng, smallest=1.0)


@misconception("augment", "There is no zoom: each image also needs a factor from 0.9 to 1.1.")
def no_zoom(images, rng):
    turned = mirrored(images, rng)
    return np.stack([right_shift(image[None], *rng.integers(-2, 3, 2))[0] for image in turned])


@misconception("augment", "There is no shift: each image also moves by up to 2 pixels.")
def no_shift(images, rng):
    turned = mirrored(images, rng)
    return np.stack([right_zoom(image, rng.uniform(0.9, 1.1)) for image in turned])


@misconception(
    "augment",
    "The dtype changed: float32 images come out as float64; astype(images.dtype) gives it back.",
)
def wider_dtype(images, rng):
    return right_augment(images, rng).astype(np.float64)


@misconception(
    "augment",
    "The choices do not come from rng: a second call with the same seed gives other images.",
)
def choices_of_its_own(images, rng):
    return right_augment(images, np.random.default_rng())


@misconception(
    "augment",
    "The generator is made anew inside: whatever rng is given, the choices are the same.",
)
def always_the_same_seed(images, rng):
    return right_augment(images, np.random.default_rng(0))


@misconception("augment", "The given images were changed: work on new ones.")
def in_place(images, rng):
    images[:] = right_augment(images, rng)
    return images


@misconception(
    "shift",
    "The picture is reflected at the edge: only the pixels of the edge itself are repeated.",
)
def reflected_without_the_edge(images, rows, columns):
    down, across = abs(rows), abs(columns)
    height, width = images.shape[1:3]
    if down >= height or across >= width:
        return right_shift(images, rows, columns)
    wide = np.pad(images, ((0, 0), (down, down), (across, across), (0, 0)), mode="reflect")
    return wide[:, down - rows :, across - columns :][:, :height, :width]


@misconception(
    "zoom",
    "The weights of the neighbours are swapped: the nearer one counts more.",
)
def farther_counts_more(image, factor):
    middles = ((image.shape[0] - 1) / 2, (image.shape[1] - 1) / 2)
    return between_four(image, factor, middles, swapped=True).astype(image.dtype)


@misconception(
    "zoom",
    "Rows and columns were read around one centre: the middle of the columns is (W - 1) / 2.",
)
def one_centre_for_both(image, factor):
    return between_four(image, factor, ((image.shape[0] - 1) / 2,) * 2).astype(image.dtype)


def between_four(image, factor, middles, swapped=False):
    """Zoom around a place; swapped: of two neighbours, the farther one counts more."""
    if factor <= 0:
        raise ValueError(f"factor {factor}")
    for axis, middle in enumerate(middles):
        last = image.shape[axis] - 1
        places = np.clip((np.arange(last + 1) - middle) / factor + middle, 0, last)
        before = np.floor(places).astype(int)
        share = (places - before).reshape(-1, *(1,) * (2 - axis))
        share = 1 - share if swapped else share
        image = (
            image.take(before, axis) * (1 - share)
            + image.take(np.minimum(before + 1, last), axis) * share
        )
    return image


@misconception(
    "add_noise",
    "The given images were changed: += works in place, so make new ones.",
)
def noise_in_place(images, sigma, rng):
    images += rng.normal(0, sigma, images.shape).astype(images.dtype)
    return np.clip(images, 0, 1)


@misconception(
    "add_noise",
    "The noise was multiplied with the images: it is added to them.",
)
def multiplied(images, sigma, rng):
    noise = rng.normal(0, sigma, images.shape)
    return np.clip(images * (1 + noise), 0, 1).astype(images.dtype)


@misconception(
    "flip_horizontal",
    "The first column stayed in its place: images[:, :, ::-1] turns all of them round.",
)
def first_column_stays(images):
    return np.concatenate([images[:, :, :1], images[:, :, :0:-1]], axis=2)
