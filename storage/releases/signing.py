"""Ed25519 signatures of manifests (RFC 8032), in base64. The only importer of cryptography in storage."""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key, load_pem_public_key

from storage.releases.manifest import BadRelease

if TYPE_CHECKING:
    from pathlib import Path


def signature(data: bytes, key_file: Path) -> bytes:
    """Of these bytes, by the private key in a PEM file without a password. BadRelease names the file."""
    try:
        key = load_pem_private_key(key_file.read_bytes(), password=None)
    except (OSError, ValueError, TypeError) as error:
        raise BadRelease(f"--sign {key_file}: no private key in PEM without a password ({error})") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise BadRelease(
            f"--sign {key_file}: not an Ed25519 key; make one: openssl genpkey -algorithm ed25519"
        )
    return base64.b64encode(key.sign(data)) + b"\n"


def is_signed(data: bytes, signed: bytes, key_file: Path) -> bool:
    """Whether the signature of these bytes is that of the public key in the PEM file. BadRelease names the file."""
    try:
        key = load_pem_public_key(key_file.read_bytes())
    except (OSError, ValueError) as error:
        raise BadRelease(f"--public-key {key_file}: no public key in PEM ({error})") from error
    if not isinstance(key, Ed25519PublicKey):
        raise BadRelease(f"--public-key {key_file}: not an Ed25519 key")
    try:
        key.verify(base64.b64decode(signed.strip(), validate=True), data)
    except (InvalidSignature, binascii.Error):
        return False
    return True
