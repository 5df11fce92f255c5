#!/bin/sh
# Formats every source file, or with --check only says which ones are not formatted.
set -eu
cd "$(dirname "$0")/.."
dotnet tool restore >/dev/null
c_files=$(git ls-files '*.c' '*.h' '*.cpp' '*.hpp' ':!bindings/c/include')
if [ "${1:-}" = --check ]; then
    dotnet csharpier check .
    dotnet fantomas --check src samples bench tests
    # shellcheck disable=SC2086
    clang-format --dry-run --Werror $c_files
else
    dotnet csharpier format .
    dotnet fantomas src samples bench tests
    # shellcheck disable=SC2086
    clang-format -i $c_files
fi
