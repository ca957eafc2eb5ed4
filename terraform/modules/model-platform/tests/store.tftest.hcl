# Rows A6, A7, A51 (CKV_LZ_027, CKV_LZ_028): the store of model artifacts, its key and its copy.
mock_provider "aws" {
  source          = "./tests/mocks"
  override_during = plan
}

mock_provider "aws" {
  alias           = "dr"
  source          = "./tests/mocks"
  override_during = plan
}

variables {
  name_prefix          = "MM-dev-use1"
  account_id           = "222222222222"
  vpc_id               = "vpc-0123456789abcdef0"
  private_subnet_cidrs = ["10.1.10.0/24", "10.1.11.0/24"]
  common_tags          = { Project = "startup-ml", Environment = "dev" }
}

run "a51_store_is_encrypted_with_a_customer_key_versioned_and_private" {
  command = plan

  assert {
    condition     = aws_s3_bucket.models.bucket == "mm-dev-use1-models"
    error_message = "Expected a name that the SCP's parameter model_objects has."
  }

  assert {
    condition     = alltrue([for rule in aws_s3_bucket_server_side_encryption_configuration.models.rule : rule.bucket_key_enabled && one(rule.apply_server_side_encryption_by_default).sse_algorithm == "aws:kms" && one(rule.apply_server_side_encryption_by_default).kms_master_key_id == aws_kms_key.models.arn])
    error_message = "CKV_LZ_027: expected SSE-KMS with the customer key and a bucket key."
  }

  assert {
    condition     = one(aws_s3_bucket_versioning.models.versioning_configuration).status == "Enabled"
    error_message = "CKV_LZ_027: expected versioning."
  }

  assert {
    condition     = aws_s3_bucket_public_access_block.models.block_public_acls && aws_s3_bucket_public_access_block.models.block_public_policy && aws_s3_bucket_public_access_block.models.ignore_public_acls && aws_s3_bucket_public_access_block.models.restrict_public_buckets
    error_message = "CKV_LZ_027: expected all four public access blocks."
  }

  assert {
    condition     = one(aws_s3_bucket_ownership_controls.models.rule).object_ownership == "BucketOwnerEnforced"
    error_message = "Expected no ACLs."
  }

  assert {
    condition     = one(one(aws_s3_bucket_lifecycle_configuration.models.rule).noncurrent_version_expiration).noncurrent_days == 90 && one(one(aws_s3_bucket_lifecycle_configuration.models.rule).abort_incomplete_multipart_upload).days_after_initiation == 7
    error_message = "Expected old versions for 90 days and unfinished uploads for 7."
  }

  assert {
    condition     = aws_s3_bucket.models.tags["BackupPolicy"] == "daily" && aws_s3_bucket.models.tags["Module"] == "model-platform"
    error_message = "A41: expected the tag BackupPolicy = daily."
  }
}

run "ckv_lz_027_policy_refuses_plain_http_and_every_other_key" {
  command = plan

  assert {
    condition     = toset([for s in data.aws_iam_policy_document.store["main"].statement : "${s.effect} ${s.sid}"]) == toset(["Deny DenyPlainHttp", "Deny DenyOtherEncryption", "Deny DenyForeignKey", "Deny DenyKmsWithoutKey", "Deny DenyCustomerProvidedKey"])
    error_message = "Expected five refusals."
  }

  assert {
    condition     = alltrue([for s in data.aws_iam_policy_document.store["main"].statement : one(s.condition).variable == "aws:SecureTransport" && tolist(s.actions) == tolist(["s3:*"]) if s.sid == "DenyPlainHttp"])
    error_message = "Expected TLS only."
  }

  assert {
    condition     = flatten([for s in data.aws_iam_policy_document.store["main"].statement : [for c in s.condition : c.values if c.test == "StringNotEquals"] if s.sid == "DenyForeignKey"]) == [aws_kms_key.models.arn]
    error_message = "Expected uploads with the store's own key only."
  }

  assert {
    condition     = flatten([for s in data.aws_iam_policy_document.store["main"].statement : [for c in s.condition : c.values if c.test == "StringNotEquals"] if s.sid == "DenyOtherEncryption"]) == ["aws:kms"]
    error_message = "Expected uploads with aws:kms only, where they name an encryption."
  }
}

run "ckv_lz_028_key_rotates_waits_30_days_and_is_protected" {
  command = plan

  assert {
    condition     = aws_kms_key.models.enable_key_rotation && aws_kms_key.models.deletion_window_in_days == 30 && aws_kms_key.models.tags["GuardrailsProtected"] == "true" && aws_kms_key.models.multi_region
    error_message = "CKV_LZ_028: expected rotation, 30 days, the protection tag and a multi-Region key."
  }

  assert {
    condition     = [for s in data.aws_iam_policy_document.key.statement : one(one(s.principals).identifiers)] == ["arn:aws:iam::222222222222:root", "arn:aws:iam::222222222222:role/workload/MM-dev-use1-gpu-node"]
    error_message = "Expected the account and the node role in the key policy, and nobody else."
  }
}

run "a6_dev_has_no_copy" {
  command = plan

  assert {
    condition     = length(aws_s3_bucket.dr) == 0 && length(aws_s3_bucket_replication_configuration.models) == 0 && output.dr_bucket_name == null
    error_message = "A6: expected no copy in dev."
  }
}

run "a7_prod_copies_to_the_dr_region" {
  command = plan

  variables {
    name_prefix          = "MM-prod-use1"
    account_id           = "333333333333"
    private_subnet_cidrs = ["10.2.10.0/24", "10.2.11.0/24"]
    replication_enabled  = true
    dr_name_prefix       = "MM-prod-usw2"
  }

  assert {
    condition     = aws_s3_bucket.dr[0].bucket == "mm-prod-usw2-models" && aws_s3_bucket.dr[0].tags["BackupPolicy"] == "none"
    error_message = "A7: expected the copy mm-prod-usw2-models, itself not backed up."
  }

  assert {
    condition     = alltrue([for rule in aws_s3_bucket_replication_configuration.models[0].rule : rule.status == "Enabled" && one(rule.delete_marker_replication).status == "Disabled" && one(one(rule.destination).encryption_configuration).replica_kms_key_id == aws_kms_replica_key.dr[0].arn])
    error_message = "A7: expected replication with the replica of the key, without deletions."
  }

  assert {
    condition     = one(one(aws_s3_bucket_server_side_encryption_configuration.dr[0].rule).apply_server_side_encryption_by_default).kms_master_key_id == aws_kms_replica_key.dr[0].arn && one(aws_s3_bucket_versioning.dr[0].versioning_configuration).status == "Enabled" && aws_s3_bucket_public_access_block.dr[0].restrict_public_buckets
    error_message = "CKV_LZ_027: expected the copy encrypted, versioned and private too."
  }

  assert {
    condition     = contains(keys(data.aws_iam_policy_document.store), "dr")
    error_message = "CKV_LZ_027: expected the same bucket policy on the copy."
  }
}
