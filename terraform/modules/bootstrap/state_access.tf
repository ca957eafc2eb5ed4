# What this account's own two roles may touch in the state bucket, wherever the bucket is. The bucket's policy says the same
# from the other side (state_policy.tf); across accounts both must allow.
locals {
  own_keys          = try(var.state_access.keys, [])
  own_bucket_arn    = var.state_access == null ? "" : "${local.arn_prefix}:s3:::${var.state_access.bucket}"
  own_state_objects = [for key in local.own_keys : "${local.own_bucket_arn}/${key}"]
  own_lock_objects  = [for key in local.own_keys : "${local.own_bucket_arn}/${key}.tflock"]

  # Item ids that Terraform writes: the lock under bucket/key, the digest of the state under the same with -md5.
  own_lock_table = try(var.state_access.lock_table_arn, null)
  own_lock_ids   = flatten([for key in local.own_keys : ["${var.state_access.bucket}/${key}", "${var.state_access.bucket}/${key}-md5"]])

  # The state key by its ARN. The lock table's key by its alias, because its id is not known outside of its account.
  own_key_uses = merge(
    try(var.state_access.kms_key_arn, null) == null ? {} : {
      state = { resource = var.state_access.kms_key_arn, conditions = [] }
    },
    local.own_lock_table == null ? {} : {
      lock = {
        resource = "${local.arn_prefix}:kms:${split(":", local.own_lock_table)[3]}:${split(":", local.own_lock_table)[4]}:key/*"
        conditions = [
          { test = "ForAnyValue:StringEquals", variable = "kms:ResourceAliases", values = ["alias/${split("/", local.own_lock_table)[1]}"] },
          { test = "StringEquals", variable = "kms:ViaService", values = ["dynamodb.${split(":", local.own_lock_table)[3]}.amazonaws.com"] },
        ]
      }
    },
  )
}
