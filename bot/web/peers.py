"""Who is at the other end: the peer's address, and how it reached us, also behind a proxy of ours.

`X-Forwarded-For` and `X-Forwarded-Proto` are believed from the proxies of the settings and from nobody else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

from aiohttp import web

from bot.web.context import CONTEXT, Network

Address = IPv4Address | IPv6Address


def find_peer(request: web.Request) -> str:
    """The address to count by: of IPv6 the /64, which is one customer's; `?` where there is none."""
    proxies = request.app[CONTEXT].options.proxies
    peer = read_address(request.remote or "")
    if peer is None:
        return "?"
    if is_proxy(peer, proxies):
        peer = find_client(peer, request.headers.getall("X-Forwarded-For", []), proxies)
    if isinstance(peer, IPv6Address):
        return str(IPv6Network((peer, 64), strict=False))
    return str(peer)


def find_client(proxy: Address, headers: Iterable[str], proxies: Iterable[Network]) -> Address:
    """The last address that no proxy of ours has: what stands before it anybody may have written."""
    found, ours = proxy, tuple(proxies)
    for address in _list_hops(headers):
        if address is None:
            return found
        found = address
        if not is_proxy(address, ours):
            return found
    return found


def _list_hops(headers: Iterable[str]) -> Iterator[Address | None]:
    """From the nearest to the farthest; None for what is no address."""
    hops = [hop for header in headers for hop in header.split(",")]
    return (read_address(hop) for hop in reversed(hops))


def read_address(text: str) -> Address | None:
    """An address, also with a port; one of IPv4 in the clothes of IPv6 as what it is."""
    text = text.strip().strip('"')
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        return address.ipv4_mapped
    return address


def is_proxy(address: Address, proxies: Iterable[Network]) -> bool:
    return any(address in network for network in proxies)


def is_own_origin(request: web.Request, *, nobody: bool = False) -> bool:
    """Whether a form was sent from a page of ours, as far as the browser says.

    `nobody` also takes the origin `null`, which pages that tell nobody where they are have.
    """
    origin = request.headers.get("Origin")
    if origin is None or (nobody and origin == "null"):
        return True
    own = {request.host, urlsplit(request.app[CONTEXT].options.public_url).netloc}
    return urlsplit(origin).netloc in own - {""}


def find_origin(request: web.Request) -> str:
    """What our pages' addresses begin with: as the settings say, else as this request reached us."""
    options = request.app[CONTEXT].options
    if options.public_url:
        return options.public_url.rstrip("/")
    peer, scheme = read_address(request.remote or ""), request.scheme
    if peer is not None and is_proxy(peer, options.proxies):
        scheme = request.headers.get("X-Forwarded-Proto", scheme)
    return f"{'https' if scheme == 'https' else 'http'}://{request.host}"
