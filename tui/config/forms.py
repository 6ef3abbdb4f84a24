"""What an app key, a user id and an address look like. Each check raises a ConfigError that says so."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from tui.errors import ConfigError
from tui.i18n import _

_USER = re.compile(r"[a-z0-9_.-]{1,64}")
_APP_KEY = re.compile(r"[^\s#/]+#[^\s#/]+")
_PROFILE = re.compile(r"[A-Za-z0-9_-]{1,64}")
DAYS = range(1, 3651)
"""For how many days a service may keep messages."""

GRACE = range(301)
"""Seconds for which a confirmed deletion may wait."""

KEPT_DAYS = range(3651)
"""Days for which a copy of what was deleted may be kept."""

REST_SCHEMES = ("http", "https")
LIVE_SCHEMES = ("ws", "wss")


def check_app_key(text: str) -> str:
    """`ORG#APP` (section 1)."""
    if not (_APP_KEY.fullmatch(text) and text.isprintable()):
        raise ConfigError(_("the app key must look like ORG#APP, with exactly one #"))
    return text


def check_user(text: str) -> str:
    """A user id in lower case, as the server keeps it; any other spelling gives an empty list (section 1)."""
    user = text.lower()
    if not _USER.fullmatch(user):
        raise ConfigError(_("a user id has at most 64 characters of a-z 0-9 _ - ."))
    return user


def check_address(text: str, schemes: tuple[str, ...]) -> str:
    """An address with one of `schemes`, a host, and nothing secret in it: no `@` at all."""
    try:
        parts = urlsplit(text)
        is_whole = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        is_whole = False
    if "@" in text:  # wherever it stands: what is before it may be a password, and is not repeated
        raise ConfigError(_("an address holds no user name and no password"))
    if not is_whole or parts.scheme not in schemes or not text.isprintable() or " " in text:
        allowed = _(" or ").join(f"{scheme}://" for scheme in schemes)
        raise ConfigError(_("{text} is no address: write it with {allowed}").format(text=text, allowed=allowed))
    return text


def check_days(key: str, value: object) -> int:
    """A whole number of days that is one of `DAYS`; a flag is none."""
    if isinstance(value, bool) or not isinstance(value, int) or value not in DAYS:
        sentence = _("{key} must be a whole number of days from {least} to {most}")
        raise ConfigError(sentence.format(key=key, least=DAYS[0], most=DAYS[-1]))
    return value


def check_whole(key: str, value: object, allowed: range) -> int:
    """A whole number that is one of `allowed`; a flag is none."""
    if isinstance(value, bool) or not isinstance(value, int) or value not in allowed:
        sentence = _("{key} must be a whole number from {least} to {most}")
        raise ConfigError(sentence.format(key=key, least=allowed[0], most=allowed[-1]))
    return value


def check_profile_name(text: str) -> str:
    """A name that can stand in `[profile.NAME]` and name a file."""
    if not _PROFILE.fullmatch(text):
        raise ConfigError(_("a profile's name has at most 64 characters of A-Z a-z 0-9 _ -"))
    return text
