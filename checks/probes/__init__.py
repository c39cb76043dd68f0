"""Inputs that tell mistakes apart, one module an exercise.

Where the checks' own inputs are too large to be kept, or where a function may answer in many right
ways: a probe tells of an answer what does not depend on how it was made. A function of the name of
the exercise's own, called with the workbench, gives its probes, the same ones each time.
"""
