resource "aws_ce_anomaly_monitor" "service" {
  name              = "MM-mgmt-use1-anomaly-service"
  monitor_type      = "DIMENSIONAL"
  monitor_dimension = "SERVICE"
}

resource "aws_ce_anomaly_subscription" "fail_by_service_only" {
  name             = "MM-mgmt-use1-anomaly-fail-by-service-only"
  frequency        = "IMMEDIATE"
  monitor_arn_list = [aws_ce_anomaly_monitor.service.arn]

  subscriber {
    type    = "SNS"
    address = "arn:aws:sns:us-east-1:111111111111:MM-mgmt-use1-topic-alerts"
  }

  threshold_expression {
    dimension {
      key           = "ANOMALY_TOTAL_IMPACT_ABSOLUTE"
      match_options = ["GREATER_THAN_OR_EQUAL"]
      values        = ["10"]
    }
  }
}

resource "aws_ce_anomaly_subscription" "unknown_elsewhere" {
  name             = "MM-mgmt-use1-anomaly-unknown-elsewhere"
  frequency        = "IMMEDIATE"
  monitor_arn_list = ["arn:aws:ce::111111111111:anomalymonitor/11111111-2222-3333-4444-555555555555"]

  subscriber {
    type    = "SNS"
    address = "arn:aws:sns:us-east-1:111111111111:MM-mgmt-use1-topic-alerts"
  }

  threshold_expression {
    dimension {
      key           = "ANOMALY_TOTAL_IMPACT_ABSOLUTE"
      match_options = ["GREATER_THAN_OR_EQUAL"]
      values        = ["10"]
    }
  }
}
