# Terraform cannot build a tree by recursion, so each level is a resource of its own that names the level above as its parent.
# AWS allows five levels of OUs under the root.
locals {
  made  = { for path, ou in var.organizational_units : path => ou if ou.managed_by == "terraform" }
  given = { for path, ou in var.organizational_units : path => ou.id if ou.managed_by == "control-tower" }

  level = { for depth in range(1, 6) : depth => { for path in keys(local.made) : path => {
    name   = element(split("/", path), depth - 1)
    parent = join("/", slice(split("/", path), 0, depth - 1))
  } if length(split("/", path)) == depth } }

  level1_ids = merge(local.given, { for path, ou in aws_organizations_organizational_unit.level1 : path => ou.id })
  level2_ids = merge(local.level1_ids, { for path, ou in aws_organizations_organizational_unit.level2 : path => ou.id })
  level3_ids = merge(local.level2_ids, { for path, ou in aws_organizations_organizational_unit.level3 : path => ou.id })
  level4_ids = merge(local.level3_ids, { for path, ou in aws_organizations_organizational_unit.level4 : path => ou.id })
  ou_ids     = merge(local.level4_ids, { for path, ou in aws_organizations_organizational_unit.level5 : path => ou.id })

  ou_arns = { for path, ou in merge(
    aws_organizations_organizational_unit.level1,
    aws_organizations_organizational_unit.level2,
    aws_organizations_organizational_unit.level3,
    aws_organizations_organizational_unit.level4,
    aws_organizations_organizational_unit.level5,
  ) : path => ou.arn }
}

resource "aws_organizations_organizational_unit" "level1" {
  for_each = local.level[1]

  name      = each.value.name
  parent_id = local.root_id
  tags      = merge(local.common_tags, { Name = each.value.name })
}

resource "aws_organizations_organizational_unit" "level2" {
  for_each = local.level[2]

  name      = each.value.name
  parent_id = local.level1_ids[each.value.parent]
  tags      = merge(local.common_tags, { Name = each.value.name })
}

resource "aws_organizations_organizational_unit" "level3" {
  for_each = local.level[3]

  name      = each.value.name
  parent_id = local.level2_ids[each.value.parent]
  tags      = merge(local.common_tags, { Name = each.value.name })
}

resource "aws_organizations_organizational_unit" "level4" {
  for_each = local.level[4]

  name      = each.value.name
  parent_id = local.level3_ids[each.value.parent]
  tags      = merge(local.common_tags, { Name = each.value.name })
}

resource "aws_organizations_organizational_unit" "level5" {
  for_each = local.level[5]

  name      = each.value.name
  parent_id = local.level4_ids[each.value.parent]
  tags      = merge(local.common_tags, { Name = each.value.name })
}
