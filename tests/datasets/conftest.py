"""Small stand-ins for CIFAR-10's files, and an environment in which nothing real is reached."""

import contextlib
import hashlib
import http.server
import io
import struct
import tarfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from datasets import batches, cifar10, npz, verify

ROWS = 4


def python2_batch(rows: np.ndarray, labels: list[int], /, **changes: bytes) -> bytes:
    """A batch file, instruction by instruction as Python 2's cPickle writes it in protocol 2.

    `changes` replaces the instructions of one value: data, labels, shape, dtype, order or content.
    """

    def text(value: str) -> bytes:
        return b"U" + bytes([len(value)]) + value.encode()

    parts = {
        "shape": b"M" + struct.pack("<H", len(rows)) + b"M\x00\x0c\x86",
        "dtype": b"cnumpy\ndtype\nq\n" + text("u1") + b"K\x00K\x01\x87Rq\x0b"
        b"(K\x03" + text("|") + b"NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\x00tb",
        "order": b"\x89",
        "content": b"T" + struct.pack("<i", rows.size) + rows.tobytes(),
        "labels": b"]q\x05(" + b"".join(b"K" + bytes([label]) for label in labels) + b"e",
    } | changes
    data = (
        b"cnumpy.core.multiarray\n_reconstruct\nq\x07cnumpy\nndarray\nq\x08K\x00\x85U\x01b\x87Rq\x09"
        b"(K\x01" + parts["shape"] + parts["dtype"] + parts["order"] + parts["content"] + b"tb"
    )
    names = b"".join(
        text(f"picture_{i}.png") + b"r" + struct.pack("<I", 300 + i) for i in range(len(labels))
    )
    return (
        b"\x80\x02}q\x01("
        + text("batch_label") + b"q\x02" + text("training batch 1 of 5") + b"q\x03"
        + text("labels") + b"q\x04" + parts["labels"]
        + text("data") + b"q\x06" + parts.get("data", data)
        + text("filenames") + b"q\x0e]q\x0f(" + names + b"e"
        + b"u."
    )  # fmt: skip


def planes(count: int, seed: int) -> tuple[np.ndarray, list[int]]:
    """Random rows (count, 3072) uint8 as in a batch file, and labels 0 to 9."""
    rng = np.random.default_rng(seed)
    labels = [int(label) for label in rng.integers(0, 10, count)]
    return rng.integers(0, 256, (count, 3072), np.uint8), labels


@pytest.fixture
def make_batch() -> Callable[..., bytes]:
    return python2_batch


@pytest.fixture
def make_planes() -> Callable[[int, int], tuple[np.ndarray, list[int]]]:
    return planes


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """CIFAR-10 has 20 and 4 pictures, nothing is set, and no network is there; gives a folder."""
    monkeypatch.setattr(verify, "TRAIN", 5 * ROWS)
    monkeypatch.setattr(verify, "TEST", ROWS)
    monkeypatch.setattr(cifar10, "URL", "http://127.0.0.1:9/cifar-10-python.tar.gz")
    monkeypatch.setenv("no_proxy", "*")
    monkeypatch.delenv("CIFAR10_DIR", raising=False)
    monkeypatch.setenv("CONVLAB_CACHE", str(tmp_path / "cache"))
    return tmp_path


@pytest.fixture
def arrays() -> dict[str, np.ndarray]:
    """The content of a small cifar10.npz."""
    rng = np.random.default_rng(1)
    return {
        "x_train": rng.integers(0, 256, (5 * ROWS, 32, 32, 3), np.uint8),
        "y_train": np.arange(5 * ROWS).astype(np.uint8).reshape(-1, 1) % 10,
        "x_test": rng.integers(0, 256, (ROWS, 32, 32, 3), np.uint8),
        "y_test": np.arange(ROWS, dtype=np.uint8).reshape(-1, 1),
    }


@pytest.fixture
def save(small: Path) -> Callable[..., Path]:
    """Writes arrays as the cifar10.npz of a folder and gives its path."""

    def to(folder: str, arrays: dict[str, np.ndarray]) -> Path:
        (small / folder).mkdir(exist_ok=True)
        np.savez(small / folder / npz.FILE, **arrays)
        return small / folder / npz.FILE

    return to


@pytest.fixture
def official(small: Path) -> Path:
    """An official folder of six small batches, each from a seed: 0 to 4, and 5 the test batch."""
    folder = small / "data" / batches.FOLDER
    folder.mkdir(parents=True)
    for seed, name in enumerate(batches.BATCHES):
        (folder / name).write_bytes(python2_batch(*planes(ROWS, seed)))
    return folder


@pytest.fixture
def archive(official: Path) -> bytes:
    """The same folder as an official archive."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as tar:
        tar.add(official, batches.FOLDER)
    return buffer.getvalue()


class Server:
    """A web server on this machine that gives one answer, and counts how often it was asked."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.status = 200
        self.announced: int | None = len(content)
        self.before_answer: Callable[[], object] = lambda: None
        self.asked = 0


@pytest.fixture
def server(archive: bytes, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """Serves the small archive at cifar10.URL, its hash being the expected one."""
    answer = Server(archive)

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer.asked += 1
            answer.before_answer()
            self.send_response(answer.status)
            if answer.announced is not None:
                self.send_header("Content-Length", str(answer.announced))
            self.end_headers()
            # The test may be about a client that hangs up.
            with contextlib.suppress(OSError):
                self.wfile.write(answer.content)

        def log_message(self, *_: object) -> None:
            pass

    running = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=running.serve_forever, args=(0.01,))
    thread.start()
    url = f"http://127.0.0.1:{running.server_address[1]}/cifar-10-python.tar.gz"
    monkeypatch.setattr(cifar10, "URL", url)
    monkeypatch.setattr(cifar10, "SHA256", hashlib.sha256(archive).hexdigest())
    yield answer
    running.shutdown()
    thread.join()
    running.server_close()
