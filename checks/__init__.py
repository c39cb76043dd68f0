"""What is asked of a student: checks, oracles, generated inputs, known mistakes."""
