locals {
  instance = "arn:aws:sso:::instance/ssoins-1111111111111111"
  store    = "d-1111111111"
}

resource "aws_ssoadmin_permission_set" "developer" {
  name         = "DeveloperAccess"
  instance_arn = local.instance
}

resource "aws_ssoadmin_permission_set" "administrator" {
  name         = "AdministratorAccess"
  instance_arn = local.instance
}

resource "aws_identitystore_group" "developers" {
  identity_store_id = local.store
  display_name      = "Developers"
}

resource "aws_ssoadmin_account_assignment" "pass_developers" {
  instance_arn       = local.instance
  permission_set_arn = aws_ssoadmin_permission_set.developer.arn
  principal_id       = aws_identitystore_group.developers.group_id
  principal_type     = "GROUP"
  target_id          = "222222222222"
  target_type        = "AWS_ACCOUNT"
}

resource "aws_ssoadmin_account_assignment" "fail_another_account" {
  instance_arn       = local.instance
  permission_set_arn = aws_ssoadmin_permission_set.developer.arn
  principal_id       = aws_identitystore_group.developers.group_id
  principal_type     = "GROUP"
  target_id          = "333333333333"
  target_type        = "AWS_ACCOUNT"
}

resource "aws_ssoadmin_account_assignment" "fail_administrator" {
  instance_arn       = local.instance
  permission_set_arn = aws_ssoadmin_permission_set.administrator.arn
  principal_id       = aws_identitystore_group.developers.group_id
  principal_type     = "GROUP"
  target_id          = "222222222222"
  target_type        = "AWS_ACCOUNT"
}

resource "aws_ssoadmin_account_assignment" "fail_user" {
  instance_arn       = local.instance
  permission_set_arn = aws_ssoadmin_permission_set.developer.arn
  principal_id       = "11111111-2222-3333-4444-555555555555"
  principal_type     = "USER"
  target_id          = "222222222222"
  target_type        = "AWS_ACCOUNT"
}

resource "aws_ssoadmin_account_assignment" "fail_stranger" {
  instance_arn       = local.instance
  permission_set_arn = aws_ssoadmin_permission_set.developer.arn
  principal_id       = aws_identitystore_group.developers.group_id
  principal_type     = "GROUP"
  target_id          = "999999999999"
  target_type        = "AWS_ACCOUNT"
}

# Values choose group and set; the keys name them.
resource "aws_ssoadmin_permission_set" "sets" {
  for_each = { administrators = "AdministratorAccess", readers = "ReadOnlyAccess" }

  name         = each.value
  instance_arn = local.instance
}

resource "aws_identitystore_group" "groups" {
  for_each = { platform = "PlatformEngineers", audit = "Auditors" }

  identity_store_id = local.store
  display_name      = each.value
}

resource "aws_ssoadmin_account_assignment" "pass_by_key" {
  for_each = {
    "PlatformEngineers/AdministratorAccess/Prod" = { group = "platform", set = "administrators" }
    "Auditors/ReadOnlyAccess/Prod"               = { group = "audit", set = "readers" }
  }

  instance_arn       = local.instance
  permission_set_arn = aws_ssoadmin_permission_set.sets[each.value.set].arn
  principal_id       = aws_identitystore_group.groups[each.value.group].group_id
  principal_type     = "GROUP"
  target_id          = "333333333333"
  target_type        = "AWS_ACCOUNT"
}

resource "aws_ssoadmin_account_assignment" "fail_by_key" {
  for_each = {
    "Auditors/AdministratorAccess/Prod" = { group = "audit", set = "administrators" }
  }

  instance_arn       = local.instance
  permission_set_arn = aws_ssoadmin_permission_set.sets[each.value.set].arn
  principal_id       = aws_identitystore_group.groups[each.value.group].group_id
  principal_type     = "GROUP"
  target_id          = "333333333333"
  target_type        = "AWS_ACCOUNT"
}

# A group of the identity provider, by an id that says nothing.
resource "aws_ssoadmin_account_assignment" "unknown_group" {
  instance_arn       = local.instance
  permission_set_arn = aws_ssoadmin_permission_set.developer.arn
  principal_id       = "99999999-2222-3333-4444-555555555555"
  principal_type     = "GROUP"
  target_id          = "222222222222"
  target_type        = "AWS_ACCOUNT"
}
