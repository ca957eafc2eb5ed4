mock_provider "aws" {
  override_during = plan

  mock_resource "aws_organizations_organization" {
    defaults = {
      id    = "o-exampleorgid"
      roots = [{ id = "r-ab12", arn = "arn:aws:organizations::111111111111:root/o-exampleorgid/r-ab12", name = "Root", policy_types = [] }]
    }
  }
}

override_resource {
  target          = aws_organizations_organizational_unit.level1["Workloads"]
  override_during = plan
  values          = { id = "ou-ab12-workload" }
}

override_resource {
  target          = aws_organizations_organizational_unit.level1["Security"]
  override_during = plan
  values          = { id = "ou-ab12-security" }
}

override_resource {
  target          = aws_organizations_policy.this["gpu-cap"]
  override_during = plan
  values          = { id = "p-gpucap00" }
}

override_resource {
  target          = aws_organizations_policy.this["org-boundary"]
  override_during = plan
  values          = { id = "p-boundary" }
}

override_resource {
  target          = aws_organizations_account.this["Dev"]
  override_during = plan
  values          = { id = "222222222222" }
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
  management_account_id         = "111111111111"
  aws_service_access_principals = ["cloudtrail.amazonaws.com", "config.amazonaws.com", "guardduty.amazonaws.com"]

  organizational_units = {
    Workloads = {}
    Security  = {}
  }

  accounts = {
    Dev      = { email = "aws+dev@example.com", ou = "Workloads" }
    Prod     = { email = "aws+prod@example.com", ou = "Workloads" }
    Security = { email = "aws+security@example.com", ou = "Security", status = "planned" }
  }

  policies = {
    org-boundary = { type = "SERVICE_CONTROL_POLICY", description = "Nobody leaves.", content = "{\"Version\":\"2012-10-17\",\"Statement\":[]}" }
    region-lock  = { type = "SERVICE_CONTROL_POLICY", description = "Two Regions.", content = "{\"Version\":\"2012-10-17\",\"Statement\":[]}" }
    gpu-cap      = { type = "SERVICE_CONTROL_POLICY", description = "Small accelerators.", content = "{\"Version\":\"2012-10-17\",\"Statement\":[]}" }
  }

  attachments = {
    root           = ["org-boundary"]
    "ou:Workloads" = ["region-lock", "gpu-cap"]
    "ou:Security"  = ["region-lock"]
  }
}

run "a2_organization_has_all_features" {
  command = plan

  assert {
    condition     = aws_organizations_organization.this.feature_set == "ALL"
    error_message = "A2: SCPs need the feature set ALL."
  }

  assert {
    condition     = contains(aws_organizations_organization.this.enabled_policy_types, "SERVICE_CONTROL_POLICY") && contains(aws_organizations_organization.this.enabled_policy_types, "RESOURCE_CONTROL_POLICY")
    error_message = "A8: SCPs and RCPs must be enabled on the root."
  }

  assert {
    condition     = output.root_id == "r-ab12" && output.organization_id == "o-exampleorgid"
    error_message = "The root id and the organization id come from AWS."
  }
}

run "a2_a5_two_members_are_made_and_the_planned_one_is_listed" {
  command = plan

  assert {
    condition     = toset(keys(aws_organizations_account.this)) == toset(["Dev", "Prod"])
    error_message = "A5: found ${jsonencode(keys(aws_organizations_account.this))}."
  }

  assert {
    condition     = output.planned_accounts == tolist(["Security"])
    error_message = "A5: the planned account must be listed."
  }

  assert {
    condition     = toset(keys(output.account_ids)) == toset(["Dev", "Management", "Prod"]) && output.account_ids.Management == "111111111111" && output.account_ids.Dev == "222222222222"
    error_message = "A2: exactly three ids; found ${jsonencode(output.account_ids)}."
  }
}

run "a4_dev_and_prod_live_under_workloads" {
  command = plan

  assert {
    condition     = alltrue([for a in aws_organizations_account.this : a.parent_id == "ou-ab12-workload"])
    error_message = "A4: both accounts belong in Workloads."
  }

  assert {
    condition     = alltrue([for ou in aws_organizations_organizational_unit.level1 : ou.parent_id == "r-ab12"])
    error_message = "A4: the first level hangs on the root."
  }
}

run "ckv_lz_047_accounts_are_never_closed_by_a_plan" {
  command = plan

  assert {
    condition     = alltrue([for a in aws_organizations_account.this : a.close_on_deletion == false && a.role_name == "AWSControlTowerExecution"])
    error_message = "CKV_LZ_047: close_on_deletion must be false and role_name set."
  }
}

run "a15_attachments_equal_the_organization_file" {
  command = plan

  assert {
    condition     = toset(keys(aws_organizations_policy_attachment.node)) == toset(["root/org-boundary", "ou:Workloads/region-lock", "ou:Workloads/gpu-cap", "ou:Security/region-lock"])
    error_message = "A15: found ${jsonencode(keys(aws_organizations_policy_attachment.node))}."
  }

  assert {
    condition     = aws_organizations_policy_attachment.node["ou:Workloads/gpu-cap"].target_id == "ou-ab12-workload" && aws_organizations_policy_attachment.node["ou:Workloads/gpu-cap"].policy_id == "p-gpucap00"
    error_message = "A15: gpu-cap must hang on Workloads."
  }

  assert {
    condition     = aws_organizations_policy_attachment.node["root/org-boundary"].target_id == "r-ab12" && aws_organizations_policy_attachment.node["root/org-boundary"].policy_id == "p-boundary"
    error_message = "A15: org-boundary must hang on the root."
  }

  assert {
    condition     = length(aws_organizations_policy_attachment.account) == 0
    error_message = "D5: nothing hangs on a single account here."
  }
}

run "ckv_lz_046_what_leaves_the_file_leaves_aws" {
  command = plan

  assert {
    condition     = alltrue([for p in aws_organizations_policy.this : p.skip_destroy == false]) && alltrue([for a in aws_organizations_policy_attachment.node : a.skip_destroy == false])
    error_message = "CKV_LZ_046: skip_destroy must be false in so many words."
  }
}

run "b24_tags" {
  command = plan

  assert {
    condition     = alltrue([for p in aws_organizations_policy.this : length(p.tags) == 13 && p.tags.Module == "organization"])
    error_message = "B24: expected twelve tags and Name."
  }
}

run "e7_sharing_is_off_where_ram_is_not_trusted" {
  command = plan

  assert {
    condition     = length(aws_ram_sharing_with_organization.this) == 0
    error_message = "RAM is not among the trusted services."
  }
}

run "e7_trusted_ram_can_share_with_the_organization" {
  command = plan

  variables {
    aws_service_access_principals = ["cloudtrail.amazonaws.com", "config.amazonaws.com", "guardduty.amazonaws.com", "ram.amazonaws.com"]
  }

  assert {
    condition     = length(aws_ram_sharing_with_organization.this) == 1
    error_message = "Trusting RAM does not make its service-linked role; its own call does."
  }
}
