"""Draw the pictures of the lesson pages: all, or those that are named."""

import sys
from importlib import import_module
from pathlib import Path

from matplotlib import use

use("Agg")
SOLUTIONS = Path(__file__).parents[1]
TARGET = SOLUTIONS.parent / "exercises" / "figures"


def main(names: list[str]) -> None:
    sys.path.insert(0, str(SOLUTIONS))  # the solutions import one another by name
    TARGET.mkdir(exist_ok=True)
    for name in names or sorted(path.stem for path in TARGET.parent.glob("*.md")):
        figure = import_module(f"solutions.figures.{name}").draw()
        path = TARGET / f"{name}.png"
        # no software version in the file: the same drawing gives the same bytes
        figure.savefig(path, metadata={"Software": None})
        print(path.relative_to(SOLUTIONS.parent))


if __name__ == "__main__":
    main(sys.argv[1:])
