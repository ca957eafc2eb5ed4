"""What a check found, in the words of each reader: people, GitHub, GitLab, code scanning, test reports, scripts.

Each file holds one format as `render(report) -> str`: pure (no clock, no files, no environment), total (any text in a
finding comes out harmless), in a fixed order. Deciding what is a finding, and where it stands, happens elsewhere.
"""
