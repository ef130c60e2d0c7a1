"""Files and folders that outlive a power cut: a name is safe when the folder that holds it is synced."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def made_folder(folder: Path) -> Path:
    """The folder, with every new name on the way to it synced."""
    if not folder.is_dir():
        made_folder(folder.parent)
        folder.mkdir(exist_ok=True)
        sync(folder.parent)
    return folder


def write_file(path: Path, data: bytes) -> None:
    """Write the file anew and sync it with its name. On an error it may be there in part."""
    made_folder(path.parent)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o644)
    try:
        write_all(descriptor, data)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    sync(path.parent)


def write_all(descriptor: int, data: bytes) -> None:
    """Write all of it at the descriptor's own position."""
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]


def sync(path: Path) -> None:
    """Bring a file's bytes, or a folder's names, to the disk."""
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
