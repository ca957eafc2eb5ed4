data "http" "guardrails" {
  url = "https://raw.githubusercontent.com/acme/policies/main/scp.json"
}

resource "aws_organizations_policy" "guardrails" {
  name    = "guardrails"
  content = data.http.guardrails.response_body
}
