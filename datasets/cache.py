"""Where this machine's user keeps what was downloaded once."""

import os
import sys
from pathlib import Path

from datasets.data import DataError


def folder() -> Path:
    """The cache folder, which need not exist yet.

    It is `$CONVLAB_CACHE`, or `convlab` in the platform's usual place: `$XDG_CACHE_HOME` or
    ~/.cache (https://specifications.freedesktop.org/basedir-spec/), on macOS ~/Library/Caches, on
    Windows %LOCALAPPDATA%. Raises DataError where the user has no home folder.
    """
    try:
        if chosen := os.environ.get("CONVLAB_CACHE"):
            return Path(chosen).expanduser().absolute()
        return _platform_folder() / "convlab"
    except RuntimeError:
        raise DataError(
            "there is no home folder to keep data in: set CONVLAB_CACHE to a folder of your own"
        ) from None


def _platform_folder() -> Path:
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA")
        return Path(local) if local else Path.home() / "AppData" / "Local"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches"
    # The specification has a relative path there ignored.
    chosen = Path(os.environ.get("XDG_CACHE_HOME", ""))
    return chosen if chosen.is_absolute() else Path.home() / ".cache"
