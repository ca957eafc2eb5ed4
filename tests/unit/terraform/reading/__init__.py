"""Tests of reading plan JSON."""
