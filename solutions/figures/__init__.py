"""The pictures of the lesson pages, drawn with the solutions' own functions.

    python -m solutions.figures [NAME ...]

One module an exercise, each with a function `draw()` that returns a Matplotlib figure. They are
saved to `exercises/figures/NAME.png`, where the lesson pages show them.
"""
