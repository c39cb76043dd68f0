"""Grading on a Dask cluster, of which a worker is killed midway."""

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from grading import lab
from tests import helpers

pytest.importorskip("distributed", reason="the extra cluster is not installed")
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="grading a class is for Linux")

# A cluster on this machine, in a process of its own; a line on standard input kills a worker.
CLUSTER = """
import os, signal, sys
from distributed import Client, LocalCluster
if __name__ == "__main__":
    with LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=None, resources={"GPU": 1}
    ) as cluster, Client(cluster) as client:
        print(cluster.scheduler_address, flush=True)
        sys.stdin.readline()
        pids = client.run(os.getpid)
        os.kill(list(pids.values())[0], signal.SIGKILL)
        print("killed", flush=True)
        sys.stdin.readline()
"""


def test_a_class_on_a_cluster_survives_the_death_of_a_worker(tmp_path: Path) -> None:
    copied = helpers.copy_lab(tmp_path / "lab")
    source = "import time\ntime.sleep(0.5)\n" + (lab.SOLUTIONS / "filtering.py").read_text("utf-8")
    for number in range(8):
        folder = tmp_path / "class" / f"s{number}"
        folder.mkdir(parents=True)
        (folder / "filtering.py").write_text(source, "utf-8")
    script = tmp_path / "cluster.py"
    script.write_text(CLUSTER)
    cluster = subprocess.Popen(
        [sys.executable, str(script)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        env=helpers.environment({"PYTHONPATH": str(copied)}), cwd=tmp_path,
    )  # fmt: skip
    assert cluster.stdin
    assert cluster.stdout
    try:
        address = cluster.stdout.readline().strip()
        assert address.startswith("tcp://")
        grading = subprocess.Popen(
            [sys.executable, "grader.py", "grade", str(tmp_path / "class"), "--out",
             str(tmp_path / "results"), "--only", "filtering", "--cluster", address],
            cwd=copied, env=helpers.environment(), text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        deadline = time.monotonic() + 120
        while not list(tmp_path.glob("results/*/result.json")) and time.monotonic() < deadline:
            assert grading.poll() is None, grading.communicate()
            time.sleep(0.1)
        cluster.stdin.write("\n")
        cluster.stdin.flush()
        assert cluster.stdout.readline() == "killed\n"
        said, _ = grading.communicate(timeout=240)
    finally:
        cluster.kill()
        cluster.communicate()
    assert grading.returncode == 0, said
    results = [json.loads(f.read_bytes()) for f in tmp_path.glob("results/*/result.json")]
    assert [result["score"] for result in results] == [8] * 8, said
    assert {result["status"] for result in results} == {"graded"}


def test_a_cluster_that_is_not_there_is_told(tmp_path: Path) -> None:
    (tmp_path / "class" / "a").mkdir(parents=True)
    done = helpers.command(
        "grade", str(tmp_path / "class"), "--out", str(tmp_path / "results"),
        "--isolation", "none", "--cluster", "tcp://127.0.0.1:9", cwd=helpers.ROOT,
    )  # fmt: skip
    assert done.returncode == 4
    assert "There is no Dask scheduler at tcp://127.0.0.1:9" in done.stderr


def test_a_worker_of_several_threads_is_refused(tmp_path: Path) -> None:
    (tmp_path / "class" / "a").mkdir(parents=True)
    script = tmp_path / "cluster.py"
    script.write_text(CLUSTER.replace("threads_per_worker=1", "threads_per_worker=2"))
    cluster = subprocess.Popen(
        [sys.executable, str(script)], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL, text=True, env=helpers.environment(), cwd=tmp_path,
    )  # fmt: skip
    assert cluster.stdout
    try:
        done = helpers.command(
            "grade", str(tmp_path / "class"), "--out", str(tmp_path / "results"),
            "--isolation", "none", "--cluster", cluster.stdout.readline().strip(),
            cwd=helpers.ROOT,
        )  # fmt: skip
    finally:
        cluster.kill()
        cluster.communicate()
    assert done.returncode == 4
    assert "--nthreads 1" in done.stderr
