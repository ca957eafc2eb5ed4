output "transit_gateway_id" {
  description = "Id of the transit gateway."
  value       = aws_ec2_transit_gateway.this.id
}

output "transit_gateway_arn" {
  description = "ARN of the transit gateway."
  value       = aws_ec2_transit_gateway.this.arn
}

output "resource_share_arn" {
  description = "ARN of the RAM share; member accounts attach through it."
  value       = aws_ram_resource_share.this.arn
}

output "route_table_ids" {
  description = "Transit gateway route tables by segment."
  value       = { for name, table in aws_ec2_transit_gateway_route_table.this : name => table.id }
}

output "attachment_ids" {
  description = "Attachments by name, created or accepted here."
  value       = local.attachment_ids
}

output "reachability" {
  description = "Segments that each segment reaches, derived from the propagations and static routes that this module makes (PG-011)."
  value       = local.reachability
}

output "attachment_reachability" {
  description = "Attachments that each attachment reaches, derived from the same routes."
  value       = local.attachment_reachability
}
