mock_provider "aws" {}

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
  organizational_units  = { Workloads = {} }
  accounts              = { Dev = { email = "aws+dev@example.com", ou = "Workloads" } }
  policies              = { one = { type = "SERVICE_CONTROL_POLICY", description = "One.", content = "{}" } }
  attachments           = { "ou:Workloads" = ["one"] }
}

run "ckv_lz_046_nothing_hangs_on_the_management_account" {
  command = plan

  variables {
    attachments = { "ou:Workloads" = ["one"], "account:Management" = ["one"] }
  }

  expect_failures = [var.attachments]
}

run "ckv_lz_046_nor_on_its_id" {
  command = plan

  variables {
    attachments = { "ou:Workloads" = ["one"], "account:111111111111" = ["one"] }
  }

  expect_failures = [var.attachments]
}

run "a_node_must_exist" {
  command = plan

  variables {
    attachments = { "ou:Workloads" = ["one"], "ou:Prod" = ["one"] }
  }

  expect_failures = [var.attachments]
}

run "a5_a_planned_account_carries_nothing" {
  command = plan

  variables {
    accounts    = { Dev = { email = "aws+dev@example.com", ou = "Workloads", status = "planned" } }
    attachments = { "account:Dev" = ["one"] }
  }

  expect_failures = [var.attachments]
}

run "full_aws_access_is_never_listed" {
  command = plan

  variables {
    attachments = { "ou:Workloads" = ["one", "full-access"] }
  }

  expect_failures = [var.attachments]
}

run "m18_a_policy_attached_nowhere_is_refused" {
  command = plan

  variables {
    attachments = {}
  }

  expect_failures = [var.attachments]
}

run "m18_unless_it_is_a_draft" {
  command = plan

  variables {
    attachments    = {}
    draft_policies = ["one"]
  }

  assert {
    condition     = length(aws_organizations_policy_attachment.node) == 0
    error_message = "A draft hangs nowhere."
  }
}

run "section_5_4_ten_policies_with_full_access_and_three_reserved_fit" {
  command = plan

  variables {
    reserved_scp_slots = 3
    policies           = { for n in range(6) : "p${n}" => { type = "SERVICE_CONTROL_POLICY", description = "P.", content = "{}" } }
    attachments        = { "ou:Workloads" = [for n in range(6) : "p${n}"] }
  }

  assert {
    condition     = length(aws_organizations_policy_attachment.node) == 6
    error_message = "6 + 1 + 3 = 10 fit."
  }
}

run "section_5_4_eleven_do_not_fit" {
  command = plan

  variables {
    reserved_scp_slots = 3
    policies           = { for n in range(7) : "p${n}" => { type = "SERVICE_CONTROL_POLICY", description = "P.", content = "{}" } }
    attachments        = { "ou:Workloads" = [for n in range(7) : "p${n}"] }
  }

  expect_failures = [var.attachments]
}

run "an_scp_has_at_most_10240_characters" {
  command = plan

  variables {
    policies = { one = { type = "SERVICE_CONTROL_POLICY", description = "One.", content = "\"${format("%10239s", "x")}\"" } }
  }

  expect_failures = [var.policies]
}

run "an_scp_of_10240_characters_fits" {
  command = plan

  variables {
    policies = { one = { type = "SERVICE_CONTROL_POLICY", description = "One.", content = "\"${format("%10238s", "x")}\"" } }
  }

  assert {
    condition     = length(aws_organizations_policy.this["one"].content) == 10240
    error_message = "10,240 characters fit."
  }
}

run "an_rcp_has_at_most_5120_characters" {
  command = plan

  variables {
    policies = { one = { type = "RESOURCE_CONTROL_POLICY", description = "One.", content = "\"${format("%5119s", "x")}\"" } }
  }

  expect_failures = [var.policies]
}

run "content_must_be_json" {
  command = plan

  variables {
    policies = { one = { type = "SERVICE_CONTROL_POLICY", description = "One.", content = "{Version: 2012}" } }
  }

  expect_failures = [var.policies]
}

run "e1_email_has_at_most_64_characters" {
  command = plan

  variables {
    accounts = { Dev = { email = "${replace(format("%53s", "x"), " ", "x")}@example.com", ou = "Workloads" } }
  }

  expect_failures = [var.accounts]
}

run "e1_email_must_be_an_address" {
  command = plan

  variables {
    accounts = { Dev = { email = "aws.example.com", ou = "Workloads" } }
  }

  expect_failures = [var.accounts]
}

run "e1_email_is_unique_in_any_case" {
  command = plan

  variables {
    accounts = {
      Dev  = { email = "aws@example.com", ou = "Workloads" }
      Prod = { email = "AWS@example.com", ou = "Workloads" }
    }
  }

  expect_failures = [var.accounts]
}

run "the_management_account_is_no_member" {
  command = plan

  variables {
    accounts = { Management = { email = "aws+mgmt@example.com", ou = "Workloads" } }
  }

  expect_failures = [var.accounts]
}

run "a_sixth_level_is_refused" {
  command = plan

  variables {
    organizational_units = {
      "Workloads"             = {}
      "Workloads/b"           = {}
      "Workloads/b/c"         = {}
      "Workloads/b/c/d"       = {}
      "Workloads/b/c/d/e"     = {}
      "Workloads/b/c/d/e/six" = {}
    }
  }

  expect_failures = [var.organizational_units]
}

run "a_parent_must_be_named" {
  command = plan

  variables {
    organizational_units = { Workloads = {}, "Infrastructure/Network" = {} }
  }

  expect_failures = [var.organizational_units]
}

run "c2_an_ou_of_control_tower_needs_its_id" {
  command = plan

  variables {
    organizational_units = { Workloads = {}, Sandbox = { managed_by = "control-tower" } }
  }

  expect_failures = [var.organizational_units]
}

run "a_type_in_use_must_be_enabled" {
  command = plan

  variables {
    enabled_policy_types = ["SERVICE_CONTROL_POLICY"]
    policies             = { one = { type = "RESOURCE_CONTROL_POLICY", description = "One.", content = "{}" } }
  }

  expect_failures = [var.enabled_policy_types]
}

run "a_delegated_service_must_be_trusted" {
  command = plan

  variables {
    delegated_administrators = { "config.amazonaws.com" = "Dev" }
  }

  expect_failures = [var.delegated_administrators]
}
