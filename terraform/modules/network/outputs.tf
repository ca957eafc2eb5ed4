output "vpc_id" {
  description = "Id of the VPC."
  value       = aws_vpc.this.id
}

output "vpc_cidr" {
  description = "IPv4 range of the VPC."
  value       = aws_vpc.this.cidr_block
}

output "public_subnet_ids" {
  description = "Ids of the public subnets by zone letter."
  value       = { for zone, subnet in aws_subnet.public : zone => subnet.id }
}

output "private_subnet_ids" {
  description = "Ids of the private subnets by zone letter."
  value       = { for zone, subnet in aws_subnet.private : zone => subnet.id }
}

output "private_subnet_cidrs" {
  description = "IPv4 ranges of the private subnets by zone letter."
  value       = { for zone, subnet in aws_subnet.private : zone => subnet.cidr_block }
}

output "public_route_table_id" {
  description = "Id of the route table of the public subnets."
  value       = aws_route_table.public.id
}

output "private_route_table_ids" {
  description = "Ids of the private route tables: by zone letter with a gateway per zone, else one under the key shared."
  value       = { for key, table in aws_route_table.private : key => table.id }
}

output "internet_gateway_id" {
  description = "Id of the internet gateway."
  value       = aws_internet_gateway.this.id
}

output "nat_public_ips" {
  description = "Public addresses of the NAT by zone letter; empty without NAT."
  value       = { for zone, eip in aws_eip.nat : zone => eip.public_ip }
}

output "nat_gateway_ids" {
  description = "Ids of the NAT gateways by zone letter; empty with a NAT instance."
  value       = { for zone, gateway in aws_nat_gateway.this : zone => gateway.id }
}

output "nat_instance_id" {
  description = "Id of the NAT instance; null with gateways."
  value       = one([for instance in aws_instance.nat : instance.id])
}

output "flow_log_group_name" {
  description = "Name of the flow-log group, {name_prefix}-logs-flow."
  value       = aws_cloudwatch_log_group.flow.name
}

output "flow_log_group_arn" {
  description = "ARN of the flow-log group."
  value       = aws_cloudwatch_log_group.flow.arn
}

output "flow_log_role_arn" {
  description = "ARN of the role that delivers flow logs."
  value       = aws_iam_role.flow.arn
}
