"""Asking Checkov: which checks run, starting it, and its records as findings. The gate and `check` share this.

How Checkov is run belongs to `runners/`, what a check means to `rules/checkov`.
"""
