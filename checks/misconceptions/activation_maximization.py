"""What goes wrong when a network's own taste in pictures is drawn."""

import keras
import numpy as np
import tensorflow as tf

from checks.misconceptions import misconception
from solutions.activation_maximization import displayable, gradient_ascent, maximize_activation

# in a submission the names of the solution stand for the wrong versions
right_displayable, right_ascent, right_maximize = displayable, gradient_ascent, maximize_activation


@misconception(
    "displayable",
    "Each channel was moved and scaled by itself, which changes the colours: take one mean and "
    "one standard deviation of the whole image.",
)
def channel_by_channel(image):
    values = image.astype(float)
    deviation = values.std(axis=(0, 1))
    scaled = (values - values.mean(axis=(0, 1))) / np.where(deviation > 0, deviation, 1)
    return np.rint(255 * np.clip(0.5 + 0.1 * scaled, 0, 1)).astype(np.uint8)


@misconception(
    "displayable",
    "The image was stretched from its smallest to its largest value: here its mean becomes 0.5 "
    "and its standard deviation 0.1.",
)
def stretched(image):
    values = image.astype(float) - image.min()
    return np.rint(255 * values / max(values.max(), 1e-9)).astype(np.uint8)


@misconception(
    "displayable",
    "Values outside of 0 to 1 were not clipped: in uint8 they begin again at the other end.",
)
def not_clipped(image):
    values = image.astype(float)
    scaled = 0.5 + 0.1 * (values - values.mean()) / (values.std() + 1e-9)
    return (255 * scaled).astype(np.int64).astype(np.uint8)


@misconception(
    "displayable",
    "The standard deviation was scaled to 1, and most pixels end up black or white: multiply by "
    "0.1 as well.",
)
def deviation_of_one(image):
    values = image.astype(float)
    scaled = 0.5 + (values - values.mean()) / (values.std() + 1e-9)
    return np.rint(255 * scaled.clip(0, 1)).astype(np.uint8)


@misconception(
    "displayable", "Floating-point numbers were returned: uint8 is wanted, astype at the very end."
)
def still_floating(image):
    values = image.astype(float)
    return (0.5 + 0.1 * (values - values.mean()) / (values.std() + 1e-9)).clip(0, 1)


@misconception(
    "displayable",
    "The numbers were made whole before they were multiplied by 255, so that all became 0 or 1.",
)
def whole_too_early(image):
    values = image.astype(float)
    scaled = 0.5 + 0.1 * (values - values.mean()) / (values.std() + 1e-9)
    return 255 * scaled.clip(0, 1).astype(np.uint8)


@misconception(
    "displayable",
    "A constant image came out black: its standard deviation is 0, so leave the division out, and "
    "it comes out mid-grey.",
)
def constant_divided(image):
    values = image.astype(float)
    with np.errstate(all="ignore"):
        scaled = 0.5 + 0.1 * (values - values.mean()) / values.std()
        return (255 * scaled.clip(0, 1)).astype(np.uint8)


@misconception(
    "displayable",
    "A constant image came out black: its standard deviation is 0, so leave the division out, and "
    "it comes out mid-grey.",
)
def constant_black(image):
    return right_displayable(image) if np.ptp(image) else np.zeros(image.shape, np.uint8)


@misconception(
    "displayable",
    "Everything below the mean is black: add 0.5 before you clip and multiply by 255.",
)
def around_black(image):
    values = image.astype(float)
    scaled = 0.1 * (values - values.mean()) / (values.std() + 1e-9)
    return np.rint(255 * scaled.clip(0, 1)).astype(np.uint8)


@misconception(
    "displayable", "The image that was given was changed: -= works in place, so make a new array."
)
def image_changed(image):
    shown = right_displayable(image)
    image[...] = shown
    return shown


@misconception(
    "displayable",
    "The variance was divided by instead of the standard deviation, which is its square root.",
)
def divided_by_variance(image):
    values = image.astype(float)
    scaled = 0.5 + 0.1 * (values - values.mean()) / (values.var() + 1e-9)
    return np.rint(255 * scaled.clip(0, 1)).astype(np.uint8)


@misconception("gradient_ascent", "The steps go downhill: add the gradient to climb.")
def downhill(gradient, start, steps=40, step_size=1.0):
    return right_ascent(lambda image: -gradient(image), start, steps, step_size)


@misconception(
    "gradient_ascent",
    "The gradient was not divided by its root mean square: without that, steps are tiny for one "
    "filter and huge for another.",
)
def not_normalised(gradient, start, steps=40, step_size=1.0):
    image = start
    for _ in range(steps):
        image = image + step_size * gradient(image)
    return image


@misconception(
    "gradient_ascent",
    "The gradient was divided by the root of the sum of its squares: take their mean, so that a "
    "step is as long for a large image as for a small one.",
)
def divided_by_length(gradient, start, steps=40, step_size=1.0):
    image = start
    for _ in range(steps):
        slope = gradient(image)
        image = image + step_size * slope / (np.sqrt(np.sum(slope**2)) + 1e-5)
    return image


@misconception(
    "gradient_ascent",
    "The gradient was divided by its standard deviation, which is another number where its mean "
    "is not 0: take the root of the mean of its squares.",
)
def divided_by_deviation(gradient, start, steps=40, step_size=1.0):
    image = start
    for _ in range(steps):
        slope = gradient(image)
        image = image + step_size * slope / (np.std(slope) + 1e-5)
    return image


@misconception(
    "gradient_ascent",
    "Each channel's gradient was divided by a root mean square of its own: take one number for "
    "the whole image.",
)
def channels_apart(gradient, start, steps=40, step_size=1.0):
    image = start
    for _ in range(steps):
        slope = gradient(image)
        lengths = np.sqrt(np.mean(slope**2, axis=(0, 1)))
        image = image + step_size * slope / (lengths + 1e-5)
    return image


@misconception(
    "gradient_ascent",
    "Only the sign of the gradient was used: each value of the image moves by its own part of it.",
)
def signs_only(gradient, start, steps=40, step_size=1.0):
    image = start
    for _ in range(steps):
        image = image + step_size * np.sign(gradient(image))
    return image


@misconception(
    "gradient_ascent",
    "The gradient of the start was taken for all steps: it is another one at every image.",
)
def asked_once(gradient, start, steps=40, step_size=1.0):
    slope = gradient(start)
    return right_ascent(lambda image: slope, start, steps, step_size)


@misconception(
    "gradient_ascent",
    "A gradient of 0 was divided by 0: add 1e-5 to the root mean square before you divide.",
)
def divided_by_zero(gradient, start, steps=40, step_size=1.0):
    image = start
    for _ in range(steps):
        slope = gradient(image)
        with np.errstate(all="ignore"):
            image = image + step_size * slope / np.sqrt(np.mean(slope**2))
    return image


@misconception(
    "gradient_ascent",
    "The 1e-5 was added under the root: it belongs to the root mean square itself.",
)
def added_under_the_root(gradient, start, steps=40, step_size=1.0):
    image = start
    for _ in range(steps):
        slope = gradient(image)
        image = image + step_size * slope / np.sqrt(np.mean(slope**2) + 1e-5)
    return image


@misconception(
    "gradient_ascent", "The start was changed: += works in place, so make a new array each time."
)
def start_changed(gradient, start, steps=40, step_size=1.0):
    start[...] = right_ascent(gradient, start, steps, step_size)
    return start


@misconception(
    "gradient_ascent", "There was a step too many: `steps` of them are made, none for steps=0."
)
def one_step_more(gradient, start, steps=40, step_size=1.0):
    return right_ascent(gradient, start, steps + 1, step_size)


@misconception("gradient_ascent", "The step size was left out: multiply each step by it.")
def step_size_ignored(gradient, start, steps=40, step_size=1.0):
    return right_ascent(gradient, start, steps)


@misconception(
    "gradient_ascent", "The image was held within 0 and 1: let it go where the gradient leads."
)
def held_within(gradient, start, steps=40, step_size=1.0):
    image = start
    for _ in range(steps):
        image = right_ascent(gradient, image, 1, step_size).clip(0, 1)
    return image


def climbed(
    model, outputs, score, steps, step_size, rng, training=False, start=None, ascent=right_ascent
):
    """Ascent with a score of one's own, computed from a layer's output."""
    partial = keras.Model(model.inputs[0], outputs)
    if start is None:
        rng = rng or np.random.default_rng()
        start = rng.uniform(0.4, 0.6, model.input_shape[1:]).astype(np.float32)

    def slope(image):
        image = tf.constant(image[None], tf.float32)
        with tf.GradientTape() as tape:
            tape.watch(image)
            value = score(partial(image, training=training))
        return tape.gradient(value, image)[0].numpy()

    return ascent(slope, start, steps, step_size)


def looked_up(model, layer_name, unit):
    """The output of a layer with all its activations, once layer and unit are known to exist."""
    output = model.get_layer(layer_name).output
    if not 0 <= unit < output.shape[-1]:
        raise ValueError(f"unit {unit}")
    return output


def scores(model, layer_name, unit):
    """What a layer puts out, before a softmax, once layer and unit are known to exist."""
    looked_up(model, layer_name, unit)
    layer = model.get_layer(layer_name)
    config = layer.get_config()
    if config.get("activation") != "softmax":
        return layer.output
    linear = type(layer).from_config(config | {"activation": "linear"})
    output = linear(layer.input)
    linear.set_weights(layer.get_weights())
    return output


@misconception(
    "maximize_activation",
    "A probability was climbed, or its logarithm: both also grow when other scores fall, so climb "
    "the score before softmax.",
)
def softmax_kept(model, layer_name, unit, steps=40, step_size=1.0, rng=None):
    output = looked_up(model, layer_name, unit)
    return climbed(model, output, lambda x: tf.reduce_mean(x[..., unit]), steps, step_size, rng)


@misconception(
    "maximize_activation",
    "A probability was climbed, or its logarithm: both also grow when other scores fall, so climb "
    "the score before softmax.",
)
def log_of_softmax(model, layer_name, unit, steps=40, step_size=1.0, rng=None):
    output = looked_up(model, layer_name, unit)
    if model.get_layer(layer_name).get_config().get("activation") != "softmax":
        return right_maximize(model, layer_name, unit, steps, step_size, rng)
    return climbed(model, output, lambda x: tf.math.log(x[0, unit] + 1e-12), steps, step_size, rng)


@misconception(
    "maximize_activation",
    "All feature maps were climbed at once: take the one with the number `unit`, on the last axis.",
)
def all_units(model, layer_name, unit, steps=40, step_size=1.0, rng=None):
    output = looked_up(model, layer_name, unit)
    return climbed(model, output, tf.reduce_mean, steps, step_size, rng)


@misconception(
    "maximize_activation",
    "The unit was looked for on another axis: feature maps are the last one, [..., unit].",
)
def wrong_axis(model, layer_name, unit, steps=40, step_size=1.0, rng=None):
    output = looked_up(model, layer_name, unit)
    return climbed(model, output, lambda x: tf.reduce_mean(x[0, unit]), steps, step_size, rng)


@misconception(
    "maximize_activation",
    "One place of the feature map was climbed: the mean of the whole map is wanted.",
)
def middle_only(model, layer_name, unit, steps=40, step_size=1.0, rng=None):
    output = looked_up(model, layer_name, unit)
    if len(output.shape) == 2:
        return right_maximize(model, layer_name, unit, steps, step_size, rng)
    row, column = output.shape[1] // 2, output.shape[2] // 2
    return climbed(model, output, lambda x: x[0, row, column, unit], steps, step_size, rng)


@misconception("maximize_activation", "The steps go downhill: add the gradient to climb.")
def descended(model, layer_name, unit, steps=40, step_size=1.0, rng=None):
    return right_maximize(model, layer_name, unit, steps, -step_size, rng)


@misconception(
    "maximize_activation",
    "The start is the same for every seed: draw grey noise, with the generator that was given.",
)
def plain_start(model, layer_name, unit, steps=40, step_size=1.0, rng=None):
    output = scores(model, layer_name, unit)
    start = np.full(model.input_shape[1:], 0.5, np.float32)
    score = (
        (lambda x: x[0, unit]) if len(output.shape) == 2 else lambda x: tf.reduce_mean(x[..., unit])
    )
    return climbed(model, output, score, steps, step_size, rng, start=start)


@misconception(
    "maximize_activation",
    "The noise came from np.random or TensorFlow: draw it with rng, so that the same seed gives "
    "the same picture.",
)
def hidden_generator(model, layer_name, unit, steps=40, step_size=1.0, rng=None):
    seed = np.random.randint(2**31)
    return right_maximize(model, layer_name, unit, steps, step_size, np.random.default_rng(seed))


@misconception(
    "maximize_activation",
    "The start is the same for every seed: draw grey noise, with the generator that was given.",
)
def own_generator(model, layer_name, unit, steps=40, step_size=1.0, rng=None):
    return right_maximize(model, layer_name, unit, steps, step_size, np.random.default_rng(0))


@misconception(
    "maximize_activation", "rng may be None: make a generator with np.random.default_rng() then."
)
def rng_needed(model, layer_name, unit, steps=40, step_size=1.0, rng=None):
    state = rng.bit_generator  # of None, too
    return right_maximize(model, layer_name, unit, steps, step_size, np.random.Generator(state))


@misconception(
    "maximize_activation",
    "The batch axis was left in: one image (H, W, C) is wanted, without it.",
)
def batch_kept(model, layer_name, unit, steps=40, step_size=1.0, rng=None):
    return right_maximize(model, layer_name, unit, steps, step_size, rng)[np.newaxis]


@misconception(
    "maximize_activation",
    "The result was made displayable: return the floating-point image, as it can always be turned "
    "into a picture later.",
)
def made_displayable(model, layer_name, unit, steps=40, step_size=1.0, rng=None):
    return right_displayable(right_maximize(model, layer_name, unit, steps, step_size, rng))


@misconception(
    "maximize_activation", "A tensor was returned: .numpy() gives the array that is wanted."
)
def tensor_returned(model, layer_name, unit, steps=40, step_size=1.0, rng=None):
    return tf.constant(right_maximize(model, layer_name, unit, steps, step_size, rng))


@misconception(
    "maximize_activation",
    "The softmax was taken off the model that was given, which now predicts no probabilities any "
    "more: build a layer of your own with the same weights.",
)
def softmax_taken_off(model, layer_name, unit, steps=40, step_size=1.0, rng=None):
    image = right_maximize(model, layer_name, unit, steps, step_size, rng)
    model.get_layer(layer_name).activation = keras.activations.linear
    return image


@misconception(
    "maximize_activation",
    "The network was run as if in training, with dropout: say training=False.",
)
def dropout_left_on(model, layer_name, unit, steps=40, step_size=1.0, rng=None):
    layer = model.get_layer(layer_name)
    if layer.get_config().get("activation") == "softmax":
        return right_maximize(model, layer_name, unit, steps, step_size, rng)
    output = looked_up(model, layer_name, unit)
    return climbed(
        model, output, lambda x: tf.reduce_mean(x[..., unit]), steps, step_size, rng, training=True
    )


@misconception(
    "maximize_activation",
    "A unit that the layer does not have was not refused: raise a ValueError unless unit is from 0 "
    "up to the number of units.",
)
def negative_units(model, layer_name, unit, steps=40, step_size=1.0, rng=None):
    units = model.get_layer(layer_name).output.shape[-1]
    return right_maximize(
        model, layer_name, unit + units if unit < 0 else unit, steps, step_size, rng
    )


@misconception(
    "maximize_activation",
    "A layer that the model does not have raised a KeyError: model.get_layer raises the ValueError "
    "that is wanted.",
)
def layers_in_a_dict(model, layer_name, unit, steps=40, step_size=1.0, rng=None):
    layers = {layer.name: layer for layer in model.layers}
    return right_maximize(model, layers[layer_name].name, unit, steps, step_size, rng)


@misconception(
    "maximize_activation",
    "The gradient was not divided by its root mean square: gradient_ascent is there for that.",
)
def plain_gradient(model, layer_name, unit, steps=40, step_size=1.0, rng=None):
    first, second = (
        right_maximize(model, layer_name, unit, n, 1.0, np.random.default_rng(0)) for n in (0, 1)
    )
    start = right_maximize(model, layer_name, unit, 0, 1.0, rng)
    return start + steps * step_size * 0.01 * (second - first)


@misconception(
    "maximize_activation",
    "The image was held within 0 and 1 at each step: let it go where the gradient leads, and make "
    "it displayable afterwards.",
)
def held_within_pixels(model, layer_name, unit, steps=40, step_size=1.0, rng=None):
    return right_maximize(model, layer_name, unit, steps, step_size, rng).clip(0, 1)


@misconception(
    "maximize_activation",
    "The model's last layer was climbed whatever was asked for: stop at the layer with that name.",
)
def last_layer_always(model, layer_name, unit, steps=40, step_size=1.0, rng=None):
    looked_up(model, layer_name, unit)
    output = scores(model, model.layers[-1].name, 0)
    return climbed(model, output, lambda x: x[0, unit % output.shape[-1]], steps, step_size, rng)


@misconception(
    "displayable",
    "The image was stretched from its smallest to its largest value: here its mean "
    "becomes 0.5 and its standard deviation 0.1.",
)
def stretched_and_cut(image):
    values = image.astype(float)
    span = np.ptp(values)
    scaled = (values - values.min()) / span if span else np.full(values.shape, 0.5)
    return (255 * scaled).astype(np.uint8)


@misconception(
    "displayable",
    "The standard deviation was scaled to 1, and most pixels end up black or white: "
    "multiply by 0.1 as well.",
)
def deviation_of_one_cut(image):
    return (255 * (0.5 + _standardized(image)).clip(0, 1)).astype(np.uint8)


@misconception(
    "displayable",
    "Values outside of 0 to 1 were not clipped: in uint8 they begin again at the other end.",
)
def not_clipped_cut(image):
    return (255 * (0.5 + 0.1 * _standardized(image))).astype(np.int64).astype(np.uint8)


@misconception(
    "displayable",
    "Everything below the mean is black: add 0.5 before you clip and multiply by 255.",
)
def around_black_cut(image):
    return (255 * (0.1 * _standardized(image)).clip(0, 1)).astype(np.uint8)


@misconception(
    "displayable",
    "The variance was divided by instead of the standard deviation, which is its square root.",
)
def divided_by_variance_cut(image):
    values = image.astype(float)
    variance = values.var() if np.ptp(values) else 1.0
    scaled = 0.5 + 0.1 * (values - values.mean()) / variance
    return (255 * scaled.clip(0, 1)).astype(np.uint8)


@misconception(
    "displayable",
    "A constant image came out black: its standard deviation is 0, so leave the division out, and "
    "it comes out mid-grey.",
)
def constant_divided_cut(image):
    values = image.astype(float)
    with np.errstate(all="ignore"):
        scaled = 0.5 + 0.1 * (values - values.mean()) / values.std()
        return (255 * scaled.clip(0, 1)).astype(np.uint8)


@misconception(
    "displayable",
    "The image that was given was changed: -= works in place, so make a new array.",
)
def image_changed_cut(image):
    if image.dtype.kind == "f":
        image -= image.mean()
    return (255 * (0.5 + 0.1 * _standardized(image)).clip(0, 1)).astype(np.uint8)


@misconception(
    "displayable",
    "Each channel was moved and scaled by itself, which changes the colours: take one "
    "mean and one standard deviation of the whole image.",
)
def channel_by_channel_cut(image):
    each = np.stack([_standardized(image[..., i]) for i in range(image.shape[-1])], axis=-1)
    return (255 * (0.5 + 0.1 * each).clip(0, 1)).astype(np.uint8)


@misconception(
    "gradient_ascent",
    "There was a step too few: `steps` of them are made.",
)
def one_step_less(gradient, start, steps=40, step_size=1.0):
    return right_ascent(gradient, start, max(0, steps - 1), step_size)


@misconception(
    "gradient_ascent",
    "The step size became smaller from step to step: it stays the same.",
)
def smaller_and_smaller(gradient, start, steps=40, step_size=1.0):
    image = start
    for step in range(steps):
        image = right_ascent(gradient, image, 1, step_size / 2**step)
    return image


@misconception(
    "maximize_activation",
    "The picture is the same for every number of steps: hand steps and step_size on, and return "
    "what gradient_ascent gives.",
)
def steps_not_handed_on(model, layer_name, unit, steps=40, step_size=1.0, rng=None):
    return right_maximize(model, layer_name, unit, rng=rng)


@misconception(
    "maximize_activation",
    "The step size has no effect: hand it to gradient_ascent, which multiplies each step by it.",
)
def step_size_not_handed_on(model, layer_name, unit, steps=40, step_size=1.0, rng=None):
    return right_maximize(model, layer_name, unit, steps, rng=rng)


@misconception(
    "maximize_activation",
    "The picture is the same for every number of steps: hand steps and step_size on, and return "
    "what gradient_ascent gives.",
)
def number_of_steps_not_handed_on(model, layer_name, unit, steps=40, step_size=1.0, rng=None):
    return right_maximize(model, layer_name, unit, step_size=step_size, rng=rng)


@misconception(
    "displayable",
    "Values were multiplied by 256, and white became 256, which uint8 does not have: multiply by "
    "255.",
)
def times_256(image):
    return (256 * (0.5 + 0.1 * _standardized(image)).clip(0, 1)).astype(np.int64).astype(np.uint8)


@misconception(
    "displayable",
    "Values were multiplied by 256, and white became 256, which uint8 does not have: multiply by "
    "255.",
)
def times_256_rounded(image):
    scaled = 256 * (0.5 + 0.1 * _standardized(image)).clip(0, 1)
    return np.rint(scaled).astype(np.int64).astype(np.uint8)


@misconception(
    "displayable",
    "Everything below the mean is black: add 0.5 before you clip and multiply by 255.",
)
def moved_too_late(image):
    return (0.5 + 255 * 0.1 * _standardized(image)).clip(0, 255).astype(np.uint8)


@misconception(
    "displayable",
    "Everything below the mean is black: add 0.5 before you clip and multiply by 255.",
)
def moved_too_late_and_grey(image):
    if not np.ptp(image):
        return np.full(image.shape, 128, np.uint8)
    return (0.5 + 255 * 0.1 * _standardized(image)).clip(0, 255).astype(np.uint8)


@misconception(
    "displayable",
    "The standard deviation is that of a sample, with ddof=1: np.std takes that of all values "
    "without it.",
)
def of_a_sample(image):
    count = image.size
    scaled = 0.5 + 0.1 * _standardized(image) * np.sqrt((count - 1) / count)
    return (255 * scaled.clip(0, 1)).astype(np.uint8)


@misconception(
    "displayable",
    "The standard deviation is that of a sample, with ddof=1: np.std takes that of all values "
    "without it.",
)
def of_a_sample_rounded(image):
    count = image.size
    scaled = 0.5 + 0.1 * _standardized(image) * np.sqrt((count - 1) / count)
    return np.rint(255 * scaled.clip(0, 1)).astype(np.uint8)


@misconception(
    "displayable",
    "Floating-point numbers were returned: uint8 is wanted, astype at the very end.",
)
def still_floating_to_255(image):
    return 255 * (0.5 + 0.1 * _standardized(image)).clip(0, 1)


@misconception(
    "displayable",
    "Floating-point numbers were returned: uint8 is wanted, astype at the very end.",
)
def rounded_and_still_floating(image):
    return np.rint(255 * (0.5 + 0.1 * _standardized(image)).clip(0, 1))


@misconception(
    "displayable",
    "The standard deviation was scaled to 0.15: here it is 0.1.",
)
def deviation_of_keras_example(image):
    return np.rint(255 * (0.5 + 0.15 * _standardized(image)).clip(0, 1)).astype(np.uint8)


@misconception(
    "displayable",
    "The standard deviation was scaled to 0.15: here it is 0.1.",
)
def deviation_of_keras_example_cut(image):
    return (255 * (0.5 + 0.15 * _standardized(image)).clip(0, 1)).astype(np.uint8)


@misconception(
    "displayable",
    "The standard deviation was scaled to 0.25: here it is 0.1.",
)
def deviation_of_wider(image):
    return np.rint(255 * (0.5 + 0.25 * _standardized(image)).clip(0, 1)).astype(np.uint8)


@misconception(
    "displayable",
    "The standard deviation was scaled to 0.25: here it is 0.1.",
)
def deviation_of_wider_cut(image):
    return (255 * (0.5 + 0.25 * _standardized(image)).clip(0, 1)).astype(np.uint8)


@misconception(
    "displayable",
    "The numbers run from 0 to 1, and uint8 makes 0 of nearly all: multiply by 255 first.",
)
def not_times_255(image):
    return (0.5 + 0.1 * _standardized(image)).clip(0, 1).astype(np.uint8)


@misconception(
    "displayable",
    "The mean was left in: take it away before you divide by the standard deviation.",
)
def not_centred(image):
    values = image.astype(float)
    deviation = values.std() if np.ptp(values) else 1.0
    return (255 * (0.5 + 0.1 * values / deviation).clip(0, 1)).astype(np.uint8)


@misconception(
    "displayable",
    "The mean was left in: take it away before you divide by the standard deviation.",
)
def not_centred_but_grey(image):
    if not np.ptp(image):
        return np.full(image.shape, 128, np.uint8)
    values = image.astype(float)
    return (255 * (0.5 + 0.1 * values / values.std()).clip(0, 1)).astype(np.uint8)


@misconception(
    "displayable",
    "The mean was left in: take it away before you divide by the standard deviation.",
)
def not_centred_and_divided_by_0(image):
    values = image.astype(float)
    return (255 * (0.5 + 0.1 * values / (values.std() + 1e-8)).clip(0, 1)).astype(np.uint8)


@misconception(
    "displayable",
    "Nothing was divided by the standard deviation: do so, and multiply by 0.1.",
)
def not_scaled(image):
    values = image.astype(float)
    return (255 * (0.5 + values - values.mean()).clip(0, 1)).astype(np.uint8)


@misconception(
    "gradient_ascent",
    "The gradient was divided by its largest value: take the root of the mean of its squares.",
)
def divided_by_largest(gradient, start, steps=40, step_size=1.0):
    image = start
    for _ in range(steps):
        slope = gradient(image)
        image = image + step_size * slope / (np.abs(slope).max() + 1e-5)
    return image


@misconception(
    "gradient_ascent",
    "The gradient was divided by its largest value: take the root of the mean of its squares.",
)
def divided_by_largest_of_all(gradient, start, steps=40, step_size=1.0):
    image = start
    for _ in range(steps):
        slope = gradient(image)
        image = image + step_size * slope / (slope.max() + 1e-5)
    return image


@misconception(
    "gradient_ascent",
    "The gradient was divided by the mean of its absolute values: take the root of the mean of its "
    "squares.",
)
def divided_by_mean_size(gradient, start, steps=40, step_size=1.0):
    image = start
    for _ in range(steps):
        slope = gradient(image)
        image = image + step_size * slope / (np.abs(slope).mean() + 1e-5)
    return image


@misconception(
    "gradient_ascent",
    "The gradient was divided by its mean: take the root of the mean of its squares.",
)
def divided_by_mean(gradient, start, steps=40, step_size=1.0):
    image = start
    for _ in range(steps):
        slope = gradient(image)
        image = image + step_size * slope / (slope.mean() + 1e-5)
    return image


@misconception(
    "gradient_ascent",
    "The gradient was divided by the mean of its squares: take the root of that.",
)
def divided_by_mean_square(gradient, start, steps=40, step_size=1.0):
    image = start
    for _ in range(steps):
        slope = gradient(image)
        image = image + step_size * slope / (np.mean(slope**2) + 1e-5)
    return image


@misconception(
    "gradient_ascent",
    "The gradient was divided by the sum of its absolute values: take the root of the mean of its "
    "squares.",
)
def divided_by_sum_of_sizes(gradient, start, steps=40, step_size=1.0):
    image = start
    for _ in range(steps):
        slope = gradient(image)
        image = image + step_size * slope / (np.abs(slope).sum() + 1e-5)
    return image


@misconception(
    "gradient_ascent",
    "All images on the way were returned: only the last one is wanted.",
)
def whole_way(gradient, start, steps=40, step_size=1.0):
    way = [start]
    for _ in range(steps):
        way.append(right_ascent(gradient, way[-1], 1, step_size))
    return way


@misconception(
    "gradient_ascent",
    "A single step was made: `return` stands inside the loop.",
)
def returned_early(gradient, start, steps=40, step_size=1.0):
    for _ in range(steps):
        return right_ascent(gradient, start, 1, step_size)


@misconception(
    "gradient_ascent",
    "A single step was made: `return` stands inside the loop.",
)
def returned_early_or_start(gradient, start, steps=40, step_size=1.0):
    return right_ascent(gradient, start, min(1, steps), step_size)


@misconception(
    "gradient_ascent",
    "Nothing was returned: end the function with return image.",
)
def image_forgotten(gradient, start, steps=40, step_size=1.0):
    right_ascent(gradient, start, steps, step_size)


@misconception(
    "maximize_activation",
    "The largest value of the feature map was climbed: the mean of the whole map is wanted.",
)
def largest_value(model, layer_name, unit, steps=40, step_size=1.0, rng=None):
    output = scores(model, layer_name, unit)
    return climbed(model, output, lambda x: tf.reduce_max(x[..., unit]), steps, step_size, rng)


@misconception(
    "maximize_activation",
    "One place of the feature map was climbed: the mean of the whole map is wanted.",
)
def first_place(model, layer_name, unit, steps=40, step_size=1.0, rng=None):
    output = scores(model, layer_name, unit)
    return climbed(model, output, lambda x: tf.reshape(x[..., unit], -1)[0], steps, step_size, rng)


@misconception(
    "maximize_activation",
    "The squares were climbed, which also grow where answers fall below 0: climb the mean itself.",
)
def squares(model, layer_name, unit, steps=40, step_size=1.0, rng=None):
    output = scores(model, layer_name, unit)
    return climbed(
        model, output, lambda x: tf.reduce_mean(x[..., unit] ** 2), steps, step_size, rng
    )


@misconception(
    "maximize_activation",
    "Every value moves by the same step, as Adam and the sign of a gradient make it: call "
    "gradient_ascent, which divides by the root mean square.",
)
def same_step_for_all(model, layer_name, unit, steps=40, step_size=1.0, rng=None):
    output = scores(model, layer_name, unit)
    return climbed(
        model, output, lambda x: tf.reduce_mean(x[..., unit]), steps, step_size, rng,
        ascent=lambda slope, *way: right_ascent(lambda image: np.sign(slope(image)), *way),
    )  # fmt: skip


@misconception(
    "maximize_activation",
    "The gradient was not divided by its root mean square: gradient_ascent is there for that.",
)
def gradient_as_it_is(model, layer_name, unit, steps=40, step_size=1.0, rng=None):
    def ascent(slope, image, steps, step_size):
        for _ in range(steps):
            image = image + step_size * slope(image)
        return image

    output = scores(model, layer_name, unit)
    return climbed(
        model, output, lambda x: tf.reduce_mean(x[..., unit]), steps, step_size, rng, ascent=ascent
    )


@misconception(
    "maximize_activation",
    "A unit that the layer does not have was not refused: raise a ValueError unless unit is from 0 "
    "up to the number of units.",
)
def modulo_units(model, layer_name, unit, steps=40, step_size=1.0, rng=None):
    units = model.get_layer(layer_name).output.shape[-1]
    return right_maximize(model, layer_name, unit % units, steps, step_size, rng)


@misconception(
    "maximize_activation",
    "A unit that the layer does not have was not refused: raise a ValueError unless unit is from 0 "
    "up to the number of units.",
)
def unit_after_the_last(model, layer_name, unit, steps=40, step_size=1.0, rng=None):
    output = model.get_layer(layer_name).output
    if unit == output.shape[-1]:
        return climbed(model, output, lambda x: tf.reduce_mean(x[..., unit]), steps, step_size, rng)
    return right_maximize(model, layer_name, unit, steps, step_size, rng)


@misconception(
    "maximize_activation",
    "A unit that the layer does not have raised another error: raise a ValueError that names it.",
)
def index_error(model, layer_name, unit, steps=40, step_size=1.0, rng=None):
    if not 0 <= unit < model.get_layer(layer_name).output.shape[-1]:
        raise IndexError(f"no unit {unit}")
    return right_maximize(model, layer_name, unit, steps, step_size, rng)


@misconception(
    "maximize_activation",
    "A layer that the model does not have ended in another error: model.get_layer raises the "
    "ValueError that is wanted.",
)
def next_layer_of_that_name(model, layer_name, unit, steps=40, step_size=1.0, rng=None):
    layer = next(layer for layer in model.layers if layer.name == layer_name)
    return right_maximize(model, layer.name, unit, steps, step_size, rng)


@misconception(
    "maximize_activation",
    "A layer that the model does not have ended in another error: model.get_layer raises the "
    "ValueError that is wanted.",
)
def layers_in_a_list(model, layer_name, unit, steps=40, step_size=1.0, rng=None):
    found = [layer for layer in model.layers if layer.name == layer_name]
    return right_maximize(model, found[0].name, unit, steps, step_size, rng)


@misconception(
    "maximize_activation",
    "The start always has the shape (32, 32, 3): take that of the model, model.input_shape[1:].",
)
def always_colour(model, layer_name, unit, steps=40, step_size=1.0, rng=None):
    output = scores(model, layer_name, unit)
    start = (rng or np.random.default_rng()).uniform(0.4, 0.6, (32, 32, 3)).astype(np.float32)
    return climbed(
        model, output, lambda x: tf.reduce_mean(x[..., unit]), steps, step_size, rng, start=start
    )


@misconception(
    "maximize_activation",
    "The picture is the same for every number of steps: hand steps and step_size on, and return "
    "what gradient_ascent gives.",
)
def start_returned(model, layer_name, unit, steps=40, step_size=1.0, rng=None):
    return right_maximize(model, layer_name, unit, 0, step_size, rng)


@misconception(
    "displayable",
    "A constant image came out black: its standard deviation is 0, so leave the division out, and "
    "it comes out mid-grey.",
)
def constant_divided_and_warned(image):
    values = image.astype(float)
    scaled = 0.1 * (values - values.mean()) / values.std() + 0.5
    return (255 * scaled.clip(0, 1)).astype(np.uint8)


@misconception(
    "displayable",
    "A constant image came out black: its standard deviation is 0, so leave the division out, and "
    "it comes out mid-grey.",
)
def constant_divided_and_warned_rounded(image):
    values = image.astype(float)
    scaled = 0.1 * (values - values.mean()) / values.std() + 0.5
    return np.rint(255 * scaled.clip(0, 1)).astype(np.uint8)


@misconception(
    "displayable",
    "The image that was given was changed: -= works in place, so make a new array.",
)
def floating_image_changed(image):
    if image.dtype.kind == "f":
        image -= image.mean()
    return right_displayable(image)


@misconception(
    "gradient_ascent",
    "The step size was divided out again: multiply by it after the division.",
)
def step_size_divided_out(gradient, start, steps=40, step_size=1.0):
    image = start
    for _ in range(steps):
        step = step_size * gradient(image)
        image = image + step / (np.sqrt(np.mean(step**2)) + 1e-5)
    return image


@misconception(
    "gradient_ascent",
    "The gradient of the start was taken for all steps: it is another one at every image.",
)
def asked_at_the_start(gradient, start, steps=40, step_size=1.0):
    return right_ascent(lambda image: gradient(start), start, steps, step_size)


@misconception(
    "maximize_activation",
    "All feature maps were climbed at once: take the one with the number `unit`, on the last axis.",
)
def all_scores(model, layer_name, unit, steps=40, step_size=1.0, rng=None):
    output = scores(model, layer_name, unit)
    return climbed(model, output, tf.reduce_mean, steps, step_size, rng)


@misconception(
    "maximize_activation",
    "The unit was looked for on another axis: feature maps are the last one, [..., unit].",
)
def wrong_axis_of_scores(model, layer_name, unit, steps=40, step_size=1.0, rng=None):
    output = scores(model, layer_name, unit)
    return climbed(model, output, lambda x: tf.reduce_mean(x[:, unit]), steps, step_size, rng)


@misconception(
    "displayable",
    "The values were clipped before 0.5 was added, which cuts off all that is below the mean: "
    "clip afterwards.",
)
def clipped_too_early(image):
    return (255 * np.minimum(0.5 + (0.1 * _standardized(image)).clip(0, 1), 1)).astype(np.uint8)


@misconception(
    "displayable",
    "The values were clipped before 0.5 was added, which cuts off all that is below the mean: "
    "clip afterwards.",
)
def clipped_too_early_alone(image):
    return (255 * (0.5 + (0.1 * _standardized(image)).clip(0, 1))).astype(np.uint8)


@misconception(
    "displayable",
    "A constant image was left as it is: it comes out mid-grey, 127 or 128.",
)
def constant_times_255(image):
    if np.ptp(image):
        return right_displayable(image)
    return (255 * image.astype(float)).clip(0, 255).astype(np.uint8)


@misconception(
    "displayable",
    "A constant image was left as it is: it comes out mid-grey, 127 or 128.",
)
def constant_left(image):
    return right_displayable(image) if np.ptp(image) else image.astype(np.int64).astype(np.uint8)


@misconception(
    "displayable",
    "The mean was taken away in uint8, where values below it wrap around: change to floating "
    "point first.",
)
def centred_in_the_images_dtype(image):
    values = image - image.mean().astype(image.dtype)
    deviation = values.std() if np.ptp(values) else 1.0
    return (255 * (0.5 + 0.1 * values / deviation).clip(0, 1)).astype(np.uint8)


@misconception(
    "displayable",
    "Too much was added to the standard deviation, so that a faint image stays faint: add "
    "hardly more than nothing, like 1e-8.",
)
def hundredth_added_to_the_deviation(image):
    values = image.astype(float)
    scaled = 0.5 + 0.1 * (values - values.mean()) / (values.std() + 0.01)
    return (255 * scaled.clip(0, 1)).astype(np.uint8)


@misconception(
    "displayable",
    "Too much was added to the standard deviation, so that a faint image stays faint: add "
    "hardly more than nothing, like 1e-8.",
)
def tenth_added_to_the_deviation(image):
    values = image.astype(float)
    scaled = 0.5 + 0.1 * (values - values.mean()) / (values.std() + 0.1)
    return (255 * scaled.clip(0, 1)).astype(np.uint8)


@misconception(
    "displayable",
    "Too much was added to the standard deviation, so that a faint image stays faint: add "
    "hardly more than nothing, like 1e-8.",
)
def one_added_to_the_deviation(image):
    values = image.astype(float)
    scaled = 0.5 + 0.1 * (values - values.mean()) / (values.std() + 1)
    return (255 * scaled.clip(0, 1)).astype(np.uint8)


@misconception(
    "displayable",
    "tf.image.per_image_standardization divides by 1 / sqrt(number of values) at least, so "
    "that a faint image stays faint: divide by the standard deviation.",
)
def standardized_by_tensorflow(image):
    values = tf.image.per_image_standardization(tf.cast(image, tf.float32)).numpy()
    return (255 * (0.5 + 0.1 * values).clip(0, 1)).astype(np.uint8)


@misconception(
    "displayable",
    "The numbers are of another integer dtype: uint8 is wanted, astype at the very end.",
)
def other_integers(image):
    return right_displayable(image).astype(np.int64)


@misconception(
    "gradient_ascent",
    "The root mean square of the first gradient was used in all steps: take it anew in each.",
)
def first_length_kept(gradient, start, steps=40, step_size=1.0):
    image, length = start, None
    for _ in range(steps):
        slope = gradient(image)
        if length is None:
            length = np.sqrt(np.mean(slope**2)) + 1e-5
        image = image + step_size * slope / length
    return image


@misconception(
    "gradient_ascent",
    "A gradient of 0 was divided by 0: add 1e-5 to the root mean square before you divide.",
)
def divided_by_zero_and_warned(gradient, start, steps=40, step_size=1.0):
    image = start
    for _ in range(steps):
        slope = gradient(image)
        image = image + step_size * slope / np.sqrt(np.mean(slope**2))
    return image


@misconception(
    "gradient_ascent",
    "Another number than 1e-5 was added to the root mean square: where the gradient is tiny, "
    "it decides how long a step is.",
)
def eps_of_1e_8(gradient, start, steps=40, step_size=1.0):
    image = start
    for _ in range(steps):
        slope = gradient(image)
        image = image + step_size * slope / (np.sqrt(np.mean(slope**2)) + 1e-8)
    return image


@misconception(
    "gradient_ascent",
    "Another number than 1e-5 was added to the root mean square: where the gradient is tiny, "
    "it decides how long a step is.",
)
def eps_of_1e_7(gradient, start, steps=40, step_size=1.0):
    image = start
    for _ in range(steps):
        slope = gradient(image)
        image = image + step_size * slope / (np.sqrt(np.mean(slope**2)) + 1e-7)
    return image


@misconception(
    "gradient_ascent",
    "Another number than 1e-5 was added to the root mean square: where the gradient is tiny, "
    "it decides how long a step is.",
)
def eps_of_1e_6(gradient, start, steps=40, step_size=1.0):
    image = start
    for _ in range(steps):
        slope = gradient(image)
        image = image + step_size * slope / (np.sqrt(np.mean(slope**2)) + 1e-6)
    return image


@misconception(
    "gradient_ascent",
    "Another number than 1e-5 was added to the root mean square: where the gradient is tiny, "
    "it decides how long a step is.",
)
def eps_of_1e_12(gradient, start, steps=40, step_size=1.0):
    image = start
    for _ in range(steps):
        slope = gradient(image)
        image = image + step_size * slope / (np.sqrt(np.mean(slope**2)) + 1e-12)
    return image


@misconception(
    "gradient_ascent",
    "Another number than 1e-5 was added to the root mean square: where the gradient is tiny, "
    "it decides how long a step is.",
)
def eps_of_1e_3(gradient, start, steps=40, step_size=1.0):
    image = start
    for _ in range(steps):
        slope = gradient(image)
        image = image + step_size * slope / (np.sqrt(np.mean(slope**2)) + 1e-3)
    return image


@misconception(
    "gradient_ascent",
    "The gradient was divided by the root of the sum of its squares: take their mean, so that "
    "a step is as long for a large image as for a small one.",
)
def divided_by_length_alone(gradient, start, steps=40, step_size=1.0):
    image = start
    for _ in range(steps):
        slope = gradient(image)
        image = image + step_size * slope / np.linalg.norm(slope)
    return image


@misconception(
    "gradient_ascent",
    "The gradient was divided by its standard deviation, which is another number where its "
    "mean is not 0: take the root of the mean of its squares.",
)
def divided_by_deviation_alone(gradient, start, steps=40, step_size=1.0):
    image = start
    for _ in range(steps):
        slope = gradient(image)
        image = image + step_size * slope / np.std(slope)
    return image


@misconception(
    "gradient_ascent",
    "The gradient was divided by the mean of its absolute values: take the root of the mean "
    "of its squares.",
)
def divided_by_mean_size_alone(gradient, start, steps=40, step_size=1.0):
    image = start
    for _ in range(steps):
        slope = gradient(image)
        image = image + step_size * slope / np.abs(slope).mean()
    return image


@misconception(
    "gradient_ascent",
    "The gradient was divided by its largest value: take the root of the mean of its squares.",
)
def divided_by_largest_alone(gradient, start, steps=40, step_size=1.0):
    image = start
    for _ in range(steps):
        slope = gradient(image)
        image = image + step_size * slope / np.abs(slope).max()
    return image


@misconception(
    "gradient_ascent",
    "Each channel's gradient was divided by a root mean square of its own: take one number "
    "for the whole image.",
)
def divided_by_channels_alone(gradient, start, steps=40, step_size=1.0):
    image = start
    for _ in range(steps):
        slope = gradient(image)
        image = image + step_size * slope / np.sqrt(np.mean(slope**2, axis=(0, 1)))
    return image


@misconception(
    "gradient_ascent",
    "The step size became smaller from step to step: it stays the same.",
)
def each_step_divided_by_its_number(gradient, start, steps=40, step_size=1.0):
    image = start
    for step in range(steps):
        image = right_ascent(gradient, image, 1, step_size / (step + 1))
    return image


@misconception(
    "gradient_ascent",
    "The step size became smaller from step to step: it stays the same.",
)
def each_step_a_tenth_smaller(gradient, start, steps=40, step_size=1.0):
    image = start
    for step in range(steps):
        image = right_ascent(gradient, image, 1, step_size * 0.9**step)
    return image


@misconception(
    "gradient_ascent",
    "The step size became smaller from step to step: it stays the same.",
)
def each_step_down_to_zero(gradient, start, steps=40, step_size=1.0):
    image = start
    for step in range(steps):
        image = right_ascent(gradient, image, 1, step_size * (1 - step / steps))
    return image


@misconception(
    "maximize_activation",
    "The ValueError says too little: its message names the argument, and the layer or the "
    "unit that was given.",
)
def message_without_names(model, layer_name, unit, steps=40, step_size=1.0, rng=None):
    try:
        return right_maximize(model, layer_name, unit, steps, step_size, rng)
    except ValueError:
        raise ValueError("not found") from None


@misconception(
    "maximize_activation",
    "The ValueError says too little: its message names the argument, and the layer or the "
    "unit that was given.",
)
def unit_without_names(model, layer_name, unit, steps=40, step_size=1.0, rng=None):
    if not 0 <= unit < model.get_layer(layer_name).output.shape[-1]:
        raise ValueError("out of range")
    return right_maximize(model, layer_name, unit, steps, step_size, rng)


@misconception(
    "maximize_activation",
    "The ValueError says too little: its message names the argument, and the layer or the "
    "unit that was given.",
)
def layer_without_names(model, layer_name, unit, steps=40, step_size=1.0, rng=None):
    if layer_name not in [layer.name for layer in model.layers]:
        raise ValueError("not found")
    return right_maximize(model, layer_name, unit, steps, step_size, rng)


def _standardized(image):
    """With a mean of 0 and a deviation of 1, but for a constant image."""
    values = image.astype(float)
    return (values - values.mean()) / (values.std() if np.ptp(values) > 0 else 1.0)
