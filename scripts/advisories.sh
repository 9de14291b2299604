#!/usr/bin/env bash
# Known vulnerabilities of what the program is made of: crates by RustSec, npm packages by npm's own audit. Their
# databases are on the network; where one cannot be reached the check says that it was skipped.
set -euo pipefail
cd "$(dirname "$0")/.."

# Runs a check; a message that matches the pattern means that its database is out of reach.
advisories() {
  local name="$1" unreachable="$2" told status=0
  shift 2
  told="$("$@" 2>&1)" || status=$?
  if ((status == 0)); then
    printf 'advisories: %s: none known\n' "$name"
  elif grep -qE "$unreachable" <<<"$told"; then
    printf 'advisories: %s: SKIPPED, the database cannot be reached from here\n' "$name"
  else
    printf '%s\n' "$told"
    return "$status"
  fi
}

advisories crates 'failed to (fetch|clone|load) advisory database|Could not resolve host' \
  timeout 120 cargo deny check advisories
advisories npm 'audit endpoint returned an error|ENOTFOUND|ECONNREFUSED|EAI_AGAIN|ETIMEDOUT|ENOLOCK' \
  timeout 120 npm audit --audit-level=moderate
