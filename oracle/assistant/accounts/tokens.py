"""Secrets that are handed out once, and known again by their digest alone."""

import secrets
from hashlib import sha256


def new_token() -> str:
    """256 random bits as 43 characters that fit a cookie and a header."""
    return secrets.token_urlsafe(32)


def digest_of_token(token: str) -> str:
    """Its SHA-256 as hex: no salt, as no token can be guessed."""
    return sha256(token.encode(errors="surrogatepass")).hexdigest()
