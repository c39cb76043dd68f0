"""What the check files offer, read without running them: points of every exercise."""

import ast

import msgspec

from .lab import CHECKS


class Points(msgspec.Struct, frozen=True):
    """Points of an exercise's checks that students have, and of those that they do not."""

    visible: int = 0
    hidden: int = 0

    @property
    def total(self) -> int:
        return self.visible + self.hidden


def points(name: str) -> Points:
    """Add up the points of an exercise's checks; none where the file is missing."""
    file = CHECKS / f"test_{name}.py"
    if not file.is_file():
        return Points()
    sums = {False: 0, True: 0}
    for statement in ast.parse(file.read_text("utf-8")).body:
        for mark in getattr(statement, "decorator_list", []):
            if isinstance(mark, ast.Call) and getattr(mark.func, "id", "") == "points":
                named = {word.arg: ast.literal_eval(word.value) for word in mark.keywords}
                sums[named.get("hidden", False)] += ast.literal_eval(mark.args[0])
    return Points(sums[False], sums[True])
