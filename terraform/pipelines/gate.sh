#!/usr/bin/env bash
# Judges terraform/live/$ROOT/approved.tfplan, which plan.sh made, for the account $ACCOUNT_ID: the answer on stdout, above
# the plan in text/<root>.txt, and in gate/<root>.sarif, .md, .html, .xml (JUnit) and .json (code quality of GitLab) here.
# Exits as `guardrails gate` does: 0 passed, 1 refused, 2 wrong usage, 3 not decided.
set -euo pipefail

root="terraform/live/${ROOT:?the root to judge, such as dev/networking}"
account="${ACCOUNT_ID:?the account of the root}"
name="${ROOT//\//--}"
# The plan as JSON holds every secret in plain text: it stays in the job, and no longer than this.
trap 'rm -f "$root/plan.json"' EXIT
terraform -chdir="$root" show -json approved.tfplan > "$root/plan.json"
mkdir -p gate text
code=0
guardrails gate "$root/plan.json" --account "$account" --region "${AWS_REGION:-}" --module "${ROOT##*/}" --source "$root" \
  --output sarif="gate/$name.sarif" --output markdown="gate/$name.md" --output html="gate/$name.html" \
  --output junit="gate/$name.xml" --output gitlab="gate/$name.json" > "gate/$name.txt" 2> "gate/$name.err" || code=$?
cat "gate/$name.txt" "gate/$name.err"
if [ -s "gate/$name.txt" ]; then answer="gate/$name.txt"; else answer="gate/$name.err"; fi
plan="$(cat "text/$name.txt" 2> /dev/null || true)"
{ cat "$answer"; printf '\n%s\n' "$plan"; } > "text/$name.new"
mv "text/$name.new" "text/$name.txt"
rm "gate/$name.err"
exit "$code"
