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
  name_prefix = "MM-dev-use1"
  common_tags = {
    Project            = "ml-infra"
    Environment        = "dev"
    Owner              = "platform"
    CostCenter         = "1000"
    ManagedBy          = "terraform"
    Repository         = "example/ml-infra"
    Account            = "Dev"
    DataClassification = "internal"
    Compliance         = "none"
    BackupPolicy       = "none"
    CreatedBy          = "terraform"
  }
  account_id = "222222222222"
  github_oidc = {
    plan_subjects  = ["repo:example/ml-infra:*"]
    apply_subjects = ["repo:example/ml-infra:ref:refs/heads/main"]
  }
  plan_role  = { name = "MM-github-actions-plan" }
  apply_role = { name = "MM-github-actions-apply", services = ["s3", "ec2", "ec2", "iam"] }
  state_access = {
    bucket         = "mm-terraform-state"
    keys           = ["*/dev/dev/terraform.tfstate"]
    lock_table_arn = "arn:aws:dynamodb:us-east-1:111111111111:table/MM-terraform-lock"
  }
}

run "b10_github_provider" {
  command = plan

  assert {
    condition     = { for n, p in aws_iam_openid_connect_provider.this : n => p.url } == { github = "https://token.actions.githubusercontent.com" }
    error_message = "B10: GitHub's provider, and no other."
  }

  assert {
    condition     = tolist(aws_iam_openid_connect_provider.this["github"].client_id_list) == tolist(["sts.amazonaws.com"])
    error_message = "B10: the audience must be sts.amazonaws.com."
  }
}

run "a50_one_plan_and_one_apply_role_under_the_path" {
  command = plan

  assert {
    condition     = aws_iam_role.plan.name == "MM-github-actions-plan" && aws_iam_role.plan.path == "/guardrails/"
    error_message = "A50: plan role."
  }

  assert {
    condition     = aws_iam_role.apply.name == "MM-github-actions-apply" && aws_iam_role.apply.path == "/guardrails/"
    error_message = "A50: apply role."
  }
}

run "w16_sessions_last_3600_seconds_at_most" {
  command = plan

  assert {
    condition     = aws_iam_role.plan.max_session_duration == 3600 && aws_iam_role.apply.max_session_duration == 3600
    error_message = "W16: IAM accepts nothing below 3600, and nothing above is wanted."
  }
}

run "ckv_lz_054_both_roles_have_the_boundary" {
  command = plan

  assert {
    condition     = aws_iam_role.plan.permissions_boundary == aws_iam_policy.boundary.arn && aws_iam_role.apply.permissions_boundary == aws_iam_policy.boundary.arn
    error_message = "CKV_LZ_054: boundary missing."
  }
}

run "b32_apply_trust_is_exact" {
  command = plan

  assert {
    condition     = length(data.aws_iam_policy_document.apply_trust.statement) == 1 && data.aws_iam_policy_document.apply_trust.statement[0].actions == toset(["sts:AssumeRoleWithWebIdentity"])
    error_message = "B32: one way in."
  }

  assert {
    condition     = toset([for c in data.aws_iam_policy_document.apply_trust.statement[0].condition : "${c.test} ${c.variable} ${join(",", c.values)}"]) == toset(["StringEquals token.actions.githubusercontent.com:aud sts.amazonaws.com", "StringEquals token.actions.githubusercontent.com:sub repo:example/ml-infra:ref:refs/heads/main"])
    error_message = "B32: audience and subject must be tested by StringEquals."
  }

  assert {
    condition     = [for p in data.aws_iam_policy_document.apply_trust.statement[0].principals : tolist(p.identifiers)] == [tolist(["arn:aws:iam::222222222222:oidc-provider/token.actions.githubusercontent.com"])]
    error_message = "E16: the principal is the provider of this account."
  }
}

run "b32_plan_trust_may_be_broad_but_tests_the_audience" {
  command = plan

  assert {
    condition     = toset([for c in data.aws_iam_policy_document.plan_trust.statement[0].condition : "${c.test} ${c.variable} ${join(",", c.values)}"]) == toset(["StringEquals token.actions.githubusercontent.com:aud sts.amazonaws.com", "StringLike token.actions.githubusercontent.com:sub repo:example/ml-infra:*"])
    error_message = "B32: the plan role's trust."
  }
}

run "ckv_lz_009_plan_role_only_reads" {
  command = plan

  assert {
    condition     = keys(aws_iam_role_policy_attachment.plan) == ["arn:aws:iam::aws:policy/ReadOnlyAccess"]
    error_message = "CKV_LZ_009: ReadOnlyAccess and nothing more."
  }

  assert {
    condition     = alltrue(flatten([for s in data.aws_iam_policy_document.plan[0].statement : [for a in s.actions : can(regex("^(s3:(List|Get)|dynamodb:GetItem|kms:(Decrypt|DescribeKey))", a))] if s.effect != "Deny"]))
    error_message = "CKV_LZ_009: the plan role must not write."
  }

  assert {
    condition     = length([for s in data.aws_iam_policy_document.plan[0].statement : s if s.sid == "NoForeignObjects" && s.effect == "Deny" && tolist(s.not_resources) == tolist(["arn:aws:s3:::mm-terraform-state/*/dev/dev/terraform.tfstate"])]) == 1
    error_message = "B32: whoever opens a pull request must not read data."
  }
}

run "b11_apply_role_names_its_services" {
  command = plan

  assert {
    condition     = [for s in data.aws_iam_policy_document.apply.statement : s.actions if s.sid == "Services"] == [toset(["ec2:*", "iam:*", "s3:*"])]
    error_message = "B11: services by name."
  }

  assert {
    condition     = !contains(flatten([for s in data.aws_iam_policy_document.apply.statement : tolist(s.actions)]), "*") && !contains(flatten([for s in data.aws_iam_policy_document.boundary.statement : tolist(s.actions) if s.effect != "Deny"]), "*")
    error_message = "B11: no Action * anywhere."
  }
}

run "e19_own_state_only" {
  command = plan

  assert {
    condition     = [for s in data.aws_iam_policy_document.apply.statement : s.resources if s.sid == "WriteOwnState"] == [toset(["arn:aws:s3:::mm-terraform-state/*/dev/dev/terraform.tfstate", "arn:aws:s3:::mm-terraform-state/*/dev/dev/terraform.tfstate.tflock"])]
    error_message = "E19: only own keys."
  }

  assert {
    condition     = [for s in data.aws_iam_policy_document.apply.statement : s.resources if contains(tolist(s.actions), "s3:DeleteObject")] == [toset(["arn:aws:s3:::mm-terraform-state/*/dev/dev/terraform.tfstate.tflock"])]
    error_message = "E19: only a lockfile is deleted."
  }

  assert {
    condition     = [for s in data.aws_iam_policy_document.apply.statement : [for c in s.condition : tolist(c.values)] if s.sid == "OwnLockItems"] == [[tolist(["mm-terraform-state/*/dev/dev/terraform.tfstate", "mm-terraform-state/*/dev/dev/terraform.tfstate-md5"])]]
    error_message = "E19: only own items of the lock table."
  }
}

run "boundary_cannot_be_taken_off_or_edited_and_makes_no_users" {
  command = plan

  assert {
    condition     = alltrue([for a in ["iam:CreateUser", "iam:CreateAccessKey", "iam:CreateLoginProfile", "iam:CreateServiceSpecificCredential"] : contains(flatten([for s in data.aws_iam_policy_document.boundary.statement : tolist(s.actions) if s.sid == "NoUsers" && s.effect == "Deny"]), a)])
    error_message = "A11: no users, keys or passwords."
  }

  assert {
    condition     = length([for s in data.aws_iam_policy_document.boundary.statement : s if s.sid == "NoBoundaryRemoval" && s.effect == "Deny" && contains(tolist(s.actions), "iam:DeleteRolePermissionsBoundary") && contains(tolist(s.resources), "*")]) == 1
    error_message = "The boundary must not be removable."
  }

  assert {
    condition     = [for s in data.aws_iam_policy_document.boundary.statement : s.resources if s.sid == "NoBoundaryEdit" && contains(tolist(s.actions), "iam:CreatePolicyVersion")] == [toset(["arn:aws:iam::222222222222:policy/guardrails/MM-dev-use1-policy-apply-boundary"])]
    error_message = "The boundary must not be editable."
  }

  assert {
    condition     = [for s in data.aws_iam_policy_document.boundary.statement : s.resources if s.sid == "NoSelfEdit" && contains(tolist(s.actions), "iam:UpdateAssumeRolePolicy")] == [toset(["arn:aws:iam::222222222222:role/guardrails/MM-github-actions-plan", "arn:aws:iam::222222222222:role/guardrails/MM-github-actions-apply"])]
    error_message = "PG-028: the pipeline must not edit its own roles."
  }
}

run "no_state_bucket_in_a_member_account" {
  command = plan

  assert {
    condition     = length(aws_s3_bucket.state) == 0 && length(aws_s3_bucket.replica) == 0 && length(aws_dynamodb_table.lock) == 0 && output.backend == null
    error_message = "A48: the state belongs to one account."
  }
}

run "e17_gitlab_subject_is_exact" {
  command = plan

  variables {
    github_oidc = null
    gitlab_oidc = {
      plan_subjects  = ["project_path:example/infrastructure:*"]
      apply_subjects = ["project_path:example/infrastructure:ref_type:branch:ref:main"]
    }
  }

  assert {
    condition     = { for n, p in aws_iam_openid_connect_provider.this : n => p.url } == { gitlab = "https://gitlab.com" }
    error_message = "E17: GitLab's provider, and no other."
  }

  assert {
    condition     = toset([for c in data.aws_iam_policy_document.apply_trust.statement[0].condition : "${c.test} ${c.variable} ${join(",", c.values)}"]) == toset(["StringEquals gitlab.com:aud https://gitlab.com", "StringEquals gitlab.com:sub project_path:example/infrastructure:ref_type:branch:ref:main"])
    error_message = "CKV_LZ_010: exact subject and audience."
  }
}

run "require_boundary_binds_new_roles" {
  command = plan

  variables {
    apply_role = { name = "MM-github-actions-apply", services = ["iam"], require_boundary = true }
  }

  assert {
    condition     = length([for s in data.aws_iam_policy_document.boundary.statement : s if s.sid == "NewRolesInsideBoundary" && contains(tolist(s.actions), "iam:CreateRole")]) == 1
    error_message = "New roles must carry the boundary."
  }
}

run "examples_minimal_plans" {
  command = plan

  module {
    source = "./examples/minimal"
  }
}

run "b32_subjects_with_the_ids_of_a_new_repository_are_trusted" {
  command = plan

  variables {
    github_oidc = {
      plan_subjects  = ["repo:example@123456/ml-infra@456789:*"]
      apply_subjects = ["repo:example@123456/ml-infra@456789:ref:refs/heads/main"]
    }
  }

  assert {
    condition     = one([for c in data.aws_iam_policy_document.apply_trust.statement[0].condition : c.values if endswith(c.variable, ":sub")]) == tolist(["repo:example@123456/ml-infra@456789:ref:refs/heads/main"])
    error_message = "GitHub sends the ids of owner and repository for repositories made since summer 2026."
  }
}

run "examples_complete_plans" {
  command = plan

  module {
    source = "./examples/complete"
  }

  assert {
    condition     = output.backend.bucket == "mm-terraform-state" && output.backend.encrypt && !output.backend.use_lockfile
    error_message = "E19: encrypt must be true, and the table is the lock."
  }
}
