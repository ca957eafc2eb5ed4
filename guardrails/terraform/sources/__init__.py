"""Reads the Terraform sources that a plan was made from: where each block stands, locals, waivers in comments.

`scanning` finds blocks in text, `references` the names in an expression, `reader` walks the root and its local modules.
python-hcl2 is not used here: two modules of 23 files take it half a second of CPU time (2026-11), more than the whole
gate may take for a small plan, and it gives up on a file with anything its grammar does not know. A test holds both
together over every file of this repository.
"""
