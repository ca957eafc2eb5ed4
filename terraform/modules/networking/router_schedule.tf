# A37 against A25 (W11): "always one router" and "off at night" agree only as two scheduled actions in a named zone.
resource "aws_autoscaling_schedule" "stop" {
  count = var.router_enabled && var.router_schedule_enabled ? 1 : 0

  scheduled_action_name  = "stop-at-night"
  autoscaling_group_name = aws_autoscaling_group.router[0].name
  recurrence             = var.router_stop_cron
  time_zone              = var.router_schedule_time_zone
  min_size               = 0
  max_size               = 0
  desired_capacity       = 0
}

resource "aws_autoscaling_schedule" "start" {
  count = var.router_enabled && var.router_schedule_enabled ? 1 : 0

  scheduled_action_name  = "start-in-the-morning"
  autoscaling_group_name = aws_autoscaling_group.router[0].name
  recurrence             = var.router_start_cron
  time_zone              = var.router_schedule_time_zone
  min_size               = 1
  max_size               = 1
  desired_capacity       = 1
}
