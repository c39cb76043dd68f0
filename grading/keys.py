"""Single keys from a terminal, as they are pressed: POSIX and Windows."""

import contextlib
import os
import re
import signal
import sys
import threading
from collections.abc import Callable, Iterator

# Arrows and the like: what follows an escape is no key of its own.
ESCAPED = re.compile(r"\x1b(?:\[[0-9;?]*[ -/]*[@-~]?|O.?)?")
EVERY = 0.05  # seconds between two looks, where nothing tells of a key


def available() -> bool:
    """Whether there is a keyboard to read: standard input is a terminal."""
    try:
        return sys.stdin.isatty()
    except (AttributeError, ValueError):  # closed, or none at all
        return False


@contextlib.contextmanager
def listening(on_key: Callable[[str], None]) -> Iterator[None]:
    """Hand over every key, from a thread of its own, until the end of the block."""
    over = threading.Event()
    with _raw():
        read = _windows if os.name == "nt" else _posix
        thread = threading.Thread(target=read, args=(on_key, over), daemon=True)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join(1)


@contextlib.contextmanager
def _raw() -> Iterator[None]:
    """Keys come at once and are not shown; Ctrl-C, Ctrl-Z and the like stay what they are."""
    if os.name == "nt":
        yield
        return
    import termios
    import tty

    terminal = sys.stdin.fileno()
    before = termios.tcgetattr(terminal)

    def again(number: int = 0, frame: object = None) -> None:
        tty.setcbreak(terminal, termios.TCSADRAIN)

    known = signal.signal(signal.SIGCONT, again)  # after Ctrl-Z the shell has set its own
    again()
    try:
        yield
    finally:
        signal.signal(signal.SIGCONT, known)
        termios.tcsetattr(terminal, termios.TCSADRAIN, before)


def _posix(on_key: Callable[[str], None], over: threading.Event) -> None:
    import select

    terminal = sys.stdin.fileno()
    while not over.is_set():
        try:
            if select.select([terminal], [], [], 4 * EVERY)[0]:
                pressed = os.read(terminal, 64)
                if not pressed:  # the terminal is gone
                    return
                for key in ESCAPED.sub("", pressed.decode("utf-8", "ignore")):
                    on_key(key)
        except OSError:
            return


def _windows(on_key: Callable[[str], None], over: threading.Event) -> None:
    import msvcrt

    keyboard: object = msvcrt
    while not over.wait(EVERY):
        while keyboard.kbhit():  # type: ignore[attr-defined]
            key = keyboard.getwch()  # type: ignore[attr-defined]
            if key in "\x00\xe0":  # an arrow or the like: a second code follows
                keyboard.getwch()  # type: ignore[attr-defined]
            elif key == "\x03":
                signal.raise_signal(signal.SIGINT)
            else:
                on_key(key)
