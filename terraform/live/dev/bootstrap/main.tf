# The pipeline's way into this account: its OIDC provider, plan role and apply role. The first apply is by hand.
module "bootstrap" {
  source = "../../../modules/bootstrap"

  providers = {
    aws         = aws
    aws.replica = aws.replica
  }

  name_prefix  = var.name_prefix
  common_tags  = var.common_tags
  account_id   = var.account_id
  partition    = var.partition
  github_oidc  = var.github_oidc
  gitlab_oidc  = var.gitlab_oidc
  plan_role    = var.plan_role
  apply_role   = var.apply_role
  state_access = var.state_access
  state        = var.state
}
