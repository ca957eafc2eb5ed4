# Rows of the requirement ledger are named in each run.
mock_provider "aws" {
  mock_data "aws_iam_policy_document" {
    defaults = { json = "{\"Version\":\"2012-10-17\",\"Statement\":[]}" }
  }

  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }
}

# For examples/complete, whose second region has a provider of its own.
mock_provider "aws" {
  alias = "dr"

  mock_data "aws_iam_policy_document" {
    defaults = { json = "{\"Version\":\"2012-10-17\",\"Statement\":[]}" }
  }

  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }
}

variables {
  name_prefix        = "MM-dev-use1"
  common_tags        = { Project = "ml-infra", Environment = "dev", Account = "Dev", BackupPolicy = "daily" }
  account_id         = "222222222222"
  config_bucket_name = "mm-org-config"
}

run "e13_passwords_are_long_mixed_and_never_reused" {
  command = plan

  assert {
    condition     = aws_iam_account_password_policy.this[0].minimum_password_length == 14
    error_message = "E13: at least 14 characters; found ${aws_iam_account_password_policy.this[0].minimum_password_length}."
  }

  assert {
    condition     = aws_iam_account_password_policy.this[0].password_reuse_prevention == 24 && aws_iam_account_password_policy.this[0].max_password_age == 90
    error_message = "E13: 24 passwords remembered, 90 days until expiry."
  }

  assert {
    condition = (
      aws_iam_account_password_policy.this[0].require_lowercase_characters
      && aws_iam_account_password_policy.this[0].require_uppercase_characters
      && aws_iam_account_password_policy.this[0].require_numbers
      && aws_iam_account_password_policy.this[0].require_symbols
    )
    error_message = "E13: all four classes of characters."
  }
}

run "e13_account_blocks_public_buckets_snapshots_and_images" {
  command = plan

  assert {
    condition = (
      aws_s3_account_public_access_block.this[0].account_id == "222222222222"
      && aws_s3_account_public_access_block.this[0].block_public_acls
      && aws_s3_account_public_access_block.this[0].block_public_policy
      && aws_s3_account_public_access_block.this[0].ignore_public_acls
      && aws_s3_account_public_access_block.this[0].restrict_public_buckets
    )
    error_message = "E13: four flags."
  }

  assert {
    condition     = aws_ebs_snapshot_block_public_access.this.state == "block-all-sharing" && aws_ec2_image_block_public_access.this.state == "block-new-sharing"
    error_message = "No snapshot and no new image is public."
  }
}

run "e13_instances_start_encrypted_and_with_imdsv2" {
  command = plan

  assert {
    condition     = aws_ebs_encryption_by_default.this.enabled
    error_message = "EBS volumes are encrypted by default."
  }

  assert {
    condition     = aws_ec2_instance_metadata_defaults.this.http_tokens == "required" && aws_ec2_instance_metadata_defaults.this.http_put_response_hop_limit == 1
    error_message = "IMDSv2 is required, and one hop is allowed."
  }
}

run "a24_config_records_everything_and_delivers_to_the_central_bucket" {
  command = plan

  assert {
    condition     = aws_config_configuration_recorder.this[0].recording_group[0].all_supported && aws_config_configuration_recorder.this[0].recording_group[0].include_global_resource_types
    error_message = "A24: all resource types, the global ones too in the home region."
  }

  assert {
    condition     = aws_config_configuration_recorder_status.this[0].is_enabled && aws_config_delivery_channel.this[0].s3_bucket_name == "mm-org-config"
    error_message = "A24: the recorder runs and delivers to mm-org-config."
  }

  assert {
    condition     = aws_config_delivery_channel.this[0].snapshot_delivery_properties[0].delivery_frequency == "TwentyFour_Hours"
    error_message = "A24: one snapshot a day."
  }

  assert {
    condition     = aws_iam_role.config[0].path == "/guardrails/" && data.aws_iam_policy_document.config_delivery.statement[0].resources == toset(["arn:aws:s3:::mm-org-config/AWSLogs/222222222222/Config/*"])
    error_message = "A24: the recorder's role is protected by its path and writes below its own account's prefix only."
  }

  assert {
    condition     = one(data.aws_iam_policy_document.config_trust.statement[0].condition).variable == "aws:SourceAccount"
    error_message = "E16: only Config of this account assumes the role."
  }
}

run "a19_no_trail_and_no_detector_where_the_organization_has_them" {
  command = plan

  assert {
    condition     = length(aws_cloudtrail.core) + length(aws_s3_bucket.trail) + length(aws_guardduty_detector.this) == 0
    error_message = "A19, A24: both come from the organization unless asked for."
  }
}

run "b19_own_trail_of_dev_is_kept_90_days" {
  command = plan

  variables {
    enable_trail         = true
    trail_retention_days = 90
  }

  assert {
    condition     = aws_cloudtrail.core[0].name == "MM-dev-use1-cloudtrail-core" && aws_s3_bucket.trail[0].bucket == "mm-dev-use1-cloudtrail-core"
    error_message = "B19, B23: names as the ledger and the SCP audit-trail have them."
  }

  assert {
    condition     = aws_cloudtrail.core[0].is_multi_region_trail && aws_cloudtrail.core[0].include_global_service_events && aws_cloudtrail.core[0].enable_log_file_validation
    error_message = "B41: all regions, global events, validation."
  }

  assert {
    condition     = aws_s3_bucket_lifecycle_configuration.trail[0].rule[0].expiration[0].days == 90
    error_message = "B19, A36: 90 days in dev."
  }

  assert {
    condition     = aws_kms_key.trail[0].enable_key_rotation && aws_kms_key.trail[0].tags.GuardrailsProtected == "true" && aws_s3_bucket.trail[0].tags.BackupPolicy == "none"
    error_message = "The key rotates and carries the protecting tag."
  }

  assert {
    condition = alltrue([for statement in data.aws_iam_policy_document.trail_bucket.statement :
      statement.effect == "Deny" || contains([for c in statement.condition : c.variable], "aws:SourceArn")
    ])
    error_message = "CloudTrail is admitted for this trail only."
  }
}

run "b19_own_trail_of_prod_is_kept_365_days" {
  command = plan

  variables {
    name_prefix  = "MM-prod-use1"
    enable_trail = true
  }

  assert {
    condition     = aws_s3_bucket_lifecycle_configuration.trail[0].rule[0].expiration[0].days == 365 && aws_s3_bucket_lifecycle_configuration.trail[0].rule[0].noncurrent_version_expiration[0].noncurrent_days == 365
    error_message = "B19: 365 days in prod."
  }
}

run "a21_own_detector_protects_s3_and_eks" {
  command = plan

  variables {
    enable_guardduty = true
  }

  assert {
    condition     = aws_guardduty_detector.this[0].enable && toset(keys(aws_guardduty_detector_feature.this)) == toset(["S3_DATA_EVENTS", "EKS_AUDIT_LOGS"])
    error_message = "A21: S3 and EKS protection."
  }
}

run "a_further_region_gets_only_what_is_regional" {
  command = plan

  variables {
    name_prefix  = "MM-dev-usw2"
    account_wide = false
  }

  assert {
    condition     = length(aws_iam_account_password_policy.this) + length(aws_s3_account_public_access_block.this) == 0
    error_message = "Account settings are made once."
  }

  assert {
    condition     = aws_ebs_encryption_by_default.this.enabled && !aws_config_configuration_recorder.this[0].recording_group[0].include_global_resource_types
    error_message = "Regional defaults hold everywhere; IAM is recorded in the home region only."
  }
}

run "refuses_short_passwords" {
  command         = plan
  expect_failures = [var.password_policy]

  variables {
    password_policy = { minimum_length = 13 }
  }
}

run "refuses_to_forget_passwords" {
  command         = plan
  expect_failures = [var.password_policy]

  variables {
    password_policy = { reuse_prevention = 23 }
  }
}

run "refuses_prod_logs_kept_90_days" {
  command         = plan
  expect_failures = [var.trail_retention_days]

  variables {
    name_prefix          = "MM-prod-use1"
    trail_retention_days = 90
  }
}

run "refuses_config_without_a_bucket" {
  command         = plan
  expect_failures = [var.config_bucket_name]

  variables {
    config_bucket_name = null
  }
}

run "refuses_a_trail_in_a_further_region" {
  command         = plan
  expect_failures = [var.enable_trail]

  variables {
    account_wide = false
    enable_trail = true
  }
}

run "refuses_three_hops" {
  command         = plan
  expect_failures = [var.metadata_hop_limit]

  variables {
    metadata_hop_limit = 3
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
}
