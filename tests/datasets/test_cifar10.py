"""Where CIFAR-10 comes from, and a sentence for everything that can be wrong on the way."""

import errno
import io
import os
import ssl
import subprocess
import sys
import tarfile
import threading
import urllib.error
import urllib.request
from pathlib import Path

import numpy as np
import pytest

import datasets
from datasets import DataError, batches, cache, cifar10, download, npz, verify

ROOT = Path(__file__).parents[2]


def refuse_network(*_, **__):
    raise AssertionError("the network was asked")


def same(data, arrays) -> bool:
    (x_train, y_train), (x_test, y_test) = data
    got = {"x_train": x_train, "y_train": y_train, "x_test": x_test, "y_test": y_test}
    return all((got[name] == arrays[name]).all() for name in arrays)


def listing(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


# --- a folder of the user's own


@pytest.mark.parametrize("dtype", [np.uint8, np.int8, np.int64, np.uint32, ">i2"])
@pytest.mark.parametrize("flat", [True, False])
def test_npz_of_any_integer_labels(small, arrays, save, monkeypatch, dtype, flat):
    stored = dict(arrays)
    for name in ("y_train", "y_test"):
        stored[name] = arrays[name].astype(dtype)
        if flat:
            stored[name] = stored[name][:, 0]
    monkeypatch.setenv("CIFAR10_DIR", str(save("mine", stored).parent))
    data = datasets.load("cifar10")
    assert same(data, arrays)
    for (images, labels), count in zip(data, (20, 4), strict=True):
        assert images.shape == (count, 32, 32, 3)
        assert images.dtype == np.uint8
        assert labels.shape == (count, 1)
        assert labels.dtype == np.uint8


@pytest.mark.parametrize("inside", [True, False])
def test_official_folder(official, make_planes, monkeypatch, inside):
    monkeypatch.setenv("CIFAR10_DIR", str(official if inside else official.parent))
    (x_train, y_train), (x_test, y_test) = datasets.load("cifar10")
    assert x_train.shape == (20, 32, 32, 3)
    assert x_train.flags.c_contiguous
    assert x_test.flags.c_contiguous
    rows, labels = zip(*(make_planes(4, seed) for seed in range(6)), strict=True)
    assert y_train[:, 0].tolist() == [label for batch in labels[:5] for label in batch]
    assert y_test[:, 0].tolist() == labels[5]
    # One plane a channel, each row by row: https://www.cs.toronto.edu/~kriz/cifar.html
    for batch, picture, channel, y, x in [(0, 0, 0, 0, 0), (1, 2, 1, 3, 7), (4, 3, 2, 31, 30)]:
        wanted = rows[batch][picture, channel * 1024 + y * 32 + x]
        assert x_train[batch * 4 + picture, y, x, channel] == wanted
    assert x_test[1, 5, 6, 2] == rows[5][1, 2048 + 5 * 32 + 6]
    assert datasets.describe("cifar10") == (True, f"cifar10 is in {official} (CIFAR10_DIR)")


def test_npz_before_official_folder(official, arrays, save, monkeypatch):
    monkeypatch.setenv("CIFAR10_DIR", str(save("data", arrays).parent))
    assert same(datasets.load("cifar10"), arrays)


def test_home_folder_is_spelled_out(small, arrays, save, monkeypatch):
    save("mine", arrays)
    monkeypatch.setenv("HOME", str(small))
    monkeypatch.setenv("USERPROFILE", str(small))
    monkeypatch.setenv("CIFAR10_DIR", "~/mine")
    assert same(datasets.load("cifar10"), arrays)


def refused(monkeypatch, folder: Path | str, words: str) -> str:
    """Both load and describe refuse the folder with the same sentence, and nothing is fetched."""
    monkeypatch.setenv("CIFAR10_DIR", str(folder))
    monkeypatch.setattr(urllib.request, "urlopen", refuse_network)
    with pytest.raises(DataError, match=words) as caught:
        datasets.load("cifar10")
    sentence = str(caught.value)
    assert "unset CIFAR10_DIR" in sentence
    assert "\n" not in sentence
    assert caught.value.__suppress_context__ or caught.value.__context__ is None
    assert datasets.describe("cifar10") == (False, sentence)
    return sentence


def test_folder_missing(small, monkeypatch):
    sentence = refused(monkeypatch, small / "nowhere", "does not exist")
    assert str(small / "nowhere") in sentence


def test_folder_is_a_file(small, monkeypatch):
    (small / "file").write_text("")
    refused(monkeypatch, small / "file", "is not a folder")


def test_folder_of_other_things(small, monkeypatch):
    (small / "cifar-10-batches-bin").mkdir()
    refused(monkeypatch, small, "holds neither cifar10.npz nor cifar-10-batches-py")


def test_folder_closed_to_us(small, monkeypatch):
    def closed(path, **_):
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    monkeypatch.setattr(Path, "exists", closed)
    refused(monkeypatch, small, "cannot be read .*Permission denied")


def test_no_home_folder(small, monkeypatch):
    monkeypatch.setattr(os.path, "expanduser", lambda path: path)
    refused(monkeypatch, "~/mine", "cannot be read .*home")


@pytest.mark.parametrize(
    "missing", [["data_batch_3"], ["test_batch"], ["data_batch_1", "data_batch_5"]]
)
@pytest.mark.parametrize("inside", [True, False])
def test_batch_missing(official, monkeypatch, missing, inside):
    for name in missing:
        (official / name).unlink()
    folder = official if inside else official.parent
    refused(monkeypatch, folder, f"{batches.FOLDER} lacks {' and '.join(missing)}")


def test_batch_damaged(official, monkeypatch):
    (official / "data_batch_2").write_bytes((official / "data_batch_2").read_bytes()[:-2000])
    refused(monkeypatch, official, "data_batch_2 of .* is not a batch file.*too early")


def test_batch_hostile(official, monkeypatch):
    (official / "test_batch").write_bytes(b"cos\nsystem\n(S'exit 1'\ntR.")
    refused(monkeypatch, official, "test_batch of .* asks for 'os system'")


def test_batch_is_a_folder(official, monkeypatch):
    (official / "test_batch").unlink()
    (official / "test_batch").mkdir()
    refused(monkeypatch, official, "cannot be read .*test_batch")


def test_batch_too_large(official, monkeypatch):
    monkeypatch.setattr(batches, "_MOST_BYTES", 12_000)
    refused(monkeypatch, official, "data_batch_1 of .* larger than any batch")


def test_batch_too_short(official, make_batch, make_planes, monkeypatch):
    (official / "data_batch_4").write_bytes(make_batch(*make_planes(3, 0)))
    refused(monkeypatch, official, r"x_train is \(19, 32, 32, 3\) uint8 where")


def test_batch_of_wrong_labels(official, make_batch, make_planes, monkeypatch):
    rows, _ = make_planes(4, 0)
    (official / "data_batch_1").write_bytes(make_batch(rows, [0, 1, 2, 10]))
    refused(monkeypatch, official, "y_train goes from 0 to 10")


WRONG_ARRAYS = {
    "too few": ("x_train", lambda x: x[:-1], r"x_train is \(19, 32, 32, 3\) uint8"),
    "channels first": ("x_test", lambda x: x.transpose(0, 3, 1, 2), r"x_test is \(4, 3, 32, 32\)"),
    "floats": ("x_train", lambda x: x / np.float32(255), "x_train is .* float32 where .* uint8"),
    "signed": ("x_test", lambda x: x.astype(np.int16), "x_test is .* int16 where .* uint8"),
    "label 10": ("y_train", lambda y: y + 1, "y_train goes from 1 to 10"),
    "label -1": ("y_test", lambda y: y.astype(np.int8) - 1, "y_test goes from -1 to 2"),
    "label 256": ("y_test", lambda y: y.astype(np.int64) + 253, "y_test goes from 253 to 256"),
    "label 2**63": ("y_test", lambda y: y + np.uint64(2**63), "y_test goes from"),
    "float labels": ("y_test", lambda y: y.astype(np.float64), "y_test is .* float64"),
    "boolean labels": ("y_test", lambda y: y > 1, "y_test is .* bool"),
    "one-hot labels": ("y_test", lambda y: np.eye(10, dtype=int)[y[:, 0]], r"y_test is \(4, 10\)"),
    "lying labels": (
        "y_test",
        lambda y: y.T,
        r"y_test is \(1, 4\) uint8 where it must be \(4, 1\)",
    ),
    "labels too few": ("y_train", lambda y: y[1:], r"y_train is \(19, 1\)"),
}


@pytest.mark.parametrize(("name", "change", "words"), WRONG_ARRAYS.values(), ids=WRONG_ARRAYS)
def test_npz_of_other_arrays(arrays, save, monkeypatch, name, change, words):
    path = save("mine", arrays | {name: change(arrays[name])})
    assert str(path) in refused(monkeypatch, path.parent, words)


def test_npz_lacks_arrays(arrays, save, monkeypatch):
    del arrays["x_test"], arrays["y_train"]
    refused(monkeypatch, save("mine", arrays).parent, "npz does not hold y_train and x_test: ")


def test_npz_of_objects(small, arrays, save, monkeypatch):
    class Hostile:
        def __reduce__(self):
            return open, (str(small / "ran"), "w")

    path = save("mine", arrays | {"y_test": np.array([Hostile()] * 4, dtype=object)})
    refused(monkeypatch, path.parent, "holds Python objects, which are not opened")
    assert not (small / "ran").exists()


def test_npz_is_a_single_array(arrays, save, monkeypatch):
    path = save("mine", arrays)
    with path.open("wb") as file:
        np.save(file, arrays["x_train"])
    refused(monkeypatch, path.parent, "is no npz")


def test_npz_is_a_folder(small, monkeypatch):
    (small / "mine" / "cifar10.npz").mkdir(parents=True)
    refused(monkeypatch, small / "mine", r"cifar10.npz cannot be read \(")


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"<html>", b"\x80\x04N.", b"\x93NUMPY"])
def test_npz_is_something_else(arrays, save, monkeypatch, content):
    path = save("mine", arrays)
    path.write_bytes(content)
    refused(monkeypatch, path.parent, r"cifar10.npz is damaged or is no npz \(.")


def test_npz_truncated_anywhere(arrays, save, monkeypatch):
    path = save("mine", arrays)
    whole = path.read_bytes()
    for length in np.linspace(1, len(whole) - 1, 20).astype(int):
        path.write_bytes(whole[:length])
        refused(monkeypatch, path.parent, "is damaged or is no npz")


def test_npz_damaged_anywhere(arrays, save, monkeypatch):
    path = save("mine", arrays)
    whole = path.read_bytes()
    rng = np.random.default_rng(6)
    # The headers first, where every byte has a meaning of its own.
    places = [
        *range(160),
        *range(len(whole) - 400, len(whole), 2),
        *rng.integers(0, len(whole), 40),
    ]
    monkeypatch.setenv("CIFAR10_DIR", str(path.parent))
    refusals = 0
    for place in places:
        damaged = bytearray(whole)
        damaged[place] ^= 1 << int(rng.integers(8))
        path.write_bytes(damaged)
        try:
            assert same(datasets.load("cifar10"), arrays)
        except DataError:
            refusals += 1
    assert refusals > 150


# --- the cache


def test_cache_is_used(arrays, save, monkeypatch):
    path = save("cache", arrays)
    monkeypatch.setattr(urllib.request, "urlopen", refuse_network)
    assert same(datasets.load("cifar10"), arrays)
    assert same(datasets.load("cifar10", download=False), arrays)
    assert datasets.describe("cifar10") == (True, f"cifar10 is in {path} (the cache)")


def test_empty_variable_is_unset(arrays, save, monkeypatch):
    save("cache", arrays)
    monkeypatch.setenv("CIFAR10_DIR", "")
    assert same(datasets.load("cifar10"), arrays)


def test_cache_does_not_stand_in_for_a_chosen_folder(small, arrays, save, monkeypatch):
    save("cache", arrays)
    refused(monkeypatch, small / "nowhere", "does not exist")


def test_nowhere_and_no_download(small, monkeypatch):
    monkeypatch.setattr(urllib.request, "urlopen", refuse_network)
    with pytest.raises(DataError, match="not on this machine") as caught:
        datasets.load("cifar10", download=False)
    sentence = str(caught.value)
    assert "CIFAR10_DIR" in sentence
    assert "170 MB" in sentence
    assert str(small / "cache") in sentence
    assert datasets.describe("cifar10") == (False, sentence)
    assert not (small / "cache").exists()


def test_damaged_cache_without_download(arrays, save, monkeypatch):
    path = save("cache", arrays)
    path.write_bytes(path.read_bytes()[:-100])
    monkeypatch.setattr(urllib.request, "urlopen", refuse_network)
    with pytest.raises(DataError, match=r"cifar10.npz is damaged.*: delete it"):
        datasets.load("cifar10", download=False)
    assert not datasets.describe("cifar10")[0]


def test_damaged_cache_is_reported_and_replaced(arrays, save, server):
    path = save("cache", arrays)
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.warns(UserWarning, match=r"cifar10.npz is damaged.*downloaded again") as warned:
        data = datasets.load("cifar10")
    assert warned[0].filename == __file__
    assert data[0][0].shape == (20, 32, 32, 3)
    assert same(npz.read(path), dict(zip(verify.NAMES, (*data[0], *data[1]), strict=True)))
    assert listing(path.parent) == ["cifar10.npz"]


def test_damaged_cache_stays_when_the_download_fails(arrays, save, server):
    path = save("cache", arrays)
    path.write_bytes(b"damaged")
    server.status = 500
    with (
        pytest.warns(UserWarning, match="is damaged"),
        pytest.raises(DataError, match="answered 500"),
    ):
        datasets.load("cifar10")
    assert path.read_bytes() == b"damaged"


def test_cache_closed_to_us_is_no_cache(small, monkeypatch):
    def closed(path, **_):
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    monkeypatch.setattr(Path, "exists", closed)
    with pytest.raises(DataError, match="not on this machine"):
        datasets.load("cifar10", download=False)


@pytest.mark.parametrize(
    ("platform", "variables", "wanted"),
    [
        ("linux", {"CONVLAB_CACHE": "{}/chosen"}, "chosen"),
        ("linux", {"CONVLAB_CACHE": "~/chosen"}, "chosen"),
        ("linux", {"XDG_CACHE_HOME": "{}/xdg"}, "xdg/convlab"),
        ("linux", {"XDG_CACHE_HOME": "relative"}, ".cache/convlab"),
        ("linux", {"XDG_CACHE_HOME": "", "CONVLAB_CACHE": ""}, ".cache/convlab"),
        ("linux", {}, ".cache/convlab"),
        ("darwin", {"XDG_CACHE_HOME": "{}/xdg"}, "Library/Caches/convlab"),
        ("win32", {"LOCALAPPDATA": "{}/local"}, "local/convlab"),
        ("win32", {}, "AppData/Local/convlab"),
    ],
)
def test_cache_folder(tmp_path, monkeypatch, platform, variables, wanted):
    for name in ("CONVLAB_CACHE", "XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value.format(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    monkeypatch.setattr(cache.sys, "platform", platform)
    assert cache.folder() == tmp_path / wanted


def test_relative_cache_folder_does_not_move(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CONVLAB_CACHE", "here")
    assert cache.folder() == tmp_path / "here"


def test_no_home_folder_for_a_cache(small, monkeypatch):
    def homeless():
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.delenv("CONVLAB_CACHE")
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setattr(cache.sys, "platform", "linux")
    monkeypatch.setattr(Path, "home", homeless)
    with pytest.raises(DataError, match="set CONVLAB_CACHE"):
        datasets.load("cifar10")
    assert not datasets.describe("cifar10")[0]


# --- keeping it


def halves(arrays):
    return (arrays["x_train"], arrays["y_train"]), (arrays["x_test"], arrays["y_test"])


def test_write_and_read(small, arrays):
    npz.write(small / "new" / "folder" / "cifar10.npz", halves(arrays))
    assert same(npz.read(small / "new" / "folder" / "cifar10.npz"), arrays)
    assert listing(small / "new" / "folder") == ["cifar10.npz"]


@pytest.mark.parametrize("failure", [OSError(errno.ENOSPC, "No space left"), KeyboardInterrupt()])
@pytest.mark.parametrize("where", ["savez", "fsync", "replace"])
def test_write_whole_or_not_at_all(small, arrays, save, monkeypatch, failure, where):
    path = save("cache", arrays)
    before = path.read_bytes()

    def fail(target, *_, **__):
        if where == "savez":
            target.write(b"half")
        raise failure

    owner = {"savez": np, "fsync": os, "replace": Path}[where]
    monkeypatch.setattr(owner, where, fail)
    with pytest.raises(type(failure)):
        npz.write(path, halves(arrays | {"y_test": arrays["y_test"] + 1}))
    assert path.read_bytes() == before
    assert listing(path.parent) == ["cifar10.npz"]


def test_write_is_on_the_disk_before_it_is_renamed(small, arrays, monkeypatch):
    done = []
    fsync, replace = os.fsync, Path.replace
    monkeypatch.setattr(os, "fsync", lambda file: (done.append("fsync"), fsync(file)))
    monkeypatch.setattr(Path, "replace", lambda *two: (done.append("replace"), replace(*two)))
    npz.write(small / "cifar10.npz", halves(arrays))
    assert done == ["fsync", "replace"]


# --- the download


def test_download_is_read_and_kept(small, server, official, make_planes):
    data = datasets.load("cifar10")
    labels = [make_planes(4, seed)[1] for seed in range(6)]
    assert data[0][1][:, 0].tolist() == [label for batch in labels[:5] for label in batch]
    assert data[1][1][:, 0].tolist() == labels[5]
    assert same(
        batches.from_folder(official), dict(zip(verify.NAMES, (*data[0], *data[1]), strict=True))
    )
    assert listing(small / "cache") == ["cifar10.npz"]
    again = datasets.load("cifar10")
    assert server.asked == 1
    assert all((a == b).all() for a, b in zip(data[0] + data[1], again[0] + again[1], strict=True))


def test_download_of_unannounced_length(server):
    server.announced = None
    assert datasets.load("cifar10")[0][0].shape == (20, 32, 32, 3)


def not_downloaded(small: Path, words: str) -> str:
    with pytest.raises(DataError, match=words) as caught:
        datasets.load("cifar10")
    sentence = str(caught.value)
    assert sentence.startswith("cifar10 was not downloaded: ")
    assert "set CIFAR10_DIR" in sentence
    assert "\n" not in sentence
    assert caught.value.__suppress_context__
    assert not (small / "cache").exists()
    return sentence


@pytest.mark.parametrize("status", [403, 404, 500, 503])
def test_server_refuses(small, server, status):
    server.status = status
    not_downloaded(small, f"answered {status} ")


def test_other_file(small, server):
    server.content = b"<html>log in first</html>"
    server.announced = len(server.content)
    not_downloaded(small, "not the official file.*SHA-256 [0-9a-f]{64} where [0-9a-f]{64}")


def test_one_bit_wrong(small, server):
    server.content = server.content[:-1] + bytes([server.content[-1] ^ 1])
    not_downloaded(small, "not the official file")


@pytest.mark.parametrize("sent", [0, 1, 5000])
def test_connection_breaks_off(small, server, sent):
    whole = len(server.content)
    server.content = server.content[:sent]
    not_downloaded(small, f"broke off after {sent} of {whole} bytes|IncompleteRead")


def test_connection_breaks_off_unannounced(small, server):
    server.announced = None
    server.content = server.content[:5000]
    not_downloaded(small, "not the official file")


def test_endless_answer_is_cut(small, server, monkeypatch):
    monkeypatch.setattr(cifar10, "_MOST_BYTES", 1000)
    monkeypatch.setattr(download, "_CHUNK", 100)
    received = []
    read = download.http.client.HTTPResponse.read
    monkeypatch.setattr(
        download.http.client.HTTPResponse,
        "read",
        lambda self, count: received.append(count) or read(self, count),
    )
    not_downloaded(small, "not the official file")
    assert sum(received) <= 1200


def test_no_network(small):
    not_downloaded(small, r"the connection to 127.0.0.1 failed \(.*refused")


def test_name_not_known(small, monkeypatch):
    monkeypatch.setattr(cifar10, "URL", "https://nowhere.invalid/cifar-10-python.tar.gz")
    not_downloaded(small, r"the connection to nowhere.invalid failed \(")


def test_server_is_silent(small, server, monkeypatch):
    done = threading.Event()
    monkeypatch.setattr(download, "_SECONDS", 0.05)
    server.before_answer = lambda: done.wait(5)
    server.content = b""
    not_downloaded(small, "timed out")
    done.set()


def test_certificate_not_trusted(small, monkeypatch):
    error = ssl.SSLCertVerificationError(1, "certificate verify failed")
    error.verify_message = "unable to get local issuer certificate"

    def distrust(*_, **__):
        raise urllib.error.URLError(error)

    monkeypatch.setattr(urllib.request, "urlopen", distrust)
    sentence = not_downloaded(small, "unable to get local issuer certificate")
    assert "Install Certificates.command" in sentence


def test_interrupted_download_leaves_nothing(small, server, monkeypatch):
    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(download.http.client.HTTPResponse, "read", interrupt)
    with pytest.raises(KeyboardInterrupt):
        datasets.load("cifar10")
    assert not (small / "cache").exists()


def test_archive_lacks_a_batch(official):
    (official / "data_batch_5").unlink()
    with pytest.raises(DataError, match="the archive lacks data_batch_5"):
        batches.from_archive(io.BytesIO(packed(official)), "the archive")


@pytest.mark.parametrize("length", [0, 10, 3000, -3000])
def test_archive_damaged(archive, length):
    with pytest.raises(DataError, match="the archive is damaged"):
        batches.from_archive(io.BytesIO(archive[:length]), "the archive")


def test_archive_of_other_members(official):
    """Only plain files of the right folder count: not links, and not the same names elsewhere."""
    (official / "data_batch_1").unlink()
    (official / "data_batch_1").symlink_to("data_batch_2")
    with pytest.raises(DataError, match=r"the archive lacks data_batch_1$|is damaged"):
        batches.from_archive(io.BytesIO(packed(official)), "the archive")
    with pytest.raises(DataError, match="lacks data_batch_1 and"):
        batches.from_archive(io.BytesIO(packed(official, "../elsewhere")), "the archive")


def packed(folder: Path, name: str = batches.FOLDER) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as tar:
        tar.add(folder, name)
    return buffer.getvalue()


def test_cache_cannot_be_made(small, server, monkeypatch):
    """Root may write anywhere, so the cache is put where nobody can: under a plain file."""
    (small / "file").write_text("")
    monkeypatch.setenv("CONVLAB_CACHE", str(small / "file" / "cache"))
    with pytest.warns(UserWarning, match="could not be kept in .*set CONVLAB_CACHE") as warned:
        data = datasets.load("cifar10")
    assert warned[0].filename == __file__
    assert data[0][0].shape == (20, 32, 32, 3)


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EACCES])
def test_cache_cannot_be_written(small, server, monkeypatch, number):
    def fail(*_):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.warns(UserWarning, match=os.strerror(number)):
        data = datasets.load("cifar10")
    assert data[0][0].shape == (20, 32, 32, 3)
    assert listing(small / "cache") == []


def test_two_processes_download_at_once(small, server):
    """Both are answered at one moment, and both get and keep the whole data set."""
    both = threading.Barrier(2)
    server.before_answer = lambda: both.wait(20)
    program = (
        "import datasets; from datasets import cifar10, verify;"
        f"cifar10.URL, cifar10.SHA256 = {cifar10.URL!r}, {cifar10.SHA256!r};"
        "verify.TRAIN, verify.TEST = 20, 4;"
        "print(datasets.load('cifar10')[0][0].sum())"
    )
    running = [
        subprocess.Popen(
            [sys.executable, "-c", program],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    answers = [process.communicate(timeout=30) for process in running]
    total = datasets.load("cifar10")[0][0].sum()
    assert answers == [(f"{total}\n", "")] * 2
    assert server.asked == 2
    assert listing(small / "cache") == ["cifar10.npz"]


class Screen(io.StringIO):
    """Standard error, of which `terminal` says whether it is one."""

    def __init__(self, terminal: bool) -> None:
        super().__init__()
        self.terminal = terminal

    def isatty(self) -> bool:
        return self.terminal


@pytest.mark.parametrize("terminal", [True, False])
@pytest.mark.parametrize("announced", [True, False])
def test_progress_bar_on_a_terminal_alone(server, monkeypatch, capsys, terminal, announced):
    monkeypatch.setenv("TERM", "xterm")
    if not announced:
        server.announced = None
    screen = Screen(terminal)
    monkeypatch.setattr(sys, "stderr", screen)
    datasets.load("cifar10")
    assert ("Downloading CIFAR-10" in screen.getvalue()) == terminal
    assert screen.getvalue() == "" or terminal
    assert capsys.readouterr().out == ""


def test_no_standard_error(server, monkeypatch):
    monkeypatch.setattr(sys, "stderr", None)
    assert datasets.load("cifar10")[1][0].shape == (4, 32, 32, 3)


def test_official_address_and_counts():
    assert cifar10.URL == "https://www.cs.toronto.edu/~kriz/cifar-10-python.tar.gz"
    assert cifar10.SHA256 == "6d958be074577803d12ecdefd02955f39262c83c16fe9348329d7fe0b5c001ce"
    assert (verify.TRAIN, verify.TEST) == (50_000, 10_000)
    assert datasets.class_names("cifar10") == tuple(
        ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"]
    )
