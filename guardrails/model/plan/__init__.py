"""A Terraform plan as values: what changes, what is known of each value, what the configuration says, where it lands.

To read one, see `terraform/reading`; to judge one, see `gate/`. Values here hold no secret: the reader took them out.
"""
