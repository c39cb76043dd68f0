"""The report: one page that needs nothing else, whatever the functions that it calls do."""

import os
import re
import shutil
import subprocess
from html import escape
from html.parser import HTMLParser
from pathlib import Path

import pytest

from grading import checkpoints, choice, lab, progress, report, workroom
from grading.errors import Problem
from grading.reports import page
from grading.reports.parts import Note, Report, Scale, Section, States, Trouble
from tests.helpers import append, command, compose, copy_lab

SECTIONS = [
    "progress", "accuracy", "curves", "confusion", "predictions", "importance", "filters",
    "features",
]  # fmt: skip
# A model that learns a little in a second, in the place of the basic one.
TINY = """\
def build_basic_model(input_shape=(32, 32, 3), num_classes=10):
    return keras.Sequential([
        keras.Input(input_shape),
        layers.Conv2D(6, 3, strides=2, activation="relu"),
        layers.Conv2D(8, 3, strides=2, activation="relu"),
        layers.Flatten(),
        layers.Dense(num_classes, activation="softmax"),
    ])
"""
MARKUP = "</p><script>document.title = 'taken'</script><img src=x onerror=alert(1)>"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
# No network, no first-run pages, no sandbox: the page is our own, and this may run as root.
QUIET = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--disable-dev-shm-usage", "--hide-scrollbars", "--no-pdf-header-footer",
)  # fmt: skip
# The page in a frame as wide as a screen: a browser's window cannot be made as narrow as a phone.
PROBE = """\
<!DOCTYPE html><html><body style="margin: 0">
<iframe style="width: {width}px; height: 900px; border: 0" srcdoc="{page}"></iframe>
<script>
window.onload = () => {{
    const frame = document.querySelector("iframe"), page = frame.contentDocument;
    const images = [...page.images];
    document.documentElement.dataset.probe = [
        page.scrollingElement.scrollWidth, frame.contentWindow.innerWidth, images.length,
        images.filter(image => image.complete && image.naturalWidth > 0).length,
    ].join(" ");
}};
</script></body></html>
"""


class Elements(HTMLParser):
    """All elements of a page with their attributes, and its text; every one must be closed."""

    VOID = frozenset({"meta", "img", "source", "col", "wbr", "br", "link", "input"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self._open: list[str] = []
        self.feed(html)
        self.close()
        assert not self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag, f"</{tag}> closes something else"

    def handle_data(self, data: str) -> None:
        if "style" not in self._open:
            self.text += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for found, attributes in self.found if found == tag]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copied lab with a submission, "mine": the solutions and a tiny model, trained on shapes."""
    target = copy_lab(tmp_path_factory.mktemp("report") / "lab")
    append(compose(target / "mine"), "model", TINY)
    run = command(
        "train", "basic", "--submission", "mine", "--data", "shapes", "--epochs", "1", cwd=target
    )
    assert (run.returncode, run.stderr) == (0, "")
    return target


@pytest.fixture(scope="module")
def html(place: Path) -> Path:
    """The page of that submission."""
    run = command("report", "--submission", "mine", cwd=place)
    assert (run.returncode, run.stderr) == (0, "")
    assert "to open in a browser: .grader/report.html" in run.stdout
    return place / ".grader" / "report.html"


@pytest.fixture(scope="module")
def broken(place: Path) -> Path:
    """The page of a submission with four functions that fail, each in its own way."""
    folder = place / "broken"
    shutil.copytree(place / "mine", folder)
    append(folder, "importance", f"def importance_map(*a, **k):\n    raise ValueError({MARKUP!r})")
    append(folder, "results", "def plot_confusion_matrix(*a):\n    return 3")
    append(folder, "feature_maps", "def layer_outputs(*a):\n    import os\n    os._exit(3)")
    append(
        folder, "activation_maximization", "def displayable(image):\n    raise NotImplementedError"
    )
    run = command("report", "--submission", "broken", "--out", "broken.html", cwd=place)
    assert (run.returncode, run.stderr) == (0, "")
    return place / "broken.html"


def read(file: Path) -> tuple[str, Elements]:
    text = file.read_text("utf-8")
    return text, Elements(text)


def troubles(text: str) -> dict[str, str]:
    """What each section says that is wrong with it."""
    pieces = re.split(r'<section id="(\w+)"', text)
    return {
        name: " ".join(re.findall(r'<div class="trouble">(.*?)</div>', piece, re.DOTALL))
        for name, piece in zip(pieces[1::2], pieces[2::2], strict=True)
    }


def test_sections(html: Path) -> None:
    """All of them are there in order, say what they show, and none is in trouble."""
    text, elements = read(html)
    assert [section["id"] for section in elements.all("section")] == SECTIONS
    assert text.count('<p class="about">') == len(SECTIONS)
    found = troubles(text)
    assert "check --submission" in re.sub("<[^>]*>", "", found.pop("progress"))
    assert not any(found.values()), found
    assert "<title>Convlab: report on mine</title>" in text
    assert "evaluate basic --submission mine --data shapes" in elements.text
    assert "1 epoch on 7,600 pictures" in elements.text


def test_pictures(html: Path) -> None:
    """They are many, told in words, and small."""
    _, elements = read(html)
    images = elements.all("img")
    assert len(images) >= 30
    assert all(len(image["alt"] or "") > 15 and image["width"] != "0" for image in images)
    assert html.stat().st_size < 3_000_000


def test_nothing_else_is_needed(html: Path) -> None:
    """No script, and nothing that a browser would load from anywhere."""
    text, elements = read(html)
    assert "http:" not in text and "https:" not in text
    assert not re.search(r"@import|url\(", text)
    assert not [tag for tag, _ in elements.found if tag in ("script", "link", "iframe", "object")]
    for tag, attributes in elements.found:
        for name in ("src", "href", "srcset", "data", "action"):
            value = attributes.get(name)
            local = value is None or value.startswith(("data:image/png;base64,", "#"))
            assert local, f"{tag} {name}={value}"
    targets = {attributes.get("id") for _, attributes in elements.found}
    assert all((link["href"] or "")[1:] in targets for link in elements.all("a"))


def test_failures_cost_their_section_only(broken: Path) -> None:
    """One that raises, one that ends the process, a stub, something that is no figure."""
    text, elements = read(broken)
    assert [section["id"] for section in elements.all("section")] == SECTIONS
    found = {name: re.sub("<[^>]*>", "", said) for name, said in troubles(text).items()}
    assert "plot_confusion_matrix gives a value of type int" in found["confusion"]
    assert "python grader.py check results --submission broken" in found["confusion"]
    assert 'class="matrix"' in text
    assert not found["predictions"]
    assert "importance_map raised ValueError: &lt;/p&gt;&lt;script&gt;" in found["importance"]
    assert "(importance.py:" in found["importance"]
    assert "displayable is not written yet." in found["filters"]
    assert "python grader.py lesson activation_maximization" in found["filters"]
    assert "ended itself with status 3" in found["features"]
    assert not elements.all("script")
    assert not [name for _, given in elements.found for name in given if name.startswith("on")]


def test_stubs(place: Path) -> None:
    """The page of somebody who has just begun says where to begin."""
    run = command("report", "--data", "shapes", "--out", "stubs.html", cwd=place)
    assert (run.returncode, run.stderr) == (0, "")
    text, elements = read(place / "stubs.html")
    assert [section["id"] for section in elements.all("section")] == SECTIONS
    found = {name: re.sub("<[^>]*>", "", said) for name, said in troubles(text).items()}
    assert "python grader.py lesson filtering" in found["progress"]
    assert "train basic --data shapes" in elements.text
    for name in SECTIONS[3:]:
        assert "There is no trained model in exercises/checkpoints/basic-shapes" in found[name]
        assert "python grader.py train basic --data shapes" in found[name]
    assert text.count("not started") >= len(lab.read().names)


def test_damaged_model(place: Path) -> None:
    """A model that cannot be loaded is said to be so, once a section; the rest is there."""
    folder = place / "damaged"
    shutil.copytree(place / "mine", folder)
    where = folder / "checkpoints" / "basic-shapes"
    (where / "architecture.json").write_text("{", "utf-8")
    (where / "history.csv").write_text("epoch,loss\n1,x\n", "utf-8")
    run = command("report", "--submission", "damaged", "--out", "damaged.html", cwd=place)
    assert (run.returncode, run.stderr) == (0, "")
    found = troubles((place / "damaged.html").read_text("utf-8"))
    assert "cannot be read as a history" in found["curves"]
    for name in SECTIONS[3:]:
        assert "The model in damaged/checkpoints/basic-shapes cannot be used" in found[name]


def test_wrong_options(place: Path) -> None:
    """One sentence each."""
    for given in (["--data", "digits"], ["--checkpoint", "best"], ["--submission", "nowhere"]):
        run = command("report", *given, cwd=place)
        assert run.returncode == 4
        assert given[1] in run.stderr
        assert "Traceback" not in run.stderr and "fault" not in run.stderr


def trained(folder: Path, *names: str) -> Path:
    """A submission in which models seem to be there."""
    for name in names:
        where = folder / "checkpoints" / name
        where.mkdir(parents=True)
        (where / "architecture.json").write_text("{}", "utf-8")
    return folder


@pytest.mark.parametrize(
    ("there", "names", "expected"),
    [
        (True, ["basic", "basic-shapes"], "basic"),
        (True, ["basic", "improved"], "improved"),
        (True, ["basic-shapes"], "basic-shapes"),
        (True, [], "basic"),
        (False, ["basic", "improved-shapes"], "improved-shapes"),
        (False, ["basic"], "basic-shapes"),
        (False, [], "basic-shapes"),
    ],
)
def test_best_there_is(
    there: bool,
    names: list[str],
    expected: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Improved before basic; photographs where a model saw them and they are here."""
    monkeypatch.setattr("datasets.describe", lambda name: (there, ""))
    chosen = choice.choose(lab.read(), str(trained(tmp_path, *names)), None, None)
    assert chosen.where.name == expected
    assert choice.choose(lab.read(), str(tmp_path), "shapes", "improved").where.name == (
        "improved-shapes"
    )


def test_accuracy_beside_the_bar(tmp_path: Path) -> None:
    """It is known for exactly the files that were evaluated."""
    folder = trained(tmp_path, "basic", "improved")
    (folder / "checkpoints" / "improved" / "model.weights.h5").write_bytes(b"other")
    digest = checkpoints.digest(folder / "checkpoints" / "basic")
    found = checkpoints.Evaluation(
        "basic", "cifar10", 0.7912, 0.78, 0.7912, 0.004, 10000, 9, 10, digest
    )
    done = progress.Progress(evaluations={digest: found})
    chosen = choice.choose(lab.read(), str(folder), "cifar10", None)
    basic, improved = report._accuracy(chosen, done).parts
    assert isinstance(basic, Scale) and isinstance(improved, Scale)
    assert (basic.state, basic.accuracy, basic.command) == ("below the bar", 0.7912, "")
    assert (basic.zero, basic.full) == (0.6, 0.8)
    assert improved.state == "not evaluated"
    assert improved.command.startswith("python grader.py evaluate improved --submission ")
    states = report._progress(chosen, done).parts[0]
    assert isinstance(states, States)
    rows = {row.name: row for _, rows in states.parts for row in rows}
    assert (rows["basic model"].score, rows["basic model"].remark) == (9, "79.1%")
    assert rows["improved model"].state == "not checked"


def test_states_of_changed_files(tmp_path: Path) -> None:
    """A state holds for the file that was checked, and for no later one."""
    compose(tmp_path, pooling="# changed\n")
    the_lab = lab.read()
    solution = lab.SOLUTIONS / "filtering.py"
    assert solution.read_bytes() == (tmp_path / "filtering.py").read_bytes()
    now = choice.submission.hashes(tmp_path, the_lab.names)["filtering.py"]
    done = progress.Progress(
        exercises={
            "filtering": progress.Done("passed", 8, 8, now),
            "pooling": progress.Done("wrong", 3, 6, "before"),
        }
    )
    states, next_ = report._progress(choice.choose(the_lab, str(tmp_path), None, None), done).parts
    assert isinstance(states, States) and isinstance(next_, Trouble)
    rows = {row.name: row for _, rows in states.parts for row in rows}
    assert (rows["filtering"].state, rows["filtering"].score) == ("passed", 8)
    assert (rows["pooling"].state, rows["pooling"].score) == ("not checked", 0)
    assert rows["pooling"].remark == "wrong, 3 of 6, before the file was changed"
    assert next_.command.startswith("python grader.py check --submission")


def test_every_text_is_escaped() -> None:
    """Titles, names, notes and commands, with half a character in them."""
    section = Section("s", MARKUP, MARKUP, [Note(MARKUP), Trouble(MARKUP, MARKUP + "\ud800")])
    section.parts.append(Scale(MARKUP, "passed", MARKUP, 0.5, 0.1, 0.9, MARKUP))
    text = page.render(Report(MARKUP, MARKUP, [(MARKUP, MARKUP)], [section], [MARKUP])).decode()
    assert not Elements(text).all("script") and not Elements(text).all("img")


def test_text_of_others_is_one_line() -> None:
    """Whatever steers a terminal or turns the direction of writing is gone."""
    assert workroom.clean("a\n b\t\x1b[31m\u202ec\x07") == "a b [31m c"
    assert len(workroom.clean("x" * 9999)) < 400


# In a browser


@pytest.fixture(scope="module")
def browser() -> str:
    """Chromium; only where nobody has asked for it may it be missing."""
    for name in BROWSERS:
        if found := shutil.which(name):
            return found
    if os.environ.get("CONVLAB_BROWSER") == "required":
        pytest.fail("there is no Chromium, and CONVLAB_BROWSER says that there has to be one")
    pytest.skip("there is no Chromium to look at the page with")


def look(browser: str, file: Path, profile: Path, *options: str) -> str:
    """Have the browser open a page; gives what it prints."""
    run = subprocess.run(
        [browser, *QUIET, f"--user-data-dir={profile}", *options, file.as_uri()],
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        timeout=60,
        check=True,
    )
    return run.stdout


@pytest.mark.parametrize("width", [360, 1200])
@pytest.mark.parametrize("name", ["html", "broken"])
def test_fits_the_screen(
    width: int, name: str, browser: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    """Nothing reaches beyond a phone or a desktop, and every picture is shown."""
    text = request.getfixturevalue(name).read_text("utf-8")
    assert "default-src 'none'" in text  # and the pictures are shown all the same
    probed = tmp_path / "probed.html"
    probed.write_text(PROBE.format(width=width, page=escape(text)), "utf-8")
    dom = look(browser, probed, tmp_path / "profile", "--window-size=1300,900", "--dump-dom")
    probe = re.search(r'data-probe="(\d+) (\d+) (\d+) (\d+)"', dom)
    assert probe
    page_width, window_width, images, shown = map(int, probe.groups())
    assert window_width == width
    assert page_width <= width
    assert images == shown >= 5


def test_looks_like_something(browser: str, html: Path, tmp_path: Path) -> None:
    """There is a picture of it that is not blank, light or dark as the reader's system is."""
    from matplotlib.image import imread

    brightness = {}
    for mode, options in {"light": [], "dark": ["--force-dark-mode"]}.items():
        target = tmp_path / f"{mode}.png"
        look(
            browser, html, tmp_path / f"profile-{mode}", "--window-size=360,900",
            f"--screenshot={target}", *options,
        )  # fmt: skip
        image = imread(target)[..., :3]
        assert image.shape == (900, 360, 3)
        assert image.std() > 0.05
        assert len({pixel.tobytes() for pixel in image[::7, ::7].reshape(-1, 3)}) > 20
        brightness[mode] = image.mean()
    assert brightness["dark"] < 0.4 < 0.8 < brightness["light"]


def test_prints(browser: str, html: Path, tmp_path: Path) -> None:
    """It becomes a document of several pages with its pictures in it."""
    target = tmp_path / "report.pdf"
    look(browser, html, tmp_path / "profile", f"--print-to-pdf={target}")
    data = target.read_bytes()
    assert data.startswith(b"%PDF-")
    assert 3 <= len(re.findall(rb"/Type\s*/Page\b", data)) <= 30
    assert data.count(b"/Subtype /Image") + data.count(b"/Subtype/Image") >= 10


def test_needs_data_that_are_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """Asked for photographs that are nowhere, it says what to do."""
    import datasets

    def missing(name: str, download: bool = True) -> None:
        raise datasets.DataError("CIFAR-10 is not here: set CIFAR10_DIR.")

    monkeypatch.setattr("datasets.load", missing)
    chosen = choice.choose(lab.read(), "exercises", "cifar10", None)
    with pytest.raises(Problem, match="CIFAR10_DIR"):
        report.gather(chosen)
