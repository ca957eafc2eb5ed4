"""What a plan does to the organization itself: policies, where they are attached, OUs and accounts.

Rules that ask this read `attachments.py` and stand in `gate/rules/`; what needs the engine is in `commands/gating/`.
"""
