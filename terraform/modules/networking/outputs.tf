output "gateway_endpoint_ids" {
  description = "Ids of the gateway endpoints by service."
  value       = { for service, endpoint in aws_vpc_endpoint.gateway : service => endpoint.id }
}

output "interface_endpoint_ids" {
  description = "Ids of the interface endpoints by service."
  value       = { for service, endpoint in aws_vpc_endpoint.interface : service => endpoint.id }
}

output "interface_endpoint_addresses" {
  description = "Number of billed endpoint addresses: services times zones."
  value       = length(var.interface_endpoints) * length(local.endpoint_subnet_ids)
}

output "endpoint_security_group_id" {
  description = "Id of the security group of the interface endpoints; null without any."
  value       = one(aws_security_group.endpoints[*].id)
}

output "router_group_name" {
  description = "Name of the router's auto scaling group; null without router."
  value       = one(aws_autoscaling_group.router[*].name)
}

output "router_security_group_id" {
  description = "Id of the router's security group; null without router."
  value       = one(aws_security_group.router[*].id)
}

output "router_role_arn" {
  description = "ARN of the router's role; null without router."
  value       = one(aws_iam_role.router[*].arn)
}

output "router_secret_arn" {
  description = "ARN of the secret into which an operator puts the Tailscale auth key; null without router."
  value       = one(aws_secretsmanager_secret.router[*].arn)
}

output "tailscale_acl" {
  description = "Tailscale policy file (JSON) that opens exactly the private subnets on ports 443 and 50051."
  value       = local.tailscale_acl
}
