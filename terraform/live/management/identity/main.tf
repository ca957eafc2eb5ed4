# Who may do what where: groups, permission sets and assignments of the organization file.
locals {
  project = "${path.module}/../../../.."
  permission_sets = {
    for name, set in var.permission_sets : name => {
      description         = set.description
      session_duration    = set.session_duration
      managed_policy_arns = set.managed_policy_arns
      inline_policy       = set.inline_policy_file == null ? null : file("${local.project}/${set.inline_policy_file}")
      boundary_policy_arn = set.boundary_policy_arn
    }
  }
}

module "identity" {
  source = "../../../modules/identity"

  name_prefix          = var.name_prefix
  common_tags          = var.common_tags
  instance_arn         = var.instance_arn
  identity_store_id    = var.identity_store_id
  groups               = var.groups
  permission_sets      = local.permission_sets
  administrator_groups = var.administrator_groups
  assignments          = var.assignments
}
