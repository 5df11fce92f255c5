#!/bin/sh
# Formats every source file, or with --check only says which ones are not formatted.
set -eu
cd "$(dirname "$0")/.."
dotnet tool restore >/dev/null
if command -v cargo >/dev/null; then
    format_rust() {
        cargo fmt --all --manifest-path bindings/rust/Cargo.toml "$@"
        cargo fmt --manifest-path samples/rust/serde/Cargo.toml "$@"
    }
else
    format_rust() { echo "rustfmt: skipped, because cargo is not installed" >&2; }
fi
prettier=bindings/node/node_modules/.bin/prettier
if [ -x $prettier ]; then
    format_javascript() { $prettier "$1" --log-level warn .prettierrc.json bindings/node samples/node tests/Behaviour/adapters/node; }
else
    format_javascript() { echo "prettier: skipped, because bindings/node has no packages (npm ci --prefix bindings/node)" >&2; }
fi
c_files=$(git ls-files '*.c' '*.h' '*.cpp' '*.hpp' ':!bindings/c/include')
if [ "${1:-}" = --check ]; then
    dotnet csharpier check .
    dotnet fantomas --check src samples bench tests
    # shellcheck disable=SC2086
    clang-format --dry-run --Werror $c_files
    format_rust --check
    format_javascript --check
else
    dotnet csharpier format .
    dotnet fantomas src samples bench tests
    # shellcheck disable=SC2086
    clang-format -i $c_files
    format_rust
    format_javascript --write
fi
