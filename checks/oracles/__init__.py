"""Independent definitions of what the exercises compute: slow, obvious, and ours alone."""
