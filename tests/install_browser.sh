#!/bin/sh
# Install the browser of the tests (Chromium, from Debian's packages), if there is none.
set -eu

for program in chromium chromium-browser google-chrome; do
    if command -v "$program" >/dev/null 2>&1; then exit 0; fi
done

if ! command -v apt-get >/dev/null 2>&1; then
    echo "tests/install_browser.sh: no apt-get here; install chromium by hand" >&2
    exit 1
fi

as_root=""
if [ "$(id -u)" -ne 0 ]; then
    if ! sudo -n true 2>/dev/null; then
        echo "tests/install_browser.sh: run this as root: sudo sh tests/install_browser.sh" >&2
        exit 1
    fi
    as_root="sudo -n"
fi

export DEBIAN_FRONTEND=noninteractive
$as_root apt-get update -q
$as_root apt-get install -y -q --no-install-recommends chromium fonts-dejavu-core
