"""Sets of texts that policies can write: patterns, ARN patterns, texts in any case; and whether some text is of many.

To add a form of pattern: a function in `tokens.py`.
"""
