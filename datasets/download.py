"""Fetches one file over the network, known by its SHA-256, with a progress bar on a terminal.

The file is held in memory: what is kept is made from it and written safely elsewhere, so that an
interrupted download leaves nothing behind, and a read-only or full disk does not stand in the way.
"""

import contextlib
import hashlib
import http.client
import io
import ssl
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

from datasets.data import DataError

_CHUNK = 1 << 18
_SECONDS = 30


def fetch(url: str, sha256: str, most: int) -> io.BytesIO:
    """Download `url` into memory: at most `most` bytes, with this SHA-256 (hexadecimal).

    Raises DataError where there is no network, the server refuses, the connection breaks off or
    what comes is not the file. An interrupt (Ctrl-C) passes through.
    """
    host = urlsplit(url).hostname
    try:
        with urllib.request.urlopen(url, timeout=_SECONDS) as response:
            length = response.headers.get("Content-Length", "")
            total = int(length) if length.isdecimal() else None
            content = _received(response, total, most)
    except urllib.error.HTTPError as error:
        with error:
            raise DataError(f"{host} answered {error.code} {error.reason} for {url}") from None
    # A URLError is an OSError, and so are a time-out and a connection reset.
    except (OSError, http.client.HTTPException) as error:
        raise DataError(_trouble(host, error)) from None
    size = content.tell()
    if total is not None and size < min(total, most):
        raise DataError(f"the download from {host} broke off after {size} of {total} bytes")
    found = hashlib.sha256(content.getbuffer()).hexdigest()
    if found != sha256:
        raise DataError(
            f"what came from {url} is not the official file, perhaps a proxy's or login page"
            f" (SHA-256 {found} where {sha256} was expected)"
        )
    content.seek(0)
    return content


def _received(response: http.client.HTTPResponse, total: int | None, most: int) -> io.BytesIO:
    content = io.BytesIO()
    with _progress(total) as advance:
        while content.tell() <= most and (chunk := response.read(_CHUNK)):
            content.write(chunk)
            advance(len(chunk))
    return content


@contextlib.contextmanager
def _progress(total: int | None) -> Iterator[Callable[[int], None]]:
    """Gives a function to call with the bytes just received."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield lambda count: None
        return
    from rich import progress
    from rich.console import Console

    columns = (
        progress.TextColumn("Downloading CIFAR-10"),
        progress.BarColumn(),
        progress.DownloadColumn(),
        progress.TimeRemainingColumn(),
    )
    with progress.Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("", total=total)
        yield lambda count: bar.advance(task, count)


def _trouble(host: str | None, error: Exception) -> str:
    cause = error.reason if isinstance(error, urllib.error.URLError) else error
    if isinstance(cause, ssl.SSLCertVerificationError):
        return (
            f"the certificate of {host} could not be checked ({cause.verify_message}); Python from"
            " python.org on macOS first needs its 'Install Certificates.command' run"
        )
    return f"the connection to {host} failed ({cause or type(cause).__name__})"
