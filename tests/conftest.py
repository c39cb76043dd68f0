"""What holds for all tests."""

import signal

# A job in the background of a script is started with Ctrl-C left out, and so is what it starts.
signal.signal(signal.SIGINT, signal.default_int_handler)
