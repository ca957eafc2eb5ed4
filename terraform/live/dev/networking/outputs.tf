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
