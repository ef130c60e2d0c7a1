#!/bin/sh
# Install the S3 server of the tests (Ceph RADOS Gateway, Debian 12 or newer, Ubuntu 22.04 or newer), if it is missing.
set -eu

missing=no
for program in radosgw ceph-mon ceph-osd ceph radosgw-admin; do
    command -v "$program" >/dev/null 2>&1 || missing=yes
done
[ "$missing" = yes ] || exit 0

if ! command -v apt-get >/dev/null 2>&1; then
    echo "tests/install_s3.sh: no apt-get here; install radosgw, ceph-mon, ceph-osd and ceph-common by hand" >&2
    exit 1
fi

as_root=""
if [ "$(id -u)" -ne 0 ]; then
    if ! sudo -n true 2>/dev/null; then
        echo "tests/install_s3.sh: run this as root: sudo sh tests/install_s3.sh" >&2
        exit 1
    fi
    as_root="sudo -n"
fi

export DEBIAN_FRONTEND=noninteractive
$as_root apt-get update -q
$as_root apt-get install -y -q --no-install-recommends radosgw ceph-mon ceph-osd ceph-common
