"""Adapter: runs Checkov and cfn-lint, each in a worker process of its own, and turns their results into findings.

To add a tool: one file that starts the worker and reads its results; the tool is imported in the worker only.
"""
