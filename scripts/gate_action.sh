#!/usr/bin/env bash
# What action.yml runs: `guardrails gate` with the inputs of the action, which stand in the environment. Writes the
# outputs of the step and its summary, and ends with the exit code of the gate.
set -euo pipefail

arguments=()
option() { if [ -n "$2" ]; then arguments+=("$1=$2"); fi; }
option --account "${ACCOUNT:-}"
option --env "${ENVIRONMENT:-}"
option --as "${CALLER:-}"
option --region "${REGION:-}"
option --source "${SOURCE:-}"
option --module "${MODULE:-}"
option --root "${ROOT:-}"
option --on-unknown "${ON_UNKNOWN:-}"
option --fail-on "${FAIL_ON:-}"
option --waivers "${WAIVERS:-}"
option --baseline "${BASELINE:-}"
if [ "${CHECKOV:-}" = false ]; then arguments+=(--no-checkov); fi

plans=()
while IFS= read -r plan; do
  if [ -n "$plan" ]; then plans+=("$plan"); fi
done <<< "${PLAN:-}"
if [ "${#plans[@]}" = 0 ]; then
  echo "error: the input plan names no file" >&2
  printf 'verdict=misused\nfindings=\nsarif-file=\n' >> "$GITHUB_OUTPUT"
  exit 2
fi

kept="$(mktemp -d)"
trap 'rm -rf "$kept"' EXIT
arguments+=("--output=json=$kept/gate.json" "--output=github=$kept/annotations" "--output=markdown=$kept/gate.md")
for pair in "sarif=${SARIF:-}" "html=${HTML:-}"; do
  if [ -n "${pair#*=}" ]; then arguments+=("--output=$pair"); fi
done

code=0
guardrails gate "${arguments[@]}" -- "${plans[@]}" || code=$?

verdict=undecided findings="" sarif=""
if [ "$code" = 2 ]; then verdict=misused; fi
if [ -s "$kept/gate.json" ]; then
  answer="$(python3 -c '
import json, sys
answer = json.load(open(sys.argv[1], encoding="utf-8"))
print(answer["conclusion"], sum(answer["counts"][name] for name in ("error", "warning", "note", "undecided")))
' "$kept/gate.json")"
  verdict="${answer% *}" findings="${answer#* }" sarif="${SARIF:-}"
  if [ "${ANNOTATIONS:-}" = true ]; then cat "$kept/annotations"; fi
  if [ "${SUMMARY:-}" = true ]; then cat "$kept/gate.md" >> "$GITHUB_STEP_SUMMARY"; fi
  if [ -n "${MARKDOWN:-}" ]; then cp "$kept/gate.md" "$MARKDOWN"; fi
fi
# A path with a line end in it would be read as two outputs.
printf 'verdict=%s\nfindings=%s\nsarif-file=%s\n' "$verdict" "$findings" "${sarif//[$'\r\n']/}" >> "$GITHUB_OUTPUT"
exit "$code"
