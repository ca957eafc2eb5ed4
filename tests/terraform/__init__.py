"""Terraform: modules, roots, plans, applies, pipelines and documents."""
