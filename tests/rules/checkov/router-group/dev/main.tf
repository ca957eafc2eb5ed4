# account: Dev
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

resource "aws_autoscaling_group" "fail_always_on" {
  name                = "MM-prod-use1-asg-router-fail-always-on"
  min_size            = 1
  max_size            = 1
  health_check_type   = "EC2"
  vpc_zone_identifier = ["subnet-0123456789abcdef0"]

  launch_template {
    id      = "lt-0123456789abcdef0"
    version = "1"
  }
}
