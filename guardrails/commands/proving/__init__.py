"""Proofs: what invariants and questions ask of the prover, in which accounts, and what becomes of the answers.

To add a word of `--property`: a branch in `asking.py`. To add a form of condition: a row in `conditions.py`.
"""
