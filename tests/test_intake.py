"""What is taken in of what students hand in, and what is refused."""

import contextlib
import io
import os
import stat
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from grading import intake, lab
from grading.errors import Problem

LAB = lab.read()
NAMES = [f"{name}.py" for name in LAB.names]


def put(folder: Path, *names: str) -> Path:
    for name in names:
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"# {name}\n")
    return folder


def archive(path: Path, *entries: tuple[str, bytes], **options: int) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in entries:
            file.writestr(name, content)
    return path


def take(path: Path) -> intake.Taken:
    return intake.take(path, LAB)


@pytest.mark.parametrize("inside", ["", "exercises", "alice/lab/exercises"])
def test_the_exercises_are_found_wherever_they_lie(tmp_path: Path, inside: str) -> None:
    folder = put(tmp_path / "a", *(f"{inside}/{name}".strip("/") for name in NAMES))
    put(folder, "notes.txt", ".venv/filtering.py", "solutions/filtering.py", "a/__MACOSX/model.py")
    taken = take(folder)
    assert (sorted(taken.files), taken.status, taken.notes) == (sorted(NAMES), "graded", [])
    prefix = f"{inside}/".lstrip("/")
    zipped = archive(
        tmp_path / "a.zip", *((f"{prefix}{name}", f"# {name}\n".encode()) for name in NAMES)
    )
    assert sorted(take(zipped).files) == sorted(NAMES)
    if not inside:
        assert take(zipped).files == taken.files


def test_checkpoints_come_with_them_and_nothing_else(tmp_path: Path) -> None:
    wanted = [
        f"checkpoints/{checkpoint.name}/{name}"
        for checkpoint in LAB.checkpoint
        for name in ("architecture.json", "model.weights.h5", "recipe.json", "history.csv")
    ]
    put(tmp_path, "filtering.py", *wanted, "checkpoints/basic/model.keras", "checkpoints/x/a.json")
    assert sorted(take(tmp_path).files) == sorted(["filtering.py", *wanted])


def test_the_fullest_of_several_folders_counts_and_the_others_are_named(tmp_path: Path) -> None:
    put(tmp_path, "old/filtering.py", "new/filtering.py", "new/pooling.py")
    taken = take(tmp_path)
    wanted = ("filtering.py", "pooling.py")
    assert taken.files == {name: f"# new/{name}\n".encode() for name in wanted}
    assert taken.notes == ["Taken from new; exercise files lie in old too."]


@pytest.mark.parametrize(
    "files, status, said",
    [
        ([], "empty", "It is empty."),
        (["main.py", "b.ipynb"], "other", "no file of this lab, but b.ipynb, main.py"),
        (["essay.pdf"], "other", "essay.pdf"),
    ],
)
def test_what_is_no_submission_is_named(
    tmp_path: Path, files: list[str], status: str, said: str
) -> None:
    taken = take(put(tmp_path, *files))
    assert (taken.files, taken.status) == ({}, status)
    assert said in taken.notes[0]
    zipped = archive(tmp_path / "x.zip", *((name, b"x") for name in files))
    assert take(zipped).status == status


def test_a_zip_in_a_folder_is_opened(tmp_path: Path) -> None:
    archive(put(tmp_path, "readme.txt") / "work.zip", ("exercises/filtering.py", b"x = 1\n"))
    assert take(tmp_path).files == {"filtering.py": b"x = 1\n"}


def with_link(name: str, target: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    info.create_system = 3
    return info


def test_links_are_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret.py"
    secret.write_text("secret = 1\n")
    folder = put(tmp_path / "a", "pooling.py")
    (folder / "filtering.py").symlink_to(secret)
    (folder / "more").symlink_to(tmp_path)
    taken = take(folder)
    assert taken.files == {"pooling.py": b"# pooling.py\n"}
    assert taken.notes == ["filtering.py is a link or no plain file, and is left out."]
    (folder / "pooling.py").unlink()
    assert take(folder).status == "refused"

    zipped = tmp_path / "b.zip"
    with zipfile.ZipFile(zipped, "w") as file:
        file.writestr(with_link("filtering.py", ""), str(secret))
        file.writestr("pooling.py", "x")
    assert take(zipped).files == {"pooling.py": b"x"}

    (tmp_path / "link").symlink_to(folder)
    (tmp_path / "link.zip").symlink_to(zipped)
    for path in (tmp_path / "link", tmp_path / "link.zip"):
        assert take(path).status == "refused"


@pytest.mark.skipif(os.name != "posix", reason="a fifo")
def test_what_would_never_end_is_not_read(tmp_path: Path) -> None:
    put(tmp_path, "pooling.py")
    os.mkfifo(tmp_path / "filtering.py")
    assert list(take(tmp_path).files) == ["pooling.py"]


@pytest.mark.parametrize(
    "name", ["../filtering.py", "/tmp/filtering.py", "a/../../filtering.py", "C:\\filtering.py",
             "..\\filtering.py"]
)  # fmt: skip
def test_an_archive_that_reaches_outside_is_refused_whole(tmp_path: Path, name: str) -> None:
    taken = take(archive(tmp_path / "a.zip", ("pooling.py", b"x"), (name, b"x")))
    assert (taken.files, taken.status) == ({}, "refused")
    assert "outside of itself" in taken.notes[0]


def bomb(path: Path) -> Path:
    return archive(path, ("pooling.py", b"x"), ("filtering.py", bytes(300 << 20)))


def packed(path: Path) -> Path:
    name = "checkpoints/basic/model.weights.h5"
    return archive(path, ("pooling.py", b"x"), (name, bytes(60 << 20)))


def lying(path: Path) -> Path:
    """An entry that says that it is small, and is not."""
    bomb(path)
    data = path.read_bytes()
    size = struct.pack("<I", 300 << 20)
    assert data.count(size) == 2
    path.write_bytes(data.replace(size, struct.pack("<I", 10)))
    return path


@pytest.mark.parametrize("make", [bomb, packed, lying])
def test_a_bomb_is_left_out(tmp_path: Path, make: Callable[[Path], Path]) -> None:
    taken = take(make(tmp_path / "a.zip"))
    assert taken.files in ({"pooling.py": b"x"}, {})
    assert taken.notes and len(taken.notes[0]) < 200


def test_an_archive_of_too_many_entries_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    zipped = archive(tmp_path / "a.zip", *((f"{n}.txt", b"") for n in range(3000)))
    assert take(zipped).status == "other"
    monkeypatch.setattr(intake, "ENTRIES", 2000)
    assert (take(zipped).status, "2,000" in take(zipped).notes[0]) == ("refused", True)
    monkeypatch.setattr(intake, "DIRECTORY", 1000)
    assert "too many entries" in take(zipped).notes[0]
    monkeypatch.setattr(intake, "ARCHIVE", 1000)
    assert "larger than" in take(zipped).notes[0]
    put(tmp_path / "b", *(f"{n}.txt" for n in range(2001)))
    assert take(tmp_path / "b").status == "refused"


@pytest.mark.parametrize("where", ["before the end", "elsewhere"])
def test_an_archive_whose_second_end_tells_of_more_is_refused_unread(
    tmp_path: Path, where: str
) -> None:
    """zipfile takes what ZIP64 says, whatever the first end says: it would list for minutes."""
    entry = b"PK\1\2" + bytes(24) + struct.pack("<H", 7) + bytes(16) + b"1234567"
    listed = entry * 200_000
    record = struct.pack("<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, 1, 1, len(listed), 0)
    small = record[:40] + struct.pack("<Q", 46) + record[48:]
    between = record if where == "before the end" else record + small
    locator = struct.pack("<4sLQL", b"PK\6\7", 0, len(listed), 1)
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 1, 1, 46, 0, 0)
    file = tmp_path / "ann.zip"
    file.write_bytes(listed + between + locator + end)
    taken = take(file)
    assert taken.status == "refused"
    assert taken.notes == ["Its archive has far too many entries."]


def test_an_archive_of_zip64_is_taken(tmp_path: Path) -> None:
    file = archive(tmp_path / "ann.zip", ("filtering.py", b"x = 1\n"))
    data = file.read_bytes()
    at = data.rindex(b"PK\5\6")
    size, where = struct.unpack("<II", data[at + 12 : at + 20])
    record = struct.pack("<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, 1, 1, size, where)
    locator = struct.pack("<4sLQL", b"PK\6\7", 0, at, 1)
    file.write_bytes(data[:at] + record + locator + data[at:])
    assert take(file).files == {"filtering.py": b"x = 1\n"}


def test_damaged_and_locked_archives_are_told(tmp_path: Path) -> None:
    whole = archive(tmp_path / "a.zip", ("filtering.py", b"x" * 999)).read_bytes()
    for content in (b"", b"PK", whole[: len(whole) // 2], os.urandom(3000), whole[20:]):
        (tmp_path / "b.zip").write_bytes(content)
        taken = take(tmp_path / "b.zip")
        assert taken.status in ("refused", "graded")
        assert not taken.files
        assert taken.notes
    locked = bytearray(whole)
    for at in (whole.find(b"PK\x03\x04") + 6, whole.find(b"PK\x01\x02") + 8):
        locked[at] |= 1
    (tmp_path / "b.zip").write_bytes(bytes(locked))
    assert take(tmp_path / "b.zip").notes == ["Its archive is encrypted."]


def test_a_name_that_is_there_twice_counts_once(tmp_path: Path) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as file, pytest.warns(UserWarning, match="Duplicate"):
        file.writestr("filtering.py", "first")
        file.writestr("filtering.py", "second")
    (tmp_path / "a.zip").write_bytes(stream.getvalue())
    taken = take(tmp_path / "a.zip")
    assert taken.files == {"filtering.py": b"first"}
    assert taken.notes == ["filtering.py is there twice: the first of the two is taken."]


def test_a_module_that_is_far_too_large_is_left_out(tmp_path: Path) -> None:
    put(tmp_path, "pooling.py")
    (tmp_path / "filtering.py").write_bytes(b"#" * (intake.SMALL + 1))
    taken = take(tmp_path)
    assert list(taken.files) == ["pooling.py"]
    assert taken.notes == ["filtering.py is larger than 1 MiB, and is left out."]


def test_what_cannot_be_a_submission_is_named(tmp_path: Path) -> None:
    put(tmp_path, "good/filtering.py", "solutions/filtering.py", "grading.json/filtering.py")
    os.mkfifo(tmp_path / "pipe.zip")
    with contextlib.suppress(OSError):  # some systems have no such names
        (tmp_path / os.fsdecode(b"bad\xff")).mkdir()
    found, others = intake.sources(tmp_path, reserved={"grading.json"})
    assert [source.name for source in found] == ["good", "solutions"]
    assert {"grading.json", "pipe.zip"} <= set(others)
    for name in others:
        name.encode()


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_an_archive_with_damaged_contents_is_refused(tmp_path: Path, method: int) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w", method) as made:
        made.writestr("filtering.py", "".join(map(str, range(900))))
    data = bytearray((tmp_path / "a.zip").read_bytes())
    data[60:200] = bytes(140)
    (tmp_path / "a.zip").write_bytes(data)
    taken = take(tmp_path / "a.zip")
    assert taken.status == "refused"
    assert "ask for it again" in taken.notes[0]


def test_the_submissions_of_a_folder(tmp_path: Path) -> None:
    put(tmp_path, "zoe/filtering.py", "adam/filtering.py", "roster.csv", "readme.txt", ".git/x")
    archive(tmp_path / "Eve.ZIP", ("filtering.py", b""))
    archive(tmp_path / "adam.zip", ("filtering.py", b""))
    found, others = intake.sources(tmp_path)
    assert [source.name for source in found] == ["Eve", "adam", "adam.zip", "zoe"]
    assert others == [".git", "readme.txt", "roster.csv"]
    for wrong in (tmp_path / "nowhere", put(tmp_path / "bare", "filtering.py")):
        with pytest.raises(Problem):
            intake.sources(wrong)


@pytest.mark.parametrize("headers", ["both", "local"])
def test_an_archive_whose_names_are_no_text_is_refused(tmp_path: Path, headers: str) -> None:
    path = archive(tmp_path / "a.zip", ("filtering.py", b"1"))
    data = bytearray(path.read_bytes())
    for start, flags, name in ((b"PK\x03\x04", 6, 30), (b"PK\x01\x02", 8, 46)):
        at = data.find(start)
        if headers == "both" or start == b"PK\x03\x04":
            data[at + flags + 1] |= 8  # the name that follows is UTF-8
            data[at + name : at + name + 2] = b"\xff\xfe"
    path.write_bytes(data)
    taken = take(path)
    assert taken.status == "refused"
    assert "ask for it again" in taken.notes[0]
