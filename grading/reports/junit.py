"""Results as JUnit XML, which every continuous integration reads, as pytest writes it.

Some characters are no XML, not even escaped; `texts` leaves none of them.
"""

import xml.etree.ElementTree as ElementTree
from collections import Counter
from xml.etree.ElementTree import Element, SubElement

from ..result import CheckResult, Graded
from . import texts

# Where a state goes; "passed" has no element of its own.
ELEMENTS = {
    "wrong": "failure",
    "too slow": "failure",
    "error": "error",
    "fault": "error",
    "not started": "skipped",
    "waiting": "skipped",
}


def junit(results: list[Graded]) -> bytes:
    """One test suite a submission, one test case a check; messages of hidden checks are in it."""
    root = Element("testsuites", name="grade")
    for result in results:
        _suite(root, result)
    ElementTree.indent(root)
    data = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    assert isinstance(data, bytes)
    return data + b"\n"


def _suite(root: Element, result: Graded) -> None:
    suite = SubElement(root, "testsuite", name=texts.line(result.submission))
    states = Counter[str]()
    if result.status != "graded":
        # A submission without checks must not look like one that has passed them all.
        element = "skipped" if result.status == "empty" else "error"
        states[element] += 1
        case = SubElement(suite, "testcase", classname="submission", name=result.status)
        case.set("time", "0.000")
        _say(case, element, texts.STATUSES[result.status], texts.why(result))
    for exercise in result.exercises:
        for check in exercise.checks:
            states[_case(suite, exercise.name, check)] += 1
    suite.set("tests", str(states.total()))
    suite.set("failures", str(states["failure"]))
    suite.set("errors", str(states["error"]))
    suite.set("skipped", str(states["skipped"]))
    suite.set("time", f"{result.seconds:.3f}")
    if result.started:
        suite.set("timestamp", texts.line(result.started))


def _case(suite: Element, exercise: str, check: CheckResult) -> str:
    """Add a check; returns the name of the element that tells its state, or "passed"."""
    case = SubElement(suite, "testcase", classname=texts.line(exercise))
    case.set("name", texts.line(check.id.removeprefix(f"{exercise}.")))
    case.set("time", f"{check.seconds:.3f}")
    if check.state == "passed":
        return "passed"
    element = ELEMENTS[check.state]
    _say(case, element, f"{check.state}: {check.title}", texts.told(check))
    return element


def _say(case: Element, element: str, message: str, text: str) -> None:
    told = SubElement(case, element, message=texts.line(message))
    told.text = text
