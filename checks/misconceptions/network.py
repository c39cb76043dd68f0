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
):
    """The basic model with some of its parts exchanged."""
    layers = list(zip(weights[0::2], weights[1::2], strict=True))
    x = image
    for index in range(4):
        x = activations[index](conv2d(x, *layers[index]))
        if index % 2:
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
    "Softmax was taken once more: forward gives probabilities already.",
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
