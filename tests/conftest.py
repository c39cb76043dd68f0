"""What holds for all tests."""

import signal

from grading import behaviour

# A job in the background of a script is started with Ctrl-C left out, and so is what it starts.
signal.signal(signal.SIGINT, signal.default_int_handler)
behaviour.strict = True  # a fault of ours in naming mistakes ends a test
