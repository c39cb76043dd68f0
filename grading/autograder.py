"""Make the autograder archive of Gradescope: the lab with all checks, and how it is run there.

Gradescope unpacks the archive to /autograder/source, moves `run_autograder` to /autograder, runs
`setup.sh` once, and for every submission `run_autograder`, which finds the work in
/autograder/submission and writes /autograder/results/results.json.

Source: "Autograder Specifications", gradescope-autograders.readthedocs.io.
"""

import subprocess
from pathlib import Path

from . import files, lab, submit
from .errors import Problem

FOLDERS = ("checks", "datasets", "exercises", "grading")
FILES = ("LICENSE", "README.md", "conftest.py", "grader.py", "pyproject.toml")
LEFT_OUT = ("__pycache__", ".grader", "misconceptions")

SETUP = """\
#!/usr/bin/env bash
# Run once, as root, when the image is built (Ubuntu 22.04).
set -euo pipefail
apt-get update
DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \\
    python3 python3-venv bubblewrap libseccomp2
[ -d /autograder/source/grading ] || { echo "the lab is not in /autograder/source" >&2; exit 1; }
PYTHON=python3
if ! python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \\
        python3.11 python3.11-venv
    PYTHON=python3.11
fi
"$PYTHON" -m venv /autograder/venv
/autograder/venv/bin/pip install --no-cache-dir -e "/autograder/source[sealed]"
chmod -R o-rwx /autograder/source  # where nothing else can seal, this keeps the checks unseen
"""

RUN = """\
#!/usr/bin/env bash
# Grade /autograder/submission; another folder can stand in for /autograder.
root=${AUTOGRADER:-/autograder}
python=${VENV:-$root/venv}/bin/python
results=$root/results/results.json
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/class" "$root/results"
cp -rP "$root/submission" "$work/class/submission"
chmod -R o-rwx "$root/submission" "$root"/*.json 2> "$work/log"  # these tell of earlier results
cd "$root/source" || exit 1
if "$python" grader.py grade "$work/class" --out "$work/results" --jobs 1 \\
        ${ISOLATION:+--isolation "$ISOLATION"} > "$work/log" 2>&1 &&
    "$python" grader.py export "$work/results" --format gradescope --out "$results" \\
        >> "$work/log" 2>&1
then
    cat "$work/log"
    exit 0
fi
cat "$work/log" >&2
cat > "$results" <<'END'
{"score": 0, "stdout_visibility": "hidden", "output_format": "text",
 "output": "The autograder failed, which is not your fault. Your instructor sees why."}
END
"""


def build(out: Path) -> int:
    """Write the archive; returns its size in bytes."""
    contents = {"setup.sh": SETUP.encode(), "run_autograder": RUN.encode()}
    for name in FILES:
        contents[name] = files.read(lab.ROOT / name)
    for file in _tracked():
        contents[file.relative_to(lab.ROOT).as_posix()] = files.read(file)
    for name in lab.read().names:  # nobody's own work
        contents[f"exercises/{name}.py"] = files.read(lab.STUBS / f"{name}.py")
    data = submit.pack(contents, frozenset({"setup.sh", "run_autograder"}))
    files.write(out, data)
    return len(data)


def _tracked() -> list[Path]:
    """The lab's files: those that git does not ignore, or, without git, all that are there."""
    try:
        said = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", *FOLDERS],
            cwd=lab.ROOT,
            capture_output=True,
            check=True,
        ).stdout.decode()
        found = [lab.ROOT / name for name in said.split("\0") if name]
    except (OSError, subprocess.CalledProcessError):
        found = [file for name in FOLDERS for file in sorted((lab.ROOT / name).rglob("*"))]
    chosen = [
        file
        for file in found
        if file.is_file() and not any(p in LEFT_OUT for p in file.relative_to(lab.ROOT).parts)
    ]
    if not chosen:
        raise Problem(f"There is no lab in {lab.ROOT}: get it back from where you have it from.")
    return chosen
