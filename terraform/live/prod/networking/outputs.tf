output "vpc_id" {
  description = "Id of the VPC; the variable vpc_id of model-platform."
  value       = module.network.vpc_id
}

output "private_subnet_ids" {
  description = "Ids of the private subnets by zone letter."
  value       = module.network.private_subnet_ids
}

output "private_route_table_ids" {
  description = "Ids of the private route tables."
  value       = module.network.private_route_table_ids
}

output "nat_public_ips" {
  description = "Addresses from which private subnets reach the internet."
  value       = module.network.nat_public_ips
}

output "interface_endpoint_ids" {
  description = "Ids of the interface endpoints by service."
  value       = module.networking.interface_endpoint_ids
}

output "router_secret_arn" {
  description = "Secret into which an operator puts the router's auth key."
  value       = module.networking.router_secret_arn
}

output "tailscale_acl" {
  description = "Policy file of the tailnet for the private subnets."
  value       = module.networking.tailscale_acl
}

output "vpc_id_dr" {
  description = "Id of the VPC of the second Region."
  value       = module.network_dr.vpc_id
}

output "private_subnet_ids_dr" {
  description = "Ids of the private subnets of the second Region by zone letter."
  value       = module.network_dr.private_subnet_ids
}

output "private_route_table_ids_dr" {
  description = "Ids of the private route tables of the second Region."
  value       = module.network_dr.private_route_table_ids
}

output "nat_public_ips_dr" {
  description = "Addresses from which private subnets of the second Region reach the internet."
  value       = module.network_dr.nat_public_ips
}

output "interface_endpoint_ids_dr" {
  description = "Ids of the interface endpoints of the second Region by service."
  value       = module.networking_dr.interface_endpoint_ids
}

output "router_secret_arn_dr" {
  description = "Secret of the second Region into which an operator puts the router's auth key."
  value       = module.networking_dr.router_secret_arn
}

output "tailscale_acl_dr" {
  description = "Policy file of the tailnet for the private subnets of the second Region."
  value       = module.networking_dr.tailscale_acl
}
