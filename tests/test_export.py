"""Exports: each format is what its documentation asks for, whatever students call themselves."""

import base64
import csv
import io
import re
import shutil
import subprocess
import xml.etree.ElementTree as ElementTree
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, Literal

import msgspec
import pytest

from grading import lab, results
from grading.errors import Problem
from grading.reports import (
    autograders,
    classpage,
    exports,
    gradebooks,
    junit,
    sheets,
    tables,
    texts,
)
from grading.result import CheckResult, ExerciseResult, Graded, State, encode

MARKUP = "</p><script>alert(1)</script><img src=x onerror=alert(1)>"
SECRET = "the hidden kernel is 5 by 7"
STATES: list[State] = [
    "passed", "wrong", "not started", "error", "too slow", "waiting", "fault",
]  # fmt: skip
STATUSES: list[Any] = ["graded", "empty", "other", "refused", "fault"]
HOSTILE = [
    "../../etc/passwd",
    "..",
    "con.txt",
    "a/b\\c",
    MARKUP,
    "=HYPERLINK(\"http://x\")",
    "\t=1+1",
    "new\nline\r\nand\x00nul\x1b[31mred\x07",
    "\u202egnp.exe\u202c",
    "Zoë Müller-Łukasiewicz 李",
    "]]>&amp;<!--",
    "x" * 300,
    "",
]  # fmt: skip
VOID = {"meta", "img", "link", "br", "hr", "input"}


def check(name: str, state: State = "passed", hidden: bool = False, most: int = 2) -> CheckResult:
    """One check of an exercise, "filtering.test_values"."""
    return CheckResult(
        name,
        f"Title of {name}.",
        state,
        most if state == "passed" else 0,
        most,
        hidden,
        0.25,
        None if state == "passed" else f"Called    f(1)\nReturned  <2> & {state}",
        "Rows and columns are swapped." if state == "wrong" else None,
        f"exercises/{name.split('.')[0]}.py:41" if state == "wrong" else None,
    )


def exercise(name: str, *checks: CheckResult) -> ExerciseResult:
    return ExerciseResult.of(name, f"Title of {name}", list(checks))


def graded(submission: str = "ada", *exercises: ExerciseResult, **more: Any) -> Graded:
    """A result whose scores are the sums of its exercises."""
    return Graded(
        **{
            "score": sum(one.score for one in exercises),
            "max_score": sum(one.max_score for one in exercises),
            "isolation": "none",
            "seconds": 2.5,
            "versions": {"python": "3.11.7"},
            "hashes": {},
            "exercises": list(exercises),
            "submission": submission,
            "status": "graded",
            "notes": [],
        }
        | more
    )


def ada(**more: Any) -> Graded:
    """Two exercises, open and hidden checks, 6 of 10 points, an accuracy."""
    hidden = check("filtering.test_hidden", "wrong", hidden=True)
    hidden.message = SECRET
    return graded(
        "ada",
        exercise("filtering", check("filtering.test_shape"), hidden),
        exercise("pooling", check("pooling.test_max", most=4), check("pooling.test_mean", "wrong")),
        **{"name": "Ada Lovelace", "id": "s1", "email": "Ada@example.org"}
        | {"accuracies": {"basic": 0.81254}, "finished": "2026-03-01T10:05:00+00:00"}
        | more,
    )


def everything() -> list[Graded]:
    """All states, all statuses, and hostile text wherever there is room for text."""
    made = [ada(), graded("none")]
    all_states = [check(f"filtering.test_{n}", state) for n, state in enumerate(STATES)]
    made.append(graded("states", exercise("filtering", *all_states)))
    made += [graded(f"status-{one}", status=one, notes=[f"A note on {one}."]) for one in STATUSES]
    for text in HOSTILE:
        bad = check("filtering.test_bad", "wrong")
        bad.title, bad.message, bad.misconception, bad.where = text, text, text, text
        made.append(
            graded(text, exercise("filtering", bad), name=text, id=text, email=text, notes=[text])
        )
    return made


def save(folder: Path, *made: Graded) -> Path:
    for number, result in enumerate(made):
        (folder / f"{number:03}").mkdir(parents=True)
        (folder / f"{number:03}" / "result.json").write_bytes(encode(result))
    return folder


# Reading back


def test_results_are_read_in_the_order_of_their_submissions(tmp_path: Path) -> None:
    save(tmp_path, graded("b"), ada(), graded("a"))
    (tmp_path / "no result here").mkdir()
    (tmp_path / "note.txt").write_text("no folder")
    found, damaged = results.read(tmp_path)
    assert [one.submission for one in found] == ["a", "ada", "b"]
    assert found[1] == ada()
    assert damaged == []


def test_a_folder_of_one_result_is_read_as_well(tmp_path: Path) -> None:
    save(tmp_path, ada())
    assert results.read(tmp_path / "000") == ([ada()], [])


@pytest.mark.parametrize(
    "data",
    [
        b"", b"{", b"[]", b"{}", b"\xff\xfe", b"[" * 100_000,
        b'{"new": ' + b"[" * 100_000,
        b'{"submission": "\xff"}', b'{"submission": "\\ud800"}',
        encode(ada()).replace(b'"score": 6', b'"score": "6"'),
        encode(ada()).replace(b'"graded"', b'"brilliant"'),
    ],
)  # fmt: skip
def test_a_damaged_result_is_one_sentence(tmp_path: Path, data: bytes) -> None:
    save(tmp_path, ada())
    (tmp_path / "torn").mkdir()
    (tmp_path / "torn" / "result.json").write_bytes(data)
    found, damaged = results.read(tmp_path)
    assert found == [ada()]
    assert len(damaged) == 1
    assert "torn" in damaged[0] and damaged[0].endswith("grade this submission again.")
    assert "\n" not in damaged[0]


def test_a_result_that_is_a_folder_is_damaged(tmp_path: Path) -> None:
    save(tmp_path, ada())
    (tmp_path / "odd" / "result.json").mkdir(parents=True)
    found, damaged = results.read(tmp_path)
    assert (len(found), len(damaged)) == (1, 1)
    assert "cannot be read" in damaged[0]


def test_no_results_are_a_problem(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="not a folder"):
        results.read(tmp_path / "missing")
    with pytest.raises(Problem, match="no result in"):
        results.read(tmp_path)
    (tmp_path / "torn").mkdir()
    (tmp_path / "torn" / "result.json").write_bytes(b"{")
    with pytest.raises(Problem, match="can be read"):
        results.read(tmp_path)


def test_text_loses_what_is_not_seen_and_nothing_else() -> None:
    assert texts.line("a\x1b[1;31mred\x1b[0m\x1b]0;title\x07 \ud800\x85b\r\nc") == "ared b c"
    assert texts.block("\tif x:\r\n\t\ty\r") == "\tif x:\n\t\ty\n"
    for kept in ("\u0645\u06cc\u200c\u062e", "\U0001f469\u200d\U0001f4bb", "Zoe\u0308"):
        assert texts.line(kept) == kept


def test_half_a_character_is_left_out() -> None:
    result = ada(name="A\ud800da", notes=["\udcff"])
    assert rows(tables.table([result]))[0]["name"] == "Ada"
    assert b"Ada (ada)" in classpage.pages([result])["index.html"]
    assert gradescope(result).output


# CSV


def rows(data: bytes) -> list[dict[str, str]]:
    text = data.decode("utf-8-sig")
    found = list(csv.DictReader(io.StringIO(text, newline=""), strict=True))
    assert all(None not in row and None not in row.values() for row in found)
    return found


def test_csv_has_a_row_a_submission() -> None:
    made = [ada(notes=["One file too many.", "Late."]), graded("eve", status="empty")]
    first, second = rows(tables.table(made))
    assert first == {
        "submission": "ada", "id": "s1", "name": "Ada Lovelace", "email": "Ada@example.org",
        "status": "graded", "score": "6", "max_score": "10", "filtering": "2", "pooling": "4",
        "basic accuracy": "0.81254", "isolation": "none", "notes": "One file too many. Late.",
    }  # fmt: skip
    assert list(first)[:7] == [
        "submission", "id", "name", "email", "status", "score", "max_score",
    ]  # fmt: skip
    assert second["filtering"] == second["basic accuracy"] == ""
    assert (second["status"], second["score"]) == ("empty", "0")


def test_csv_runs_no_formula_and_keeps_to_one_line_a_row() -> None:
    data = tables.table(everything())
    assert len(rows(data)) == len(everything())
    for row in rows(data):
        for cell in row.values():
            assert not cell.startswith(("=", "+", "-", "@", "\t", "\r")), cell
            assert not re.search("[\x00-\x1f\x7f-\x9f\u202a-\u202e]", cell), repr(cell)
    assert data.count(b"\r\n") == len(everything()) + 1


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", "\t=1", "\rx", "\tx", "  =1", "\u200b=1"])
def test_csv_marks_a_formula_and_nothing_else(text: str) -> None:
    (row,) = rows(tables.table([graded("x", name=text, email="a=b", id="0012")]))
    assert row["name"] == "'" + text.strip(" \t\r\u200b")
    assert (row["email"], row["id"]) == ("a=b", "0012")


def test_csv_leaves_negative_numbers_alone() -> None:
    (row,) = rows(tables.table([graded("x", score=-3)]))
    assert row["score"] == "-3"


# JSON


def test_json_is_a_list_of_the_results() -> None:
    made = everything()
    assert msgspec.json.decode(tables.objects(made), type=list[Graded]) == made


# JUnit XML


def test_junit_counts_what_it_holds() -> None:
    root = ElementTree.fromstring(junit.junit(everything()))
    assert root.tag == "testsuites"
    assert len(root) == len(everything())
    for suite in root:
        assert suite.tag == "testsuite"
        assert {"name", "tests", "failures", "errors", "skipped", "time"} <= set(suite.attrib)
        assert int(suite.attrib["tests"]) == len(suite.findall("testcase"))
        for kind, element in {
            "failures": "failure",
            "errors": "error",
            "skipped": "skipped",
        }.items():
            assert int(suite.attrib[kind]) == len(suite.findall(f"testcase/{element}"))
        float(suite.attrib["time"])
        for case in suite:
            assert case.tag == "testcase"
            assert set(case.attrib) == {"classname", "name", "time"}
            assert {child.tag for child in case} <= {"failure", "error", "skipped"}
            assert len(case) <= 1
            assert all("message" in child.attrib for child in case)


@pytest.mark.parametrize(
    ("state", "element"),
    [
        ("passed", None), ("wrong", "failure"), ("too slow", "failure"), ("error", "error"),
        ("fault", "error"), ("not started", "skipped"), ("waiting", "skipped"),
    ],
)  # fmt: skip
def test_junit_tells_states_apart(state: State, element: str | None) -> None:
    result = graded("ada", exercise("filtering", check("filtering.test_values", state)))
    case = ElementTree.fromstring(junit.junit([result]))[0][0]
    assert case.attrib == {"classname": "filtering", "name": "test_values", "time": "0.250"}
    assert [child.tag for child in case] == ([element] if element else [])
    if element:
        assert case[0].attrib["message"] == f"{state}: Title of filtering.test_values."
        assert f"<2> & {state}" in (case[0].text or "")


@pytest.mark.parametrize(
    ("status", "element"),
    [("empty", "skipped"), ("other", "error"), ("refused", "error"), ("fault", "error")],
)
def test_junit_shows_what_was_not_graded(status: str, element: str) -> None:
    root = ElementTree.fromstring(junit.junit([graded("x", status=status, notes=["A note."])]))
    assert [child.tag for child in root[0][0]] == [element]
    assert "A note." in (root[0][0][0].text or "")


def test_junit_removes_what_xml_forbids() -> None:
    bad = check("filtering.test_\x00a\x0b\ufffe", "wrong")
    bad.message = "".join(map(chr, range(0x20))) + "\x7f\ud800\uffff kept 😀"
    data = junit.junit([graded("s\x01\u202e", exercise("filtering", bad))])
    root = ElementTree.fromstring(data)
    assert root[0].attrib["name"] == "s"
    assert root[0][0].attrib["name"] == "test_a"
    assert "kept 😀" in (root[0][0][0].text or "")


# Gradescope, as https://gradescope-autograders.readthedocs.io/en/latest/specs/ has it

Visibility = Literal["hidden", "after_due_date", "after_published", "visible"]


class GradescopeTest(msgspec.Struct, forbid_unknown_fields=True):
    score: float
    max_score: float
    status: Literal["passed", "failed"]
    name: str
    number: str
    output: str
    output_format: Literal["text", "html", "simple_format", "md", "ansi"]
    tags: list[str]
    visibility: Visibility


class GradescopePlace(msgspec.Struct, forbid_unknown_fields=True):
    name: str
    value: float | str
    order: Literal["asc", "desc"] = "desc"


class Gradescope(msgspec.Struct, forbid_unknown_fields=True):
    score: float
    execution_time: float
    output: str
    output_format: Literal["text", "html", "simple_format", "md", "ansi"]
    visibility: Visibility
    stdout_visibility: Visibility
    tests: list[GradescopeTest]
    leaderboard: list[GradescopePlace] = []


def gradescope(result: Graded) -> Gradescope:
    return msgspec.json.decode(autograders.gradescope(result, lab.read()), type=Gradescope)


def test_gradescope_follows_its_schema() -> None:
    for result in everything():
        made = gradescope(result)
        assert made.score == result.score
        assert len(made.tests) == sum(len(one.checks) for one in result.exercises)
        assert all(test.name == texts.line(test.name) for test in made.tests)


def test_gradescope_has_a_test_a_check() -> None:
    made = gradescope(ada())
    shape, hidden, _, mean = made.tests
    assert (shape.status, shape.score, shape.max_score) == ("passed", 2, 2)
    assert (shape.visibility, hidden.visibility) == ("visible", "after_published")
    assert [test.number for test in made.tests] == ["1.1", "1.2", "2.1", "2.2"]
    assert shape.tags == ["filtering", "Part 1"]
    assert mean.status == "failed"
    assert "Rows and columns are swapped." in mean.output and "f(1)" in mean.output
    assert made.leaderboard == [GradescopePlace("basic accuracy", 0.8125)]
    assert made.stdout_visibility == "hidden"
    assert made.execution_time == 2.5


def test_gradescope_summary_says_nothing_of_hidden_checks() -> None:
    summary = gradescope(ada()).output
    assert "Open checks: 6 of 8 points." in summary
    assert "1 hidden check is shown with the grades." in summary
    assert SECRET not in summary and " of 10" not in summary


def test_gradescope_says_why_there_are_no_tests() -> None:
    made = gradescope(graded("x", status="refused", notes=["The archive holds a link."]))
    assert made.tests == [] and made.score == 0
    assert "The archive holds a link." in made.output
    assert b"leaderboard" not in autograders.gradescope(graded("x"), lab.read())


def test_checkpoints_are_tagged_with_their_part() -> None:
    result = graded("x", exercise("improved-checkpoint", check("improved-checkpoint.accuracy")))
    assert gradescope(result).tests[0].tags == ["improved-checkpoint", "Part 5"]
    unknown = graded("x", exercise("unheard-of", check("unheard-of.test_x")))
    assert gradescope(unknown).tests[0].tags == ["unheard-of"]


# GitHub Classroom, as education/autograding-grading-reporter reads it


class ClassroomTest(msgspec.Struct, forbid_unknown_fields=True):
    name: str
    status: Literal["pass", "fail", "error"]
    score: int
    message: str
    test_code: str
    filename: str
    line_no: int
    duration: float


class Classroom(msgspec.Struct, forbid_unknown_fields=True):
    version: Literal[1]
    status: Literal["pass", "fail", "error"]
    max_score: int
    tests: list[ClassroomTest]


def classroom(result: Graded) -> Classroom:
    data = autograders.classroom(result)
    return msgspec.json.decode(base64.b64decode(data, validate=True), type=Classroom)


def test_classroom_follows_its_schema() -> None:
    for result in everything():
        made = classroom(result)
        assert made.max_score == result.max_score
        assert sum(test.score for test in made.tests) == result.score


def test_classroom_has_a_test_an_exercise() -> None:
    made = classroom(ada())
    assert [(test.name, test.status, test.score) for test in made.tests] == [
        ("filtering", "fail", 2),
        ("pooling", "fail", 4),
    ]
    assert made.status == "fail"
    pooling = made.tests[1]
    assert (pooling.filename, pooling.line_no) == ("exercises/pooling.py", 41)
    assert pooling.test_code == "python grader.py check pooling"
    assert pooling.duration == 0.5
    assert "f(1)" in pooling.message


def test_classroom_keeps_hidden_messages_back() -> None:
    first = classroom(ada()).tests[0]
    assert "a hidden check" in first.message
    assert first.line_no == 0
    assert SECRET not in base64.b64decode(autograders.classroom(ada())).decode()


def test_classroom_tells_faults_and_passes_apart() -> None:
    good = graded("x", exercise("filtering", check("filtering.test_shape")))
    fault = graded("x", exercise("filtering", check("filtering.test_shape", "fault")))
    assert (classroom(good).status, classroom(fault).status) == ("pass", "error")
    assert classroom(graded("x", status="fault")).status == "error"
    for status in ("empty", "other", "refused"):
        made = classroom(graded("x", status=status, notes=["A note."]))
        assert made.status == "fail"
        assert "A note." in made.tests[0].message
    assert classroom(graded("x")).status != "pass"


# Canvas

CANVAS = """\
Student,ID,SIS User ID,SIS Login ID,Section,Convlab (12345),Convlab bonus (6),Essay (7),Final Score
    Points Possible,,,,,10.00,5.00,3.00,(read only)
"Lovelace, Ada",101,S1,ada@example.org,"Group 1, late",,1.5,"=1+1",
"Turing, Alan",102,S2,alan,Group 2,3.00,2,,
"Hopper, Grace",103,S3,grace,Group 2,EX,,,
"Smith, Jo",104,S4,jo1,Group 2,,,,
"Smith, Jo",105,S5,jo2,Group 2,,,,
"Müller, Zoë",106,S6,zoe,Group 2,,,,
""".replace("\n", "\r\n").encode()


def points(data: bytes, delimiter: str = ",", column: int = 5) -> list[str]:
    """The column of the assignment, below the header and the points possible."""
    return [row[column] for row in cells(data, delimiter)[2:]]


def cells(data: bytes, delimiter: str = ",") -> list[list[str]]:
    text = data.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))


def test_canvas_fills_in_one_column_and_touches_nothing_else() -> None:
    made = [ada(), graded("zoe", score=4, max_score=10, name="Zoe\u0308 MÜLLER")]
    filled = gradebooks.canvas(made, CANVAS, "Convlab (12345)")
    assert points(filled.data) == ["6", "3.00", "EX", "", "", "4"]
    before, after = cells(CANVAS), cells(filled.data)
    assert [row[:5] + row[6:] for row in before] == [row[:5] + row[6:] for row in after]
    assert before[:2] == after[:2]
    assert not any("scaled" in note for note in filled.notes)
    assert filled.data.count(b"\r\n") == CANVAS.count(b"\r\n")
    assert any("Turing, Alan has no result" in note for note in filled.notes)


@pytest.mark.parametrize(
    "who",
    [
        {"id": "102"}, {"id": "s2"}, {"id": "ALAN"}, {"name": "alan turing"},
        {"name": "Turing, Alan"}, {"id": "unknown", "name": "Alan  Turing"},
    ],
)  # fmt: skip
def test_canvas_finds_students_by_id_login_or_name(who: dict[str, str]) -> None:
    result = graded("x", score=7, max_score=10, **who)
    assert points(gradebooks.canvas([result], CANVAS, "Convlab (12345)").data)[1] == "7"


def test_canvas_finds_students_by_email() -> None:
    result = graded("x", score=7, max_score=10, email="ADA@Example.org")
    assert points(gradebooks.canvas([result], CANVAS, "Convlab (12345)").data)[0] == "7"


@pytest.mark.parametrize(
    ("made", "said"),
    [
        ([graded("who", score=9, name="Nobody")], "Nobody (who) is not in the gradebook"),
        ([graded("who", score=9)], "who is not in the gradebook"),
        ([graded("who", score=9, name="Alan Turin")], "is not in the gradebook"),
        ([graded("who", score=9, name="Jo Smith")], "several rows of the gradebook (6, 7)"),
        ([graded("who", score=9, id="S2", email="ada@example.org")], "several rows"),
        ([graded("who", score=9, name="Ada Lovelace", email="other@x.org")], "is not in"),
        ([graded("a", score=9, id="S2"), graded("b", score=8, id="102")], "a and b fit the same"),
        ([graded("a", score=9, id="S2", status="fault")], "fault of the grader"),
        (
            [graded("a", exercise("filtering", check("filtering.x", "fault")), id="S2", score=9)],
            "fault of the grader",
        ),
        ([graded("g", score=9, id="S3")], "Hopper, Grace has EX"),
    ],
)
def test_canvas_writes_nothing_where_it_is_not_certain(made: list[Graded], said: str) -> None:
    filled = gradebooks.canvas(made, CANVAS, "Convlab (12345)")
    assert points(filled.data) == points(CANVAS)
    assert any(said in note for note in filled.notes), filled.notes


def test_canvas_writes_no_points_for_nothing_and_says_so() -> None:
    filled = gradebooks.canvas([graded("a", id="S2", status="empty")], CANVAS, "Convlab (12345)")
    assert points(filled.data)[1] == "0"
    assert any("gets 0 points" in note for note in filled.notes)


def test_canvas_scales_to_the_points_possible_and_says_so() -> None:
    result = graded("x", score=77, max_score=120, id="S2")
    filled = gradebooks.canvas([result], CANVAS, "Convlab (12345)")
    assert points(filled.data)[1] == "6.42"
    assert "Scores were scaled from 120 to the 10 points of the gradebook." in filled.notes
    same = gradebooks.canvas([graded("x", score=7, max_score=10, id="S2")], CANVAS, "Essay")
    assert points(same.data, column=7)[1] == "2.1"


@pytest.mark.parametrize(
    ("column", "place"),
    [("Convlab (12345)", 5), ("convlab", 5), ("Convlab b", 6), ("Essay", 7), (" Ess ", 7)],
)
def test_canvas_chooses_the_column_by_its_name(column: str, place: int) -> None:
    result = graded("x", score=1, max_score=1, id="S4")
    filled = gradebooks.canvas([result], CANVAS, column)
    changed = {
        number
        for before, after in zip(cells(CANVAS), cells(filled.data), strict=True)
        for number, pair in enumerate(zip(before, after, strict=True))
        if pair[0] != pair[1]
    }
    assert changed == {place}


@pytest.mark.parametrize(
    ("column", "said"),
    [("Conv", "Several"), ("", "name an"), ("Lab", "no column"), ("Section", "no column"),
     ("Final Score", "read only")],
)  # fmt: skip
def test_canvas_asks_for_a_column_that_is_there(column: str, said: str) -> None:
    with pytest.raises(Problem, match=said):
        gradebooks.canvas([ada()], CANVAS, column)


def test_canvas_lets_no_student_set_the_scale() -> None:
    template = CANVAS.replace(b'"Turing, Alan"', b"Points Possible") + b"\r\n"
    filled = gradebooks.canvas([ada()], template, "Convlab")
    assert cells(filled.data)[2][5] == "6"
    assert cells(filled.data)[-1] == []
    assert any("Points Possible has no result" in note for note in filled.notes)


def test_canvas_takes_names_in_two_columns() -> None:
    template = b"LastName,FirstName,ID,Section,Lab (1)\nLovelace,Ada,101,Group 1,\n"
    filled = gradebooks.canvas([graded("x", score=3, name="Ada Lovelace")], template, "Lab")
    assert cells(filled.data)[1] == ["Lovelace", "Ada", "101", "Group 1", "3"]


def test_cells_of_several_lines_survive() -> None:
    template = CANVAS.replace(b'"=1+1"', b'"a\rb"').replace(b"\r\n", b"\n")
    filled = gradebooks.canvas([ada()], template, "Convlab")
    assert cells(filled.data)[2][7] == "a\rb"
    assert len(cells(filled.data)) == len(cells(CANVAS))


def test_canvas_keeps_semicolons_marks_and_the_row_of_posting() -> None:
    template = (
        "\ufeffStudent;ID;SIS Login ID;Section;Lab (1);Final Score\n"
        ";;;;Manual Posting;\n"
        "    Points Possible;;;;10,00;(read only)\n"
        "Lovelace, Ada;101;ada;Group 1\n"
    ).encode()
    filled = gradebooks.canvas([graded("x", score=1, max_score=4, id="ada")], template, "Lab")
    assert filled.data.startswith(b"\xef\xbb\xbf")
    before, after = cells(template, ";"), cells(filled.data, ";")
    assert before[:3] == after[:3]
    assert after[3] == ["Lovelace, Ada", "101", "ada", "Group 1", "2.5"]
    assert len(filled.notes) == 1  # that it was scaled


def test_a_cell_without_end_is_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "LARGEST", 100)
    with pytest.raises(Problem, match="not a CSV file"):
        gradebooks.canvas([ada()], CANVAS + b"x" * 101, "Convlab")
    assert csv.field_size_limit() > 100


@pytest.mark.parametrize(
    "template",
    [b"", b"\n\n", b"\xff\xfe\x00S", b"name,score\nAda,1\n", b"PK\x03\x04\x00zip", b'"open,ID'],
)
def test_canvas_refuses_what_is_no_gradebook(template: bytes) -> None:
    with pytest.raises(Problem):
        gradebooks.canvas([ada()], template, "Lab")


# Moodle

MOODLE = """\
Identifier,"Full name","Email address",Status,Grade,"Maximum grade","Grade can be changed",\
"Last modified (grade)","Feedback comments"
"Participant 11","Ada Lovelace",ada@example.org,Submitted,,50.00,Yes,-,
"Participant 12","Alan Turing",alan@example.org,Submitted,3.00,50.00,Yes,\
"Monday, 2 March 2026, 9:00 AM",Kept
"Participant 13","Zoë Müller",zoe@example.org,No submission,,50.00,Yes,-,
""".encode()
GERMAN = """\
ID,"Vollständiger Name",E-Mail-Adresse,Status,Bewertung,Bestwertung,\
"Zuletzt geändert (Bewertung)","Feedback als Kommentar"
Teilnehmer/in11,"Ada Lovelace",ada@example.org,Abgegeben,,"10,00",-,
""".encode()


def test_moodle_fills_in_grades_dates_and_feedback() -> None:
    alan = graded("alan", score=10, max_score=10, name="Alan Turing")
    alan.finished = ada().finished
    filled = gradebooks.moodle([ada(notes=["A <b>note</b>."]), alan], MOODLE + b"\n")
    before, after = cells(MOODLE), cells(filled.data)
    assert after[0] == before[0] and after[3] == before[3]
    assert after[1][:4] == before[1][:4] and after[1][5:7] == before[1][5:7]
    assert after[1][4] == "30"
    assert after[1][7] == "2026-03-01T10:05:00+00:00"
    assert after[1][8].startswith("6 of 10 points.<br>A &lt;b&gt;note&lt;/b&gt;.<br>filtering:")
    assert after[2] == [*before[2][:4], "50", *before[2][5:]]
    assert any("Alan Turing (alan) has feedback" in note for note in filled.notes)
    assert [note for note in filled.notes if "no result" in note] == [
        "Zoë Müller has no result: the row was left as it is."
    ]


def test_moodle_feedback_keeps_hidden_messages_back() -> None:
    filled = gradebooks.moodle([ada()], MOODLE)
    assert SECRET not in filled.data.decode()
    assert "Title of filtering.test_hidden" not in filled.data.decode()
    assert "Title of pooling.test_mean" in filled.data.decode()


def test_moodle_takes_localised_headers() -> None:
    filled = gradebooks.moodle([ada()], GERMAN)
    before, after = cells(GERMAN), cells(filled.data)
    assert after[0] == before[0]
    assert (after[1][4], after[1][6]) == ("6", "2026-03-01T10:05:00+00:00")
    assert after[1][7].startswith("6 of 10 points.")


def test_moodle_finds_columns_by_content_in_any_language() -> None:
    template = (
        b"Kennung;Nimi;Osoite;Arvosana\nOsallistuja 7;Ada;ada@example.org;\n"
        b"Osallistuja 8;Al;al@example.org;\n"
    )
    with pytest.raises(Problem, match='name one of "Kennung", "Nimi", "Osoite", "Arvosana"'):
        gradebooks.moodle([ada()], template)
    filled = gradebooks.moodle([ada()], template, "arvosana")
    assert [row[3] for row in cells(filled.data, ";")] == ["Arvosana", "6", ""]


@pytest.mark.parametrize(
    ("who", "grade"),
    [
        ({"id": "Participant 13"}, "25"),
        ({"id": "participant 13"}, "25"),
        ({"email": "ZOE@example.org"}, "25"),
        ({"name": "zoë müller"}, "25"),
        ({"id": "13"}, ""),  # a number of participants is nobody's id
        ({"name": "Zoë"}, ""),
        ({"name": "Zoë Müller", "email": "somebody@else.org"}, ""),
    ],
)
def test_moodle_finds_students(who: dict[str, str], grade: str) -> None:
    filled = gradebooks.moodle([graded("x", score=5, max_score=10, **who)], MOODLE)
    assert cells(filled.data)[3][4] == grade
    assert any("is not in the gradebook" in note for note in filled.notes) == (not grade)


def test_moodle_without_dates_and_maximum_gives_the_score() -> None:
    template = b"Identifier,Email address,Grade\nParticipant 11,ada@example.org,\n"
    filled = gradebooks.moodle([ada()], template)
    assert cells(filled.data)[1] == ["Participant 11", "ada@example.org", "6"]
    assert filled.notes == [
        "No column for feedback comments was found: only grades were filled in."
    ]


@pytest.mark.parametrize("template", [b"", b"Identifier,Grade\n", b"a,b\n1,2\n", b"\xff", CANVAS])
def test_moodle_refuses_what_is_no_worksheet(template: bytes) -> None:
    with pytest.raises(Problem):
        gradebooks.moodle([ada()], template)


@pytest.mark.parametrize("fill", ["canvas", "moodle"])
def test_hostile_names_change_nothing_in_gradebooks(fill: str) -> None:
    if fill == "canvas":
        made, template = gradebooks.canvas(everything()[1:], CANVAS, "Convlab (12345)"), CANVAS
    else:
        made, template = gradebooks.moodle(everything()[1:], MOODLE), MOODLE
    assert cells(made.data) == cells(template)
    assert all(note == texts.line(note) for note in made.notes)


# Pages


class Page(HTMLParser):
    """All elements of a page with their attributes, and its text; every one must be closed."""

    def __init__(self, data: bytes) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text, self.open = "", list[str]()
        self.feed(data.decode())
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def test_pages_hold_no_script_and_need_nothing_else() -> None:
    made = classpage.pages(everything())
    for name, data in made.items():
        page = Page(data)
        names = {tag for tag, _ in page.elements}
        assert not names & {"script", "img", "link", "iframe", "object", "form", "base"}, name
        for tag, attributes in page.elements:
            assert not any(one.startswith("on") or one == "src" for one in attributes)
            assert tag == "a" or "href" not in attributes
        assert ("meta", {
            "http-equiv": "Content-Security-Policy",
            "content": "default-src 'none'; style-src 'unsafe-inline'; img-src data:",
        }) in page.elements  # fmt: skip
        assert b"url(" not in data and b"@import" not in data
        assert not re.search("[\x00-\x08\x0b-\x1f\u202a-\u202e]", data.decode())


def test_pages_have_safe_names_and_the_index_links_them() -> None:
    made = classpage.pages(everything())
    assert len(made) == len(everything()) + 1
    assert all(re.fullmatch(r"[a-z0-9-]{1,50}\.html", name) for name in made)
    links = [found["href"] for tag, found in Page(made["index.html"]).elements if tag == "a"]
    assert links == [name for name in made if name != "index.html"]


def test_markup_in_names_is_shown_as_it_is() -> None:
    made = classpage.pages([graded(MARKUP, name=MARKUP)])
    assert all(MARKUP in Page(data).text for data in made.values())


def test_a_students_page_shows_their_feedback_alone() -> None:
    made = classpage.pages([ada(), graded("other", name="Somebody Else")])
    page = Page(made["ada-lovelace-001.html"])
    assert "6 of 10" in page.text and "81.25 %" in page.text
    assert "Returned  <2> & wrong" in page.text and "Rows and columns are swapped." in page.text
    assert "Title of filtering.test_hidden. (a hidden check)" in page.text
    assert SECRET not in page.text and "Somebody Else" not in page.text
    assert not [tag for tag, _ in page.elements if tag == "a"]
    assert SECRET not in made["index.html"].decode()


def test_the_class_page_tells_what_most_have_missed() -> None:
    made = [ada() for _ in range(3)]
    made[0].exercises[1].checks[1].state = "too slow"
    made[1].exercises[0].checks[1].state = "passed"
    found = classpage.missed(made)
    assert [(one.title, one.missed, one.of, one.how, one.hidden) for one in found] == [
        ("Title of pooling.test_mean.", 3, 3, "2 wrong, 1 too slow", False),
        ("Title of filtering.test_hidden.", 2, 3, "2 wrong", True),
    ]
    page = Page(classpage.pages(made)["index.html"])
    assert "3 of 3" in page.text and "2 of 3" in page.text and "67 %" in page.text


def test_the_class_page_keeps_a_long_list_short() -> None:
    names = [f"filtering.test_{n}" for n in range(classpage.SHOWN + 5)]
    made = [graded("x", exercise("filtering", *(check(name, "wrong") for name in names)))]
    text = Page(classpage.pages(made)["index.html"]).text
    assert text.count("1 of 1") == classpage.SHOWN
    assert "5 more were missed" in text


@pytest.mark.parametrize(("score", "share"), [(1000, "100 %"), (999, "99 %"), (0, "0 %")])
def test_not_quite_all_points_are_not_all(score: int, share: str) -> None:
    page = Page(classpage.pages([graded("x", score=score, max_score=1000)])["index.html"])
    assert f"{score} of 1000{share}" in page.text


def test_the_distribution_counts_every_graded_submission_once() -> None:
    shares = [0.0, 0.05, 0.1, 0.3, 0.7, 0.999, 1.0]
    drawn = classpage.bars(shares)
    assert [bar.count for bar in drawn] == [2, 1, 0, 1, 0, 0, 0, 1, 0, 2]
    assert (drawn[0].label, drawn[9].label) == ("0-9", "90-100")
    assert all(bar.x >= 0 and bar.x + bar.width <= classpage.WIDTH for bar in drawn)
    assert all(bar.y >= classpage.HEAD for bar in drawn)
    made = [graded(str(n), score=n, max_score=10) for n in (3, 3, 10)]
    made.append(graded("x", status="refused", max_score=10))
    page = Page(classpage.pages(made)["index.html"])
    (svg,) = [found for tag, found in page.elements if tag == "svg"]
    assert svg["aria-label"] == (
        "Submissions by their share of the points: 2 with 30-39 percent, 1 with 90-100 percent."
    )
    assert "30 %" in page.text  # the median


BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")


def test_pages_fit_on_a_phone(tmp_path: Path) -> None:
    browser = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if browser is None:
        pytest.skip("no Chromium here")
    for name, data in classpage.pages(everything()).items():
        if name not in ("index.html", "states-003.html") and "xxx" not in name:
            continue
        # A browser's window cannot be made as narrow as a phone: the page goes into a frame.
        inner = data.decode().replace("&", "&amp;").replace('"', "&quot;")
        probe = tmp_path / name
        probe.write_text(
            f'<!DOCTYPE html><iframe style="width: 360px; height: 900px" srcdoc="{inner}"></iframe>'
            "<script>onload = () => { const view = document.querySelector('iframe');"
            "document.documentElement.dataset.width ="
            "view.contentDocument.scrollingElement.scrollWidth; }</script>",
            "utf-8",
        )
        done = subprocess.run(
            [browser, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
             f"--user-data-dir={tmp_path / 'profile'}", "--dump-dom", probe.as_uri()],
            capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
        found = re.search(r'data-width="(\d+)"', done.stdout)
        assert found, done.stderr[-500:]
        assert int(found[1]) <= 360, name


# All formats, as the command calls them


@pytest.mark.parametrize("name", ["csv", "json", "junit"])
def test_a_document_is_returned_or_written(tmp_path: Path, name: str) -> None:
    printed = exports.export(everything(), name)
    assert printed.data and printed.written == []
    done = exports.export(everything(), name, tmp_path / "new" / "file")
    assert done.written == [tmp_path / "new" / "file"] and done.data == b""
    assert (tmp_path / "new" / "file").read_bytes() == printed.data


@pytest.mark.parametrize("name", ["gradescope", "html"])
def test_several_files_stay_within_their_folder(tmp_path: Path, name: str) -> None:
    out = tmp_path / "a" / "out"
    done = exports.export(everything(), name, out)
    there = {path for path in tmp_path.rglob("*") if path.is_file()}
    assert there == set(done.written)
    assert all(path.parent == out for path in there)
    assert len({path.name.lower() for path in there}) == len(everything()) + (name == "html")


def test_pages_of_a_former_export_are_named_and_left_alone(tmp_path: Path) -> None:
    first = exports.export([graded("ada"), graded("bob")], "html", tmp_path)
    assert not first.notes
    (tmp_path / "notes.txt").write_text("mine")
    second = exports.export([graded("ada")], "html", tmp_path)
    (gone,) = set(first.written) - set(second.written)
    assert len(second.notes) == 1 and gone.name in second.notes[0]
    assert "notes.txt" not in second.notes[0] and gone.exists()


def test_gradescope_files_are_called_as_the_submissions(tmp_path: Path) -> None:
    made = [graded("ada"), graded("Ada"), graded("nul"), graded("x.y_z-1"), graded("a b")]
    exports.export(made, "gradescope", tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {
        "ada.json", "Ada-002.json", "nul-003.json", "x.y_z-1.json", "a-b-005.json",
    }  # fmt: skip


def test_gradescope_of_one_submission_is_one_document(tmp_path: Path) -> None:
    done = exports.export([ada()], "gradescope", tmp_path / "results.json")
    data = (tmp_path / "results.json").read_bytes()
    assert done.written == [tmp_path / "results.json"]
    assert msgspec.json.decode(data, type=Gradescope) == gradescope(ada())


def test_gradebooks_are_filled_in_from_a_file(tmp_path: Path) -> None:
    template, out = tmp_path / "book.csv", tmp_path / "filled.csv"
    template.write_bytes(CANVAS)
    done = exports.export([ada()], "canvas", out, template, "Convlab")
    assert points(out.read_bytes())[0] == "6"
    assert done.notes and template.read_bytes() == CANVAS
    template.write_bytes(MOODLE)
    assert cells(exports.export([ada()], "moodle", None, template).data)[1][4] == "30"


@pytest.mark.parametrize(
    ("name", "said"),
    [("pdf", "no format"), ("canvas", "--template"), ("moodle", "--template"), ("html", "--out"),
     ("gradescope", "--out"), ("classroom", "one submission")],
)  # fmt: skip
def test_what_is_missing_is_said(name: str, said: str) -> None:
    with pytest.raises(Problem, match=said):
        exports.export(everything(), name)


def test_what_does_not_fit_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"mine")
    with pytest.raises(Problem, match="is a file"):
        exports.export(everything(), "html", tmp_path / "file")
    with pytest.raises(Problem, match="is a folder"):
        exports.export(everything(), "csv", tmp_path)
    with pytest.raises(Problem, match="leave --template out"):
        exports.export(everything(), "csv", None, tmp_path / "file")
    with pytest.raises(Problem, match="cannot be read"):
        exports.export(everything(), "canvas", None, tmp_path / "missing")
    assert (tmp_path / "file").read_bytes() == b"mine"


def test_every_format_makes_something_of_no_work_at_all(tmp_path: Path) -> None:
    (tmp_path / "canvas").write_bytes(CANVAS)
    (tmp_path / "moodle").write_bytes(MOODLE)
    for name, format_ in exports.FORMATS.items():
        template = tmp_path / name if format_.template else None
        out = tmp_path / f"{name}-out"
        done = exports.export([graded("x", status="empty")], name, out, template, "Convlab"
                              if name == "canvas" else "")  # fmt: skip
        assert done.written and all(path.stat().st_size for path in done.written)
