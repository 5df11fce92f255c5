#!/bin/sh
# see_function_url.sh FOLDER HANDLER EMULATOR...: what curl sees at the function URL of HANDLER, with its headers.
set -eu
folder=$1
handler=$2
shift 2
mkdir -p "$folder"
announced=$folder/announced
rm -f "$announced"
mkfifo "$announced"
"$@" serve --timeout 20 --port 0 --url-port 0 -- "$handler" >"$announced" 2>/dev/null &
emulator=$!
trap 'kill "$emulator"; wait "$emulator"; rm -f "$announced"' EXIT
{
    read -r _
    read -r line
} <"$announced"
curl --silent --show-error --include --max-time 20 --noproxy '*' "${line##* }"
