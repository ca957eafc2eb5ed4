"""Which authorization requests a Terraform resource type leads to: a YAML file per service, and the tables' reader."""
