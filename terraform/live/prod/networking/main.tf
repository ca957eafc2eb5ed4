# The account's VPC, and its twin in the second Region, each with subnets, NAT, endpoints and a router.
module "network" {
  source = "../../../modules/network"

  name_prefix              = var.vpcs.home.name_prefix
  common_tags              = var.common_tags
  account_id               = var.account_id
  region                   = var.vpcs.home.region
  cidr                     = var.vpcs.home.cidr
  zones                    = var.vpcs.home.zones
  public_subnets           = var.vpcs.home.public_subnets
  private_subnets          = var.vpcs.home.private_subnets
  reserved_from            = var.vpcs.home.reserved_from
  nat                      = var.vpcs.home.nat
  nat_ami_id               = var.vpcs.home.nat_ami_id
  flow_logs_retention_days = var.flow_logs_retention_days
}

module "networking" {
  source = "../../../modules/networking"

  name_prefix               = var.vpcs.home.name_prefix
  common_tags               = var.common_tags
  account_id                = var.account_id
  region                    = var.vpcs.home.region
  organization_id           = var.organization_id
  vpc_id                    = module.network.vpc_id
  vpc_cidr                  = module.network.vpc_cidr
  private_subnet_ids        = module.network.private_subnet_ids
  private_subnet_cidrs      = module.network.private_subnet_cidrs
  private_route_table_ids   = module.network.private_route_table_ids
  gateway_endpoints         = var.vpcs.home.gateway_endpoints
  interface_endpoints       = var.vpcs.home.interface_endpoints
  endpoint_zones            = var.vpcs.home.endpoint_zones
  router_enabled            = var.vpcs.home.router != null
  router_ami_id             = try(var.vpcs.home.router.ami_id, null)
  router_instance_type      = try(var.vpcs.home.router.instance_type, null)
  router_tag                = var.router_tag
  acl_sources               = var.acl_sources
  router_schedule_enabled   = try(var.vpcs.home.router.stop_cron, null) != null
  router_schedule_time_zone = var.time_zone
  router_stop_cron          = try(var.vpcs.home.router.stop_cron, null)
  router_start_cron         = try(var.vpcs.home.router.start_cron, null)
}

module "network_dr" {
  source = "../../../modules/network"

  providers = {
    aws = aws.dr
  }

  name_prefix              = var.vpcs.dr.name_prefix
  common_tags              = var.common_tags
  account_id               = var.account_id
  region                   = var.vpcs.dr.region
  cidr                     = var.vpcs.dr.cidr
  zones                    = var.vpcs.dr.zones
  public_subnets           = var.vpcs.dr.public_subnets
  private_subnets          = var.vpcs.dr.private_subnets
  reserved_from            = var.vpcs.dr.reserved_from
  nat                      = var.vpcs.dr.nat
  nat_ami_id               = var.vpcs.dr.nat_ami_id
  flow_logs_retention_days = var.flow_logs_retention_days
}

module "networking_dr" {
  source = "../../../modules/networking"

  providers = {
    aws = aws.dr
  }

  name_prefix               = var.vpcs.dr.name_prefix
  common_tags               = var.common_tags
  account_id                = var.account_id
  region                    = var.vpcs.dr.region
  organization_id           = var.organization_id
  vpc_id                    = module.network_dr.vpc_id
  vpc_cidr                  = module.network_dr.vpc_cidr
  private_subnet_ids        = module.network_dr.private_subnet_ids
  private_subnet_cidrs      = module.network_dr.private_subnet_cidrs
  private_route_table_ids   = module.network_dr.private_route_table_ids
  gateway_endpoints         = var.vpcs.dr.gateway_endpoints
  interface_endpoints       = var.vpcs.dr.interface_endpoints
  endpoint_zones            = var.vpcs.dr.endpoint_zones
  router_enabled            = var.vpcs.dr.router != null
  router_ami_id             = try(var.vpcs.dr.router.ami_id, null)
  router_instance_type      = try(var.vpcs.dr.router.instance_type, null)
  router_tag                = var.router_tag
  acl_sources               = var.acl_sources
  router_schedule_enabled   = try(var.vpcs.dr.router.stop_cron, null) != null
  router_schedule_time_zone = var.time_zone
  router_stop_cron          = try(var.vpcs.dr.router.stop_cron, null)
  router_start_cron         = try(var.vpcs.dr.router.start_cron, null)
}
