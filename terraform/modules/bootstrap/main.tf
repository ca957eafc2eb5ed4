locals {
  common_tags = merge(var.common_tags, { Module = "bootstrap" })

  arn_prefix     = "arn:${var.partition}"
  plan_role_arn  = "${local.arn_prefix}:iam::${var.account_id}:role${var.role_path}${var.plan_role.name}"
  apply_role_arn = "${local.arn_prefix}:iam::${var.account_id}:role${var.role_path}${var.apply_role.name}"
  boundary_name  = "${var.name_prefix}-policy-apply-boundary"
  boundary_arn   = "${local.arn_prefix}:iam::${var.account_id}:policy${var.role_path}${local.boundary_name}"

  # One entry per provider that exists; host is the prefix of the condition keys, for example "gitlab.com:sub".
  oidc = merge(
    var.github_oidc == null ? {} : {
      github = merge(var.github_oidc, { url = "https://token.actions.githubusercontent.com", host = "token.actions.githubusercontent.com" })
    },
    var.gitlab_oidc == null ? {} : {
      gitlab = merge(var.gitlab_oidc, { host = trimprefix(var.gitlab_oidc.url, "https://") })
    },
  )
}

resource "aws_iam_openid_connect_provider" "this" {
  for_each = local.oidc

  url            = each.value.url
  client_id_list = [each.value.audience]

  tags = merge(local.common_tags, { Name = "${var.name_prefix}-oidc-${each.key}" })
}
