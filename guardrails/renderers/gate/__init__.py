"""The gate's answer about plans, in the words of each reader: people, reviewers, GitHub, GitLab, scripts.

Each file holds one format as `render(report) -> str`: pure (no clock, no environment), total (any text in a finding
comes out harmless), in a fixed order. What refuses a plan, and why, is decided elsewhere.
"""
