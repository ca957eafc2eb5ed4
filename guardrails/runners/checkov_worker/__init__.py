"""What runs inside Checkov's own interpreter: answers requests from standard input with findings, never with values.

Nothing here imports `guardrails`: the interpreter may not have it. Standard library and Checkov only, for Python 3.9
and later. What goes in and out is described in `serving`; to add a kind of input, add a file and a word there.
"""
