"""Who asks, for what is bounded per client."""

from ipaddress import IPv6Address, IPv6Network, ip_address

from starlette.requests import HTTPConnection


def client_of(connection: HTTPConnection) -> str:
    """The client's IPv4 address, or the /64 of its IPv6 address, all of which is one client's.

    Those whose address is unknown are one client: "".
    """
    try:
        address = ip_address(connection.client.host if connection.client else "")
    except ValueError:
        return ""
    if not isinstance(address, IPv6Address):
        return str(address)
    return str(address.ipv4_mapped or IPv6Network((int(address) >> 64 << 64, 64)))
