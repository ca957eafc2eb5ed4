locals {
  # The auth key stays in Secrets Manager and for a moment in memory (/run); the script names the secret, never its
  # value. Until an operator has put the value, the router waits.
  router_user_data = <<-EOT
    #!/bin/bash
    set -euo pipefail
    umask 077
    key=/run/tailscale-auth-key
    trap 'rm -f "$key"' EXIT
    printf 'net.ipv4.ip_forward = 1\nnet.ipv6.conf.all.forwarding = 1\n' > /etc/sysctl.d/90-router.conf
    sysctl -p /etc/sysctl.d/90-router.conf
    repository=https://pkgs.tailscale.com/stable/amazon-linux/2023/tailscale.repo
    until curl -fsSL "$repository" -o /etc/yum.repos.d/tailscale.repo && dnf install -y tailscale; do sleep 10; done
    systemctl enable --now tailscaled
    # Both in one loop, and with a timeout: with a revoked or expired key `tailscale up` waits for ever. The next round
    # reads what an operator has put in the meantime.
    until aws secretsmanager get-secret-value --region ${var.region} --secret-id ${local.secret_name} \
      --query SecretString --output text > "$key" && timeout 120 \
      tailscale up --auth-key="file:$key" --hostname=${lower(var.name_prefix)}-router \
      --advertise-routes=${var.vpc_cidr} --advertise-tags=${var.router_tag} --accept-dns=false; do sleep 30; done
  EOT

  router_tags = merge(local.common_tags, { Name = "${var.name_prefix}-instance-router", BackupPolicy = "none" })
}

resource "aws_launch_template" "router" {
  count = var.router_enabled ? 1 : 0

  name          = "${var.name_prefix}-template-router"
  description   = "Tailscale subnet router"
  image_id      = var.router_ami_id
  instance_type = var.router_instance_type
  user_data     = base64encode(local.router_user_data)

  iam_instance_profile {
    name = aws_iam_instance_profile.router[0].name
  }

  metadata_options {
    http_endpoint               = "enabled"
    http_tokens                 = "required"
    http_put_response_hop_limit = 1
  }

  credit_specification {
    cpu_credits = "standard" # unlimited would bill a busy night
  }

  # Tailscale rewrites the sender of forwarded packets to this interface, so its source check stays on.
  network_interfaces {
    associate_public_ip_address = false
    delete_on_termination       = true
    security_groups             = aws_security_group.router[*].id
  }

  block_device_mappings {
    device_name = "/dev/xvda"

    ebs {
      encrypted             = true
      volume_type           = "gp3"
      volume_size           = 8
      delete_on_termination = true
    }
  }

  dynamic "tag_specifications" {
    for_each = toset(["instance", "volume", "network-interface"])

    content {
      resource_type = tag_specifications.value
      tags          = merge(local.router_tags, { Name = "${var.name_prefix}-${tag_specifications.value == "network-interface" ? "eni" : tag_specifications.value}-router" })
    }
  }

  tags = merge(local.common_tags, { Name = "${var.name_prefix}-template-router" })
}

resource "aws_autoscaling_group" "router" {
  count = var.router_enabled ? 1 : 0

  name                      = local.router_name
  min_size                  = 1
  max_size                  = 1
  desired_capacity          = 1
  vpc_zone_identifier       = [for zone in local.zones : var.private_subnet_ids[zone]]
  health_check_type         = "EC2"
  health_check_grace_period = 300

  launch_template {
    id      = aws_launch_template.router[0].id
    version = aws_launch_template.router[0].latest_version
  }

  # A new template version replaces the one router: it is away for some minutes.
  instance_refresh {
    strategy = "Rolling"

    preferences {
      min_healthy_percentage = 0
    }
  }

  dynamic "tag" {
    for_each = local.router_tags

    content {
      key                 = tag.key
      value               = tag.value
      propagate_at_launch = true
    }
  }

  # The schedule changes all three at night; a plan must not turn the router on again.
  lifecycle {
    ignore_changes = [min_size, max_size, desired_capacity]
  }

  # Instances that start before the role may read the secret would wait for their first retry.
  depends_on = [aws_iam_role_policy.router]
}
