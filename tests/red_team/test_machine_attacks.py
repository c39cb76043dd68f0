"""Submissions that try to break out: every attack at every level that this machine can run.

Each is tried as a plain process too. What gets through there could get through: it is the seal
that stops it.
"""

import ast
import contextlib
import os
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from grading import batch, checkpoints, lab, remote, train, workers
from grading.commands import instructor
from grading.errors import CheckEnded, Problem, StudentError
from grading.result import ExerciseResult, Graded
from grading.sandbox import Sandbox, levels, plain, sealed
from grading.worker import rooms, zygote
from tests import helpers
from tests.red_team import isolation

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="sealing is for Linux")

SOURCE = Path(__file__).with_name("on_the_machine.py")
LIMIT = 8.0  # seconds an attack
# At the weakest level these get through, and are said to: file names, and whatever all may read.
WEAKER = {
    "landlock": {"finds_checks_anywhere"},
    "user": {"finds_checks_anywhere"},
}
# Not tried in a plain process: they would do harm to this machine, or to these tests.
HARMFUL = {
    "signals_everybody", "takes_50_gb", "takes_all_memory_in_small_bites", "removes_the_results",
    "starts_threads_without_end", "plants_a_module_for_later", "forks_without_end",
    "starts_a_daemon", "types_into_the_terminal", "uses_the_other_number_space",
    "interrupts_its_parent", "takes_memory_by_way_of_a_device", "takes_memory_for_tables",
    "fills_folders_of_all_users", "fills_a_closed_folder",
}  # fmt: skip
# What has to get through in a plain process, whoever runs it.
WIN = {
    "reads_hidden_checks", "reads_the_solution", "lists_the_lab", "imports_an_oracle",
    "reads_labels", "reads_another_submission", "changes_another_submission", "writes_a_result",
    "changes_modes_of_results", "signals_the_grader",
    "signals_its_parent", "reads_the_grader_s_environment", "connects", "runs_a_program",
    "replaces_itself",
    "writes_a_large_file", "opens_files_without_end", "makes_a_link_to_follow", "runs_from_memory",
    "connects_by_a_system_call", "takes_off_the_filter", "goes_around_by_proc",
    "limits_its_parent", "binds_its_parent", "has_its_parent_told",
}  # fmt: skip


def attacks() -> list[str]:
    tree = ast.parse(SOURCE.read_text("utf-8"))
    functions = [each.name for each in tree.body if isinstance(each, ast.FunctionDef)]
    return [name for name in functions if name[0] != "_"]


def test_sealing_is_not_skipped() -> None:
    """Where the build says so, a machine without any sealed level is a failure."""
    assert isolation.HELD or os.environ.get("CONVLAB_SEALED") != "required"


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """What the attacks are told, and somebody who listens on a port."""
    root = tmp_path_factory.mktemp("machine")
    root.chmod(0o700)
    for name in ("results", "other"):
        (root / name).mkdir()
    (root / "other" / "filtering.py").write_text("work = 1\n")
    (root / "labels").write_bytes(b"labels")
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            while True:
                try:
                    line, _ = server.accept()
                except OSError:
                    return
                with line:
                    line.sendall(b"hello")

        threading.Thread(target=answer, daemon=True).start()
        yield {
            "lab": str(helpers.ROOT), "labels": str(root / "labels"),
            "other": str(root / "other"), "results": str(root / "results"),
            "pid": os.getpid(), "port": server.getsockname()[1], 
            "is_root": os.geteuid() == 0,
        }  # fmt: skip


class Attacker:
    """A submission with all of the attacks, in one sandbox."""

    def __init__(self, box: Sandbox, folder: Path, told: dict[str, Any]) -> None:
        (folder / "attacker.py").write_bytes(SOURCE.read_bytes())
        self.told = told
        self.host = remote.Remote(folder, ["attacker"], box)

    def tries(self, name: str) -> bool:
        try:
            found = self.host.call("attacker", name, (self.told,), {}, LIMIT)
        except (StudentError, CheckEnded):
            return False
        return found.value is True


@pytest.fixture(scope="module", params=isolation.HELD)
def attacker(
    request: pytest.FixtureRequest,
    told: dict[str, Any],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Attacker]:
    box = levels.open_sandbox(request.param, preload=[])
    found = Attacker(box, tmp_path_factory.mktemp("attacker"), told)
    yield found
    found.host.close()
    box.close()


@pytest.mark.parametrize("name", attacks())
def test_a_sealed_worker_does_not_get_through(
    attacker: Attacker, name: str, told: dict[str, Any]
) -> None:
    if name in WEAKER.get(attacker.host.level, ()):
        pytest.skip("this level says that it lets this through")
    assert not attacker.tries(name)
    assert Path(told["other"], "filtering.py").read_text() == "work = 1\n"
    assert list(Path(told["results"]).iterdir()) == []
    assert Path(told["results"]).stat().st_mode & 0o700 == 0o700


@pytest.mark.parametrize("name", sorted(WIN))
def test_a_plain_worker_lets_it_through(name: str, told: dict[str, Any], tmp_path: Path) -> None:
    """So that the test above can fail."""
    if os.geteuid() == 0 or name != "goes_around_by_proc":
        box = plain.Plain()
        attacker = Attacker(box, tmp_path, _copied(told, tmp_path))
        try:
            assert attacker.tries(name)
        finally:
            attacker.host.close()
            box.close()
    assert set(WIN) <= set(attacks())
    assert not WIN & HARMFUL


def _copied(told: dict[str, Any], path: Path) -> dict[str, Any]:
    """The same, with results and another submission that may come to harm."""
    for name in ("results", "other"):
        (path / name).mkdir()
    (path / "other" / "filtering.py").write_text("work = 1\n")
    return told | {"results": str(path / "results"), "other": str(path / "other")}


def test_a_full_folder_ends_at_its_size(tmp_path: Path) -> None:
    """Many files of a permitted size: what a worker may write is limited as a whole too."""
    source = """
from pathlib import Path
def fill():
    for number in range(60):
        Path(f"{number}").write_bytes(bytes(20 << 20))
    return True
"""
    (tmp_path / "attacker.py").write_text(source)
    for level in isolation.HELD:
        box = levels.open_sandbox(level, preload=[])
        host = remote.Remote(tmp_path, ["attacker"], box)
        with pytest.raises((StudentError, CheckEnded)):
            host.call("attacker", "fill", (), {}, 60.0)
        host.close()
        box.close()


def test_files_without_a_name_end_before_the_disk_is_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = """
import os, time
held = []
def fill():
    os.chdir(os.environ["HOME"])
    for _ in range(20):
        held.append(open("nameless", "wb"))
        os.unlink("nameless")
        for _ in range(60):
            held[-1].write(bytes(1 << 20))
    time.sleep(2)
    return True
"""
    (tmp_path / "attacker.py").write_text(source)
    monkeypatch.setattr(sealed, "DISK_LEFT", 1 << 60)  # more than any disk has
    for level in isolation.HELD:
        box = levels.open_sandbox(level, preload=[])
        host = remote.Remote(tmp_path, ["attacker"], box)
        with pytest.raises((StudentError, CheckEnded), match=r"there is room for|space left"):
            host.call("attacker", "fill", (), {}, 60.0)
        host.close()
        box.close()


def test_files_without_end_end_at_their_number(tmp_path: Path) -> None:
    """Also where the room has a size of its own: the kernel keeps something of each."""
    source = """
import os
def fill():
    os.chdir(os.environ["HOME"])
    for number in range(3_000_000):
        os.close(os.open(str(number), os.O_CREAT | os.O_WRONLY))
    return True
"""
    (tmp_path / "attacker.py").write_text(source)
    for level in isolation.HELD:
        box = levels.open_sandbox(level, preload=[])
        host = remote.Remote(tmp_path, ["attacker"], box)
        began = time.monotonic()
        with pytest.raises(CheckEnded):
            host.call("attacker", "fill", (), {}, 60.0)
        assert time.monotonic() - began < 30, level
        host.close()
        box.close()


def test_one_submission_leaves_nothing_for_the_next(tmp_path: Path) -> None:
    source = """
import os, tempfile
from pathlib import Path
SHARED = [Path(place) for place in ("/tmp", "/var/tmp", "/dev/shm", "/run/lock", "/")]
def leave():
    for place in (
        Path.cwd(), Path.cwd().parent, Path(tempfile.gettempdir()), Path.home(), *SHARED
    ):
        try:
            (place / "a word").write_text("hello")
            os.makedirs(place / "a box" / "in it")
            os.mkdir(place / "a box" / "closed", 0)
        except OSError:
            pass
    return look()
def look():
    names = ("a word", "a box")
    found = [*Path.cwd().parent.rglob("*"), *(p / name for p in SHARED for name in names)]
    return sorted(str(p) for p in found if p.name in names and p.exists())
"""
    (tmp_path / "attacker.py").write_text(source)
    for level in isolation.HELD:
        box = levels.open_sandbox(level, preload=[])
        first = remote.Remote(tmp_path, ["attacker"], box)
        assert first.call("attacker", "leave", (), {}, LIMIT).value
        first.close()
        second = remote.Remote(tmp_path, ["attacker"], box)
        assert second.call("attacker", "look", (), {}, LIMIT).value == []
        second.close()
        box.close()


def test_folders_without_end_are_cleared_away(tmp_path: Path) -> None:
    """Thousands deep, with long names, and closed: none of that keeps them from being removed."""
    source = """
import os
def dig():
    os.chdir(os.environ["HOME"])
    for number in range(3000):
        os.mkdir("d" * 200)
        os.chdir("d" * 200)
    os.mkdir("closed", 0)
    os.mkdir("x" * 255, 0)
    return True
"""
    (tmp_path / "attacker.py").write_text(source)
    for level in isolation.HELD:
        box = levels.open_sandbox(level, preload=[])
        assert isinstance(box, sealed.Sealed)
        for _ in range(2):
            host = remote.Remote(tmp_path, ["attacker"], box)
            with contextlib.suppress(
                StudentError, CheckEnded
            ):  # ended as too large, at most levels
                host.call("attacker", "dig", (), {}, 60.0)
            host.close()
        assert box._zygote
        scratch = Path(box._zygote._scratch.name)
        box._zygote._process.kill()  # so that it has no time to clear anything away
        box.close()
        assert not scratch.exists(), level


def test_a_sandbox_whose_zygote_died_starts_another(tmp_path: Path) -> None:
    (tmp_path / "attacker.py").write_text("def f(): return 5\n")
    for level in isolation.HELD:
        box = levels.open_sandbox(level, preload=[])
        assert isinstance(box, sealed.Sealed)
        for _ in range(2):
            host = remote.Remote(tmp_path, ["attacker"], box)
            assert host.call("attacker", "f", (), {}, LIMIT).value == 5
            host.close()
            assert box._zygote
            box._zygote._process.kill()
            box._zygote._process.wait()
        box.close()


def test_a_level_that_does_not_hold_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each part of the seal is watched missing: a probe that cannot fail would prove nothing."""
    from grading.sandbox import filters

    level = levels.find(isolation.HELD[0]) if isolation.HELD else None
    if level is None:
        pytest.skip("no sealed level here")
    for name in ("OUTSIDE", "ADMINISTRATION"):
        with monkeypatch.context() as patch:
            patch.setattr(filters, name, "reboot")
            filters.program.cache_clear()
            assert levels.fault(level), name
    filters.program.cache_clear()
    with monkeypatch.context() as patch:
        patch.setattr(filters, "OUTSIDE", f"{filters.OUTSIDE} no_such_call")
        filters.program.cache_clear()
        assert "does not know the system call no_such_call" in levels.fault(level)
    filters.program.cache_clear()
    assert levels.fault(level) == ""


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that all users get into: those of other tests are closed."""
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder).resolve()


def test_the_folder_of_saves_has_a_size_too(
    tmp_path: Path, open_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a training may write to lies on the disk of the results."""
    monkeypatch.setattr(sealed, "WRITABLE_SIZE", 8 << 20)
    source = """
import time
from pathlib import Path
def fill(folder, megabytes):
    for number in range(megabytes):
        Path(folder, str(number)).write_bytes(bytes(1 << 20))
        time.sleep(0.05)
    return True
"""
    (tmp_path / "attacker.py").write_text(source)
    for level in isolation.HELD:
        saves = open_folder / level
        saves.mkdir()
        box = levels.open_sandbox(level, preload=[], writable=saves)
        host = remote.Remote(tmp_path, ["attacker"], box)
        assert host.call("attacker", "fill", (str(saves), 4), {}, 60.0).value is True
        with pytest.raises(CheckEnded, match="more files than there is room for"):
            host.call("attacker", "fill", (str(saves), 1000), {}, 60.0)
        host.close()
        box.close()
        assert len(list(saves.iterdir())) < 200


def dig(folder: Path, depth: int) -> None:
    """Make folders in folders, deeper than a path may be long."""
    folder.mkdir(parents=True)
    back = os.open(".", os.O_RDONLY)
    try:
        os.chdir(folder)
        for _ in range(depth):
            Path("d" * 100).mkdir()
            os.chdir("d" * 100)
    finally:
        os.fchdir(back)
        os.close(back)


def test_deep_folders_beside_a_trained_model_are_left_and_cleared_away(tmp_path: Path) -> None:
    the_lab = lab.read()
    where, submission = tmp_path / "training", tmp_path / "work"
    dig(where / "finished" / "deep", 3000)
    for name in checkpoints.MODEL_FILES:
        (where / "finished" / name).write_bytes(b"model")
    settings = train.Settings("cifar10", 1, 64, 0.001, 0)
    rows = {name: [0.5] for name in checkpoints.COLUMNS[1:]}
    answer = train._Answer(rows, [0.5] * 3, [0.2] * 3, 9, [1, 1])
    basic = the_lab.get_checkpoint("basic")
    done = train._finish(basic, submission, settings, train.Run(settings), answer, where)
    assert sorted(file.name for file in done.folder.iterdir()) == [
        "architecture.json", "history.csv", "model.weights.h5", "recipe.json",
    ]  # fmt: skip
    assert not (where / "finished").exists()


def test_a_submission_s_folder_is_cleared_away_however_deep() -> None:
    with workers.folder_of({"filtering.py": b""}) as folder:
        dig(folder / "checkpoints", 3000)
    assert not folder.exists()


def test_a_folder_is_given_away_however_deep(tmp_path: Path) -> None:
    folder = tmp_path / "saves"
    inner = Path(folder, *["d"] * 1500)
    folder.mkdir()
    here = folder
    for _ in range(1500):
        here /= "d"
        here.mkdir()
    sealed._give(folder, os.geteuid())
    assert inner.stat().st_uid == os.geteuid()
    rooms.empty(folder)  # pytest could not


@pytest.mark.parametrize("end", ["finished", "stopped", "filled"])
def test_what_is_left_of_a_training(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, end: str
) -> None:
    """Saves to go on from where it was stopped; nothing of one that ended, or fills the disk."""
    the_lab, where = lab.read(), tmp_path / "training"
    monkeypatch.setattr(sealed, "WRITABLE_SIZE", 1 << 20)

    def trained(*_: Any, **__: Any) -> None:
        (where / "saves").mkdir()
        (where / "run.json").write_text("{}")
        (where / "history.csv").write_text("epoch")
        (where / "saves" / "epoch-1").write_bytes(bytes(2 << 20 if end == "filled" else 9))
        if end != "finished":
            raise Problem("Training stopped.")

    monkeypatch.setattr(train, "train", trained)
    basic = the_lab.get_checkpoint("basic")
    exercises = [ExerciseResult(name, "", "passed", 1, 1, []) for name in basic.after]
    graded = Graded(
        score=3, max_score=3, isolation="none", seconds=0.0, versions={}, hashes={},
        exercises=exercises, submission="ann", status="graded", notes=[],
    )  # fmt: skip
    note = workers.train_checkpoint(the_lab, basic, tmp_path, graded, where, 60.0, [])
    assert {
        "finished": note == "",
        "stopped": "not trained to its end: Training stopped." in note,
        "filled": "it saved more than there is room for" in note,
    }[end], note
    left = sorted(file.name for file in where.iterdir()) if where.exists() else []
    assert left == {
        "finished": ["history.csv"], "stopped": ["history.csv", "run.json", "saves"], "filled": [],
    }[end]  # fmt: skip


def test_what_workers_leave_where_all_may_write_is_removed(tmp_path: Path) -> None:
    shared, mine = tmp_path / "shared", os.geteuid()
    inner = shared / "of others"
    inner.mkdir(parents=True)
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / "file").write_text("kept")
    if mine == 0:  # else there are no others to leave anything
        os.chown(inner, 12345, 12345)
        inner.chmod(0o777)
        (inner / "theirs").write_text("theirs")
        os.chown(inner / "theirs", 12345, 12345)
    for place in (shared, inner):
        (place / "word").write_text("hello")
        (place / "link").symlink_to(tmp_path / "kept")
        (place / "box").mkdir()
        (place / "box" / "link").symlink_to(tmp_path / "kept")
        (place / "box" / "closed").mkdir(0)
    dig(shared / "deep", 1500)
    zygote.sweep(mine, [str(shared)])
    assert (tmp_path / "kept" / "file").read_text() == "kept"
    left = sorted(str(path.relative_to(shared)) for path in shared.rglob("*"))
    assert left == (["of others", "of others/theirs"] if mine == 0 else [])


def test_a_lab_that_all_users_may_read_is_refused_where_they_could(
    open_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The solutions lie in `.git` too; where nothing else keeps workers away, modes have to."""
    for name in (".git", "checks", "grading", ".venv/lib"):
        (open_folder / name).mkdir(parents=True)
    monkeypatch.setattr(plain, "ROOT", open_folder)
    monkeypatch.setattr(sealed, "_hidden_from_others", str)
    user = levels.find("user")
    assert user and user.open

    def why() -> str:
        return sealed._unfit(user, True)

    assert why() == f"all users may read {open_folder}: chmod -R o-rwx {open_folder}"
    open_folder.chmod(0o750)
    assert why() == ""
    open_folder.chmod(0o755)
    monkeypatch.setattr(sealed, "readable_paths", lambda: [str(open_folder / ".venv" / "lib")])
    for name in ("checks", "grading"):
        assert f"{open_folder / '.git'}" in why()
        assert ".venv" not in why()
        (open_folder / name).chmod(0o750)
    (open_folder / ".git").chmod(0o700)
    assert why() == ""


def test_a_class_that_all_users_may_read_is_refused_where_they_could(
    open_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given, out, data = (open_folder / name for name in ("class", "results", "data"))
    for folder in (given, data):
        folder.mkdir()
    (data / "cifar10.npz").write_bytes(b"labels")
    monkeypatch.setenv("CIFAR10_DIR", str(data))
    asked = batch.Wish([], "user", data="their digest")
    with pytest.raises(Problem) as said:
        instructor.require_closed(asked, given, out)
    assert str(said.value).endswith(f": chmod -R o-rwx {given} {data / 'cifar10.npz'}")
    assert out.stat().st_mode & 0o777 == 0o700  # it was made closed
    instructor.require_closed(msgspec.structs.replace(asked, isolation="landlock"), given, out)
    given.chmod(0o711)  # names of submissions can be guessed
    with pytest.raises(Problem, match=str(given)):
        instructor.require_closed(msgspec.structs.replace(asked, data=""), given, out)
    given.chmod(0o750)
    instructor.require_closed(msgspec.structs.replace(asked, data=""), given, out)
    (data / "cifar10.npz").chmod(0o600)
    instructor.require_closed(asked, given, out)
    out.chmod(0o755)
    with pytest.raises(Problem, match=str(out)):
        instructor.require_closed(asked, given, out)


def test_submissions_elsewhere_and_the_roster_are_closed_too(open_folder: Path) -> None:
    given, out, other = (open_folder / name for name in ("class", "results", "downloads"))
    given.mkdir(mode=0o700)
    other.mkdir()
    (given / "ann").symlink_to(other)
    asked, roster = batch.Wish([], "user"), open_folder / "roster.csv"
    roster.write_text("submission,name")
    for place in (given / "ann", roster):
        with pytest.raises(Problem, match=str(place.resolve())):
            instructor.require_closed(asked, given, out, [place])
    other.chmod(0o700)
    roster.chmod(0o600)
    instructor.require_closed(asked, given, out, [given / "ann", roster])
