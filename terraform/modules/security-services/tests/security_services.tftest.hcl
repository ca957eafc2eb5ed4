# Rows of the requirement ledger are named in each run. Policy documents keep their arguments under a mocked provider,
# so statements are asserted where they are written.
mock_provider "aws" {
  mock_data "aws_iam_policy_document" {
    defaults = { json = "{\"Version\":\"2012-10-17\",\"Statement\":[]}" }
  }

  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }
}

mock_provider "aws" {
  alias = "dr"
}

variables {
  name_prefix           = "MM-mgmt-use1"
  common_tags           = { Project = "ml-infra", Environment = "mgmt", Account = "Management", BackupPolicy = "daily" }
  account_id            = "111111111111"
  management_account_id = "111111111111"
  organization_id       = "o-a1b2c3d4e5"
  alert_emails          = ["security@example.com", "oncall@example.com"]
  home_region           = "us-east-1"
  dr_region             = "us-west-2"
  trail_bucket_name     = "mm-org-cloudtrail"
  config_bucket_name    = "mm-org-config"
}

run "a18_organization_trail_has_the_shape_of_the_ledger" {
  command = plan

  assert {
    condition = (
      aws_cloudtrail.organization.is_organization_trail
      && aws_cloudtrail.organization.is_multi_region_trail
      && aws_cloudtrail.organization.include_global_service_events
      && aws_cloudtrail.organization.enable_log_file_validation
      && aws_cloudtrail.organization.enable_logging
    )
    error_message = "A18, E12, B41: the trail must log all accounts, all regions and global events, with validation."
  }

  assert {
    condition     = aws_cloudtrail.organization.name == "MM-mgmt-use1-cloudtrail-org"
    error_message = "B23: found trail name ${aws_cloudtrail.organization.name}."
  }

  assert {
    condition     = aws_s3_bucket.log["trail"].bucket == "mm-org-cloudtrail" && aws_s3_bucket.log["config"].bucket == "mm-org-config"
    error_message = "The SCP audit-trail protects the bucket mm-org-cloudtrail by this name."
  }
}

run "w19_log_buckets_keep_365_days_versioned_encrypted_and_private" {
  command = plan

  assert {
    condition     = alltrue([for bucket in aws_s3_bucket_lifecycle_configuration.log : bucket.rule[0].expiration[0].days == 365 && bucket.rule[0].noncurrent_version_expiration[0].noncurrent_days == 365])
    error_message = "W19: objects and their old versions are kept 365 days."
  }

  assert {
    condition = alltrue([for key in ["trail", "config"] :
      aws_s3_bucket_versioning.log[key].versioning_configuration[0].status == "Enabled"
      && one(aws_s3_bucket_server_side_encryption_configuration.log[key].rule).apply_server_side_encryption_by_default[0].sse_algorithm == "aws:kms"
      && aws_s3_bucket_public_access_block.log[key].block_public_acls
      && aws_s3_bucket_public_access_block.log[key].block_public_policy
      && aws_s3_bucket_public_access_block.log[key].ignore_public_acls
      && aws_s3_bucket_public_access_block.log[key].restrict_public_buckets
    ])
    error_message = "A18: versioning, SSE-KMS and four public access flags on both buckets."
  }

  assert {
    condition     = alltrue([for bucket in aws_s3_bucket.log : bucket.tags.BackupPolicy == "none" && bucket.tags.Module == "security-services"])
    error_message = "A41: log buckets set BackupPolicy themselves."
  }
}

run "a18_bucket_policy_admits_the_trail_and_the_organization_only_over_tls" {
  command = plan

  assert {
    condition = alltrue([for document in data.aws_iam_policy_document.tls_only :
      document.statement[0].effect == "Deny" && one(document.statement[0].condition).variable == "aws:SecureTransport"
    ])
    error_message = "Both buckets refuse requests without TLS."
  }

  assert {
    condition = alltrue([for statement in data.aws_iam_policy_document.trail_bucket.statement :
      contains([for c in statement.condition : c.variable], "aws:SourceArn")
    ]) && length(data.aws_iam_policy_document.trail_bucket.statement) == 2
    error_message = "Every statement for CloudTrail names the trail by aws:SourceArn, and no member trail may write by default."
  }

  assert {
    condition = contains(flatten([for c in data.aws_iam_policy_document.trail_bucket.statement[1].condition : c.values]),
    "arn:aws:cloudtrail:us-east-1:111111111111:trail/MM-mgmt-use1-cloudtrail-org")
    error_message = "The trail's own ARN is the only source."
  }

  assert {
    condition = alltrue([for statement in data.aws_iam_policy_document.config_bucket.statement :
      contains([for c in statement.condition : c.variable], "aws:SourceOrgID")
    ])
    error_message = "Every statement for Config is limited to the organization."
  }
}

run "e12_log_key_rotates_is_protected_by_tag_and_serves_the_trail_only" {
  command = plan

  assert {
    condition     = aws_kms_key.log.enable_key_rotation && aws_kms_key.log.deletion_window_in_days == 30 && aws_kms_key.log.tags.GuardrailsProtected == "true"
    error_message = "E12: rotation on, 30 days until deletion, and the tag by which the SCP audit-trail protects the key."
  }

  assert {
    condition = alltrue([for statement in data.aws_iam_policy_document.log_key.statement :
      statement.sid == "AdministerByIam" || length(statement.condition) >= 1
    ])
    error_message = "No service may use the key without a condition."
  }
}

run "a21_guardduty_protects_s3_and_eks_in_both_regions_for_every_member" {
  command = plan

  assert {
    condition     = aws_guardduty_detector.home.enable && aws_guardduty_detector.dr.enable
    error_message = "A21: a detector in both regions."
  }

  assert {
    condition = alltrue([for features in [aws_guardduty_detector_feature.home, aws_guardduty_detector_feature.dr] :
      toset(keys(features)) == toset(["EKS_AUDIT_LOGS", "S3_DATA_EVENTS"]) && alltrue([for f in features : f.status == "ENABLED"])
    ])
    error_message = "A21: S3 and EKS protection in both regions."
  }

  assert {
    condition = (
      aws_guardduty_organization_configuration.home.auto_enable_organization_members == "ALL"
      && aws_guardduty_organization_configuration.dr.auto_enable_organization_members == "ALL"
      && alltrue([for f in aws_guardduty_organization_configuration_feature.home : f.auto_enable == "ALL"])
      && alltrue([for f in aws_guardduty_organization_configuration_feature.dr : f.auto_enable == "ALL"])
      && length(aws_guardduty_organization_configuration_feature.home) == 2
      && length(aws_guardduty_organization_configuration_feature.dr) == 2
    )
    error_message = "C13: every account, old and new, is enrolled with both features."
  }
}

run "a22_security_hub_has_fsbp_in_both_regions_and_shows_both_at_home" {
  command = plan

  assert {
    condition     = aws_securityhub_standards_subscription.home.standards_arn == "arn:aws:securityhub:us-east-1::standards/aws-foundational-security-best-practices/v/1.0.0"
    error_message = "A22: found ${aws_securityhub_standards_subscription.home.standards_arn}."
  }

  assert {
    condition     = aws_securityhub_standards_subscription.dr.standards_arn == "arn:aws:securityhub:us-west-2::standards/aws-foundational-security-best-practices/v/1.0.0"
    error_message = "A22: found ${aws_securityhub_standards_subscription.dr.standards_arn}."
  }

  assert {
    condition     = toset(aws_securityhub_finding_aggregator.home.specified_regions) == toset(["us-west-2"])
    error_message = "A22: findings of us-west-2 show in us-east-1."
  }

  assert {
    condition     = aws_securityhub_organization_configuration.home.auto_enable && aws_securityhub_organization_configuration.dr.auto_enable
    error_message = "C13: new accounts are enrolled."
  }

  assert {
    condition     = length(aws_securityhub_member.home) == 0 && length(aws_securityhub_member.dr) == 0
    error_message = "No member unless its account is named."
  }
}

run "a22_accounts_that_are_there_already_become_members_in_both_regions" {
  command = plan

  variables {
    securityhub_member_account_ids = ["222222222222", "333333333333"]
  }

  assert {
    condition     = toset(values(aws_securityhub_member.home)[*].account_id) == var.securityhub_member_account_ids && toset(values(aws_securityhub_member.dr)[*].account_id) == var.securityhub_member_account_ids
    error_message = "C13: auto_enable leaves out the accounts that the organization has already."
  }
}

run "refuses_to_make_the_administrator_its_own_member" {
  command = plan

  variables {
    securityhub_member_account_ids = ["111111111111"]
  }

  expect_failures = [var.securityhub_member_account_ids]
}

run "a20_config_rules_cover_encryption_ssh_flow_logs_and_iam_hygiene" {
  command = plan

  assert {
    condition     = aws_config_configuration_aggregator.organization.organization_aggregation_source[0].all_regions
    error_message = "A20: the aggregator reads all regions of the organization."
  }

  assert {
    condition = toset([for rule in aws_config_organization_managed_rule.this : rule.rule_identifier]) == toset([
      "S3_BUCKET_SERVER_SIDE_ENCRYPTION_ENABLED", "ENCRYPTED_VOLUMES", "RDS_STORAGE_ENCRYPTED", "INCOMING_SSH_DISABLED",
      "VPC_FLOW_LOGS_ENABLED", "IAM_USER_NO_POLICIES_CHECK", "IAM_USER_UNUSED_CREDENTIALS_CHECK", "IAM_ROOT_ACCESS_KEY_CHECK",
      "ROOT_ACCOUNT_MFA_ENABLED",
    ])
    error_message = "A20: found ${jsonencode([for rule in aws_config_organization_managed_rule.this : rule.rule_identifier])}."
  }

  assert {
    condition     = toset(keys(aws_config_organization_managed_rule.dr)) == toset(["s3-bucket-server-side-encryption-enabled", "encrypted-volumes", "rds-storage-encrypted", "restricted-ssh", "vpc-flow-logs-enabled"])
    error_message = "A20: what is not IAM is looked at in the second Region, too; found ${jsonencode(keys(aws_config_organization_managed_rule.dr))}."
  }

  assert {
    condition     = aws_config_organization_managed_rule.this["iam-user-unused-credentials-check"].input_parameters == "{\"maxCredentialUsageAge\":\"90\"}"
    error_message = "A20: credentials unused for 90 days are reported."
  }
}

run "a23_high_and_critical_findings_reach_the_topic" {
  command = plan

  assert {
    condition     = jsondecode(aws_cloudwatch_event_rule.alert["guardduty-high"].event_pattern).detail.severity[0].numeric == [">=", 7]
    error_message = "A23: GuardDuty alerts from severity 7."
  }

  assert {
    condition     = jsondecode(aws_cloudwatch_event_rule.alert["securityhub-critical"].event_pattern).detail.findings.Severity.Label == ["CRITICAL"]
    error_message = "A23: Security Hub alerts on CRITICAL."
  }

  assert {
    condition     = jsondecode(aws_cloudwatch_event_rule.alert["config-noncompliant"].event_pattern).detail.newEvaluationResult.complianceType == ["NON_COMPLIANT"]
    error_message = "A23: Config alerts on NON_COMPLIANT."
  }

  assert {
    condition     = jsondecode(aws_cloudwatch_event_rule.alert["root-usage"].event_pattern).detail.userIdentity.type == ["Root"]
    error_message = "E10: use of the root user alerts."
  }

  assert {
    condition = alltrue([for name in ["root-usage", "member-root-usage"] :
      aws_cloudwatch_event_rule.alert[name].state == "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"
    ]) && aws_cloudwatch_event_rule.forward_dr["root-usage"].state == "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"
    error_message = "E10: what the root user only reads alerts too."
  }

  assert {
    condition     = toset(keys(aws_cloudwatch_event_target.alert)) == toset(["guardduty-high", "securityhub-critical", "config-noncompliant", "root-usage", "member-config-noncompliant", "member-root-usage"])
    error_message = "A23: every rule has the topic as its target."
  }

  assert {
    condition     = toset(keys(aws_cloudwatch_event_target.forward_dr)) == toset(["guardduty-high", "config-noncompliant", "root-usage"]) && alltrue([for t in aws_cloudwatch_event_target.forward_dr : t.arn == "arn:aws:events:us-east-1:111111111111:event-bus/default"])
    error_message = "A21: findings of the second region come home."
  }

  assert {
    condition     = output.event_patterns["guardduty-high"] == aws_cloudwatch_event_rule.alert["guardduty-high"].event_pattern
    error_message = "The output shows the patterns that are in force."
  }
}

run "a23_topic_is_encrypted_and_only_these_rules_and_budgets_publish" {
  command = plan

  assert {
    condition     = aws_kms_key.alert.enable_key_rotation && toset(keys(aws_sns_topic_subscription.email)) == toset(["security@example.com", "oncall@example.com"])
    error_message = "A23: a rotating key, and both addresses subscribed."
  }

  assert {
    condition = (
      one(one(data.aws_iam_policy_document.alert_topic.statement[0].principals).identifiers) == "events.amazonaws.com"
      && length(data.aws_iam_policy_document.alert_topic.statement[0].condition) == 0
    )
    error_message = "EventBridge publishes to no topic under a condition, so that alerts would be dropped."
  }

  assert {
    condition     = toset(one(data.aws_iam_policy_document.alert_topic.statement[1].condition).values) == toset(["111111111111"])
    error_message = "Budgets of this account only, unless others are named."
  }
}

run "e11_bus_takes_events_of_the_organization_only" {
  command = plan

  assert {
    condition     = one(data.aws_iam_policy_document.security_bus.statement[0].condition).variable == "aws:PrincipalOrgID" && one(one(data.aws_iam_policy_document.security_bus.statement[0].condition).values) == "o-a1b2c3d4e5"
    error_message = "E11: the bus is closed to other organizations."
  }

  assert {
    condition     = aws_cloudwatch_event_archive.security.retention_days == 90
    error_message = "Forwarded events are kept 90 days."
  }
}

run "w17_security_account_administers_by_delegation" {
  command = plan

  variables {
    name_prefix = "mlp-shared-usw2"
    account_id  = "222222222222"
    delegated   = true
    home_region = "us-west-2"
    dr_region   = "us-east-1"
  }

  assert {
    condition     = length(module.designation) == 0
    error_message = "Only the management account designates administrators."
  }

  assert {
    condition     = local.trail_arn == "arn:aws:cloudtrail:us-west-2:111111111111:trail/mlp-shared-usw2-cloudtrail-org"
    error_message = "The trail belongs to the management account even when a delegated account makes it."
  }
}

run "w17_management_account_designates_itself" {
  command = plan

  variables {
    organization_admin_account_id = "111111111111"
  }

  assert {
    condition     = module.designation[0].administrators == { for service in ["guardduty", "securityhub"] : service => { home = "111111111111", dr = "111111111111" } }
    error_message = "GuardDuty and Security Hub have their administrator in both regions."
  }
}

run "refuses_a_delegation_that_contradicts_the_accounts" {
  command         = plan
  expect_failures = [var.delegated]

  variables {
    delegated = true
  }
}

run "refuses_to_designate_from_a_delegated_account" {
  command         = plan
  expect_failures = [var.organization_admin_account_id]

  variables {
    account_id                    = "222222222222"
    delegated                     = true
    organization_admin_account_id = "222222222222"
  }
}

run "refuses_a_trail_kept_for_less_than_a_year" {
  command         = plan
  expect_failures = [var.trail_retention_days]

  variables {
    trail_retention_days = 90
  }
}

run "refuses_rules_without_all_four_topics" {
  command         = plan
  expect_failures = [var.config_rules]

  variables {
    config_rules = { encryption = { encrypted-volumes = { identifier = "ENCRYPTED_VOLUMES" } } }
  }
}

run "refuses_alerts_without_a_reader" {
  command         = plan
  expect_failures = [var.alert_emails]

  variables {
    alert_emails = []
  }
}

run "refuses_a_threshold_above_high" {
  command         = plan
  expect_failures = [var.guardduty_alert_severity]

  variables {
    guardduty_alert_severity = 8
  }
}

run "refuses_a_name_outside_the_grammar" {
  command         = plan
  expect_failures = [var.name_prefix]

  variables {
    name_prefix = "mm-management"
  }
}

run "example_minimal_plans" {
  command = plan

  module {
    source = "./examples/minimal"
  }
}

run "example_complete_plans" {
  command = plan

  module {
    source = "./examples/complete"
  }

  assert {
    condition     = length(output.event_patterns) == 6
    error_message = "Six alert rules."
  }
}
