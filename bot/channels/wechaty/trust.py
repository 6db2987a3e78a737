"""Which gateway certificates are accepted.  Never just any."""

from __future__ import annotations

import ssl
from hashlib import sha256

from bot.channels.wechaty.options import WechatyOptions


class WrongCertificate(ssl.SSLCertVerificationError):
    """The gateway's certificate is not the pinned one."""


def make_context(account: WechatyOptions) -> ssl.SSLContext | None:
    """What certificate to accept; None for a plain connection.  Never just any certificate.

    Raises OSError for a `ca_file` that cannot be read or holds no certificate.
    """
    if not account.tls:
        return None
    context = ssl.create_default_context(cafile=account.ca_file)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.set_alpn_protocols(["h2"])
    if account.ca_file:  # Python 3.13 is strict about forms that self-made authorities seldom keep
        context.verify_flags &= ~ssl.VERIFY_X509_STRICT
    if account.pin:
        context.sslobject_class = pinned_to(account.pin)
        if account.ca_file is None:  # the pin is the trust
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
    return context


def pinned_to(pin: str) -> type[ssl.SSLObject]:
    """A TLS object whose handshake fails unless the certificate has this SHA-256."""

    class Pinned(ssl.SSLObject):
        def do_handshake(self) -> None:
            super().do_handshake()
            if sha256(self.getpeercert(binary_form=True) or b"").hexdigest() != pin:
                raise WrongCertificate("the gateway's certificate is not the pinned one")

    return Pinned
