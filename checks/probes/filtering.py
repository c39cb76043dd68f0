"""Probes of the exercise `filtering`."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from checks.test_filtering import answers
from grading.behaviour import Probe
from grading.models import Workbench


def edge_kernels(workbench: Workbench) -> Iterator[Probe]:
    """Many kernels see edges: what tells is where they answer, and how strongly."""
    step = np.repeat([[0.0, 0.0, 0.0, 1.0, 1.0, 1.0]], 5, axis=0)

    def about(kernel: Any, own: np.ndarray) -> Any:
        if isinstance(kernel, list):
            return "a list"
        if not isinstance(kernel, np.ndarray) or kernel.shape != (3, 3):
            return kernel
        constant, along, across = (
            float(np.abs(answers(image, kernel.astype(float))).max())
            for image in (np.ones((4, 5)), own.T, own)
        )
        return {
            "silent where constant": constant < 1e-5,
            "silent along a step": along < 1e-5,
            "across a step": "silent" if across < 1e-5 else "weak" if across < 1 else "strong",
            "turns into itself": np.allclose(kernel, kernel[::-1, ::-1]),
            "unsigned": kernel.dtype.kind == "u",
        }

    def tell(got: Any) -> Any:
        if not isinstance(got, (tuple, list, np.ndarray)) or len(got) != 2:
            return got
        return [about(kernel, own) for kernel, own in zip(got, (step, step.T), strict=True)]

    yield Probe(tell=tell)
