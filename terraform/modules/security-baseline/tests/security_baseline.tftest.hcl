# Rows of the requirement ledger are named in each run.
mock_provider "aws" {
  mock_data "aws_iam_policy_document" {
    defaults = { json = "{\"Version\":\"2012-10-17\",\"Statement\":[]}" }
  }

  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }
}

variables {
  name_prefix          = "MM-dev-use1"
  common_tags          = { Project = "ml-infra", Environment = "dev", Account = "Dev", BackupPolicy = "daily" }
  cloudtrail_s3_bucket = "mm-org-cloudtrail"
  cloudtrail_kms_key   = "arn:aws:kms:us-east-1:111111111111:key/12345678-1234-1234-1234-123456789012"
  guardduty_detector   = null
  effective_scp_documents = [
    "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Deny\",\"Action\":\"organizations:LeaveOrganization\",\"Resource\":\"*\"}}",
    "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Deny\",\"Action\":[\"CloudTrail:Delete*\",\"cloudtrail:?topLogging\",\"guardduty:DeleteDetector\"],\"Resource\":[\"*\"],\"Condition\":{\"ArnNotLike\":{\"aws:PrincipalArn\":\"arn:aws:iam::*:role/guardrails/MM-github-actions-apply\"}}}]}",
  ]
}

run "e9_profile_standard_is_exactly_the_five_rules" {
  command = plan

  assert {
    condition = { for name, rule in aws_config_config_rule.this : name => rule.source[0].source_identifier } == {
      s3-bucket-server-side-encryption-enabled = "S3_BUCKET_SERVER_SIDE_ENCRYPTION_ENABLED"
      ec2-security-group-attached-to-eni       = "EC2_SECURITY_GROUP_ATTACHED_TO_ENI"
      iam-user-no-policies-check               = "IAM_USER_NO_POLICIES_CHECK"
      root-account-mfa-enabled                 = "ROOT_ACCOUNT_MFA_ENABLED"
      restricted-ssh                           = "INCOMING_SSH_DISABLED"
    }
    error_message = "E9: found ${jsonencode(keys(aws_config_config_rule.this))}."
  }

  assert {
    condition     = alltrue([for rule in aws_config_config_rule.this : rule.source[0].owner == "AWS" && rule.tags.Module == "security-baseline"])
    error_message = "Managed rules, tagged."
  }
}

run "e10_profile_standard_plus_adds_three_rules" {
  command = plan

  variables {
    profile = "standard-plus"
  }

  assert {
    condition     = length(aws_config_config_rule.this) == 8
    error_message = "E10: five and three rules; found ${length(aws_config_config_rule.this)}."
  }

  assert {
    condition     = aws_config_config_rule.this["iam-user-unused-credentials-check"].input_parameters == "{\"maxCredentialUsageAge\":\"90\"}" && aws_config_config_rule.this["vpc-sg-open-only-to-authorized-ports"].input_parameters == "{\"authorizedTcpPorts\":\"443\"}" && aws_config_config_rule.this["iam-root-access-key-check"].source[0].source_identifier == "IAM_ROOT_ACCESS_KEY_CHECK"
    error_message = "E10: unused for 90 days, the world on port 443 at most, no root access key."
  }
}

run "e12_trail_covers_all_regions_in_the_central_bucket_with_its_key" {
  command = plan

  assert {
    condition     = aws_cloudtrail.account["core"].s3_bucket_name == "mm-org-cloudtrail" && aws_cloudtrail.account["core"].kms_key_id == var.cloudtrail_kms_key
    error_message = "E4, E12: central bucket, KMS key."
  }

  assert {
    condition     = aws_cloudtrail.account["core"].is_multi_region_trail && aws_cloudtrail.account["core"].enable_log_file_validation && aws_cloudtrail.account["core"].include_global_service_events
    error_message = "E12: all regions, validation, global events."
  }

  assert {
    condition     = aws_cloudtrail.account["core"].name == "MM-dev-use1-cloudtrail-core"
    error_message = "B19: found ${aws_cloudtrail.account["core"].name}."
  }
}

run "a19_no_second_trail_beside_the_organization_trail" {
  command = plan

  variables {
    organization_trail_arn = "arn:aws:cloudtrail:us-east-1:111111111111:trail/MM-mgmt-use1-cloudtrail-org"
  }

  assert {
    condition     = length(aws_cloudtrail.account) == 0 && output.trail_arn == var.organization_trail_arn
    error_message = "A19: the organization trail logs this account."
  }
}

run "e11_findings_go_to_the_bus_of_the_security_account" {
  command = plan

  variables {
    account_id             = "222222222222"
    security_event_bus_arn = "arn:aws:events:us-east-1:111111111111:event-bus/MM-mgmt-use1-event-bus-security"
  }

  assert {
    condition     = one(one(data.aws_iam_policy_document.forward_trust["events"].statement[0].condition).values) == "arn:aws:events:*:222222222222:rule/MM-dev-use1-rule-forward-*"
    error_message = "E16: only this account's forwarding rules take the role."
  }

  assert {
    condition     = alltrue([for target in aws_cloudwatch_event_target.forward : target.arn == var.security_event_bus_arn])
    error_message = "E11: the target is the security account's bus."
  }

  assert {
    condition     = toset(keys(aws_cloudwatch_event_rule.forward)) == toset(["guardduty-findings", "config-noncompliant", "root-usage"])
    error_message = "E11, E10: found ${jsonencode(keys(aws_cloudwatch_event_rule.forward))}."
  }

  assert {
    condition     = jsondecode(aws_cloudwatch_event_rule.forward["guardduty-findings"].event_pattern).source == ["aws.guardduty"] && jsondecode(aws_cloudwatch_event_rule.forward["root-usage"].event_pattern).detail.userIdentity.type == ["Root"]
    error_message = "E11: all GuardDuty findings. E10: use of the root user."
  }

  assert {
    condition     = aws_cloudwatch_event_rule.forward["root-usage"].state == "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS" && aws_cloudwatch_event_rule.forward["guardduty-findings"].state == "ENABLED"
    error_message = "E10: what the root user only reads is forwarded too."
  }

  assert {
    condition     = data.aws_iam_policy_document.forward["events"].statement[0].actions == toset(["events:PutEvents"]) && data.aws_iam_policy_document.forward["events"].statement[0].resources == toset([var.security_event_bus_arn]) && aws_iam_role.forward["events"].path == "/guardrails/"
    error_message = "E16: the role puts events on that bus and does nothing else."
  }
}

run "e11_nothing_is_forwarded_without_a_bus" {
  command = plan

  assert {
    condition     = length(aws_cloudwatch_event_rule.forward) + length(aws_iam_role.forward) == 0
    error_message = "The security account itself forwards nothing."
  }
}

run "a21_known_detector_gets_s3_and_eks_protection" {
  command = plan

  variables {
    guardduty_detector       = "12abc34d567e8fa901bc2d34e56789f0"
    enable_detector_features = true
  }

  assert {
    condition     = toset(keys(aws_guardduty_detector_feature.this)) == toset(["S3_DATA_EVENTS", "EKS_AUDIT_LOGS"])
    error_message = "A21: S3 and EKS protection."
  }
}

run "e15_wildcards_and_case_are_understood" {
  command = plan

  assert {
    condition     = output.scp_denials_proved && length(local.undenied_actions) == 0
    error_message = "E15: not denied: ${jsonencode(local.undenied_actions)}."
  }

  assert {
    condition     = var.scp_deny_actions == toset(["cloudtrail:StopLogging", "cloudtrail:DeleteTrail", "guardduty:DeleteDetector", "organizations:LeaveOrganization"])
    error_message = "E15: the four actions of the ledger."
  }
}

run "e15_an_action_that_no_scp_denies_stops_the_plan" {
  command         = plan
  expect_failures = [output.scp_denials_proved]

  variables {
    scp_deny_actions = ["cloudtrail:StopLogging", "config:StopConfigurationRecorder"]
  }
}

run "e15_denials_for_the_root_user_a_region_or_some_resources_do_not_count" {
  command         = plan
  expect_failures = [output.scp_denials_proved]

  variables {
    effective_scp_documents = [
      "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Deny\",\"Action\":\"*\",\"Resource\":\"*\",\"Condition\":{\"ArnLike\":{\"aws:PrincipalArn\":\"arn:aws:iam::*:root\"}}},{\"Effect\":\"Deny\",\"NotAction\":\"iam:*\",\"Resource\":\"*\",\"Condition\":{\"StringNotEquals\":{\"aws:RequestedRegion\":\"us-east-1\"}}},{\"Effect\":\"Deny\",\"Action\":\"*\",\"Resource\":\"arn:aws:s3:::mm-org-cloudtrail\"},{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}]}",
    ]
  }

  assert {
    condition     = length(local.undenied_actions) == 4
    error_message = "None of the four actions is denied for everybody; found undenied ${jsonencode(local.undenied_actions)}."
  }
}

run "e15_missing_documents_are_reported" {
  command         = plan
  expect_failures = [check.scp_denials_are_proved]

  variables {
    effective_scp_documents = null
  }
}

run "refuses_features_of_an_unknown_detector" {
  command         = plan
  expect_failures = [var.enable_detector_features]

  variables {
    enable_detector_features = true
  }
}

run "refuses_a_rule_that_is_not_in_the_catalog" {
  command         = plan
  expect_failures = [var.config_rules]

  variables {
    config_rules = ["restricted-shh"]
  }
}

run "refuses_an_action_without_a_service" {
  command         = plan
  expect_failures = [var.scp_deny_actions]

  variables {
    scp_deny_actions = ["StopLogging"]
  }
}

run "refuses_an_unknown_profile" {
  command         = plan
  expect_failures = [var.profile]

  variables {
    profile = "strict"
  }
}

run "refuses_a_key_id_in_place_of_an_arn" {
  command         = plan
  expect_failures = [var.cloudtrail_kms_key]

  variables {
    cloudtrail_kms_key = "12345678-1234-1234-1234-123456789012"
  }
}

run "refuses_a_topic_in_place_of_a_bus" {
  command         = plan
  expect_failures = [var.security_event_bus_arn]

  variables {
    security_event_bus_arn = "arn:aws:sns:us-east-1:111111111111:alerts"
  }
}

run "example_minimal_plans" {
  command = plan

  module {
    source = "./examples/minimal"
  }
}

run "e15_example_complete_proves_the_rendered_scps_of_the_organization" {
  command = plan

  module {
    source = "./examples/complete"
  }

  assert {
    condition     = output.scp_denials_proved && length(output.config_rule_names) == 8
    error_message = "E15: the rendered SCPs at the root deny all four actions."
  }
}
