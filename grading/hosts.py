"""Where a submission lives while it is checked, shown or traced."""

from pathlib import Path

from . import direct, lab, proxy, remote


def start(the_lab: lab.Lab, folder: Path, in_process: bool = False) -> proxy.Host:
    """Start what runs the submission: a worker, or this process itself."""
    host: proxy.Host = direct.Direct(folder) if in_process else remote.Remote(folder, the_lab.names)
    host.start()
    return host
