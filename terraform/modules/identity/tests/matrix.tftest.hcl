# Rows A44 to A46, C10 to C12, C26, D3 (CKV_LZ_039 to 041): who gets what where, why, and for how long.
mock_provider "aws" {
  source          = "./tests/mocks"
  override_during = plan
}

variables {
  name_prefix       = "MM-mgmt-use1"
  instance_arn      = "arn:aws:sso:::instance/ssoins-1111111111111111"
  identity_store_id = "d-1111111111"
  groups            = { PlatformEngineers = {}, Developers = {}, Auditors = {} }
  permission_sets = {
    AdministratorAccess = { managed_policy_arns = ["arn:aws:iam::aws:policy/AdministratorAccess"] }
    DeveloperAccess     = { inline_policy = "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"NotAction\":[\"iam:*\",\"organizations:*\",\"billing:*\"],\"Resource\":\"*\"}]}" }
    ReadOnlyAccess      = { managed_policy_arns = ["arn:aws:iam::aws:policy/ReadOnlyAccess"] }
  }
  assignments = [
    { group = "PlatformEngineers", permission_set = "AdministratorAccess", account_ids = ["111111111111", "222222222222", "333333333333"], reason = "operate the platform" },
    { group = "Developers", permission_set = "DeveloperAccess", account_ids = ["222222222222"], reason = "build" },
    { group = "Auditors", permission_set = "ReadOnlyAccess", account_ids = ["111111111111", "222222222222", "333333333333"], reason = "evidence" },
  ]
  common_tags = { Project = "startup-ml", Environment = "mgmt" }
}

run "a44_matrix_of_three_groups_seven_assignments" {
  command = plan

  assert {
    condition = toset(keys(aws_ssoadmin_account_assignment.this)) == toset([
      "PlatformEngineers/AdministratorAccess/111111111111",
      "PlatformEngineers/AdministratorAccess/222222222222",
      "PlatformEngineers/AdministratorAccess/333333333333",
      "Developers/DeveloperAccess/222222222222",
      "Auditors/ReadOnlyAccess/111111111111",
      "Auditors/ReadOnlyAccess/222222222222",
      "Auditors/ReadOnlyAccess/333333333333",
    ])
    error_message = "A44: expected exactly the seven assignments of the matrix."
  }

  assert {
    condition     = alltrue([for key, assignment in aws_ssoadmin_account_assignment.this : assignment.principal_type == "GROUP" && assignment.target_type == "AWS_ACCOUNT" && endswith(key, assignment.target_id)])
    error_message = "CKV_LZ_041: expected groups only, each on the account that its key names."
  }

  assert {
    condition     = output.assignments["Developers/DeveloperAccess/222222222222"] == "build" && length(output.assignments) == 7
    error_message = "C26: expected the reason of every assignment."
  }
}

run "a46_sessions_of_eight_hours" {
  command = plan

  assert {
    condition     = { for name, set in aws_ssoadmin_permission_set.this : name => set.session_duration } == { AdministratorAccess = "PT8H", DeveloperAccess = "PT8H", ReadOnlyAccess = "PT8H" }
    error_message = "A46: expected PT8H on every permission set."
  }
}

run "a45_developers_get_the_inline_policy_and_no_managed_one" {
  command = plan

  assert {
    condition     = keys(aws_ssoadmin_permission_set_inline_policy.this) == ["DeveloperAccess"] && toset(["iam:*", "organizations:*", "billing:*"]) == toset(jsondecode(aws_ssoadmin_permission_set_inline_policy.this["DeveloperAccess"].inline_policy).Statement[0].NotAction)
    error_message = "A45: expected the inline policy of DeveloperAccess as it was given."
  }

  assert {
    condition     = toset(keys(aws_ssoadmin_managed_policy_attachment.this)) == toset(["AdministratorAccess/AdministratorAccess", "ReadOnlyAccess/ReadOnlyAccess"])
    error_message = "A44: expected a managed policy for the other two sets only."
  }
}

run "c12_a_team_that_leaves_takes_its_assignments_along" {
  command = plan

  variables {
    groups = { PlatformEngineers = {} }
    assignments = [
      { group = "PlatformEngineers", permission_set = "AdministratorAccess", account_ids = ["111111111111"], reason = "operate the platform" },
    ]
  }

  assert {
    condition     = keys(aws_ssoadmin_account_assignment.this) == ["PlatformEngineers/AdministratorAccess/111111111111"] && keys(aws_identitystore_group.this) == ["PlatformEngineers"]
    error_message = "C12: expected neither groups nor assignments of other teams."
  }
}

run "c10_one_group_with_two_sets" {
  command = plan

  variables {
    administrator_groups = ["AWSControlTowerAdmins"]
    groups               = { AWSControlTowerAdmins = {}, AWSMLEngineers = {} }
    permission_sets = {
      AWSControlTowerAdmins = { managed_policy_arns = ["arn:aws:iam::aws:policy/AdministratorAccess"], session_duration = "PT4H" }
      AWSSecurityAuditors   = { managed_policy_arns = ["arn:aws:iam::aws:policy/SecurityAudit"] }
      PowerUserAccess       = { managed_policy_arns = ["arn:aws:iam::aws:policy/PowerUserAccess"], session_duration = "PT7H30M" }
    }
    assignments = [
      { group = "AWSControlTowerAdmins", permission_set = "AWSControlTowerAdmins", account_ids = ["111111111111"], reason = "operate the landing zone" },
      { group = "AWSControlTowerAdmins", permission_set = "AWSSecurityAuditors", account_ids = ["111111111111"], reason = "operate the landing zone" },
      { group = "AWSMLEngineers", permission_set = "PowerUserAccess", account_ids = ["222222222222"], reason = "central ML" },
    ]
  }

  assert {
    condition     = length(aws_ssoadmin_account_assignment.this) == 3 && length(aws_ssoadmin_permission_set.this) == 3
    error_message = "C10: expected three assignments of three sets."
  }
}

run "d3_a_synced_group_is_used_and_not_made" {
  command = plan

  variables {
    groups = {
      PlatformEngineers = {}
      Developers        = { group_id = "11111111-2222-3333-4444-555555555555" }
      Auditors          = {}
    }
  }

  assert {
    condition     = !contains(keys(aws_identitystore_group.this), "Developers") && aws_ssoadmin_account_assignment.this["Developers/DeveloperAccess/222222222222"].principal_id == "11111111-2222-3333-4444-555555555555"
    error_message = "D3: expected the group of the identity provider."
  }
}

run "boundary_where_asked_for" {
  command = plan

  variables {
    permission_sets = {
      AdministratorAccess = { managed_policy_arns = ["arn:aws:iam::aws:policy/AdministratorAccess"], boundary_policy_arn = "arn:aws:iam::aws:policy/PowerUserAccess" }
      DeveloperAccess     = { managed_policy_arns = ["arn:aws:iam::aws:policy/PowerUserAccess"] }
      ReadOnlyAccess      = { managed_policy_arns = ["arn:aws:iam::aws:policy/ReadOnlyAccess"] }
    }
  }

  assert {
    condition     = keys(aws_ssoadmin_permissions_boundary_attachment.this) == ["AdministratorAccess"]
    error_message = "Expected one permissions boundary."
  }
}
