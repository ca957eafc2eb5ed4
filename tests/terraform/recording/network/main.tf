resource "aws_vpc" "this" {
  cidr_block           = "10.9.0.0/16"
  enable_dns_support   = true
  enable_dns_hostnames = var.changed
}

resource "aws_subnet" "this" {
  vpc_id                  = aws_vpc.this.id
  cidr_block              = "10.9.0.0/24"
  availability_zone       = "us-east-1a"
  map_public_ip_on_launch = var.changed
}

resource "aws_internet_gateway" "this" {
  vpc_id = aws_vpc.this.id
}

resource "aws_default_security_group" "this" {
  vpc_id = aws_vpc.this.id

  dynamic "egress" {
    for_each = var.changed ? ["443"] : []

    content {
      from_port   = egress.value
      to_port     = egress.value
      protocol    = "tcp"
      cidr_blocks = ["10.9.0.0/16"]
    }
  }
}

resource "aws_security_group" "this" {
  name        = "recording"
  description = "Of the instance"
  vpc_id      = aws_vpc.this.id
}

resource "aws_vpc_security_group_ingress_rule" "this" {
  security_group_id = aws_security_group.this.id
  cidr_ipv4         = var.changed ? "10.9.0.0/24" : "10.9.0.0/16"
  from_port         = 443
  to_port           = 443
  ip_protocol       = "tcp"
}

resource "aws_vpc_security_group_egress_rule" "this" {
  security_group_id = aws_security_group.this.id
  cidr_ipv4         = var.changed ? "10.9.0.0/24" : "10.9.0.0/16"
  from_port         = 443
  to_port           = 443
  ip_protocol       = "tcp"
}

resource "aws_instance" "this" {
  ami                    = "ami-12c6146b"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.this.id
  vpc_security_group_ids = [aws_security_group.this.id]
  source_dest_check      = var.changed

  metadata_options {
    http_tokens                 = "required"
    http_put_response_hop_limit = var.changed ? 2 : 1
  }
}

resource "aws_eip" "this" {
  domain     = "vpc"
  depends_on = [aws_internet_gateway.this] # An address needs a way out of the VPC.
}

resource "aws_eip_association" "this" {
  allocation_id = aws_eip.this.id
  instance_id   = aws_instance.this.id
}

resource "aws_route_table" "this" {
  for_each = toset(["first", "second"])
  vpc_id   = aws_vpc.this.id
}

resource "aws_route" "this" {
  route_table_id         = aws_route_table.this["first"].id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = var.changed ? null : aws_internet_gateway.this.id
  network_interface_id   = var.changed ? aws_instance.this.primary_network_interface_id : null
}

resource "aws_route_table_association" "this" {
  subnet_id      = aws_subnet.this.id
  route_table_id = aws_route_table.this[var.changed ? "second" : "first"].id
}

resource "aws_vpc_endpoint" "this" {
  vpc_id          = aws_vpc.this.id
  service_name    = "com.amazonaws.us-east-1.s3"
  route_table_ids = [aws_route_table.this["first"].id]

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = "*"
      Action    = var.changed ? "s3:GetObject" : "s3:*"
      Resource  = "*"
    }]
  })
}

resource "aws_launch_template" "this" {
  name                   = "recording"
  image_id               = "ami-12c6146b"
  instance_type          = var.changed ? "t3.small" : "t3.micro"
  update_default_version = true
}

resource "aws_autoscaling_group" "this" {
  name                      = "recording"
  min_size                  = 0
  max_size                  = var.changed ? 2 : 1
  desired_capacity          = 0
  vpc_zone_identifier       = [aws_subnet.this.id]
  wait_for_capacity_timeout = "0"

  launch_template {
    id      = aws_launch_template.this.id
    version = "$Latest"
  }
}

resource "aws_autoscaling_schedule" "this" {
  scheduled_action_name  = "night"
  autoscaling_group_name = aws_autoscaling_group.this.name
  min_size               = 0
  max_size               = 0
  desired_capacity       = 0
  recurrence             = var.changed ? "0 20 * * *" : "0 19 * * *"
}

resource "aws_ec2_transit_gateway" "this" {
  description = var.changed ? "After" : "Before"
}

resource "aws_secretsmanager_secret" "this" {
  name                    = "recording"
  description             = var.changed ? "After" : "Before"
  recovery_window_in_days = 0
}
