"""The levels of isolation that this machine can run; every attack is tried at each of them."""

from collections.abc import Iterator
from typing import Any

import pytest

from grading.sandbox import Sandbox, levels, plain, sealed

HELD = [level.name for level in sealed.LEVELS if not levels.fault(level)]


def sandboxes(preload: list[str], *names: str) -> Any:
    """A fixture of a module: one sandbox a level, made for each of these and of those that hold."""

    @pytest.fixture(scope="module", params=[*names, *HELD], autouse=True, name="sandbox")
    def sandbox(request: pytest.FixtureRequest) -> Iterator[Sandbox]:
        if request.param == levels.NONE:
            box: Sandbox = plain.Plain()
        else:
            box = levels.open_sandbox(request.param, preload=preload)
        global current
        current = box
        yield box
        box.close()

    return sandbox


current: Sandbox | None = None
