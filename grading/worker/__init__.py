"""The untrusted side: everything here runs in the process that runs a student's code.

A sealed worker is given this folder, the student's copied files and Python, and nothing else of
the repository; so nothing here may import from outside of it. Only `schema`, `packing` and
`framing` are used on both sides.
"""
