locals {
  # The address is associated after the instance has started, so installing waits for the way out. The rules are in
  # place before the service starts for the first time: its own default would reject everything that is forwarded.
  nat_user_data = <<-EOT
    #!/bin/bash
    set -euo pipefail
    for attempt in $(seq 1 60); do
      dnf install -y iptables-services && break
      sleep 5
    done
    echo 'net.ipv4.ip_forward = 1' > /etc/sysctl.d/90-nat.conf
    sysctl -p /etc/sysctl.d/90-nat.conf
    interface=$(ip -4 route show default | awk '{print $5; exit}')
    cat > /etc/sysconfig/iptables <<RULES
    *nat
    -A POSTROUTING -s ${var.cidr} -o $interface -j MASQUERADE
    COMMIT
    *filter
    :FORWARD DROP [0:0]
    -A FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
    -A FORWARD -s ${var.cidr} -j ACCEPT
    COMMIT
    RULES
    systemctl enable iptables
    systemctl restart iptables
  EOT
}

resource "aws_security_group" "nat" {
  for_each = local.instance_zones

  name        = "${var.name_prefix}-sg-nat"
  description = "NAT instance: in from the private subnets, out to the internet"
  vpc_id      = aws_vpc.this.id

  tags = merge(local.common_tags, { Name = "${var.name_prefix}-sg-nat" })
}

resource "aws_vpc_security_group_ingress_rule" "nat" {
  for_each = length(local.instance_zones) > 0 ? local.private_subnets : {}

  security_group_id = one(values(aws_security_group.nat)).id
  description       = "Private subnet of zone ${each.key}"
  cidr_ipv4         = each.value
  ip_protocol       = "-1"

  tags = merge(local.common_tags, { Name = "${var.name_prefix}-${each.key}-rule-nat" })
}

resource "aws_vpc_security_group_egress_rule" "nat" {
  for_each = local.instance_zones

  security_group_id = aws_security_group.nat[each.key].id
  description       = "What the private subnets send to the internet"
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "-1"

  tags = merge(local.common_tags, { Name = "${var.name_prefix}-rule-egress" })
}

# No associate_public_ip_address: the subnet gives none, and false would replace the instance as soon as AWS shows the
# Elastic IP on its interface.
resource "aws_instance" "nat" {
  for_each = local.instance_zones

  ami                         = var.nat_ami_id
  instance_type               = var.nat_instance_type
  subnet_id                   = aws_subnet.public[each.key].id
  vpc_security_group_ids      = [aws_security_group.nat[each.key].id]
  source_dest_check           = false # it forwards what others send
  user_data_base64            = base64encode(local.nat_user_data)
  user_data_replace_on_change = true

  metadata_options {
    http_endpoint               = "enabled"
    http_tokens                 = "required"
    http_put_response_hop_limit = 1
  }

  credit_specification {
    cpu_credits = "standard" # unlimited would bill a busy night
  }

  root_block_device {
    encrypted   = true
    volume_type = "gp3"
    volume_size = 8 # GiB, the size of the image

    tags = merge(local.common_tags, { Name = "${var.name_prefix}-${each.key}-volume-nat", BackupPolicy = "none" })
  }

  tags = merge(local.common_tags, { Name = "${var.name_prefix}-${each.key}-instance-nat", BackupPolicy = "none" })
}

resource "aws_eip_association" "nat" {
  for_each = local.instance_zones

  allocation_id = aws_eip.nat[each.key].id
  instance_id   = aws_instance.nat[each.key].id
}
