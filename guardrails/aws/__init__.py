"""Adapter: reads a live organization, and asks the official policy simulator; read only, needs credentials.

To add a question to AWS: one function in the file of its service, and its answer recorded in the tests.
"""
