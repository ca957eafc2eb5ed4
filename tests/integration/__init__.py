"""The program together with other people's programs."""
