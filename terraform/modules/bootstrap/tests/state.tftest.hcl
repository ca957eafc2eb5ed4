mock_provider "aws" {
  override_during = plan

  mock_data "aws_iam_policy_document" {
    defaults = { json = "{\"Version\":\"2012-10-17\",\"Statement\":[]}" }
  }

  mock_data "aws_region" {
    defaults = { name = "us-east-1" }
  }

  mock_resource "aws_iam_policy" {
    defaults = { arn = "arn:aws:iam::222222222222:policy/guardrails/boundary" }
  }

  mock_resource "aws_kms_key" {
    defaults = { arn = "arn:aws:kms:us-east-1:111111111111:key/11111111-2222-3333-4444-555555555555" }
  }
}

mock_provider "aws" {
  alias           = "replica"
  override_during = plan

  mock_data "aws_iam_policy_document" {
    defaults = { json = "{}" }
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
  account_id = "111111111111"
  github_oidc = {
    plan_subjects  = ["repo:example/ml-infra:*"]
    apply_subjects = ["repo:example/ml-infra:ref:refs/heads/main"]
  }
  plan_role  = { name = "MM-github-actions-plan" }
  apply_role = { name = "MM-github-actions-apply", services = ["organizations"] }
  state = {
    bucket          = "mm-terraform-state"
    organization_id = "o-exampleorgid"
    lock_table      = "MM-terraform-lock"
    administrators  = ["arn:aws:iam::111111111111:role/guardrails/MM-break-glass"]
    access = {
      dev = {
        keys            = ["*/dev/dev/terraform.tfstate"]
        plan_role_arns  = ["arn:aws:iam::222222222222:role/guardrails/MM-github-actions-plan"]
        apply_role_arns = ["arn:aws:iam::222222222222:role/guardrails/MM-github-actions-apply"]
      }
      product-a = {
        keys            = ["workloads/product-a/prod/terraform.tfstate"]
        apply_role_arns = ["arn:aws:iam::333333333333:role/guardrails/product-a-apply"]
      }
    }
  }
}

run "b8_bucket_is_versioned_encrypted_and_private" {
  command = plan

  assert {
    condition     = aws_s3_bucket.state["state"].bucket == "mm-terraform-state" && aws_s3_bucket_versioning.state["state"].versioning_configuration[0].status == "Enabled"
    error_message = "B8: name and versioning."
  }

  assert {
    condition     = one(one(aws_s3_bucket_server_side_encryption_configuration.state["state"].rule).apply_server_side_encryption_by_default).sse_algorithm == "AES256"
    error_message = "B8: SSE-S3 where no key is given."
  }

  assert {
    condition = alltrue([for b in [aws_s3_bucket_public_access_block.state["state"], aws_s3_bucket_public_access_block.replica["state"]] :
    b.block_public_acls && b.block_public_policy && b.ignore_public_acls && b.restrict_public_buckets])
    error_message = "B8: all four blocks, on both buckets."
  }

  assert {
    condition     = aws_s3_bucket_ownership_controls.state["state"].rule[0].object_ownership == "BucketOwnerEnforced" && aws_s3_bucket_ownership_controls.replica["state"].rule[0].object_ownership == "BucketOwnerEnforced"
    error_message = "No ACLs."
  }
}

run "a48_replica_in_the_second_region" {
  command = plan

  assert {
    condition     = aws_s3_bucket.replica["state"].bucket == "mm-terraform-state-replica" && aws_s3_bucket_versioning.replica["state"].versioning_configuration[0].status == "Enabled"
    error_message = "A48: the replica keeps versions."
  }

  assert {
    condition     = aws_s3_bucket_replication_configuration.state["state"].rule[0].status == "Enabled"
    error_message = "A48: replication must be enabled."
  }

  assert {
    condition     = toset(flatten([for s in data.aws_iam_policy_document.replication["state"].statement : tolist(s.resources)])) == toset(["arn:aws:s3:::mm-terraform-state", "arn:aws:s3:::mm-terraform-state/*", "arn:aws:s3:::mm-terraform-state-replica/*"])
    error_message = "The replication role must be scoped to the two buckets."
  }

  assert {
    condition     = toset([for c in data.aws_iam_policy_document.replication_trust["state"].statement[0].condition : c.variable]) == toset(["aws:SourceAccount", "aws:SourceArn"])
    error_message = "The replication role must not serve somebody else's bucket."
  }

  assert {
    condition     = alltrue([for c in data.aws_iam_policy_document.replication_trust["state"].statement[0].condition : endswith(c.test, "IfExists")])
    error_message = "AWS does not document that S3 sends these keys when it replicates: without IfExists nothing may be copied."
  }
}

run "a48_old_versions_last_90_days_and_ten_are_kept" {
  command = plan

  assert {
    condition = alltrue([for c in [aws_s3_bucket_lifecycle_configuration.state["state"], aws_s3_bucket_lifecycle_configuration.replica["state"]] :
    c.rule[0].noncurrent_version_expiration[0].noncurrent_days == 90 && c.rule[0].noncurrent_version_expiration[0].newer_noncurrent_versions == 10 && c.rule[0].abort_incomplete_multipart_upload[0].days_after_initiation == 7])
    error_message = "90 days, ten versions, uploads given up after 7 days."
  }
}

run "b9_lock_table" {
  command = plan

  assert {
    condition     = aws_dynamodb_table.lock["lock"].name == "MM-terraform-lock" && aws_dynamodb_table.lock["lock"].hash_key == "LockID"
    error_message = "B9: name and key."
  }

  assert {
    condition     = aws_dynamodb_table.lock["lock"].billing_mode == "PAY_PER_REQUEST" && aws_dynamodb_table.lock["lock"].server_side_encryption[0].enabled && aws_dynamodb_table.lock["lock"].deletion_protection_enabled && aws_dynamodb_table.lock["lock"].point_in_time_recovery[0].enabled
    error_message = "B9, CKV_LZ_025: on demand, encrypted, protected, recoverable."
  }

  assert {
    condition     = aws_kms_key.lock["lock"].enable_key_rotation && aws_kms_key.lock["lock"].deletion_window_in_days == 30 && aws_kms_alias.lock["lock"].name == "alias/MM-terraform-lock"
    error_message = "CKV_LZ_028: rotation, 30 days."
  }
}

run "w12_lockfile_is_the_default" {
  command = plan

  variables {
    state = {
      bucket          = "mm-terraform-state"
      organization_id = "o-exampleorgid"
      access          = { dev = { keys = ["*/dev/dev/terraform.tfstate"], apply_role_arns = ["arn:aws:iam::222222222222:role/guardrails/apply"] } }
    }
  }

  assert {
    condition     = length(aws_dynamodb_table.lock) == 0 && length(aws_kms_key.lock) == 0 && output.backend.use_lockfile && output.backend.dynamodb_table == null
    error_message = "W12: no table, lockfile on."
  }
}

run "b8_tls_only" {
  command = plan

  assert {
    condition = flatten([for d in [data.aws_iam_policy_document.state["state"], data.aws_iam_policy_document.replica["state"]] :
      [for s in d.statement : [s.effect, join(",", s.actions), join(",", s.resources), join(",", [for c in s.condition : "${c.test} ${c.variable} ${join(",", c.values)}"])] if s.sid == "DenyPlainHttp"]
      ]) == flatten([for bucket in ["mm-terraform-state", "mm-terraform-state-replica"] :
      ["Deny", "s3:*", "arn:aws:s3:::${bucket},arn:aws:s3:::${bucket}/*", "Bool aws:SecureTransport false"]
    ])
    error_message = "CKV_LZ_024: plain HTTP must be denied on both buckets."
  }
}

run "e19_a_role_keeps_to_its_own_keys" {
  command = plan

  assert {
    condition = { for s in data.aws_iam_policy_document.state["state"].statement : s.sid => s.not_resources if startswith(s.sid, "Only") } == {
      OnlyDev      = toset(["arn:aws:s3:::mm-terraform-state", "arn:aws:s3:::mm-terraform-state/*/dev/dev/terraform.tfstate", "arn:aws:s3:::mm-terraform-state/*/dev/dev/terraform.tfstate.tflock"])
      OnlyProductA = toset(["arn:aws:s3:::mm-terraform-state", "arn:aws:s3:::mm-terraform-state/workloads/product-a/prod/terraform.tfstate", "arn:aws:s3:::mm-terraform-state/workloads/product-a/prod/terraform.tfstate.tflock"])
    }
    error_message = "E19: each owner is denied all other keys."
  }

  assert {
    condition     = [for s in data.aws_iam_policy_document.state["state"].statement : toset(flatten([for c in s.condition : tolist(c.values)])) if s.sid == "Write"][0] == toset(["arn:aws:iam::222222222222:role/guardrails/MM-github-actions-apply", "arn:aws:iam::333333333333:role/guardrails/product-a-apply", "o-exampleorgid"])
    error_message = "E19: only apply roles of the organization write."
  }
}

run "a14_other_principals_cannot_write_and_nobody_is_locked_out" {
  command = plan

  assert {
    condition = [for s in data.aws_iam_policy_document.state["state"].statement : [for c in s.condition : { test = c.test, values = toset(c.values) }] if s.sid == "DenyOtherWriters" && contains(tolist(s.actions), "s3:PutObject")] == [[{
      test   = "ArnNotLike"
      values = toset(["arn:aws:iam::222222222222:role/guardrails/MM-github-actions-apply", "arn:aws:iam::333333333333:role/guardrails/product-a-apply", "arn:aws:iam::111111111111:role/guardrails/MM-break-glass"])
    }]]
    error_message = "A14: only pipelines and administrators write."
  }

  assert {
    condition = alltrue(flatten([for d in [data.aws_iam_policy_document.state["state"], data.aws_iam_policy_document.replica["state"]] :
    [for s in d.statement : length([for a in s.actions : a if strcontains(a, "BucketPolicy") || a == "*"]) == 0 && (s.sid == "DenyPlainHttp" || !contains(tolist(s.actions), "s3:*")) if s.effect == "Deny"]]))
    error_message = "W13: no statement may deny changing the bucket's policy over TLS."
  }
}

run "b8_a_given_key_encrypts_both_buckets" {
  command = plan

  variables {
    state = {
      bucket              = "mm-terraform-state"
      organization_id     = "o-exampleorgid"
      kms_key_arn         = "arn:aws:kms:us-east-1:111111111111:key/mrk-1"
      replica_kms_key_arn = "arn:aws:kms:us-west-2:111111111111:key/mrk-1"
      access              = { dev = { keys = ["*/dev/dev/terraform.tfstate"], apply_role_arns = ["arn:aws:iam::222222222222:role/guardrails/apply"] } }
    }
  }

  assert {
    condition     = one(one(aws_s3_bucket_server_side_encryption_configuration.replica["state"].rule).apply_server_side_encryption_by_default).kms_master_key_id == "arn:aws:kms:us-west-2:111111111111:key/mrk-1" && one(aws_s3_bucket_server_side_encryption_configuration.state["state"].rule).bucket_key_enabled
    error_message = "The replica uses the key of its own Region."
  }

  assert {
    condition     = aws_s3_bucket_replication_configuration.state["state"].rule[0].source_selection_criteria[0].sse_kms_encrypted_objects[0].status == "Enabled"
    error_message = "Without this S3 skips objects under KMS."
  }
}

run "b24_stateful_resources_say_their_backup_policy" {
  command = plan

  assert {
    condition     = aws_s3_bucket.state["state"].tags.BackupPolicy == "none" && aws_dynamodb_table.lock["lock"].tags.BackupPolicy == "none" && length(aws_s3_bucket.state["state"].tags) == 13
    error_message = "B24: twelve tags and Name."
  }
}
