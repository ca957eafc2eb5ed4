"""Resource policies in a plan: whom a bucket, key, queue, topic, role or function lets in.

`attributes` says where each type keeps its policy, `reading` gives statements and principals, `reach` says what is open
to everybody, or to accounts outside of the organization. To add a type: a row in `attributes`.
"""
