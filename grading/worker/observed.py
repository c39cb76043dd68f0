"""What can be seen of a training's data and model, as plain numbers: in the worker.

Nothing here judges, and nothing may disturb a training: what cannot be looked at stays out.
"""

import contextlib
from typing import Any

import numpy as np

SAMPLE = 500  # pictures and labels that are looked at
PREDICTED = 64  # pictures that the model is asked about
Facts = dict[str, Any]
Keys = dict[int, int]  # of a picture, to its labels: label 3 is bit 3


def keys(images: np.ndarray, labels: np.ndarray) -> Keys:
    """The labels of every picture, by what a mirrored copy of it has as well."""
    found: Keys = {}
    if len(images) == len(labels):
        for key, label in zip(_keys(images), _classes(labels), strict=True):
            found[key] = found.get(key, 0) | 1 << int(label)
    return found


def split(known: Keys, images: np.ndarray, labels: np.ndarray, others: np.ndarray) -> Facts:
    """Whether a split kept pictures with their labels, and the two parts apart.

    images, labels  of the training part
    others          pictures of the validation part
    """
    there = set(_keys(images))
    again = [key in there for key in _keys(others[_sample(len(others))])]
    return {"paired": paired(known, images, labels), "leaked": float(np.mean(again))}


def paired(known: Keys, images: np.ndarray, labels: np.ndarray) -> float | None:
    """Share of a sample that has a label of its own; None where few of its pictures are known.

    Augmented pictures are not known again; copied, moved to another place or mirrored ones are.
    """
    if len(images) != len(labels) or not len(images):
        return None
    rows = _sample(len(images))
    pairs = zip(_keys(images[rows]), _classes(labels[rows]), strict=True)
    hits = [bool(known[key] >> int(label) & 1) for key, label in pairs if key in known]
    return float(np.mean(hits)) if len(hits) > len(rows) / 2 else None


def pictures(images: np.ndarray) -> Facts:
    """The numbers of a sample of pictures: lowest, highest, spread, and whether all are finite."""
    sample = np.asarray(images[_sample(len(images))], np.float64)
    finite = bool(np.isfinite(sample).all())
    if not finite or not sample.size:
        return {"finite": finite}
    return {
        "finite": True,
        "low": float(sample.min()),
        "high": float(sample.max()),
        "spread": float(sample.std()),
    }


def labels(given: np.ndarray) -> Facts:
    """Shape and dtype of labels, and whether those of a sample are one-hot."""
    given = np.asarray(given)
    sample = given[_sample(len(given))] if given.ndim else given
    one_hot = sample.ndim == 2 and sample.shape[1] > 1
    if one_hot:
        one_hot = bool(((sample == 0) | (sample == 1)).all() and (sample.sum(axis=1) == 1).all())
    return {"labels": f"{given.dtype} {given.shape}", "one_hot": bool(one_hot)}


def answers(model: Any, images: np.ndarray) -> Facts:
    """Whether a model gives probabilities, and whether it tells pictures apart at all."""
    import keras

    given = model(np.asarray(images[:PREDICTED], np.float32), training=False)
    found = np.asarray(keras.ops.convert_to_numpy(given)).astype(np.float64)
    classes = {"classes": found.shape[1]}
    if not np.isfinite(found).all():
        return classes
    sums = found.sum(axis=1)
    return classes | {
        "probabilities": bool(found.min() > -1e-3 and np.abs(sums - 1).max() < 0.02),
        "alike": bool((found.max(axis=0) - found.min(axis=0)).max() < 1e-6),
    }


def compiled(model: Any) -> Facts:
    """The loss of a compiled model, whether it takes scores, and the learning rate."""
    found: Facts = {}
    loss = getattr(model, "loss", None)
    if loss is not None:
        name = loss if isinstance(loss, str) else getattr(loss, "name", "")
        found["loss"] = str(name or getattr(loss, "__name__", ""))
        found["from_logits"] = getattr(loss, "from_logits", False) is True
    with contextlib.suppress(Exception):
        found["learning_rate"] = float(np.asarray(model.optimizer.learning_rate))
    return found


def _keys(images: np.ndarray) -> list[int]:
    """What pictures are known by: two rows, added to their own mirror images."""
    height = images.shape[1]
    rows = np.asarray(images[:, [height // 4, (3 * height) // 4]], np.float32)
    return [hash(picture.tobytes()) for picture in rows + rows[:, :, ::-1]]


def _classes(labels: np.ndarray) -> np.ndarray:
    """The class of each label, whole numbers or rows."""
    labels = np.asarray(labels)
    if labels.ndim == 2 and labels.shape[1] > 1:
        return np.asarray(labels.argmax(axis=1))
    return labels.reshape(-1)


def _sample(count: int) -> np.ndarray:
    return np.unique(np.linspace(0, count - 1, min(SAMPLE, count)).astype(int))
