"""What goes wrong when a trained network is to serve another task."""

import keras
import numpy as np
from keras import layers

from checks.misconceptions import misconception
from solutions.transfer import build_head, extract_features, feature_extractor, fine_tune

right_extractor, right_features = feature_extractor, extract_features
right_head, right_tune = build_head, fine_tune


def cut(model, index):
    """A frozen copy of a model up to one of its layers."""
    part = keras.Model(model.inputs[0], model.layers[index].output)
    copy = keras.models.clone_model(part)
    copy.set_weights(part.get_weights())
    copy.trainable = False
    return copy


def joined(extractor, head):
    inputs = keras.Input(extractor.input_shape[1:])
    return keras.Model(inputs, head(extractor(inputs)))


@misconception(
    "feature_extractor",
    "The whole model came back: its output are probabilities of the old classes, and features are "
    "what the flatten or the global pool before its dense layers gives.",
)
def whole_model(model):
    return cut(model, -1)


@misconception(
    "feature_extractor",
    "The extractor can still be trained: set extractor.trainable = False.",
)
def still_trainable(model):
    copy = right_extractor(model)
    copy.trainable = True
    return copy


@misconception(
    "feature_extractor",
    "A fresh copy has fresh weights: clone_model copies the layers and not what they have "
    "learned, so hand the weights over with set_weights.",
)
def weights_not_copied(model):
    copy = keras.models.clone_model(right_extractor(model))
    copy.trainable = False
    return copy


@misconception(
    "feature_extractor",
    "It was cut before the maps become a row: features are (D,), after the flatten or the global "
    "pool.",
)
def maps_not_flattened(model):
    index = next(i for i, layer in enumerate(model.layers) if len(layer.output.shape) == 2)
    return cut(model, index - 1)


@misconception(
    "feature_extractor",
    "The model given was taken apart: it has lost its last layers, and has to predict what it "
    "predicted before.",
)
def model_spoiled(model):
    extractor = right_extractor(model)
    model.set_weights([np.zeros_like(array) for array in model.get_weights()])
    return extractor


@misconception(
    "feature_extractor",
    "Only the last layer was taken off: where more dense layers come before it, these belong to "
    "the old classes as well.",
)
def last_layer_off(model):
    return cut(model, -2)


@misconception(
    "feature_extractor",
    "Only the first layer was frozen: extractor.trainable = False freezes all of them.",
)
def first_layer_frozen(model):
    copy = right_extractor(model)
    copy.trainable = True
    next(layer for layer in copy.layers if layer.weights).trainable = False
    return copy


@misconception(
    "feature_extractor",
    "Only Flatten was looked for: where a network ends in a global pool, what this gives are the "
    "features.",
)
def flatten_alone(model):
    if any(isinstance(layer, layers.Flatten) for layer in model.layers):
        return right_extractor(model)
    return None


@misconception(
    "extract_features",
    "Only the first batch was worked out: go on to the last image.",
)
def first_batch_alone(extractor, images, batch_size=256):
    return right_features(extractor, images[:batch_size], batch_size)


@misconception(
    "extract_features",
    "The features come in another order than the images: their labels would be those of others.",
)
def another_order(extractor, images, batch_size=256):
    return right_features(extractor, images[::-1], batch_size)


@misconception(
    "extract_features",
    "The features were standardised: they are wanted as the extractor gives them.",
)
def standardised(extractor, images, batch_size=256):
    got = right_features(extractor, images, batch_size)
    return (got - got.mean(axis=0)) / (got.std(axis=0) + 1e-7)


@misconception(
    "build_head",
    "The head takes images: it begins with the features, keras.Input((num_features,)).",
)
def takes_images(num_features, num_classes):
    return keras.Sequential(
        [
            keras.Input((32, 32, 3)),
            layers.Flatten(),
            layers.Dense(num_classes, activation="softmax"),
        ]
    )


@misconception(
    "build_head",
    "The head always takes the 1,600 features of the basic model: take num_features.",
)
def always_1600(num_features, num_classes):
    return right_head(1600, num_classes)


@misconception(
    "build_head",
    "ReLU stands at the end: it makes scores of 0 or more, and softmax makes probabilities.",
)
def relu_at_the_end(num_features, num_classes):
    return keras.Sequential(
        [keras.Input((num_features,)), layers.Dense(num_classes, activation="relu")]
    )


@misconception(
    "build_head",
    "The softmax stands in the middle: it belongs to the last layer, where the classes are.",
)
def softmax_in_the_middle(num_features, num_classes):
    hidden = layers.Dense(32, activation="softmax")
    last = layers.Dense(num_classes)
    return keras.Sequential([keras.Input((num_features,)), hidden, last])


@misconception(
    "build_head",
    "The softmax stands in the middle: it belongs to the last layer, where the classes are.",
)
def softmax_in_the_middle_relu_last(num_features, num_classes):
    hidden = layers.Dense(32, activation="softmax")
    last = layers.Dense(num_classes, activation="relu")
    return keras.Sequential([keras.Input((num_features,)), hidden, last])


@misconception(
    "extract_features",
    "Only whole batches were worked out: the last one may be smaller, and counts too.",
)
def last_batch_dropped(extractor, images, batch_size=256):
    whole = len(images) // batch_size * batch_size
    if not whole:
        return np.zeros((0, extractor.output_shape[-1]), np.float32)
    return right_features(extractor, images[:whole], batch_size)


@misconception(
    "extract_features",
    "Each batch replaced the one before: put the batches together with np.concatenate.",
)
def last_batch_only(extractor, images, batch_size=256):
    for begin in range(0, len(images), batch_size):
        got = right_features(extractor, images[begin : begin + batch_size], batch_size)
    return got


@misconception(
    "extract_features",
    "The batches came in a list: one array (N, D) is wanted, which np.concatenate makes of them.",
)
def list_of_batches(extractor, images, batch_size=256):
    return [
        right_features(extractor, images[begin : begin + batch_size], batch_size)
        for begin in range(0, len(images), batch_size)
    ]


@misconception(
    "extract_features",
    "A tensor came back: .numpy() makes an array of it.",
)
def a_tensor(extractor, images, batch_size=256):
    return keras.ops.convert_to_tensor(right_features(extractor, images, batch_size))


@misconception(
    "extract_features",
    "The images were divided by 255 once more: they come as they were prepared for the network.",
)
def prepared_twice(extractor, images, batch_size=256):
    return right_features(extractor, images / 255, batch_size)


@misconception(
    "extract_features",
    "The features of an image were averaged: all D of them are wanted.",
)
def averaged(extractor, images, batch_size=256):
    return right_features(extractor, images, batch_size).mean(axis=-1)


@misconception(
    "build_head",
    "There is no softmax at the end: without it the rows are scores, which do not add up to 1.",
)
def scores_only(num_features, num_classes):
    return keras.Sequential([keras.Input((num_features,)), layers.Dense(num_classes)])


@misconception(
    "build_head",
    "A sigmoid stands at the end: it judges every class for itself; softmax shares out one whole "
    "among them.",
)
def sigmoid_head(num_features, num_classes):
    return keras.Sequential(
        [keras.Input((num_features,)), layers.Dense(num_classes, activation="sigmoid")]
    )


@misconception(
    "extract_features",
    "The extractor was called as in training, with dropout: predict, or training=False, has none.",
)
def dropout_on(extractor, images, batch_size=256):
    parts = range(0, len(images), batch_size)
    batches = [extractor(images[start : start + batch_size], training=True) for start in parts]
    return np.concatenate([keras.ops.convert_to_numpy(batch) for batch in batches])


@misconception(
    "build_head",
    "The head always has ten classes: take num_classes, the new task has as many as it has.",
)
def ten_classes(num_features, num_classes):
    return right_head(num_features, 10)


@misconception(
    "build_head",
    "Features and classes were mixed up: num_features go in, num_classes come out.",
)
def mixed_up(num_features, num_classes):
    return right_head(num_classes, num_features)


@misconception(
    "build_head",
    "The softmax runs over the wrong axis: over the classes of one image, not over the images.",
)
def softmax_over_the_batch(num_features, num_classes):
    inputs = keras.Input((num_features,))
    outputs = layers.Dense(num_classes)(inputs)
    return keras.Model(inputs, layers.Softmax(axis=0)(outputs))


@misconception(
    "fine_tune",
    "The head alone came back: a model of images is wanted, extractor and head in one.",
)
def head_alone(extractor, head, train_data, epochs):
    right_tune(extractor, head, train_data, epochs)
    return head


@misconception(
    "fine_tune",
    "The extractor was trained as well: it has to stay what it was, bit for bit.",
)
def extractor_trained(extractor, head, train_data, epochs):
    extractor.trainable = True
    model = joined(extractor, head)
    model.compile("adam", "categorical_crossentropy")
    model.fit(*train_data, epochs=epochs, verbose=0)
    return model


@misconception(
    "fine_tune",
    "The head that was given has learned nothing: call fit on it, or on a model that holds it, "
    "and not on a copy.",
)
def not_trained(extractor, head, train_data, epochs):
    return joined(extractor, head)


@misconception("fine_tune", "epochs was left out: fit takes a single one unless it is told.")
def one_epoch(extractor, head, train_data, epochs):
    return right_tune(extractor, head, train_data, 1)


@misconception(
    "fine_tune",
    "Another head was trained than the one that was given.",
)
def another_head(extractor, head, train_data, epochs):
    return right_tune(extractor, keras.models.clone_model(head), train_data, epochs)


@misconception(
    "fine_tune",
    "A copy of the head stands in the model: what was trained is not in it.",
)
def untrained_copy_in_the_model(extractor, head, train_data, epochs):
    right_tune(extractor, head, train_data, epochs)
    return joined(extractor, keras.models.clone_model(head))


@misconception(
    "fine_tune",
    "A second softmax was put behind the head: it ends in one, and another makes all classes "
    "nearly equal.",
)
def softmax_twice(extractor, head, train_data, epochs):
    model = right_tune(extractor, head, train_data, epochs)
    return keras.Model(model.inputs[0], layers.Softmax()(model.outputs[0]))


@misconception(
    "fine_tune",
    "The head was frozen as well: only the extractor is, or nothing is left that could learn.",
)
def both_frozen(extractor, head, train_data, epochs):
    model = joined(extractor, head)
    model.trainable = False
    model.compile("adam", "categorical_crossentropy")
    model.fit(*train_data, epochs=epochs, verbose=0)
    return model


@misconception(
    "fine_tune",
    "The head was frozen, and not the extractor: it is the head that learns.",
)
def head_frozen(extractor, head, train_data, epochs):
    head.trainable = False
    extractor.trainable = True
    model = joined(extractor, head)
    model.compile("adam", "categorical_crossentropy")
    model.fit(*train_data, epochs=epochs, verbose=0)
    return model


@misconception(
    "fine_tune",
    "The history of fit came back: return the model.",
)
def history_returned(extractor, head, train_data, epochs):
    head.compile("adam", "categorical_crossentropy")
    images, labels = train_data
    return head.fit(extractor.predict(images, verbose=0), labels, epochs=epochs, verbose=0)


@misconception(
    "fine_tune",
    "The head learned other labels than those given: labels stay as they are, and in the order of "
    "their images.",
)
def labels_turned_round(extractor, head, train_data, epochs):
    images, labels = train_data
    return right_tune(extractor, head, (images, np.roll(labels, 1, axis=1)), epochs)


@misconception(
    "extract_features",
    "The batch axis was left in between: each image was a batch of one, of which [0] are the "
    "features.",
)
def batch_axis_left_in(extractor, images, batch_size=256):
    return right_features(extractor, images, batch_size)[:, np.newaxis]


@misconception(
    "extract_features",
    "A list of rows came back: one array (N, D) is wanted, which np.array makes of them.",
)
def list_of_rows(extractor, images, batch_size=256):
    return list(right_features(extractor, images, batch_size))


@misconception(
    "extract_features",
    "All features came in one long row: each image has a row of its own, (N, D).",
)
def one_long_row(extractor, images, batch_size=256):
    return right_features(extractor, images, batch_size).reshape(-1)


@misconception(
    "extract_features",
    "Images and features changed places: each image has a row, (N, D).",
)
def turned_over(extractor, images, batch_size=256):
    return right_features(extractor, images, batch_size).T


@misconception(
    "extract_features",
    "The last image of each batch was left out: a slice ends before its second number by itself.",
)
def last_of_each_batch_left_out(extractor, images, batch_size=256):
    kept = [i for i in range(len(images)) if (i + 1) % batch_size and i < len(images) - 1]
    return right_features(extractor, images[kept], batch_size)


@misconception(
    "extract_features",
    "Rows of zeros follow the features: the last batch may be smaller, and has fewer rows.",
)
def filled_up(extractor, images, batch_size=256):
    got = right_features(extractor, images, batch_size)
    more = -len(images) % batch_size
    return np.concatenate([got, np.zeros((more, got.shape[1]), got.dtype)])


@misconception(
    "extract_features",
    "Only a single image was worked out: features of all of them are wanted.",
)
def first_image_alone(extractor, images, batch_size=256):
    return right_features(extractor, images[:1], batch_size)[0]


@misconception(
    "extract_features",
    "Only a single image was worked out: features of all of them are wanted.",
)
def first_row_alone(extractor, images, batch_size=256):
    return right_features(extractor, images[:1], batch_size)


@misconception(
    "extract_features",
    "Nothing was returned: end the function with return.",
)
def features_forgotten(extractor, images, batch_size=256):
    right_features(extractor, images, batch_size)


@misconception(
    "build_head",
    "There is one unit too many at the end: classes are counted from 0, and there are num_classes.",
)
def one_class_more(num_features, num_classes):
    return right_head(num_features, num_classes + 1)


@misconception(
    "build_head",
    "The model was built and not returned: end the function with return.",
)
def head_forgotten(num_features, num_classes):
    right_head(num_features, num_classes)


@misconception(
    "feature_extractor",
    "The model was built and not returned: end the function with return.",
)
def extractor_forgotten(model):
    right_extractor(model)


@misconception(
    "fine_tune",
    "The images were divided by 255 once more: they come as they were prepared for the network.",
)
def images_prepared_twice(extractor, head, train_data, epochs):
    images, labels = train_data
    return right_tune(extractor, head, (images / 255, labels), epochs)


@misconception(
    "fine_tune",
    "Nothing was returned: end the function with return model.",
)
def model_forgotten(extractor, head, train_data, epochs):
    right_tune(extractor, head, train_data, epochs)


@misconception(
    "extract_features",
    "The features of each image were scaled to length 1: they are wanted as the extractor gives "
    "them.",
)
def scaled_to_length_one(extractor, images, batch_size=256):
    got = right_features(extractor, images, batch_size)
    return got / (np.linalg.norm(got, axis=1, keepdims=True) + 1e-12)


@misconception(
    "extract_features",
    "The batches overlap: each begins where the one before it ends.",
)
def overlapping_batches(extractor, images, batch_size=256):
    parts = range(0, len(images), max(1, batch_size - 1))
    return np.concatenate(
        [right_features(extractor, images[start : start + batch_size]) for start in parts]
    )


@misconception(
    "extract_features",
    "Only whole batches were worked out: the last one may be smaller, and counts too.",
)
def last_batch_dropped_but_one(extractor, images, batch_size=256):
    whole = max(1, len(images) // batch_size) * batch_size
    return right_features(extractor, images[:whole], batch_size)


@misconception(
    "extract_features",
    "The batches were stacked along a new axis: np.concatenate puts their rows together.",
)
def stacked_batches(extractor, images, batch_size=256):
    parts = range(0, len(images), batch_size)
    return np.stack(
        [right_features(extractor, images[start : start + batch_size]) for start in parts]
    )


@misconception(
    "extract_features",
    "The batches were stacked along a new axis: np.concatenate puts their rows together.",
)
def array_of_batches(extractor, images, batch_size=256):
    parts = range(0, len(images), batch_size)
    return np.array(
        [right_features(extractor, images[start : start + batch_size]) for start in parts]
    )


@misconception(
    "feature_extractor",
    "Only Flatten was looked for: where a network ends in a global pool, what this gives are the "
    "features.",
)
def flatten_or_an_error(model):
    if not any(isinstance(layer, layers.Flatten) for layer in model.layers):
        raise ValueError("there is no Flatten")
    return right_extractor(model)


@misconception(
    "feature_extractor",
    "Only Flatten was looked for: where a network ends in a global pool, what this gives are the "
    "features.",
)
def flatten_or_no_name(model):
    for layer in model.layers:
        if isinstance(layer, layers.Flatten):
            extractor = right_extractor(model)
    return extractor


@misconception(
    "feature_extractor",
    "Only Flatten was looked for: where a network ends in a global pool, what this gives are the "
    "features.",
)
def first_flatten(model):
    index = [isinstance(layer, layers.Flatten) for layer in model.layers]
    return cut(model, [i for i, found in enumerate(index) if found][0])  # noqa: RUF015


@misconception(
    "feature_extractor",
    "The model given was taken apart: it has lost its last layers, and has to predict what it "
    "predicted before.",
)
def model_popped(model):
    extractor = right_extractor(model)
    if not isinstance(model, keras.Sequential):
        return extractor
    while model.layers and not isinstance(model.layers[-1], layers.Flatten):
        model.pop()
    return extractor


@misconception(
    "build_head",
    "What came back is no model: put its layers into keras.Sequential([...]).",
)
def layer_returned(num_features, num_classes):
    return layers.Dense(num_classes, activation="softmax")


@misconception(
    "fine_tune",
    "The head was not compiled: it comes as it was built, so call compile before fit.",
)
def not_compiled(extractor, head, train_data, epochs):
    images, labels = train_data
    head.fit(extractor.predict(images, verbose=0), labels, epochs=epochs, verbose=0)
    return joined(extractor, head)


@misconception(
    "fine_tune",
    "The loss waits for labels as whole numbers: one-hot labels want categorical_crossentropy, "
    "without sparse.",
)
def sparse_loss(extractor, head, train_data, epochs):
    model = joined(extractor, head)
    model.compile("adam", "sparse_categorical_crossentropy")
    model.fit(*train_data, epochs=epochs, verbose=0)
    return model


@misconception(
    "fine_tune",
    "Each round of the loop trained all epochs once more: fit makes a single one there, or stands "
    "outside of the loop.",
)
def epochs_times_epochs(extractor, head, train_data, epochs):
    images, labels = train_data
    features = extractor.predict(images, verbose=0)
    head.compile("adam", "categorical_crossentropy")
    for _ in range(epochs):
        head.fit(features, labels, epochs=epochs, verbose=0)
    return joined(extractor, head)


@misconception(
    "build_head",
    "Dropout stands behind the softmax, so that rows no longer add up to 1 while training: it "
    "belongs before the last layer.",
)
def dropout_at_the_end(num_features, num_classes):
    return keras.Sequential(
        [
            keras.Input((num_features,)),
            layers.Dense(num_classes, activation="softmax"),
            layers.Dropout(0.5),
        ]
    )


@misconception(
    "feature_extractor",
    "Only Flatten was looked for: where a network ends in a global pool, what this gives are the "
    "features.",
)
def flatten_or_the_last_but_one(model):
    if any(isinstance(layer, layers.Flatten) for layer in model.layers):
        return right_extractor(model)
    return cut(model, -2)


@misconception(
    "feature_extractor",
    "A pool of your own was put behind the last maps: take the output of the flatten, or of the "
    "global pool, that the model has.",
)
def pooled_once_more(model):
    maps = next(i for i, layer in enumerate(model.layers) if len(layer.output.shape) == 2) - 1
    mean = layers.GlobalAveragePooling2D()(model.layers[maps].output)
    part = keras.Model(model.inputs[0], mean)
    copy = keras.models.clone_model(part)
    copy.set_weights(part.get_weights())
    copy.trainable = False
    return copy


@misconception(
    "feature_extractor",
    "The model given was taken apart: it has lost its last layers, and has to predict what it "
    "predicted before.",
)
def layers_popped(model):
    while not isinstance(model.layers[-1], (layers.Flatten, layers.GlobalAveragePooling2D)):
        model.pop()
    copy = keras.models.clone_model(model)
    copy.set_weights(model.get_weights())
    copy.trainable = False
    return copy


@misconception(
    "extract_features",
    "There is an axis too many: np.concatenate joins the batches along the one they have.",
)
def one_axis_too_many(extractor, images, batch_size=256):
    return right_features(extractor, images, batch_size)[np.newaxis]
