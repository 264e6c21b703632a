# shellcheck shell=bash disable=SC2034 # The variables are for the scripts.
# What the build scripts of the languages share. Each begins with `source …/build.bash`, which goes to the root of
# the tree and says where the programs go: scripts/build-peers sets VERSION, BIN and STATED to build with another
# version into another folder.
set -euo pipefail
shopt -s nullglob

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
language=$(basename "$(cd "$(dirname "${BASH_SOURCE[1]}")" && pwd)")
cd "$root"
peers=$root/.build/peers
bin=$root/${BIN:-.build/peers/bin}
stated=$root/${STATED:-.build/peers/versions/$language}
version=${VERSION:-}
mkdir -p "$bin" "$(dirname "$stated")"

say() { printf '%s\n' "$@" >&2; } # one argument a line
fail() { say "$@"; exit 1; }

# is_at_least MINIMUM VERSION
is_at_least() { [ -n "$2" ] && printf '%s\n' "$1" "$2" | sort --check=quiet --version-sort; }

# is_wanted ID: whether WORKLOADS names the workload or nothing.
is_wanted() { [[ -z "${WORKLOADS:-}" || " $WORKLOADS " == *" $1 "* ]]; }
