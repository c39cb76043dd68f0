"""What goes wrong when the functions are put together into a network."""

import numpy as np

from checks.misconceptions import misconception
from solutions.activations import relu, softmax
from solutions.convolution import conv2d
from solutions.dense import dense, flatten
from solutions.network import classify, forward
from solutions.pooling import max_pool

# in a submission the names of the solution stand for the wrong versions
right_forward, right_classify = forward, classify


def run(
    image,
    weights,
    activations=(relu,) * 5,
    last=softmax,
    pool=max_pool,
    flat=flatten,
    pooled=(1, 3),
):
    """The basic model with some of its parts exchanged."""
    layers = list(zip(weights[0::2], weights[1::2], strict=True))
    x = image
    for index in range(4):
        x = activations[index](conv2d(x, *layers[index]))
        if index in pooled:
            x = pool(x)
    x = activations[4](dense(flat(x), *layers[4]))
    return last(dense(x, *layers[5]))


def same(x):
    return x


def mean_pool(x):
    return (x[::2, ::2] + x[::2, 1::2] + x[1::2, ::2] + x[1::2, 1::2]) / 4


@misconception(
    "forward", "A ReLU came after the last layer: FC 10 is followed by softmax, and only by that."
)
def relu_before_softmax(image, weights):
    return run(image, weights, last=lambda scores: softmax(relu(scores)))


@misconception("forward", "The ReLU after FC 256 is missing: it follows every layer but the last.")
def no_relu_after_dense(image, weights):
    return run(image, weights, (relu, relu, relu, relu, same))


@misconception(
    "forward", "The ReLU between two convolutions is missing: it follows each of the four."
)
def no_relu_between_convolutions(image, weights):
    return run(image, weights, (same, relu, same, relu, relu))


@misconception(
    "forward",
    "A ReLU before a pool is missing: it follows each of the four convolutions, those before a "
    "pool too.",
)
def no_relu_before_pool(image, weights):
    return run(image, weights, (relu, same, relu, same, relu))


@misconception("forward", "No ReLU was used: it follows every layer but the last.")
def no_relu(image, weights):
    return run(image, weights, (same,) * 5)


@misconception(
    "forward", "Scores came back instead of probabilities: softmax follows the last layer."
)
def no_softmax(image, weights):
    return run(image, weights, last=same)


@misconception(
    "forward",
    "Sigmoid follows the last layer, which looks at each score alone: softmax is wanted, whose "
    "probabilities add up to 1.",
)
def sigmoid_last(image, weights):
    return run(image, weights, last=lambda scores: 1 / (1 + np.exp(-scores)))


@misconception("forward", "The pools take means: the basic model takes the maximum of each square.")
def mean_pools(image, weights):
    return run(image, weights, pool=mean_pool)


@misconception(
    "forward",
    "The last feature maps were flattened in another order than that of `flatten`: each weight of "
    "FC 256 waits for one value.",
)
def flattened_by_channel(image, weights):
    return run(image, weights, flat=lambda x: np.moveaxis(x, -1, 0).reshape(-1))


@misconception(
    "forward",
    "The feature maps were averaged instead of flattened: FC 256 has a weight for each of the 1600 "
    "values.",
)
def not_flattened(image, weights):
    return run(image, weights, flat=same)


@misconception(
    "forward",
    "All kernels were looked for before all biases: the list alternates, each kernel followed by "
    "its biases.",
)
def kernels_first(image, weights):
    return run(image, [weights[index] for index in (0, 6, 1, 7, 2, 8, 3, 9, 4, 10, 5, 11)])


@misconception("forward", "The biases were left out: each layer has its own, after its weights.")
def no_biases(image, weights):
    return run(image, [array * (array.ndim > 1) for array in weights])


@misconception(
    "forward",
    "The second pool is missing: FC 256 takes the 5 x 5 x 64 = 1600 values that it leaves.",
)
def one_pool(image, weights):
    pools = iter((max_pool, same))
    return run(image, weights, pool=lambda x: next(pools)(x))


@misconception(
    "forward",
    'The convolutions keep the size of their input: the basic model has "valid" ones, which lose '
    "a pixel on each side.",
)
def same_padding(image, weights):
    layers = list(zip(weights[0::2], weights[1::2], strict=True))
    x = relu(conv2d(image, *layers[0], padding="same"))
    x = max_pool(relu(conv2d(x, *layers[1], padding="same")))
    x = relu(conv2d(x, *layers[2], padding="same"))
    x = max_pool(relu(conv2d(x, *layers[3], padding="same")))
    x = relu(dense(flatten(x), *layers[4]))
    return softmax(dense(x, *layers[5]))


@misconception(
    "forward",
    "Values were silenced or scaled as by dropout: outside training dropout does nothing, so there "
    "is no step for it here.",
)
def dropout_scaling(image, weights):
    return run(image, weights, pool=lambda x: 0.75 * max_pool(x))


@misconception(
    "forward",
    "The image was scaled once more: it comes prepared, and is taken as it is.",
)
def scaled_again(image, weights):
    return right_forward(image / 255, weights)


@misconception("forward", "A batch came back: one image gives (10,), without another axis.")
def batch_of_one(image, weights):
    return right_forward(image, weights)[None]


@misconception("forward", "A list was returned: an array is wanted, as softmax gives it.")
def list_of_probabilities(image, weights):
    return right_forward(image, weights).tolist()


@misconception(
    "forward",
    "The weights were taken out of the caller's list, which is empty now: read them by their "
    "places instead.",
)
def weights_used_up(image, weights):
    taken = [weights.pop(0) for _ in range(12)]
    return right_forward(image, taken)


@misconception(
    "forward",
    "Probabilities were rounded: leave them as they are, they are compared to five places.",
)
def rounded(image, weights):
    return np.round(right_forward(image, weights), 3)


@misconception("classify", "The label was returned: look up the name at that place of class_names.")
def label_for_name(image, weights, class_names):
    probabilities = right_forward(image, weights)
    return int(np.argmax(probabilities)), float(probabilities.max())


@misconception(
    "classify", "The last class was left out: all ten probabilities are compared, the last one too."
)
def last_left_out(image, weights, class_names):
    probabilities = right_forward(image, weights)
    label = int(np.argmax(probabilities[:-1]))
    return class_names[label], float(probabilities[label])


@misconception("classify", "Name and probability changed places: the name comes first.")
def probability_first(image, weights, class_names):
    return right_classify(image, weights, class_names)[::-1]


@misconception("classify", "Only the name was returned: return the pair, (name, probability).")
def name_only(image, weights, class_names):
    return right_classify(image, weights, class_names)[0]


@misconception(
    "classify", "The probability is in percent: leave it between 0 and 1, as forward gives it."
)
def percent(image, weights, class_names):
    name, probability = right_classify(image, weights, class_names)
    return name, 100 * probability


@misconception(
    "classify", "The least probable class was named: the largest of the ten probabilities wins."
)
def least_probable(image, weights, class_names):
    probabilities = right_forward(image, weights)
    return class_names[int(np.argmin(probabilities))], float(np.min(probabilities))


@misconception(
    "classify",
    "The place of the largest probability was returned as the probability: np.argmax gives the "
    "place, the value stands there.",
)
def place_for_probability(image, weights, class_names):
    label = int(np.argmax(right_forward(image, weights)))
    return class_names[label], float(label)


@misconception("classify", "The names of CIFAR-10 were used: take those given as class_names.")
def names_built_in(image, weights, class_names):
    names = "airplane automobile bird cat deer dog frog horse ship truck"
    probabilities = right_forward(image, weights)
    return names.split()[int(np.argmax(probabilities))], float(probabilities.max())


@misconception("classify", "Labels were counted from 1: the first name belongs to label 0.")
def counted_from_one(image, weights, class_names):
    probabilities = right_forward(image, weights)
    return class_names[int(np.argmax(probabilities)) - 1], float(probabilities.max())


@misconception(
    "classify", "All ten probabilities were returned: only that of the named class is wanted."
)
def all_probabilities(image, weights, class_names):
    probabilities = right_forward(image, weights)
    return class_names[int(np.argmax(probabilities))], probabilities


@misconception(
    "forward",
    "A ReLU after a convolution is missing: it follows each of the four.",
)
def no_second_relu(image, weights):
    return run(image, weights, (relu, same, relu, relu, relu))


@misconception(
    "forward",
    "A ReLU after a convolution is missing: it follows each of the four.",
)
def no_first_relu(image, weights):
    return run(image, weights, (same, relu, relu, relu, relu))


@misconception(
    "forward",
    "A ReLU after a convolution is missing: it follows each of the four.",
)
def no_third_relu(image, weights):
    return run(image, weights, (relu, relu, same, relu, relu))


@misconception(
    "forward",
    "A ReLU after a convolution is missing: it follows each of the four.",
)
def no_fourth_relu(image, weights):
    return run(image, weights, (relu, relu, relu, same, relu))


@misconception(
    "forward",
    "The last feature maps were flattened in another order than that of `flatten`: each "
    "weight of FC 256 waits for one value.",
)
def flattened_in_fortran_order(image, weights):
    return run(image, weights, flat=lambda x: x.flatten(order="F"))


@misconception(
    "forward",
    "Values were silenced or scaled as by dropout: outside training dropout does nothing,"
    " so there is no step for it here.",
)
def kept_shares(image, weights):
    halved = (relu, relu, relu, relu, lambda x: 0.5 * relu(x))
    return run(image, weights, halved, pool=lambda x: 0.75 * max_pool(x))


@misconception(
    "forward",
    "Values were silenced or scaled as by dropout: outside training dropout does nothing,"
    " so there is no step for it here.",
)
def half_kept(image, weights):
    return run(image, weights, (relu, relu, relu, relu, lambda x: 0.5 * relu(x)))


@misconception(
    "forward",
    "The pools take means: the basic model takes the maximum of each square.",
)
def second_pool_of_means(image, weights):
    return run(image, weights, pool=lambda x: max_pool(x) if x.shape[-1] == 32 else mean_pool(x))


@misconception(
    "forward",
    "The pools take means: the basic model takes the maximum of each square.",
)
def first_pool_of_means(image, weights):
    return run(image, weights, pool=lambda x: mean_pool(x) if x.shape[-1] == 32 else max_pool(x))


@misconception(
    "forward",
    "The layer of 256 is followed by a sigmoid: it is ReLU everywhere but at the end.",
)
def sigmoid_after_dense(image, weights):
    return run(image, weights, (relu, relu, relu, relu, lambda x: 1 / (1 + np.exp(-x))))


@misconception(
    "classify",
    "Softmax was taken twice: the scores go through it once, at the end of forward.",
)
def softmax_again(image, weights, class_names):
    probabilities = softmax(forward(image, weights))
    best = int(np.argmax(probabilities))
    return class_names[best], float(probabilities[best])


@misconception(
    "classify",
    "The names were sorted: they come in the order of the labels.",
)
def names_sorted(image, weights, class_names):
    return right_classify(image, weights, sorted(class_names))


@misconception(
    "classify",
    "The probability was rounded: leave it as forward gives it.",
)
def rounded_to_two(image, weights, class_names):
    name, probability = right_classify(image, weights, class_names)
    return name, round(probability, 2)


@misconception(
    "classify",
    "The probability was rounded: leave it as forward gives it.",
)
def rounded_to_three(image, weights, class_names):
    name, probability = right_classify(image, weights, class_names)
    return name, round(probability, 3)


def dropped(image, weights, rng):
    """The basic model with dropout at its three places."""

    def drop(x, rate):
        return x * (rng.random(x.shape) >= rate) / (1 - rate)

    activations = (relu, relu, relu, relu, lambda x: drop(relu(x), 0.5))
    return run(image, weights, activations, pool=lambda x: drop(max_pool(x), 0.25))


@misconception(
    "forward",
    "The image was scaled once more: it comes prepared, and is taken as it is.",
)
def standardized_again(image, weights):
    return right_forward((image - image.mean()) / image.std(), weights)


@misconception(
    "forward",
    "The image was scaled once more: it comes prepared, and is taken as it is.",
)
def standardized_by_channel(image, weights):
    return right_forward((image - image.mean(axis=(0, 1))) / image.std(axis=(0, 1)), weights)


@misconception(
    "forward",
    "The image was scaled once more: it comes prepared, and is taken as it is.",
)
def centred_again(image, weights):
    return right_forward(image - image.mean(), weights)


@misconception(
    "forward",
    "The image was scaled once more: it comes prepared, and is taken as it is.",
)
def made_symmetric_again(image, weights):
    return right_forward(2 * image - 1, weights)


@misconception(
    "forward",
    "The image was scaled once more: it comes prepared, and is taken as it is.",
)
def divided_by_largest(image, weights):
    return right_forward(image / image.max(), weights)


@misconception(
    "forward",
    "The image was scaled once more: it comes prepared, and is taken as it is.",
)
def scaled_up_again(image, weights):
    return right_forward(255 * image, weights)


@misconception(
    "forward",
    "The image was scaled once more: it comes prepared, and is taken as it is.",
)
def spread_again(image, weights):
    return right_forward((image - image.min()) / (image.max() - image.min()), weights)


@misconception(
    "forward",
    "No ReLU follows the convolutions: it follows each of the four.",
)
def no_relu_after_convolutions(image, weights):
    return run(image, weights, (same, same, same, same, relu))


@misconception(
    "forward",
    "Only the first two convolutions are followed by ReLU: it follows each of the four.",
)
def no_relu_in_second_block(image, weights):
    return run(image, weights, (relu, relu, same, same, relu))


@misconception(
    "forward",
    "Only the last two convolutions are followed by ReLU: it follows each of the four.",
)
def no_relu_in_first_block(image, weights):
    return run(image, weights, (same, same, relu, relu, relu))


@misconception(
    "forward",
    "Sigmoid stands in place of ReLU: ReLU follows every layer but the last.",
)
def sigmoid_everywhere(image, weights):
    return run(image, weights, (lambda x: 1 / (1 + np.exp(-x)),) * 5)


@misconception(
    "forward",
    "tanh stands in place of ReLU: ReLU follows every layer but the last.",
)
def tanh_everywhere(image, weights):
    return run(image, weights, (np.tanh,) * 5)


@misconception(
    "forward",
    "A leaky ReLU stands in place of ReLU: negative values become 0.",
)
def leaky_everywhere(image, weights):
    return run(image, weights, (lambda x: np.where(x > 0, x, 0.01 * x),) * 5)


@misconception(
    "forward",
    "The absolute value stands in place of ReLU: negative values become 0.",
)
def absolute_everywhere(image, weights):
    return run(image, weights, (np.abs,) * 5)


@misconception(
    "forward",
    "The pools take the smallest value: the basic model takes the largest of each square.",
)
def min_pools(image, weights):
    return run(image, weights, pool=lambda x: -max_pool(-x))


@misconception(
    "forward",
    "Scores came back instead of probabilities: softmax follows the last layer.",
)
def relu_last(image, weights):
    return run(image, weights, last=relu)


@misconception(
    "forward",
    "The scores were divided by their sum: softmax follows the last layer, which takes exp of "
    "each first.",
)
def divided_by_sum(image, weights):
    return run(image, weights, last=lambda scores: scores / scores.sum())


@misconception(
    "forward",
    "Softmax was taken twice: the scores go through it once.",
)
def softmax_twice(image, weights):
    return run(image, weights, last=lambda scores: softmax(softmax(scores)))


@misconception(
    "forward",
    "Logarithms came back: softmax gives the probabilities themselves.",
)
def logarithms(image, weights):
    return run(image, weights, last=lambda scores: np.log(softmax(scores)))


@misconception(
    "forward",
    "The label was returned: all ten probabilities are wanted.",
)
def label_alone(image, weights):
    return int(np.argmax(right_forward(image, weights)))


@misconception(
    "forward",
    "The largest probability alone was returned: all ten are wanted.",
)
def largest_alone(image, weights):
    return float(right_forward(image, weights).max())


@misconception(
    "forward",
    "The probabilities are in percent: leave them between 0 and 1.",
)
def in_percent(image, weights):
    return 100 * right_forward(image, weights)


@misconception(
    "forward",
    "The probabilities were sorted: each has the place of its class.",
)
def sorted_up(image, weights):
    return np.sort(right_forward(image, weights))


@misconception(
    "forward",
    "The probabilities were sorted: each has the place of its class.",
)
def sorted_down(image, weights):
    return np.sort(right_forward(image, weights))[::-1]


@misconception(
    "forward",
    "Some biases were left out: each layer has its own, after its weights.",
)
def no_dense_biases(image, weights):
    return run(image, [array * (i not in (9, 11)) for i, array in enumerate(weights)])


@misconception(
    "forward",
    "Some biases were left out: each layer has its own, after its weights.",
)
def no_convolution_biases(image, weights):
    return run(image, [array * (i not in (1, 3, 5, 7)) for i, array in enumerate(weights)])


@misconception(
    "forward",
    "Some biases were left out: each layer has its own, after its weights.",
)
def no_last_biases(image, weights):
    return run(image, [array * (i != 11) for i, array in enumerate(weights)])


@misconception(
    "forward",
    "Some biases were left out: each layer has its own, after its weights.",
)
def no_hidden_biases(image, weights):
    return run(image, [array * (i != 9) for i, array in enumerate(weights)])


@misconception(
    "forward",
    "A layer got the biases of another: its own stand right after its weights.",
)
def second_with_biases_of_first(image, weights):
    return run(image, [*weights[:3], weights[1], *weights[4:]])


@misconception(
    "forward",
    "A layer got the biases of another: its own stand right after its weights.",
)
def first_with_biases_of_second(image, weights):
    return run(image, [weights[0], weights[3], *weights[2:]])


@misconception(
    "forward",
    "A layer got the biases of another: its own stand right after its weights.",
)
def fourth_with_biases_of_third(image, weights):
    return run(image, [*weights[:7], weights[5], *weights[8:]])


@misconception(
    "forward",
    "A layer got the biases of another: its own stand right after its weights.",
)
def third_with_biases_of_fourth(image, weights):
    return run(image, [*weights[:5], weights[7], *weights[6:]])


@misconception(
    "forward",
    "A layer got the biases of another: its own stand right after its weights.",
)
def biases_in_pairs(image, weights):
    return run(image, [*weights[:3], weights[1], *weights[4:7], weights[5], *weights[8:]])


@misconception(
    "forward",
    "The convolutions flip their kernels: a network slides them as they are.",
)
def kernels_flipped(image, weights):
    return run(image, [w[::-1, ::-1] if w.ndim == 4 else w for w in weights])


@misconception(
    "forward",
    "Rows and columns of the image traded places: it is taken as it is.",
)
def image_transposed(image, weights):
    return right_forward(image.swapaxes(0, 1), weights)


@misconception(
    "forward",
    "The channels of the image were turned round: it is taken as it is.",
)
def channels_turned_round(image, weights):
    return right_forward(image[..., ::-1], weights)


@misconception(
    "forward",
    "The last feature maps were flattened in another order than that of `flatten`: each weight "
    "of FC 256 waits for one value.",
)
def flattened_by_columns(image, weights):
    return run(image, weights, flat=lambda x: x.swapaxes(0, 1).reshape(-1))


@misconception(
    "forward",
    "The last feature maps were flattened in another order than that of `flatten`: each weight "
    "of FC 256 waits for one value.",
)
def flattened_by_channel_and_column(image, weights):
    return run(image, weights, flat=lambda x: x.T.swapaxes(1, 2).reshape(-1))


@misconception(
    "forward",
    "A pool stands at the wrong place: one follows the second convolution, the other the fourth.",
)
def pools_too_early(image, weights):
    return run(image, weights, pooled=(0, 2))


@misconception(
    "forward",
    "A pool stands at the wrong place: one follows the second convolution, the other the fourth.",
)
def pools_in_the_middle(image, weights):
    return run(image, weights, pooled=(1, 2))


@misconception(
    "forward",
    "A pool stands at the wrong place: one follows the second convolution, the other the fourth.",
)
def both_pools_at_the_end(image, weights):
    return run(image, weights, pooled=(3,), pool=lambda x: max_pool(max_pool(x)))


@misconception(
    "forward",
    "A pool follows every convolution: one follows the second, another the fourth.",
)
def pool_after_each(image, weights):
    return run(image, weights, pooled=(0, 1, 2, 3))


@misconception(
    "forward",
    "The first pool is missing: it follows the second convolution.",
)
def no_first_pool(image, weights):
    return run(image, weights, pooled=(3,))


@misconception(
    "forward",
    "The pools are missing: one follows the second convolution, the other the fourth.",
)
def no_pools(image, weights):
    return run(image, weights, pooled=())


@misconception(
    "forward",
    "Values were silenced or scaled as by dropout: outside training dropout does nothing, so "
    "there is no step for it here.",
)
def scaled_up_after_pools(image, weights):
    return run(image, weights, pool=lambda x: max_pool(x) / 0.75)


@misconception(
    "forward",
    "Values were silenced or scaled as by dropout: outside training dropout does nothing, so "
    "there is no step for it here.",
)
def scaled_up_after_dense(image, weights):
    return run(image, weights, (relu, relu, relu, relu, lambda x: 2 * relu(x)))


@misconception(
    "forward",
    "Values were silenced or scaled as by dropout: outside training dropout does nothing, so "
    "there is no step for it here.",
)
def scaled_up_everywhere(image, weights):
    doubled = (relu, relu, relu, relu, lambda x: 2 * relu(x))
    return run(image, weights, doubled, pool=lambda x: max_pool(x) / 0.75)


@misconception(
    "forward",
    "Values were silenced or scaled as by dropout: outside training dropout does nothing, so "
    "there is no step for it here.",
)
def dropped_by_one_generator(image, weights):
    return dropped(image, weights, np.random.default_rng(0))


@misconception(
    "forward",
    "Values were silenced or scaled as by dropout: outside training dropout does nothing, so "
    "there is no step for it here.",
)
def dropped_by_another_generator(image, weights):
    return dropped(image, weights, np.random.default_rng(42))


@misconception(
    "forward",
    "The probabilities were rounded: leave them as they are, they are compared to five places.",
)
def rounded_to_two_places(image, weights):
    return np.round(right_forward(image, weights), 2)


@misconception(
    "forward",
    "The probabilities were rounded: leave them as they are, they are compared to five places.",
)
def rounded_to_four_places(image, weights):
    return np.round(right_forward(image, weights), 4)


@misconception(
    "forward",
    "The probabilities were not returned: end the function with `return`.",
)
def probabilities_not_returned(image, weights):
    x = right_forward(image, weights)
    del x


@misconception(
    "forward",
    "The probabilities were printed and not returned: end the function with `return`.",
)
def probabilities_printed(image, weights):
    print(right_forward(image, weights))


@misconception(
    "forward",
    "The numbers were kept in float16, which has three digits only: keep them in 32 or 64 bits.",
)
def half_precision(image, weights):
    return right_forward(image, weights).astype(np.float16)


@misconception(
    "classify",
    "The probability was made into a text: leave it a number between 0 and 1.",
)
def text_in_percent(image, weights, class_names):
    name, probability = right_classify(image, weights, class_names)
    return name, f"{probability:.0%}"


@misconception(
    "classify",
    "The probability was made into a text: leave it a number between 0 and 1.",
)
def text_in_percent_with_one_place(image, weights, class_names):
    name, probability = right_classify(image, weights, class_names)
    return name, f"{probability:.1%}"


@misconception(
    "classify",
    "The probability was made into a text: leave it a number between 0 and 1.",
)
def text_in_percent_with_two_places(image, weights, class_names):
    name, probability = right_classify(image, weights, class_names)
    return name, f"{probability:.2%}"


@misconception(
    "classify",
    "The probability was made into a text: leave it a number between 0 and 1.",
)
def text_of_two_places(image, weights, class_names):
    name, probability = right_classify(image, weights, class_names)
    return name, f"{probability:.2f}"


@misconception(
    "classify",
    "The probability was made into a text: leave it a number between 0 and 1.",
)
def text_of_three_places(image, weights, class_names):
    name, probability = right_classify(image, weights, class_names)
    return name, f"{probability:.3f}"


@misconception(
    "classify",
    "The probability was made into a text: leave it a number between 0 and 1.",
)
def text_of_four_places(image, weights, class_names):
    name, probability = right_classify(image, weights, class_names)
    return name, f"{probability:.4f}"


@misconception(
    "classify",
    "Name and probability were joined in one text: return the pair, (name, probability).",
)
def one_text(image, weights, class_names):
    name, probability = right_classify(image, weights, class_names)
    return f"{name}: {probability:.2f}"


@misconception(
    "classify",
    "The pair was not returned: end the function with `return`.",
)
def pair_not_returned(image, weights, class_names):
    right_classify(image, weights, class_names)


@misconception(
    "classify",
    "The pair was printed and not returned: end the function with `return`.",
)
def pair_printed(image, weights, class_names):
    print(*right_classify(image, weights, class_names))


@misconception(
    "classify",
    "The probabilities were sorted before the largest was looked for: its place no longer "
    "tells its class.",
)
def sorted_before(image, weights, class_names):
    probabilities = np.sort(right_forward(image, weights))
    label = int(np.argmax(probabilities))
    return class_names[label], float(probabilities[label])


@misconception(
    "classify",
    "The probabilities were sorted before the largest was looked for: its place no longer "
    "tells its class.",
)
def sorted_down_before(image, weights, class_names):
    probabilities = np.sort(right_forward(image, weights))[::-1]
    label = int(np.argmax(probabilities))
    return class_names[label], float(probabilities[label])


@misconception(
    "classify",
    "Only the probability was returned: return the pair, (name, probability).",
)
def probability_only(image, weights, class_names):
    return right_classify(image, weights, class_names)[1]


@misconception(
    "classify",
    "The label was returned: look up the name at that place of class_names.",
)
def label_alone_for_name(image, weights, class_names):
    return int(np.argmax(right_forward(image, weights)))


@misconception(
    "classify",
    "The label was returned: look up the name at that place of class_names.",
)
def label_as_text(image, weights, class_names):
    probabilities = right_forward(image, weights)
    return str(np.argmax(probabilities)), float(probabilities.max())


@misconception(
    "classify",
    "Label, name and probability were returned: the pair (name, probability) is wanted.",
)
def three_values(image, weights, class_names):
    probabilities = right_forward(image, weights)
    label = int(np.argmax(probabilities))
    return label, class_names[label], float(probabilities[label])


@misconception(
    "classify",
    "The probability of another class was returned: that of the named one is wanted.",
)
def probability_of_first(image, weights, class_names):
    probabilities = right_forward(image, weights)
    return class_names[int(np.argmax(probabilities))], float(probabilities[0])


@misconception(
    "classify",
    "The probability of another class was returned: that of the named one is wanted.",
)
def probability_of_last(image, weights, class_names):
    probabilities = right_forward(image, weights)
    return class_names[int(np.argmax(probabilities))], float(probabilities[-1])


@misconception(
    "classify",
    "The probability of another class was returned: that of the named one is wanted.",
)
def smallest_probability(image, weights, class_names):
    probabilities = right_forward(image, weights)
    return class_names[int(np.argmax(probabilities))], float(probabilities.min())


@misconception(
    "classify",
    "The probability of another class was returned: that of the named one is wanted.",
)
def mean_probability(image, weights, class_names):
    probabilities = right_forward(image, weights)
    return class_names[int(np.argmax(probabilities))], float(probabilities.mean())


@misconception(
    "classify",
    "The second most probable class was named: the largest of the ten probabilities wins.",
)
def second_best(image, weights, class_names):
    probabilities = right_forward(image, weights)
    label = int(np.argsort(probabilities)[-2])
    return class_names[label], float(probabilities[label])


@misconception(
    "classify",
    "The first class was left out: all ten probabilities are compared, the first one too.",
)
def first_left_out(image, weights, class_names):
    probabilities = right_forward(image, weights)
    label = 1 + int(np.argmax(probabilities[1:]))
    return class_names[label], float(probabilities[label])


@misconception(
    "classify",
    "The name after the right one was returned: class_names begins with that of label 0.",
)
def one_too_far(image, weights, class_names):
    probabilities = right_forward(image, weights)
    label = int(np.argmax(probabilities))
    return class_names[(label + 1) % len(class_names)], float(probabilities[label])


@misconception(
    "classify",
    "The probability was rounded: leave it as forward gives it.",
)
def rounded_to_one_of_pair(image, weights, class_names):
    name, probability = right_classify(image, weights, class_names)
    return name, round(probability, 1)


@misconception(
    "classify",
    "The probability was rounded: leave it as forward gives it.",
)
def rounded_to_four_of_pair(image, weights, class_names):
    name, probability = right_classify(image, weights, class_names)
    return name, round(probability, 4)


@misconception(
    "classify",
    "The probability was rounded: leave it as forward gives it.",
)
def rounded_to_whole_of_pair(image, weights, class_names):
    name, probability = right_classify(image, weights, class_names)
    return name, round(probability, 0)


@misconception(
    "classify",
    "The probability is in percent: leave it between 0 and 1, as forward gives it.",
)
def whole_percent(image, weights, class_names):
    name, probability = right_classify(image, weights, class_names)
    return name, round(100 * probability)


@misconception(
    "classify",
    "The probability is in percent: leave it between 0 and 1, as forward gives it.",
)
def cut_percent(image, weights, class_names):
    name, probability = right_classify(image, weights, class_names)
    return name, int(100 * probability)


@misconception(
    "classify",
    "The probability is in percent: leave it between 0 and 1, as forward gives it.",
)
def percent_of_one_place(image, weights, class_names):
    name, probability = right_classify(image, weights, class_names)
    return name, round(100 * probability, 1)


@misconception(
    "classify",
    "The probability is in percent: leave it between 0 and 1, as forward gives it.",
)
def percent_of_two_places(image, weights, class_names):
    name, probability = right_classify(image, weights, class_names)
    return name, round(100 * probability, 2)


@misconception(
    "classify",
    "The probability was cut to a whole number: leave it as forward gives it.",
)
def cut_probability(image, weights, class_names):
    name, probability = right_classify(image, weights, class_names)
    return name, int(probability)


@misconception(
    "classify",
    "All classes came back: only the most probable one and its probability are wanted.",
)
def all_pairs(image, weights, class_names):
    probabilities = right_forward(image, weights)
    return [(n, float(p)) for n, p in zip(class_names, probabilities, strict=True)]


@misconception(
    "classify",
    "The image was scaled once more: it comes prepared, and is taken as it is.",
)
def image_divided(image, weights, class_names):
    return right_classify(image / 255, weights, class_names)


@misconception(
    "forward",
    "The most probable class got 1 and all others 0: return the probabilities as they are.",
)
def winner_alone(image, weights):
    probabilities = right_forward(image, weights)
    return (probabilities == probabilities.max()).astype(float)


@misconception(
    "forward",
    "The biases were added after the ReLU: a layer adds them, and the ReLU follows.",
)
def biases_after_relu(image, weights):
    kernels, biases = weights[0::2], weights[1::2]
    x = image
    for index in range(4):
        x = relu(conv2d(x, kernels[index], 0 * biases[index])) + biases[index]
        if index in (1, 3):
            x = max_pool(x)
    x = relu(dense(flatten(x), kernels[4], biases[4]))
    return softmax(dense(x, kernels[5], biases[5]))


@misconception(
    "forward",
    "The biases were added after the ReLU: a layer adds them, and the ReLU follows.",
)
def all_biases_after_relu(image, weights):
    kernels, biases = weights[0::2], weights[1::2]
    x = image
    for index in range(4):
        x = relu(conv2d(x, kernels[index], 0 * biases[index])) + biases[index]
        if index in (1, 3):
            x = max_pool(x)
    x = relu(dense(flatten(x), kernels[4], 0 * biases[4])) + biases[4]
    return softmax(dense(x, kernels[5], biases[5]))
