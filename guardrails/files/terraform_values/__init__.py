"""What the live Terraform roots get from the organization file: one function for each module, and their backend.

Pure functions over what was read; nothing here writes a file. A value that the file lacks is an error, never invented.
"""
