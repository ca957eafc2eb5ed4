mock_provider "aws" {
  override_during = plan

  mock_resource "aws_organizations_organization" {
    defaults = {
      id    = "o-exampleorgid"
      roots = [{ id = "r-ab12", arn = "arn:aws:organizations::111111111111:root/o-exampleorgid/r-ab12", name = "Root", policy_types = [] }]
    }
  }
}

variables {
  name_prefix = "MM-mgmt-use1"
  common_tags = {
    Project            = "ml-infra"
    Environment        = "mgmt"
    Owner              = "platform"
    CostCenter         = "1000"
    ManagedBy          = "terraform"
    Repository         = "example/ml-infra"
    Account            = "Management"
    DataClassification = "internal"
    Compliance         = "none"
    BackupPolicy       = "none"
    CreatedBy          = "terraform"
  }
  management_account_id = "111111111111"
}

run "c1_c2_five_ous_of_which_control_tower_made_two" {
  command = plan

  variables {
    organizational_units = {
      Security       = { managed_by = "control-tower", id = "ou-ab12-00000001" }
      Sandbox        = { managed_by = "control-tower", id = "ou-ab12-00000002" }
      Infrastructure = {}
      Workloads      = {}
      Deployments    = {}
    }
  }

  assert {
    condition     = toset(keys(aws_organizations_organizational_unit.level1)) == toset(["Infrastructure", "Workloads", "Deployments"])
    error_message = "C2: Terraform makes three; found ${jsonencode(keys(aws_organizations_organizational_unit.level1))}."
  }

  assert {
    condition     = length(output.ou_ids) == 5 && output.ou_ids.Sandbox == "ou-ab12-00000002"
    error_message = "C1: five OUs have ids; found ${jsonencode(keys(output.ou_ids))}."
  }
}

run "five_levels_hang_below_each_other" {
  command = plan

  override_resource {
    target          = aws_organizations_organizational_unit.level2["a/b"]
    override_during = plan
    values          = { id = "ou-ab12-0000000b" }
  }

  override_resource {
    target          = aws_organizations_organizational_unit.level3["a/b/c"]
    override_during = plan
    values          = { id = "ou-ab12-0000000c" }
  }

  override_resource {
    target          = aws_organizations_organizational_unit.level4["a/b/c/d"]
    override_during = plan
    values          = { id = "ou-ab12-0000000d" }
  }

  override_resource {
    target          = aws_organizations_organizational_unit.level5["a/b/c/d/e"]
    override_during = plan
    values          = { id = "ou-ab12-0000000e" }
  }

  variables {
    organizational_units = {
      "a"         = { managed_by = "control-tower", id = "ou-ab12-0000000a" }
      "a/b"       = {}
      "a/b/c"     = {}
      "a/b/c/d"   = {}
      "a/b/c/d/e" = {}
    }
    accounts = { deep = { email = "deep@example.com", ou = "a/b/c/d/e" } }
  }

  assert {
    condition     = aws_organizations_organizational_unit.level2["a/b"].parent_id == "ou-ab12-0000000a" && aws_organizations_organizational_unit.level2["a/b"].name == "b"
    error_message = "The second level must hang on Control Tower's OU."
  }

  assert {
    condition = (
      aws_organizations_organizational_unit.level3["a/b/c"].parent_id == "ou-ab12-0000000b" &&
      aws_organizations_organizational_unit.level4["a/b/c/d"].parent_id == "ou-ab12-0000000c" &&
      aws_organizations_organizational_unit.level5["a/b/c/d/e"].parent_id == "ou-ab12-0000000d" &&
      aws_organizations_account.this["deep"].parent_id == "ou-ab12-0000000e"
    )
    error_message = "Each level must hang on the one above, and the account on the last."
  }
}

run "c4_delegation_to_a_member_is_made_and_to_management_is_skipped" {
  command = plan

  variables {
    aws_service_access_principals = ["config.amazonaws.com", "guardduty.amazonaws.com"]
    accounts                      = { Security = { email = "sec@example.com", ou = "", managed_by = "control-tower", id = "444444444444" } }
    delegated_administrators = {
      "config.amazonaws.com"    = "Security"
      "guardduty.amazonaws.com" = "Management"
    }
  }

  assert {
    condition     = { for s, d in aws_organizations_delegated_administrator.this : s => d.account_id } == { "config.amazonaws.com" = "444444444444" }
    error_message = "C4: only the member account is registered."
  }

  assert {
    condition     = keys(output.skipped_delegations) == ["guardduty.amazonaws.com"] && strcontains(output.skipped_delegations["guardduty.amazonaws.com"], "management account")
    error_message = "C4: the skipped delegation must say why."
  }

  assert {
    condition     = length(aws_organizations_account.this) == 0
    error_message = "C2: Control Tower's accounts are not made."
  }
}

run "an_account_can_have_policies_of_its_own_and_an_rcp" {
  command = plan

  override_resource {
    target          = aws_organizations_account.this["Lake"]
    override_during = plan
    values          = { id = "555555555555" }
  }

  variables {
    accounts = { Lake = { email = "lake@example.com", ou = "" } }
    policies = {
      strangers = { type = "RESOURCE_CONTROL_POLICY", description = "Own organization only.", content = "{}" }
    }
    attachments = { "account:Lake" = ["strangers"] }
  }

  assert {
    condition     = keys(aws_organizations_policy_attachment.account) == ["account:Lake/strangers"] && aws_organizations_policy_attachment.account["account:Lake/strangers"].target_id == "555555555555"
    error_message = "The RCP must hang on the account."
  }
}

run "resource_policy_is_optional" {
  command = plan

  variables {
    resource_policy = "{\"Version\":\"2012-10-17\",\"Statement\":[]}"
  }

  assert {
    condition     = length(aws_organizations_resource_policy.this) == 1
    error_message = "A given resource policy must be made."
  }
}

run "minimal_example_plans" {
  command = plan

  module {
    source = "./examples/minimal"
  }

  assert {
    condition     = output.planned_accounts == tolist(["Security"])
    error_message = "A5: the planned account is listed."
  }
}

run "complete_example_plans" {
  command = plan

  module {
    source = "./examples/complete"
  }

  assert {
    condition     = tolist(keys(output.attachments)) == tolist(["account:Network", "ou:Workloads", "ou:Workloads/Prod/Lakes", "root"])
    error_message = "Found ${jsonencode(keys(output.attachments))}."
  }
}
