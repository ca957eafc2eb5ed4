"""Adapter: reads CloudTrail log files and turns distinct events into requests, saying what a log does not record.

To add a log source: one file that yields events, and a folder of sample logs in the tests.
"""
