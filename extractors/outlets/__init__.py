"""The outlets: each file of this folder describes one, in a single literal `OUTLET = Outlet(...)`.

A new file is found by its name; nothing else has to be edited.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from extractors.vocabulary import BadOutletError, Outlet

if TYPE_CHECKING:
    from collections.abc import Mapping


@cache
def load() -> Mapping[str, Outlet]:
    """Every outlet by its slug, sorted by slug. Raises `BadOutletError` for a file that does not describe one."""
    names = sorted(module.name for module in iter_modules(__path__))
    outlets = {name: _described_in(name) for name in names}
    _require_one_owner_per_host(outlets)
    return MappingProxyType(outlets)


def outlet(slug: str) -> Outlet | None:
    """None: there is no such outlet."""
    return load().get(slug)


def outlet_for_host(host: str) -> Outlet | None:
    """The outlet that owns `host`, today or formerly, with or without "www."; None: nobody known."""
    bare = host.lower().rstrip(".").removeprefix("www.")
    return _by_host().get(bare)


def outlet_for_url(url: str) -> Outlet | None:
    """The outlet that owns the host of `url`; None also for what is no URL."""
    try:
        host = urlsplit(url).hostname
    except ValueError:  # no URL, hence nobody's
        return None
    return outlet_for_host(host) if host else None


@cache
def _by_host() -> Mapping[str, Outlet]:
    return {host: described for described in load().values() for host in described.hosts}


def _described_in(name: str) -> Outlet:
    described = getattr(import_module(f"{__name__}.{name}"), "OUTLET", None)
    if not isinstance(described, Outlet):
        message = f"{name}: OUTLET: the file must define OUTLET = Outlet(...)"
        raise BadOutletError(message)
    if described.slug != name:
        message = f"{name}: slug: {described.slug!r} must be the name of the file"
        raise BadOutletError(message)
    return described


def _require_one_owner_per_host(outlets: Mapping[str, Outlet]) -> None:
    owners: dict[str, str] = {}
    for slug, described in outlets.items():
        for host in described.hosts:
            if owners.setdefault(host, slug) != slug:
                message = f"{slug}: hosts: {host} belongs to {owners[host]} already"
                raise BadOutletError(message)
