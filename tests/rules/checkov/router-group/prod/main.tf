# account: Prod
resource "aws_subnet" "public" {
  vpc_id     = "vpc-0123456789abcdef0"
  cidr_block = "10.2.0.0/24"
  tags       = { Name = "MM-prod-use1-a-subnet-public" }
}

resource "aws_subnet" "private" {
  vpc_id     = "vpc-0123456789abcdef0"
  cidr_block = "10.2.10.0/24"
  tags       = { Name = "MM-prod-use1-a-subnet-private" }
}

resource "aws_autoscaling_group" "pass_private" {
  name                = "MM-prod-use1-asg-router-pass-private"
  min_size            = 1
  max_size            = 1
  health_check_type   = "EC2"
  vpc_zone_identifier = [aws_subnet.private.id]

  launch_template {
    id      = "lt-0123456789abcdef0"
    version = "1"
  }
}

resource "aws_autoscaling_group" "fail_public" {
  name                = "MM-prod-use1-asg-router-fail-public"
  min_size            = 1
  max_size            = 1
  health_check_type   = "EC2"
  vpc_zone_identifier = [aws_subnet.public.id]

  launch_template {
    id      = "lt-0123456789abcdef0"
    version = "1"
  }
}

resource "aws_autoscaling_group" "fail_three" {
  name                = "MM-prod-use1-asg-router-fail-three"
  min_size            = 1
  max_size            = 3
  health_check_type   = "EC2"
  vpc_zone_identifier = ["subnet-0123456789abcdef0"]

  launch_template {
    id      = "lt-0123456789abcdef0"
    version = "1"
  }
}

resource "aws_autoscaling_group" "fail_none" {
  name                = "MM-prod-use1-asg-router-fail-none"
  min_size            = 0
  max_size            = 1
  health_check_type   = "EC2"
  vpc_zone_identifier = ["subnet-0123456789abcdef0"]

  launch_template {
    id      = "lt-0123456789abcdef0"
    version = "1"
  }
}

resource "aws_autoscaling_group" "fail_no_health_check" {
  name                = "MM-prod-use1-asg-router-fail-no-health-check"
  min_size            = 1
  max_size            = 1
  vpc_zone_identifier = ["subnet-0123456789abcdef0"]

  launch_template {
    id      = "lt-0123456789abcdef0"
    version = "1"
  }
}

resource "aws_ssm_parameter" "late" {
  name           = "/router/size"
  type           = "String"
  insecure_value = "1"
}

resource "aws_autoscaling_group" "unknown_size" {
  name                = "MM-prod-use1-asg-router-unknown-size"
  min_size            = aws_ssm_parameter.late.version
  max_size            = 1
  health_check_type   = "EC2"
  vpc_zone_identifier = ["subnet-0123456789abcdef0"]

  launch_template {
    id      = "lt-0123456789abcdef0"
    version = "1"
  }
}

resource "aws_autoscaling_group" "workers" {
  name                = "MM-prod-use1-asg-workers"
  min_size            = 0
  max_size            = 9
  health_check_type   = "EC2"
  vpc_zone_identifier = ["subnet-0123456789abcdef0"]

  launch_template {
    id      = "lt-0123456789abcdef0"
    version = "1"
  }
}

resource "aws_autoscaling_group" "pass_rests" {
  name                = "MM-prod-use1-asg-router-pass-rests"
  min_size            = 1
  max_size            = 1
  health_check_type   = "EC2"
  vpc_zone_identifier = ["subnet-0123456789abcdef0"]

  launch_template {
    id      = "lt-0123456789abcdef0"
    version = "1"
  }
}

resource "aws_autoscaling_schedule" "pass_stop" {
  scheduled_action_name  = "pass_stop"
  autoscaling_group_name = aws_autoscaling_group.pass_rests.name
  recurrence             = "0 20 * * *"
  time_zone              = "America/New_York"
  min_size               = 0
  max_size               = 0
  desired_capacity       = 0
}

resource "aws_autoscaling_schedule" "pass_start" {
  scheduled_action_name  = "pass_start"
  autoscaling_group_name = aws_autoscaling_group.pass_rests.name
  recurrence             = "0 8 * * *"
  time_zone              = "America/New_York"
  min_size               = 1
  max_size               = 1
  desired_capacity       = 1
}

resource "aws_autoscaling_group" "pass_stopped" {
  name                = "MM-prod-use1-asg-router-pass-stopped"
  min_size            = 1
  max_size            = 1
  health_check_type   = "EC2"
  vpc_zone_identifier = ["subnet-0123456789abcdef0"]

  launch_template {
    id      = "lt-0123456789abcdef0"
    version = "1"
  }
}

resource "aws_autoscaling_schedule" "fail_never_started" {
  scheduled_action_name  = "fail_never_started"
  autoscaling_group_name = aws_autoscaling_group.pass_stopped.name
  recurrence             = "0 20 * * *"
  time_zone              = "America/New_York"
  min_size               = 0
  max_size               = 0
  desired_capacity       = 0
}

resource "aws_autoscaling_schedule" "fail_no_zone" {
  scheduled_action_name  = "fail_no_zone"
  autoscaling_group_name = aws_autoscaling_group.pass_rests.name
  recurrence             = "0 9 * * *"
  min_size               = 1
  max_size               = 1
  desired_capacity       = 1
}
