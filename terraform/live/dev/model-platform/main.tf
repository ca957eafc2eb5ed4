# The model store with its key, the role of GPU nodes, and who may reach inference.
module "model_platform" {
  source = "../../../modules/model-platform"

  providers = {
    aws    = aws
    aws.dr = aws.dr
  }

  name_prefix          = var.name_prefix
  common_tags          = var.common_tags
  account_id           = var.account_id
  vpc_id               = var.vpc_id
  private_subnet_cidrs = var.private_subnet_cidrs
  replication_enabled  = var.replication_enabled
  dr_name_prefix       = var.dr_name_prefix
}
