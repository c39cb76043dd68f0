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


@misconception(
    "shift", "What comes in from outside has one fixed colour: repeat the pixels of the edge."
)
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
    "The noise is uniform: sigma is the standard deviation of Gaussian noise, rng.normal.",
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
    "A single pixel was taken for each place: between pixels, the four around it are mixed "
    "(bilinear).",
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
    "The centre is off: of rows 0 to H - 1 it is (H - 1) / 2, a half for an even H.",
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


@misconception(
    "augment", "No image of the batch is mirrored: each of them needs a coin of its own."
)
def never_mirrored(images, rng):
    return moved_and_zoomed(images, rng)


@misconception(
    "augment", "Every image of the batch is mirrored: each of them needs a coin of its own."
)
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
    "Images move as far along rows as along columns: each of the two needs a number of its own "
    "from -2, -1, 0, 1, 2.",
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


@misconception(
    "flip_horizontal",
    "A list was returned: an array (N, H, W, C) is wanted.",
)
def list_of_images(images):
    return [image[:, ::-1] for image in images]


@misconception(
    "flip_horizontal",
    "All axes were turned round: axis 2 alone runs from left to right.",
)
def all_axes_turned(images):
    return np.flip(images)


@misconception(
    "flip_horizontal",
    "The images were turned by a quarter of a circle: mirror them along axis 2.",
)
def quarter_turn(images):
    return np.rot90(images, axes=(1, 2))


@misconception(
    "flip_horizontal",
    "The images were turned by a quarter of a circle: mirror them along axis 2.",
)
def quarter_turn_back(images):
    return np.rot90(images, axes=(2, 1))


@misconception(
    "flip_horizontal",
    "The mirrored images were added to the given ones: the mirrored ones alone are wanted.",
)
def added_to_the_given(images):
    return np.concatenate([images, images[:, :, ::-1]])


@misconception(
    "flip_horizontal",
    "A column was lost: images[:, :, ::-1] turns all of them round.",
)
def first_column_lost(images):
    return images[:, :, :0:-1]


@misconception(
    "flip_horizontal",
    "A column was lost: images[:, :, ::-1] turns all of them round.",
)
def last_column_lost(images):
    return images[:, :, -2::-1]


@misconception(
    "flip_horizontal",
    "Columns were overwritten before they were read: write them into another array than the one "
    "read from.",
)
def overwritten_in_a_copy(images):
    result = images.copy()
    for column in range(images.shape[2]):
        result[:, :, column] = result[:, :, -1 - column]
    return result


@misconception(
    "flip_horizontal",
    "Columns were overwritten before they were read: write them into another array than the one "
    "read from.",
)
def overwritten_in_place(images):
    for column in range(images.shape[2]):
        images[:, :, column] = images[:, :, -1 - column]
    return images


@misconception(
    "flip_horizontal",
    "The images came back as they were: images[:, :, ::-1] turns the columns round.",
)
def unchanged(images):
    return images.copy()


@misconception(
    "flip_horizontal",
    "The order of the images was turned round too: axis 0 is the batch, axis 2 runs left to right.",
)
def batch_and_columns_reversed(images):
    return images[::-1, :, ::-1]


@misconception(
    "shift",
    "What comes in from outside keeps the old picture: repeat the pixels of the edge.",
)
def old_picture_kept(images, rows, columns):
    result = images.copy()
    height, width = images.shape[1:3]
    for i in range(max(0, rows), min(height, height + rows)):
        for j in range(max(0, columns), min(width, width + columns)):
            result[:, i, j] = images[:, i - rows, j - columns]
    return result


def slices(images, rows, columns):
    """Where what stays in the image goes to, and where it comes from; not for shifts too large."""
    height, width = images.shape[1:3]
    target = (
        slice(None),
        slice(max(rows, 0), height + min(rows, 0)),
        slice(max(columns, 0), width + min(columns, 0)),
    )
    source = (
        slice(None),
        slice(max(-rows, 0), height - max(rows, 0)),
        slice(max(-columns, 0), width - max(columns, 0)),
    )
    return target, source


@misconception(
    "shift",
    "What comes in from outside keeps the old picture: repeat the pixels of the edge.",
)
def old_picture_kept_by_slices(images, rows, columns):
    target, source = slices(images, rows, columns)
    result = images.copy()
    result[target] = images[source]
    return result


@misconception(
    "shift",
    "What comes in from outside has one fixed colour: repeat the pixels of the edge.",
)
def black_by_slices(images, rows, columns):
    target, source = slices(images, rows, columns)
    result = np.zeros_like(images)
    result[target] = images[source]
    return result


def coloured_outside(images, rows, columns, colour):
    wide = np.pad(images, ((0, 0), (9, 9), (9, 9), (0, 0)), constant_values=colour)
    return right_shift(wide, rows, columns)[:, 9:-9, 9:-9]


@misconception(
    "shift",
    "What comes in from outside has one fixed colour: repeat the pixels of the edge.",
)
def grey_border(images, rows, columns):
    return coloured_outside(images, rows, columns, 0.5)


@misconception(
    "shift",
    "What comes in from outside has one fixed colour: repeat the pixels of the edge.",
)
def white_border(images, rows, columns):
    return coloured_outside(images, rows, columns, 1)


@misconception(
    "shift",
    "What comes in from outside has one fixed colour: repeat the pixels of the edge.",
)
def border_of_the_mean(images, rows, columns):
    return coloured_outside(images, rows, columns, images.mean())


@misconception(
    "shift",
    "Each pixel was sent to its new place, so that places stay empty: ask for each place which "
    "pixel comes there.",
)
def sent_and_not_fetched(images, rows, columns):
    _, height, width, _ = images.shape
    result = np.zeros_like(images)
    for i in range(height):
        for j in range(width):
            place = min(max(i + rows, 0), height - 1), min(max(j + columns, 0), width - 1)
            result[:, place[0], place[1]] = images[:, i, j]
    return result


@misconception(
    "shift",
    "Columns that come in were filled from the given images, whose rows have not moved: fill them "
    "from the moved ones.",
)
def filled_from_unmoved_rows(images, rows, columns):
    result = np.roll(images, (rows, columns), axis=(1, 2))
    if rows > 0:
        result[:, :rows] = images[:, :1]
    elif rows < 0:
        result[:, rows:] = images[:, -1:]
    if columns > 0:
        result[:, :, :columns] = images[:, :, :1]
    elif columns < 0:
        result[:, :, columns:] = images[:, :, -1:]
    return result


@misconception(
    "shift",
    "Columns that come in were filled from the given images, whose rows have not moved: fill them "
    "from the moved ones.",
)
def columns_from_unmoved_rows(images, rows, columns):
    result = right_shift(images, rows, columns)
    if columns > 0:
        result[:, :, :columns] = images[:, :, :1]
    elif columns < 0:
        result[:, :, columns:] = images[:, :, -1:]
    return result


def padded_by(images, rows, columns, most):
    height, width = images.shape[1:3]
    wide = np.pad(images, ((0, 0), (most, most), (most, most), (0, 0)), mode="edge")
    return wide[:, most - rows :, most - columns :][:, :height, :width]


@misconception(
    "shift",
    "The images were padded by a fixed number of pixels, too few for some shifts: pad by abs(rows) "
    "and abs(columns).",
)
def padded_by_1(images, rows, columns):
    return padded_by(images, rows, columns, 1)


@misconception(
    "shift",
    "The images were padded by a fixed number of pixels, too few for some shifts: pad by abs(rows) "
    "and abs(columns).",
)
def padded_by_2(images, rows, columns):
    return padded_by(images, rows, columns, 2)


@misconception(
    "shift",
    "The images were padded by a fixed number of pixels, too few for some shifts: pad by abs(rows) "
    "and abs(columns).",
)
def padded_by_3(images, rows, columns):
    return padded_by(images, rows, columns, 3)


@misconception(
    "shift",
    "The images were padded by a fixed number of pixels, too few for some shifts: pad by abs(rows) "
    "and abs(columns).",
)
def padded_by_4(images, rows, columns):
    return padded_by(images, rows, columns, 4)


@misconception(
    "shift",
    "The images were padded by a fixed number of pixels, too few for some shifts: pad by abs(rows) "
    "and abs(columns).",
)
def padded_by_5(images, rows, columns):
    return padded_by(images, rows, columns, 5)


def padded_and_sliced(images, rows, columns, most):
    height, width = images.shape[1:3]
    wide = np.pad(images, ((0, 0), (most, most), (most, most), (0, 0)), mode="edge")
    top, left = most - rows, most - columns
    return wide[:, top : top + height, left : left + width]


@misconception(
    "shift",
    "The images were padded by a fixed number of pixels, too few for some shifts: pad by abs(rows) "
    "and abs(columns).",
)
def padded_and_sliced_by_1(images, rows, columns):
    return padded_and_sliced(images, rows, columns, 1)


@misconception(
    "shift",
    "The images were padded by a fixed number of pixels, too few for some shifts: pad by abs(rows) "
    "and abs(columns).",
)
def padded_and_sliced_by_2(images, rows, columns):
    return padded_and_sliced(images, rows, columns, 2)


@misconception(
    "shift",
    "The images were padded by a fixed number of pixels, too few for some shifts: pad by abs(rows) "
    "and abs(columns).",
)
def padded_and_sliced_by_3(images, rows, columns):
    return padded_and_sliced(images, rows, columns, 3)


@misconception(
    "shift",
    "The images were padded by a fixed number of pixels, too few for some shifts: pad by abs(rows) "
    "and abs(columns).",
)
def padded_and_sliced_by_4(images, rows, columns):
    return padded_and_sliced(images, rows, columns, 4)


@misconception(
    "shift",
    "The images were padded by a fixed number of pixels, too few for some shifts: pad by abs(rows) "
    "and abs(columns).",
)
def padded_and_sliced_by_5(images, rows, columns):
    return padded_and_sliced(images, rows, columns, 5)


@misconception(
    "shift",
    "Only the rows were moved: columns moves the image to the right.",
)
def rows_only_moved(images, rows, columns):
    return right_shift(images, rows, 0)


@misconception(
    "shift",
    "Negative numbers were not thought of: they move the image up and to the left.",
)
def negative_refused(images, rows, columns):
    height, width = images.shape[1:3]
    wide = np.pad(images, ((0, 0), (rows, 0), (columns, 0), (0, 0)), mode="edge")
    return wide[:, :height, :width]


@misconception(
    "shift",
    "A shift by 0 left nothing: images[:, :-0] is empty, so cut at H - rows and W - columns.",
)
def empty_at_0(images, rows, columns):
    height, width = images.shape[1:3]
    if rows >= 0:
        images = np.concatenate([images[:, :1].repeat(rows, 1), images[:, :-rows]], 1)[:, :height]
    else:
        images = np.concatenate([images, images[:, -1:].repeat(-rows, 1)], 1)[:, -rows:]
    if columns >= 0:
        left = images[:, :, :1].repeat(columns, 2)
        return np.concatenate([left, images[:, :, :-columns]], 2)[:, :, :width]
    return np.concatenate([images, images[:, :, -1:].repeat(-columns, 2)], 2)[:, :, -columns:]


@misconception(
    "shift",
    "The shift was limited to 2 pixels: move by as many as are given.",
)
def two_at_most(images, rows, columns):
    return right_shift(images, max(-2, min(2, rows)), max(-2, min(2, columns)))


@misconception(
    "shift",
    "The columns moved the other way: a positive number moves them to the right.",
)
def columns_the_other_way(images, rows, columns):
    return right_shift(images, rows, -columns)


@misconception(
    "shift",
    "The rows moved the other way: a positive number moves them down.",
)
def rows_the_other_way(images, rows, columns):
    return right_shift(images, -rows, columns)


@misconception(
    "shift",
    "The result is larger than the images: after padding, cut them to H rows and W columns.",
)
def not_cut(images, rows, columns):
    down, across = (max(rows, 0), max(-rows, 0)), (max(columns, 0), max(-columns, 0))
    return np.pad(images, ((0, 0), down, across, (0, 0)), mode="edge")


@misconception(
    "shift",
    "The axes were counted without the batch: rows are axis 1, and columns axis 2.",
)
def along_the_batch(images, rows, columns):
    count, height = images.shape[:2]
    from_images = np.clip(np.arange(count) - rows, 0, count - 1)
    from_rows = np.clip(np.arange(height) - columns, 0, height - 1)
    return images[from_images][:, from_rows]


@misconception(
    "shift",
    "What leaves the image at one side comes in at the other: np.roll wraps round; edges are to be "
    "repeated.",
)
def rolled_along_the_batch(images, rows, columns):
    return np.roll(images, (rows, columns), axis=(0, 1))


@misconception(
    "shift",
    "The given images were changed: move their pixels into an array of your own.",
)
def moved_in_place(images, rows, columns):
    images[:] = right_shift(images, rows, columns)
    return images


@misconception(
    "shift",
    "What leaves the image at one side comes in at the other: np.roll wraps round; edges are to be "
    "repeated.",
)
def wrapped_for_negatives(images, rows, columns):
    result = np.roll(images, (rows, columns), axis=(1, 2))
    if rows > 0:
        result[:, :rows] = result[:, rows : rows + 1]
    if columns > 0:
        result[:, :, :columns] = result[:, :, columns : columns + 1]
    return result


@misconception(
    "add_noise",
    "The noise is uniform: sigma is the standard deviation of Gaussian noise, rng.normal.",
)
def uniform_around_0(images, sigma, rng):
    return np.clip(images + sigma * (rng.random(images.shape) - 0.5), 0, 1).astype(images.dtype)


@misconception(
    "add_noise",
    "The noise is uniform: sigma is the standard deviation of Gaussian noise, rng.normal.",
)
def uniform_twice_as_wide(images, sigma, rng):
    return np.clip(images + sigma * (2 * rng.random(images.shape) - 1), 0, 1).astype(images.dtype)


@misconception(
    "add_noise",
    "The noise is uniform: sigma is the standard deviation of Gaussian noise, rng.normal.",
)
def uniform_of_the_right_deviation(images, sigma, rng):
    return np.clip(images + rng.uniform(-1, 1, images.shape) * sigma * np.sqrt(3), 0, 1).astype(
        images.dtype
    )


@misconception(
    "add_noise",
    "The noise only makes things brighter: its mean has to be 0, as that of rng.normal is.",
)
def uniform_from_0(images, sigma, rng):
    return np.clip(images + sigma * rng.random(images.shape), 0, 1).astype(images.dtype)


@misconception(
    "add_noise",
    "The noise only makes things brighter: its mean has to be 0, as that of rng.normal is.",
)
def noise_alone_clipped(images, sigma, rng):
    noise = np.clip(rng.normal(0, sigma, images.shape), 0, 1)
    return (images + noise).astype(images.dtype)


@misconception(
    "add_noise",
    "The noise only makes things brighter: its mean has to be 0, as that of rng.normal is.",
)
def noise_alone_and_result_clipped(images, sigma, rng):
    noise = np.clip(rng.normal(0, sigma, images.shape), 0, 1)
    return np.clip(images + noise, 0, 1).astype(images.dtype)


@misconception(
    "add_noise",
    "sigma was squared: rng.normal takes the standard deviation itself.",
)
def sigma_squared(images, sigma, rng):
    return np.clip(images + rng.normal(0, sigma**2, images.shape), 0, 1).astype(images.dtype)


@misconception(
    "add_noise",
    "sigma stands in the place of the mean: rng.normal(0, sigma, images.shape).",
)
def sigma_for_the_mean(images, sigma, rng):
    return np.clip(images + rng.normal(sigma, 1, images.shape), 0, 1).astype(images.dtype)


@misconception(
    "add_noise",
    "sigma stands in the place of the mean: rng.normal(0, sigma, images.shape).",
)
def sigma_for_mean_and_deviation(images, sigma, rng):
    return np.clip(images + rng.normal(sigma, sigma, images.shape), 0, 1).astype(images.dtype)


@misconception(
    "add_noise",
    "The noise has the standard deviation 1: it is sigma that is wanted.",
)
def sigma_left_out(images, sigma, rng):
    return np.clip(images + rng.standard_normal(images.shape), 0, 1).astype(images.dtype)


@misconception(
    "add_noise",
    "The noise has the mean 0.5 or 1, not 0: rng.normal(0, sigma, images.shape).",
)
def around_one_half(images, sigma, rng):
    return np.clip(images + rng.normal(0.5, sigma, images.shape), 0, 1).astype(images.dtype)


@misconception(
    "add_noise",
    "The noise has the mean 0.5 or 1, not 0: rng.normal(0, sigma, images.shape).",
)
def around_1(images, sigma, rng):
    return np.clip(images + rng.normal(1, sigma, images.shape), 0, 1).astype(images.dtype)


@misconception(
    "add_noise",
    "The result was stretched to 0..1: clip it, np.clip(..., 0, 1).",
)
def stretched(images, sigma, rng):
    noisy = images + rng.normal(0, sigma, images.shape)
    noisy = (noisy - noisy.min()) / max(1e-12, noisy.max() - noisy.min())
    return noisy.astype(images.dtype)


@misconception(
    "add_noise",
    "All values got the same number: rng.normal needs the size of the images.",
)
def one_number_for_all(images, sigma, rng):
    return np.clip(images + rng.normal(0, sigma), 0, 1).astype(images.dtype)


@misconception(
    "add_noise",
    "All values got the same number: rng.normal needs the size of the images.",
)
def one_number_a_channel(images, sigma, rng):
    return np.clip(images + rng.normal(0, sigma, images.shape[-1]), 0, 1).astype(images.dtype)


@misconception(
    "add_noise",
    "sigma was divided by 255: the images go from 0 to 1 already.",
)
def sigma_by_255(images, sigma, rng):
    return np.clip(images + rng.normal(0, sigma / 255, images.shape), 0, 1).astype(images.dtype)


@misconception(
    "add_noise",
    "The noise alone was returned: add it to the images.",
)
def noise_without_images(images, sigma, rng):
    return np.clip(rng.normal(0, sigma, images.shape), 0, 1).astype(images.dtype)


@misconception(
    "add_noise",
    "The noise alone was returned: add it to the images.",
)
def noise_without_images_not_clipped(images, sigma, rng):
    return rng.normal(0, sigma, images.shape).astype(images.dtype)


@misconception(
    "add_noise",
    "The result was clipped to another range than 0..1: np.clip(..., 0, 1).",
)
def clipped_to_255(images, sigma, rng):
    return np.clip(images + rng.normal(0, sigma, images.shape), 0, 255).astype(images.dtype)


@misconception(
    "add_noise",
    "The result was clipped to another range than 0..1: np.clip(..., 0, 1).",
)
def clipped_from_minus_1(images, sigma, rng):
    return np.clip(images + rng.normal(0, sigma, images.shape), -1, 1).astype(images.dtype)


@misconception(
    "add_noise",
    "The generator is made anew inside, so that every call draws the same: use rng.",
)
def always_the_same_noise(images, sigma, rng):
    return right_noise(images, sigma, np.random.default_rng(0))


@misconception(
    "add_noise",
    "The noise was multiplied with the images: it is added to them.",
)
def images_times_noise(images, sigma, rng):
    return np.clip(images * rng.normal(0, sigma, images.shape), 0, 1).astype(images.dtype)


@misconception(
    "add_noise",
    "The noise was multiplied with the images: it is added to them.",
)
def images_times_noise_around_1(images, sigma, rng):
    return np.clip(images * rng.normal(1, sigma, images.shape), 0, 1).astype(images.dtype)


@misconception(
    "add_noise",
    "The given images were changed: += works in place, so make new ones.",
)
def noise_and_clip_in_place(images, sigma, rng):
    images += rng.normal(0, sigma, images.shape).astype(images.dtype)
    np.clip(images, 0, 1, out=images)
    return images


@misconception(
    "add_noise",
    "sigma was taken for the variance: rng.normal takes the standard deviation itself.",
)
def square_root_of_sigma_scaled(images, sigma, rng):
    return np.clip(images + rng.standard_normal(images.shape) * np.sqrt(sigma), 0, 1).astype(
        images.dtype
    )


def places(image, factor):
    """Where rows and columns are read, about the centre, before they are cut off at the edge."""
    middles = [(side - 1) / 2 for side in image.shape[:2]]
    return [(np.arange(s) - m) / factor + m for s, m in zip(image.shape, middles, strict=False)]


@misconception(
    "zoom",
    "The four neighbours count alike: each is weighted by how near it is.",
)
def plain_mean_of_four(image, factor):
    right_zoom(image, factor)
    rows, columns = places(image, factor)
    rows = np.clip(rows, 0, len(rows) - 1)
    columns = np.clip(columns, 0, len(columns) - 1)
    halves = [np.where(p < len(p) - 1, np.floor(p) + 0.5, np.floor(p)) for p in (rows, columns)]
    return read(image, *halves)


@misconception(
    "zoom",
    "A single pixel was taken for each place: between pixels, the four around it are mixed "
    "(bilinear).",
)
def pixel_before(image, factor):
    right_zoom(image, factor)
    rows, columns = places(image, factor)
    return read(image, np.floor(rows), np.floor(columns))


@misconception(
    "zoom",
    "A single pixel was taken for each place: between pixels, the four around it are mixed "
    "(bilinear).",
)
def pixel_towards_0(image, factor):
    right_zoom(image, factor)
    rows, columns = places(image, factor)
    return read(image, np.trunc(rows), np.trunc(columns))


@misconception(
    "zoom",
    "A single pixel was taken for each place: between pixels, the four around it are mixed "
    "(bilinear).",
)
def pixel_before_about_the_corner(image, factor):
    right_zoom(image, factor)
    return read(image, *(np.floor(np.arange(side) / factor) for side in image.shape[:2]))


@misconception(
    "zoom",
    "A single pixel was taken for each place: between pixels, the four around it are mixed "
    "(bilinear).",
)
def nearest_pixel_half_up(image, factor):
    right_zoom(image, factor)
    rows, columns = places(image, factor)
    return read(image, np.floor(rows + 0.5), np.floor(columns + 0.5))


@misconception(
    "zoom",
    "Only one direction is bilinear: both rows and columns are mixed by how near they are.",
)
def nearest_column(image, factor):
    right_zoom(image, factor)
    rows, columns = places(image, factor)
    return read(image, rows, np.rint(columns))


@misconception(
    "zoom",
    "Only one direction is bilinear: both rows and columns are mixed by how near they are.",
)
def nearest_row(image, factor):
    right_zoom(image, factor)
    rows, columns = places(image, factor)
    return read(image, np.rint(rows), columns)


def about(image, factor, *middles):
    right_zoom(image, factor)
    sides = zip(image.shape, middles, strict=False)
    return read(image, *((np.arange(side) - m) / factor + m for side, m in sides))


@misconception(
    "zoom",
    "The centre is off: of rows 0 to H - 1 it is (H - 1) / 2, a half for an even H.",
)
def centre_rounded_down(image, factor):
    return about(image, factor, (image.shape[0] - 1) // 2, (image.shape[1] - 1) // 2)


@misconception(
    "zoom",
    "The centre is off: of rows 0 to H - 1 it is (H - 1) / 2, a half for an even H.",
)
def centre_rounded_up(image, factor):
    return about(image, factor, image.shape[0] // 2, image.shape[1] // 2)


@misconception(
    "zoom",
    "Only the columns were zoomed: the rows are zoomed by the same factor.",
)
def columns_only_zoomed(image, factor):
    right_zoom(image, factor)
    return read(image, np.arange(image.shape[0]), places(image, factor)[1])


@misconception(
    "zoom",
    "Shrinking tiles the image: outside of it the edge is repeated.",
)
def read_from_the_other_side(image, factor):
    right_zoom(image, factor)
    wide = np.pad(image, ((20, 20), (20, 20), (0, 0)), mode="wrap")
    rows, columns = places(image, factor)
    return read(wide, rows + 20, columns + 20)


@misconception(
    "zoom",
    "A factor of 0 or below needs a ValueError.",
)
def only_0_refused(image, factor):
    if factor == 0:
        raise ValueError(f"factor {factor}")
    return right_zoom(image, abs(factor))


@misconception(
    "zoom",
    "A factor of 0 or below needs a ValueError.",
)
def only_0_refused_and_read_backwards(image, factor):
    if factor == 0:
        raise ValueError(f"factor {factor}")
    return read(image, *places(image, factor))


@misconception(
    "zoom",
    "A factor of 0 or below needs a ValueError.",
)
def only_negative_refused(image, factor):
    if factor == 0:
        raise ZeroDivisionError("division by zero")
    return right_zoom(image, factor)


@misconception(
    "zoom",
    "A factor of 0 or below needs a ValueError.",
)
def division_by_zero(image, factor):
    if factor == 0:
        raise ZeroDivisionError("division by zero")
    return read(image, *places(image, factor))


@misconception(
    "zoom",
    "A factor of 0 or below needs a ValueError.",
)
def type_error(image, factor):
    if factor <= 0:
        raise TypeError(f"factor {factor}")
    return right_zoom(image, factor)


@misconception(
    "zoom",
    "A factor of 0 or below needs a ValueError.",
)
def another_error(image, factor):
    assert factor > 0, f"factor {factor}"
    return right_zoom(image, factor)


@misconception(
    "zoom",
    "The weights of rows and columns changed places: each pair belongs to its own direction.",
)
def weights_of_the_other_direction(image, factor):
    right_zoom(image, factor)
    result = np.empty_like(image)
    last = np.array(image.shape[:2]) - 1
    rows, columns = (np.clip(p, 0, len(p) - 1) for p in places(image, factor))
    for i, row in enumerate(rows):
        for j, column in enumerate(columns):
            a, b = int(row), int(column)
            c, d = min(a + 1, last[0]), min(b + 1, last[1])
            down, along = column - b, row - a
            upper = image[a, b] * (1 - along) + image[a, d] * along
            lower = image[c, b] * (1 - along) + image[c, d] * along
            result[i, j] = upper * (1 - down) + lower * down
    return result


def each(images, rng, low=-2, high=2, factors=(0.9, 1.1), coin=0.5, move=None, size=None):
    """Every image mirrored, moved and zoomed, one after the other."""
    result = np.empty_like(images)
    for place, image in enumerate(images):
        mirror = rng.random() < coin
        down, right = move() if move else (rng.integers(low, high + 1) for _ in range(2))
        moved = right_shift(image[None, :, ::-1] if mirror else image[None], down, right)[0]
        result[place] = (size or right_zoom)(moved, rng.uniform(*factors))
    return result


@misconception(
    "augment",
    "The zoom goes too far: factors go from 0.9 to 1.1.",
)
def zoom_wide(images, rng):
    return each(images, rng, factors=(0.8, 1.2))


@misconception(
    "augment",
    "The zoom goes too far: factors go from 0.9 to 1.1.",
)
def zoom_wider(images, rng):
    return each(images, rng, factors=(0.7, 1.3))


@misconception(
    "augment",
    "The zoom goes too far: factors go from 0.9 to 1.1.",
)
def zoom_half_as_much_again(images, rng):
    return each(images, rng, factors=(0.5, 1.5))


@misconception(
    "augment",
    "Images are moved or enlarged too far: a shift is 2 pixels at most, a factor 1.1.",
)
def zoom_up_to_2(images, rng):
    return each(images, rng, factors=(0.5, 2.0))


@misconception(
    "augment",
    "Images are only shrunk: factors go from 0.9 to 1.1.",
)
def never_larger(images, rng):
    return each(images, rng, factors=(0.9, 1.0))


@misconception(
    "augment",
    "Height and width have factors of their own: zoom both by the same one.",
)
def stretched_images(images, rng):
    return each(
        images, rng, size=lambda image, factor: between(image, factor, rng.uniform(0.9, 1.1))
    )


def between(image, *factors):
    """Zoom rows by one factor, columns by another."""
    rows, columns = (places(image, factor)[axis] for axis, factor in enumerate(factors))
    return read(image, rows, columns)


@misconception(
    "augment",
    "Some images stand on their heads: mirror left and right alone.",
)
def also_upside_down(images, rng):
    turned = np.where(rng.random((len(images), 1, 1, 1)) < 0.5, images, images[:, ::-1])
    return each(turned, rng)


@misconception(
    "augment",
    "Noise was added too: flip, shift and zoom alone are wanted.",
)
def with_noise_0_01(images, rng):
    return right_noise(each(images, rng), 0.01, rng)


@misconception(
    "augment",
    "Noise was added too: flip, shift and zoom alone are wanted.",
)
def with_noise_0_02(images, rng):
    return right_noise(each(images, rng), 0.02, rng)


@misconception(
    "augment",
    "Noise was added too: flip, shift and zoom alone are wanted.",
)
def with_noise_0_03(images, rng):
    return right_noise(each(images, rng), 0.03, rng)


@misconception(
    "augment",
    "Noise was added too: flip, shift and zoom alone are wanted.",
)
def with_noise_0_05(images, rng):
    return right_noise(each(images, rng), 0.05, rng)


@misconception(
    "augment",
    "Noise was added too: flip, shift and zoom alone are wanted.",
)
def with_noise_0_1(images, rng):
    return right_noise(each(images, rng), 0.1, rng)


@misconception(
    "augment",
    "Images move by 1 pixel at most: draw shifts with rng.integers(-2, 3).",
)
def moved_by_one(images, rng):
    return each(images, rng, -1, 1)


@misconception(
    "augment",
    "Images only move up and to the left: down and right is as likely.",
)
def moved_the_other_way(images, rng):
    return each(images, rng, -2, 0)


@misconception(
    "augment",
    "Images move as far along rows as along columns: each of the two needs a number of its own "
    "from -2, -1, 0, 1, 2.",
)
def always_by_two(images, rng):
    return each(images, rng, move=lambda: rng.choice([-2, 2], 2))


@misconception(
    "augment",
    "Images move as far along rows as along columns: each of the two needs a number of its own "
    "from -2, -1, 0, 1, 2.",
)
def one_number_for_both_drawn_once_each(images, rng):
    return each(images, rng, move=lambda: 2 * [rng.integers(-2, 3)])


@misconception(
    "augment",
    "Columns never move: images are shifted along both axes.",
)
def rows_moved_only(images, rng):
    return each(images, rng, move=lambda: (rng.integers(-2, 3), 0))


@misconception(
    "augment",
    "Rows never move: images are shifted along both axes.",
)
def columns_moved_only(images, rng):
    return each(images, rng, move=lambda: (0, rng.integers(-2, 3)))


@misconception(
    "augment",
    "Images are moved too far: a shift is 2 pixels at most.",
)
def moved_by_three(images, rng):
    return each(images, rng, -3, 3)


@misconception(
    "augment",
    "Images are moved too far: a shift is 2 pixels at most.",
)
def moved_by_four(images, rng):
    return each(images, rng, -4, 4)


@misconception(
    "augment",
    "Images never move by 2 down or right: integers(-2, 2) ends at 1, integers(-2, 3) at 2.",
)
def end_left_out_for_each(images, rng):
    return each(images, rng, -2, 1)


@misconception(
    "augment",
    "Images only move down and to the right: up and left is as likely.",
)
def moved_one_way_for_each(images, rng):
    return each(images, rng, 0, 2)


@misconception(
    "augment",
    "Images are only enlarged: factors go from 0.9 to 1.1.",
)
def never_smaller_for_each(images, rng):
    return each(images, rng, factors=(1.0, 1.1))


@misconception(
    "augment",
    "There is no shift: each image also moves by up to 2 pixels.",
)
def no_shift_for_each(images, rng):
    return each(images, rng, move=lambda: (0, 0))


@misconception(
    "augment",
    "A list was returned: an array (N, H, W, C) is wanted.",
)
def list_of_new_images(images, rng):
    return list(each(images, rng))


@misconception(
    "augment",
    "The new images were added to the given ones: the new ones alone are wanted.",
)
def added_to_the_given_images(images, rng):
    return np.concatenate([images, each(images, rng)])


@misconception(
    "augment",
    "The new images were added to the given ones: the new ones alone are wanted.",
)
def given_images_added(images, rng):
    return np.concatenate([each(images, rng), images])


@misconception(
    "augment",
    "The colours of some images changed places: of one image, axis 0 are the rows, axis 1 the "
    "columns.",
)
def colours_mirrored(images, rng):
    turned = np.where(rng.random((len(images), 1, 1, 1)) < 0.5, images, images[..., ::-1])
    return each(turned, rng, coin=0)


@misconception(
    "augment",
    "What comes in from outside is black: repeat the pixels of the edge.",
)
def black_outside_of_moved(images, rng):
    wide = np.pad(images, ((0, 0), (4, 4), (4, 4), (0, 0)))
    return each(wide, rng)[:, 4:-4, 4:-4]


@misconception(
    "augment",
    "All images of the batch were changed alike: draw for each image by itself.",
)
def drawn_once(images, rng):
    mirror = rng.random() < 0.5
    moved = right_shift(images[:, :, ::-1] if mirror else images, *rng.integers(-2, 3, 2))
    factor = rng.uniform(0.9, 1.1)
    return np.stack([right_zoom(image, factor) for image in moved])


@misconception(
    "zoom",
    "The four neighbours count alike: each is weighted by how near it is.",
)
def plain_mean_of_those_around(image, factor):
    right_zoom(image, factor)
    rows, columns = (np.clip(p, 0, len(p) - 1) for p in places(image, factor))
    halves = ((np.floor(p) + np.ceil(p)) / 2 for p in (rows, columns))
    return read(image, *halves)


@misconception(
    "zoom",
    "A factor of 0 or below needs a ValueError.",
)
def nothing_refused(image, factor):
    return read(image, *places(image, factor))


@misconception(
    "shift",
    "The row or column beside the edge was repeated: it is the outermost one that comes in.",
)
def beside_the_edge(images, rows, columns):
    for axis, by in ((1, rows), (2, columns)):
        last = images.shape[axis] - 1
        places = np.arange(last + 1) - by
        places[places < 0] = min(1, last)
        places[places > last] = max(0, last - 1)
        images = images.take(places, axis)
    return images


@misconception(
    "shift",
    "The row or column beside the edge was repeated: it is the outermost one that comes in.",
)
def beside_the_edge_after_rolling(images, rows, columns):
    result = np.roll(images, (rows, columns), axis=(1, 2))
    if rows > 0:
        result[:, :rows] = result[:, rows + 1 : rows + 2]
    elif rows < 0:
        result[:, rows:] = result[:, rows - 2 : rows - 1]
    if columns > 0:
        result[:, :, :columns] = result[:, :, columns + 1 : columns + 2]
    elif columns < 0:
        result[:, :, columns:] = result[:, :, columns - 2 : columns - 1]
    return result


@misconception(
    "shift",
    "The result is larger than the images: after padding, cut them to H rows and W columns.",
)
def cut_at_one_side(images, rows, columns):
    down, across = (max(rows, 0), max(-rows, 0)), (max(columns, 0), max(-columns, 0))
    return np.pad(images, ((0, 0), down, across, (0, 0)), mode="edge")[:, down[1] :, across[1] :]


@misconception(
    "shift",
    "The result is larger than the images: after padding, cut them to H rows and W columns.",
)
def cut_at_the_other_side(images, rows, columns):
    height, width = images.shape[1:3]
    down, across = (max(rows, 0), max(-rows, 0)), (max(columns, 0), max(-columns, 0))
    wide = np.pad(images, ((0, 0), down, across, (0, 0)), mode="edge")
    return wide[:, : height + down[1], : width + across[1]]


@misconception(
    "shift",
    "Negative numbers were not thought of: they move the image up and to the left.",
)
def negative_as_positive(images, rows, columns):
    return right_shift(images, abs(rows), abs(columns))


@misconception(
    "shift",
    "Negative numbers were not thought of: they move the image up and to the left.",
)
def always_up_and_left(images, rows, columns):
    return right_shift(images, -abs(rows), -abs(columns))


@misconception(
    "shift",
    "The picture is reflected at the edge: only the pixels of the edge itself are repeated.",
)
def reflected_without_the_edge_again_and_again(images, rows, columns):
    down, across = abs(rows), abs(columns)
    wide = np.pad(images, ((0, 0), (down, down), (across, across), (0, 0)), mode="reflect")
    return wide[:, down - rows :, across - columns :][:, : images.shape[1], : images.shape[2]]


@misconception(
    "shift",
    "The picture is reflected at the edge: only the pixels of the edge itself are repeated.",
)
def reflected_or_refused(images, rows, columns):
    if abs(rows) >= images.shape[1] or abs(columns) >= images.shape[2]:
        raise ValueError("no more than the image can be reflected")
    down, across = abs(rows), abs(columns)
    wide = np.pad(images, ((0, 0), (down, down), (across, across), (0, 0)), mode="reflect")
    return wide[:, down - rows :, across - columns :][:, : images.shape[1], : images.shape[2]]


@misconception(
    "shift",
    "A shift by as much as the image's height or width was not thought of: it leaves the edge "
    "alone, repeated.",
)
def not_by_the_whole_image(images, rows, columns):
    if abs(rows) >= images.shape[1] or abs(columns) >= images.shape[2]:
        raise IndexError("beyond the image")
    return right_shift(images, rows, columns)


@misconception(
    "shift",
    "A shift by as much as the image's height or width was not thought of: it leaves the edge "
    "alone, repeated.",
)
def not_by_more_than_the_image(images, rows, columns):
    if abs(rows) > images.shape[1] or abs(columns) > images.shape[2]:
        raise ValueError("beyond the image")
    return right_shift(images, rows, columns)


@misconception(
    "shift",
    "A shift by as much as the image's height or width was not thought of: it leaves the edge "
    "alone, repeated.",
)
def longer_by_far_shifts(images, rows, columns):
    for axis, by in ((1, rows), (2, columns)):
        side = images.shape[axis]
        kept = images.take(range(max(0, -by), max(0, min(side, side - by))), axis)
        edge = images.take([0 if by > 0 else -1], axis).repeat(abs(by), axis)
        images = np.concatenate([edge, kept] if by > 0 else [kept, edge], axis)
    return images


@misconception(
    "zoom",
    "A factor of 0 or below needs a ValueError.",
)
def zero_with_a_warning(image, factor):
    if factor == 0:
        return image * (np.zeros(1) / 0)[0]
    return right_zoom(image, factor)


@misconception(
    "zoom",
    "A factor of 0 or below needs a ValueError.",
)
def zero_without_a_warning(image, factor):
    if factor == 0:
        return image.copy()
    return right_zoom(image, factor)


@misconception(
    "zoom",
    "A factor of 0 or below needs a ValueError.",
)
def zero_with_a_warning_and_negative(image, factor):
    if factor == 0:
        return image * (np.zeros(1) / 0)[0]
    return right_zoom(image, abs(factor))


@misconception(
    "zoom",
    "A factor of 0 or below needs a ValueError.",
)
def zero_with_another_error(image, factor):
    if factor == 0:
        raise IndexError("out of bounds")
    return right_zoom(image, abs(factor))


@misconception(
    "zoom",
    "A factor of 0 or below needs a ValueError.",
)
def zero_with_another_error_alone(image, factor):
    if factor == 0:
        raise IndexError("out of bounds")
    return right_zoom(image, factor)


@misconception(
    "zoom",
    "Shrinking was refused: only a factor of 0 or below needs a ValueError.",
)
def shrinking_refused(image, factor):
    if factor < 1:
        raise ValueError(f"factor {factor}")
    return right_zoom(image, factor)


@misconception(
    "zoom",
    "Shrinking was refused: only a factor of 0 or below needs a ValueError.",
)
def only_enlarged(image, factor):
    if factor <= 1:
        raise ValueError(f"factor {factor}")
    return right_zoom(image, factor)


@misconception(
    "zoom",
    "Shrinking does nothing: a factor below 1 makes things smaller.",
)
def never_shrunk(image, factor):
    return right_zoom(image, factor) if factor <= 0 or factor > 1 else image.copy()


@misconception(
    "zoom",
    "Enlarging does nothing: a factor above 1 makes things larger.",
)
def never_enlarged(image, factor):
    return right_zoom(image, factor) if factor < 1 else image.copy()


@misconception(
    "zoom",
    "The image came back as it was: zoom it by the factor.",
)
def not_zoomed(image, factor):
    right_zoom(image, factor)
    return image.copy()


@misconception(
    "zoom",
    "The image was rounded to 8 bits on the way: compute in floating point, from 0 to 1.",
)
def through_8_bits(image, factor):
    pixels = np.rint(np.asarray(image) * 255).astype(np.uint8) / 255
    return np.rint(right_zoom(pixels, factor) * 255).astype(np.uint8) / 255


@misconception(
    "zoom",
    "The image was rounded to 8 bits on the way: compute in floating point, from 0 to 1.",
)
def cut_to_8_bits(image, factor):
    pixels = (np.asarray(image) * 255).astype(np.uint8) / 255
    return (right_zoom(pixels, factor) * 255 + 1e-9).astype(np.uint8) / 255


@misconception(
    "zoom",
    "The result has whole numbers up to 255: it goes from 0 to 1, as the image.",
)
def bytes_returned(image, factor):
    return np.rint(right_zoom(image, factor) * 255).astype(np.uint8)


@misconception(
    "zoom",
    "Rows and columns were read at the same places: columns have a width and a middle of their "
    "own.",
)
def height_for_rows_and_columns(image, factor):
    right_zoom(image, factor)
    rows, _ = places(image, factor)
    rows = np.clip(rows, 0, image.shape[0] - 1)
    if image.shape[1] < image.shape[0]:
        raise IndexError("beyond the columns")
    return read(image, rows, rows)


@misconception(
    "zoom",
    "Rows and columns were read at the same places: columns have a width and a middle of their "
    "own.",
)
def width_for_rows_and_columns(image, factor):
    right_zoom(image, factor)
    _, columns = places(image, factor)
    columns = np.clip(columns, 0, image.shape[1] - 1)
    if image.shape[0] < image.shape[1]:
        raise IndexError("beyond the rows")
    return read(image, columns, columns)


def extrapolated(image, factor, inside):
    """Clip the pixel before a place, and not the place itself."""
    right_zoom(image, factor)
    for axis, where in enumerate(places(image, factor)):
        last = image.shape[axis] - 1
        before = np.clip(np.floor(where).astype(int), 0, last - 1 if inside and last else last)
        share = (where - before).reshape(-1, *(1,) * (2 - axis))
        after = image.take(np.minimum(before + 1, last), axis)
        image = image.take(before, axis) * (1 - share) + after * share
    return image


@misconception(
    "zoom",
    "Weights were taken from places outside of the image: clip the places first, then take pixels "
    "and weights from them.",
)
def weights_of_places_beyond(image, factor):
    return extrapolated(image, factor, True)


@misconception(
    "zoom",
    "Weights were taken from places outside of the image: clip the places first, then take pixels "
    "and weights from them.",
)
def weights_of_places_beyond_one_edge(image, factor):
    return extrapolated(image, factor, False)


def cropped(image, factor, whole, ends):
    """Cut out, or pad to, a whole number of pixels, and stretch that; ends: corner to corner."""
    right_zoom(image, factor)
    for axis, side in enumerate(image.shape[:2]):
        part = max(1, whole(side / factor))
        before = abs(side - part) // 2
        if part <= side:
            image = image.take(range(before, before + part), axis)
        else:
            pad = [(0, 0)] * 3
            pad[axis] = before, part - side - before
            image = np.pad(image, pad, mode="edge")
        where = (
            np.linspace(0, part - 1, side) if ends else (np.arange(side) + 0.5) * part / side - 0.5
        )
        others = np.arange(image.shape[1 - axis])
        image = read(image, *((where, others) if axis == 0 else (others, where)))
    return image


@misconception(
    "zoom",
    "A whole number of pixels was cut out and stretched, so that the factor is another one: "
    "read each pixel at its own place, (i - c) / factor + c.",
)
def cut_out_and_stretched(image, factor):
    return cropped(image, factor, round, False)


@misconception(
    "zoom",
    "A whole number of pixels was cut out and stretched, so that the factor is another one: "
    "read each pixel at its own place, (i - c) / factor + c.",
)
def cut_out_and_stretched_rounded_down(image, factor):
    return cropped(image, factor, int, False)


@misconception(
    "zoom",
    "A whole number of pixels was cut out and stretched, so that the factor is another one: "
    "read each pixel at its own place, (i - c) / factor + c.",
)
def cut_out_and_stretched_to_the_corners(image, factor):
    return cropped(image, factor, round, True)


@misconception(
    "zoom",
    "A whole number of pixels was cut out and stretched, so that the factor is another one: "
    "read each pixel at its own place, (i - c) / factor + c.",
)
def cut_out_and_stretched_rounded_down_to_the_corners(image, factor):
    return cropped(image, factor, int, True)


@misconception(
    "zoom",
    "The weights are not those of bilinear interpolation: of two neighbours, each counts 1 "
    "minus its distance.",
)
def smooth_weights(image, factor):
    right_zoom(image, factor)
    where = (np.clip(p, 0, len(p) - 1) for p in places(image, factor))
    return read(image, *(np.floor(p) + (p % 1) ** 2 * (3 - 2 * (p % 1)) for p in where))


@misconception(
    "zoom",
    "Shrinking took a mean over more pixels than four (antialias): the four neighbours of each "
    "place count alone.",
)
def smoothed_when_shrunk(image, factor):
    right_zoom(image, factor)
    if factor >= 1:
        return right_zoom(image, factor)
    wide = np.pad(image, ((60, 60), (60, 60), (0, 0)), mode="edge")
    for axis, where in enumerate(places(image, factor)):
        pixels = np.arange(wide.shape[axis]) - 60
        weights = np.maximum(0, 1 - factor * abs(where[:, None] - pixels))
        weights /= weights.sum(axis=1, keepdims=True)
        wide = np.moveaxis(np.tensordot(weights, wide, (1, axis)), 0, axis)
    return wide


@misconception(
    "augment",
    "What leaves the image at one side comes in at the other: np.roll wraps round; edges are to "
    "be repeated.",
)
def rolled(images, rng):
    result = np.empty_like(images)
    for place, image in enumerate(images):
        image = image[:, ::-1] if rng.random() < 0.5 else image
        image = np.roll(image, rng.integers(-2, 3, 2), axis=(0, 1))
        result[place] = right_zoom(image, rng.uniform(0.9, 1.1))
    return result


def left_as_given(images, rng, places):
    result = right_augment(images, rng)
    result[places] = images[places]
    return result


@misconception(
    "augment",
    "The last image of the batch is never changed: range(len(images)) goes over all of them.",
)
def last_image_left(images, rng):
    return left_as_given(images, rng, slice(-1, None))


@misconception(
    "augment",
    "The first image of the batch is never changed: begin with images[0].",
)
def first_image_left(images, rng):
    return left_as_given(images, rng, slice(1))


@misconception(
    "augment",
    "Only some of the images are changed: each of the batch needs its own choice.",
)
def every_second_image(images, rng):
    return left_as_given(images, rng, slice(1, None, 2))


@misconception(
    "augment",
    "Only some of the images are changed: each of the batch needs its own choice.",
)
def second_half_left(images, rng):
    return left_as_given(images, rng, slice(len(images) // 2, None))


@misconception(
    "augment",
    "Fewer than half of the images are mirrored: a coin, rng.random() < 0.5, decides.",
)
def rarely_mirrored(images, rng):
    return each(images, rng, coin=0.1)


@misconception(
    "augment",
    "More than half of the images are mirrored: a coin, rng.random() < 0.5, decides.",
)
def mostly_mirrored(images, rng):
    return each(images, rng, coin=0.9)


@misconception(
    "augment",
    "All images have the same factor: draw one for each image.",
)
def one_factor_for_all(images, rng):
    factor = rng.uniform(0.9, 1.1)
    return each(images, rng, factors=(factor, factor))


@misconception(
    "augment",
    "All images move alike: draw a shift for each image.",
)
def one_shift_for_all(images, rng):
    moves = rng.integers(-2, 3, 2)
    return each(images, rng, move=lambda: moves)


@misconception(
    "augment",
    "Images are moved too far: a shift is 2 pixels at most.",
)
def columns_moved_too_far(images, rng):
    return each(images, rng, move=lambda: (rng.integers(-2, 3), rng.integers(-4, 5)))


@misconception(
    "augment",
    "Images are moved or enlarged too far: a shift is 2 pixels at most, a factor 1.1.",
)
def moved_by_eight(images, rng):
    return each(images, rng, -8, 8)


@misconception(
    "augment",
    "Images are moved or enlarged too far: a shift is 2 pixels at most, a factor 1.1.",
)
def factor_added_to_1(images, rng):
    return each(images, rng, factors=(1.9, 2.1))


@misconception(
    "augment",
    "The colours of some images changed places: of one image, axis 0 are the rows, axis 1 the "
    "columns.",
)
def colours_moved(images, rng):
    result = np.empty_like(images)
    for place, image in enumerate(images):
        image = image[:, ::-1] if rng.random() < 0.5 else image
        moved = right_shift(image[..., None], *rng.integers(-2, 3, 2))
        result[place] = right_zoom(moved[..., 0], rng.uniform(0.9, 1.1))
    return result


@misconception(
    "augment",
    "Some images stand on their heads: mirror left and right alone.",
)
def upside_down_alone(images, rng):
    return each(
        np.where(rng.random((len(images), 1, 1, 1)) < 0.5, images, images[:, ::-1]), rng, coin=0
    )


@misconception(
    "zoom",
    "Weights were taken from places outside of the image: clip the places first, then take pixels "
    "and weights from them.",
)
def share_of_the_place_beyond(image, factor):
    right_zoom(image, factor)
    for axis, where in enumerate(places(image, factor)):
        last = image.shape[axis] - 1
        before = np.trunc(where).astype(int)
        share = (where - before).reshape(-1, *(1,) * (2 - axis))
        before = np.clip(before, 0, last)
        after = image.take(np.minimum(before + 1, last), axis)
        image = image.take(before, axis) * (1 - share) + after * share
    return image


@misconception(
    "shift",
    "The opposite edge was repeated: what comes in at one side repeats the edge of that side.",
)
def opposite_edge(images, rows, columns):
    for axis, by in ((1, rows), (2, columns)):
        last = images.shape[axis] - 1
        where = np.arange(last + 1) - by
        where = np.where(where < 0, last, np.where(where > last, 0, where))
        images = images.take(where, axis)
    return images


@misconception(
    "shift",
    "The opposite edge was repeated: what comes in at one side repeats the edge of that side.",
)
def opposite_edge_after_rolling(images, rows, columns):
    result = np.roll(images, (rows, columns), axis=(1, 2))
    if rows > 0:
        result[:, :rows] = result[:, -1:]
    elif rows < 0:
        result[:, rows:] = result[:, :1]
    if columns > 0:
        result[:, :, :columns] = result[:, :, -1:]
    elif columns < 0:
        result[:, :, columns:] = result[:, :, :1]
    return result


@misconception(
    "zoom",
    "It is black where a place falls on a whole pixel: there floor and ceil are the same, and both "
    "weights 0. Take floor + 1 for the second pixel, kept inside the image.",
)
def no_weight_at_whole_places(image, factor):
    right_zoom(image, factor)
    for axis, where in enumerate(places(image, factor)):
        where = np.clip(where, 0, image.shape[axis] - 1)
        low, high = np.floor(where).astype(int), np.ceil(where).astype(int)
        shape = -1, *(1,) * (2 - axis)
        nearer, farther = (high - where).reshape(shape), (where - low).reshape(shape)
        image = image.take(low, axis) * nearer + image.take(high, axis) * farther
    return image


@misconception(
    "zoom",
    "The weights of the neighbours are swapped: the nearer one counts more.",
)
def farther_counts_more_up_to_the_edge(image, factor):
    right_zoom(image, factor)
    for axis, where in enumerate(places(image, factor)):
        last = image.shape[axis] - 1
        where = np.clip(where, 0, last)
        low = np.minimum(np.floor(where).astype(int), max(last - 1, 0))
        share = (where - low).reshape(-1, *(1,) * (2 - axis))
        after = image.take(np.minimum(low + 1, last), axis)
        image = image.take(low, axis) * share + after * (1 - share)
    return image


@misconception(
    "zoom",
    "The upper left corner stayed where it was: it is the centre that has to.",
)
def about_the_corner_by_halves(image, factor):
    right_zoom(image, factor)
    height, width, _ = image.shape
    return read(
        image, (np.arange(height) + 0.5) / factor - 0.5, (np.arange(width) + 0.5) / factor - 0.5
    )


@misconception(
    "augment",
    "Each image was mirrored, moved or zoomed: it goes through all three, one after the other.",
)
def one_of_three(images, rng):
    result = images.copy()
    for place, image in enumerate(images):
        change = rng.integers(3)
        if change == 0:
            result[place] = image[:, ::-1]
        elif change == 1:
            result[place] = right_shift(image[None], *rng.integers(-2, 3, 2))[0]
        else:
            result[place] = right_zoom(image, rng.uniform(0.9, 1.1))
    return result


@misconception(
    "augment",
    "Each image was mirrored, moved or zoomed: it goes through all three, one after the other.",
)
def one_of_three_and_a_coin(images, rng):
    result = images.copy()
    for place, image in enumerate(images):
        change = rng.integers(3)
        if change == 0:
            result[place] = image[:, ::-1] if rng.random() < 0.5 else image
        elif change == 1:
            result[place] = right_shift(image[None], *rng.integers(-2, 3, 2))[0]
        else:
            result[place] = right_zoom(image, rng.uniform(0.9, 1.1))
    return result
