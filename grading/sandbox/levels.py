"""Which levels of isolation this machine can do: each is tried, not guessed."""

import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from .. import remote
from ..errors import CheckEnded, Problem, StudentError
from . import filters, plain, sealed

NONE = "none"
NAMES = (*(level.name for level in sealed.LEVELS), NONE)
ATTEMPTS = "attempts"


def find(name: str) -> sealed.Level | None:
    """The sealed level of a name; None for `none`. Raises Problem for any other name."""
    if name not in NAMES:
        raise Problem(f"There is no isolation level {name!r}: there are {', '.join(NAMES)}.")
    return next((level for level in sealed.LEVELS if level.name == name), None)


def fault(level: sealed.Level) -> str:
    """Say why a level cannot be had here, or what its seal lets through; "" if it holds."""
    if sys.platform != "linux":
        return "sealed workers are for Linux"
    source = Path(__file__).with_name(f"{ATTEMPTS}.py")
    with tempfile.TemporaryDirectory(prefix="convlab-") as folder:
        Path(folder, source.name).write_bytes(source.read_bytes())
        secret = Path(folder, "secret")
        secret.write_text("secret")
        if not level.namespaces and not level.landlock:
            secret.chmod(0o600)  # at this level, that is what keeps others away
        sandbox = sealed.Sealed(level, preload=["matplotlib"])  # one of the packages
        host = remote.Remote(Path(folder), [ATTEMPTS], sandbox)
        try:
            host.load(ATTEMPTS)
            arguments = (str(secret), os.getpid())
            possible = host.call(ATTEMPTS, "escape", arguments, {}, 10.0).value
        except (sealed.CannotSeal, filters.Unknown) as problem:
            return str(problem)
        except (StudentError, CheckEnded, OSError) as problem:
            return f"a worker cannot be sealed: {problem}"
        finally:
            host.close()
            sandbox.close()
        changed = (secret.stat().st_mode & 0o777) == 0o777
    possible = [what for what in possible if what != "changes modes" or changed]
    return f"a sealed worker still {', '.join(possible)}" if possible else ""


def best(on_fault: Callable[[str, str], None] = lambda level, why: None) -> str:
    """Name of the best level that holds here; `none` where none of them does."""
    for level in sealed.LEVELS:
        why = fault(level)
        if not why:
            return level.name
        on_fault(level.name, why)
    return NONE


def open_sandbox(name: str, **options: object) -> "sealed.Sealed | plain.Plain":
    """Make a sandbox of a level; `options` are those of `sealed.Sealed`."""
    level = find(name)
    return plain.Plain() if level is None else sealed.Sealed(level, **options)  # type: ignore[arg-type]
