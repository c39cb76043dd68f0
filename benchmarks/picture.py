"""The picture of real output in the README: `python -m benchmarks.picture`.

Runs the lab as a student would who has finished one exercise and flipped the kernels of the next,
and saves what the terminal shows as `benchmarks/grader.svg`.
"""

import re
import shutil
import tempfile
from pathlib import Path

from rich.console import Console
from rich.text import Text

from grading import lab, run
from grading.reports import terminal

TARGET = Path(__file__).with_name("grader.svg")


def main() -> None:
    the_lab = lab.read()
    out = Console(record=True, width=96, highlight=False, markup=False, force_terminal=True)
    with tempfile.TemporaryDirectory() as folder:
        exercises = Path(folder)
        for name in the_lab.names:
            shutil.copyfile(lab.STUBS / f"{name}.py", exercises / f"{name}.py")
        shutil.copyfile(lab.SOLUTIONS / "filtering.py", exercises / "filtering.py")
        solved = (lab.SOLUTIONS / "convolution.py").read_text("utf-8")
        flipped = solved.replace("windows, kernels,", "windows, kernels[::-1, ::-1],")
        assert flipped != solved
        (exercises / "convolution.py").write_text(flipped, "utf-8")
        out.print(Text("$ python grader.py", "bold"))
        out.print(Text(f"{the_lab.title}: checking exercises", "bold"))
        progress = terminal.Progress(out, the_lab, the_lab.names)
        result = run.run(the_lab, exercises, on_result=progress.exercise)
        for exercise in result.exercises:
            for check in exercise.checks:
                check.where = check.where and check.where.replace(folder, "exercises")
        terminal.summary(out, the_lab, result, False, "exercises")
    svg = out.export_svg(title="python grader.py")
    # the fonts that Rich would fetch from elsewhere; any monospaced one will do
    svg = re.sub(r"@font-face \{.*?\}", "", svg, flags=re.DOTALL)
    TARGET.write_text("\n".join(line.rstrip() for line in svg.splitlines()) + "\n", "utf-8")
    print(TARGET.relative_to(lab.ROOT))


if __name__ == "__main__":
    main()
