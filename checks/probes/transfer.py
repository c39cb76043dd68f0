"""Probes of the exercise `transfer`."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from checks.probes.shared import ending, no_model
from checks.test_transfer import (
    IMAGE,
    Network,
    alike,
    flattened,
    misfit,
    pictures,
    pooled,
    same,
    separable,
    steps_of,
)
from grading.behaviour import Probe
from grading.models import Model, Workbench


def feature_extractor(workbench: Workbench) -> Iterator[Probe]:
    for given in (flattened(workbench), pooled(workbench, "GlobalAveragePooling2D", True)):
        images = pictures(3, 2)
        before = given.model.predict(images)

        def tell(
            extractor: Any,
            given: Network = given,
            images: np.ndarray = images,
            before: np.ndarray = before,
        ) -> Any:
            if not isinstance(extractor, Model):
                return no_model(extractor)
            weights = extractor.weights()
            known = all(any(np.array_equal(w, g) for g in given.weights) for w in weights)
            return {
                "features": extractor.predict(images) if known else "other weights",
                "trainable": [each.trainable for each in extractor.layers() if each.weights],
                "model as before": alike(given.model.predict(images), before),
            }

        yield Probe((given.model,), tell=tell)


def extract_features(workbench: Workbench) -> Iterator[Probe]:
    given = pooled(workbench, "GlobalAveragePooling2D", True)
    # without dropout, so that whoever trains here gets the same each time
    layers = [layer for layer in given.layers[:-1] if layer[0] != "Dropout"]
    extractor = workbench.build(layers, IMAGE, given.weights[:-2], functional=True)
    for count, batch_size in ((7, 3), (8, 2), (5, 256)):
        images = pictures(count, count)
        rows = given.features(images)

        def tell(got: Any, rows: np.ndarray = rows) -> Any:
            if not isinstance(got, np.ndarray) or got.shape != rows.shape:
                return got
            order = np.argsort(got[:, 0])
            same = np.allclose(got[order], rows[np.argsort(rows[:, 0])], atol=1e-3)
            return got if np.allclose(got, rows, atol=1e-3) or not same else "another order"

        yield Probe((extractor, images, batch_size), tell=tell)


def build_head(workbench: Workbench) -> Iterator[Probe]:
    for features, classes in ((6, 3), (4, 7), (12, 2)):
        inputs = np.random.default_rng(features).normal(0, 3, (16, features)).astype(np.float32)
        yield Probe((features, classes), tell=lambda model, x=inputs: ending(model, x))  # type: ignore[misc]


def fine_tune(workbench: Workbench) -> Iterator[Probe]:
    given = flattened(workbench)
    images, labels = separable(given, 24, 3, seed=5)
    extractor = workbench.build(given.layers[:3], IMAGE, given.weights[:2])
    workbench.freeze(extractor)
    head = workbench.build(
        [("Dense", {"units": 3, "activation": "softmax"})],
        (18,),
        [np.random.default_rng(1).normal(0, 0.01, (18, 3)), np.zeros(3)],
    )
    first = extractor.weights(), head.weights()
    before = (head.predict(extractor.predict(images)) * labels).sum(axis=1)
    epochs = 8

    def tell(model: Any) -> Any:
        if not isinstance(model, Model):
            return no_model(model)
        if (taken := misfit(model, images)) is not None:
            return list(taken)
        parts = {
            "extractor": same(extractor.weights(), first[0]),
            "head": same(head.weights(), first[1]),
            "frozen": not any(each.trainable for each in head.layers()),
        }
        if not parts["extractor"]:
            return parts
        got, through = model.predict(images), head.predict(extractor.predict(images))
        joined = got.shape == through.shape and np.allclose(got, through, atol=1e-4)
        better = ((got * labels).sum(axis=1) > before).mean() if joined else 0
        steps = steps_of(model, head)
        return {
            **parts,
            "joined": bool(joined),
            "ranked alike": np.array_equal(got.argsort(axis=1), through.argsort(axis=1)),
            "better": round(2 * float(better)),  # for nearly all, some, hardly any of the images
            "a single epoch": 0 < steps < epochs,
        }

    yield Probe((extractor, head, (images, labels), epochs), tell=tell)
