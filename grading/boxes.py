"""Sandboxes for `watch`: their libraries stay loaded, and a run in one is ended from outside."""

import contextlib
import threading

from .sandbox import Files, Process, sealed, warm


class Warm:
    """Sandboxes whose libraries stay loaded: one with NumPy, and one with TensorFlow if needed."""

    def __init__(self) -> None:
        self._boxes: dict[bool, warm.Forked | warm.Spare] = {}
        self._opening = {False: threading.Lock(), True: threading.Lock()}
        self._closed = False

    def get(self, heavy: bool) -> warm.Forked | warm.Spare:
        with self._opening[heavy]:
            if heavy not in self._boxes and not self._closed:
                self._boxes[heavy] = warm.open_warm(sealed.KERAS if heavy else sealed.NUMPY)
            if self._closed:
                raise KeyboardInterrupt
            return self._boxes[heavy]

    def ahead(self, heavy: bool) -> None:
        """Load in the background what will be needed."""

        def load() -> None:
            with contextlib.suppress(KeyboardInterrupt, OSError):
                self.get(heavy)

        if heavy not in self._boxes:
            threading.Thread(target=load, daemon=True).start()

    def close(self) -> None:
        self._closed = True
        for box in list(self._boxes.values()):
            box.close()


class Stoppable:
    """A sandbox for one run, which can be ended from another thread."""

    level = "none"

    def __init__(self) -> None:
        self.inner: warm.Forked | warm.Spare | None = None
        self.stopped = False
        self._process: Process | None = None
        self._starting = threading.Lock()

    def start(self, files: Files) -> Process:
        with self._starting:
            if self.stopped or self.inner is None:
                raise KeyboardInterrupt  # ends pytest as Ctrl-C would
            self._process = self.inner.start(files)
            return self._process

    def stop(self) -> None:
        self.stopped = True
        with self._starting:
            if self._process:
                self._process.kill()

    def close(self) -> None:
        """The worker has ended by now; what it came from goes on."""
