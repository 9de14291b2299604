#!/usr/bin/env bash
# Installs what building and testing need and is missing; says what it does; quick when everything is there.
set -euo pipefail
cd "$(dirname "$0")/.."

TRUNK=0.21.14          # 0.22 asks for a newer compiler
WASM_BINDGEN=0.2.130   # must equal the crate's version in Cargo.toml
CARGO_DENY=0.20.2

say() { printf 'setup: %s\n' "$*"; }
need() { command -v "$1" >/dev/null 2>&1; }
has_version() { need "$1" && [[ "$("$@" 2>/dev/null)" == *" $version"* ]]; }
as_root() { if [[ $EUID -eq 0 ]]; then "$@"; elif need sudo; then sudo "$@"; else say "needs root: $*"; exit 1; fi; }
export PATH="$HOME/.cargo/bin:$PATH"

for tool in cargo rustc node npm; do
  need "$tool" || { say "$tool is missing: install Rust 1.90 or newer (rustup) and node 20 or newer first"; exit 1; }
done

if ! rustc --print target-libdir --target wasm32-unknown-unknown 2>/dev/null | xargs -r test -d; then
  say "adding the target wasm32-unknown-unknown"
  rustup target add wasm32-unknown-unknown
fi
for part in rustfmt clippy; do
  if need rustup && ! cargo "${part/rustfmt/fmt}" --version >/dev/null 2>&1; then
    say "adding $part"
    rustup component add "$part"
  fi
done

# The tools are built plainly: they run for seconds, so an optimised build of them would cost more than it gives.
# They share one build folder, which is removed at the end.
build="$(mktemp -d)"
trap 'rm -rf "$build"' EXIT
install_tool() {
  env -u RUSTFLAGS -u CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER CARGO_TARGET_DIR="$build" CARGO_PROFILE_RELEASE_OPT_LEVEL="${opt:-0}" \
    CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=256 CARGO_PROFILE_RELEASE_STRIP=symbols \
    cargo install --force --quiet "$@"
}

version=$TRUNK
if ! has_version trunk --version; then
  say "building trunk $TRUNK (about 4 minutes on 2 cores)"
  install_tool --locked "trunk@$TRUNK" --no-default-features --features rustls
fi
version=$WASM_BINDGEN
if ! has_version wasm-bindgen --version || ! need wasm-bindgen-test-runner; then
  say "building wasm-bindgen-cli $WASM_BINDGEN (about 3 minutes on 2 cores)"
  # Not --locked: its lock file names a crate version that not every mirror has.
  opt=1 install_tool "wasm-bindgen-cli@$WASM_BINDGEN"
fi
version=$CARGO_DENY
if ! has_version cargo-deny --version; then
  say "building cargo-deny $CARGO_DENY (about 1 minute on 2 cores)"
  install_tool --locked "cargo-deny@$CARGO_DENY" --no-default-features
fi

lock_hash="$(sha256sum package-lock.json | cut -d' ' -f1)"
if [[ "$(cat node_modules/.evenfield-lock 2>/dev/null || true)" != "$lock_hash" ]]; then
  say "installing npm packages (map library, wasm-opt, browser tests)"
  npm ci --no-audit --no-fund --loglevel=error
  printf '%s' "$lock_hash" > node_modules/.evenfield-lock
fi

packages=()
need chromium || [[ -n "${CHROMIUM:-}" ]] || packages+=(chromium)
need chromedriver || [[ -n "${CHROMEDRIVER:-}" ]] || packages+=(chromium-driver)
need brotli || packages+=(brotli)
if (( ${#packages[@]} )); then
  need apt-get || { say "please install: ${packages[*]}"; exit 1; }
  say "installing ${packages[*]} (apt)"
  as_root apt-get update -qq
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${packages[@]}"
fi

say "crates of the lock file"
cargo fetch --locked --quiet
say "everything is there"
