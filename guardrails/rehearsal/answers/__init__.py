"""Answers to API calls that moto lacks: state per service, account and Region, a tiny handler for each operation.

To add an operation: a handler in the file of its service, and a row in that file's `ANSWERS`.
"""
