"""Permalinks: `roam://ORG%23APP/USER/TYPE/CONVERSATION/ID` names one message of one account for good."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, unquote_to_bytes

from tui.errors import ConfigError
from tui.i18n import _
from tui.models import ConversationKey, ConversationType

SCHEME = "roam://"

_APP_KEY = re.compile(r"[^\s#]+#[^\s#]+")
_MESSAGE_ID = re.compile(r"[0-9]{1,20}")
_BROKEN_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")


@dataclass(frozen=True, slots=True)
class Permalink:
    """A message (its id in decimal), its conversation, and the account that sees it there."""

    app_key: str
    user: str
    conversation: ConversationKey
    message_id: str

    def __str__(self) -> str:
        key = self.conversation
        parts = (self.app_key, self.user, key.type.value, key.id, self.message_id)
        return SCHEME + "/".join(quote(part, safe="") for part in parts)


def parse_permalink(text: str) -> Permalink:
    """The permalink that `text` is; the `#` of the app key may stand as it is.

    Raises ConfigError for anything else.
    """
    scheme, parts = text[: len(SCHEME)], text[len(SCHEME) :].split("/")
    if scheme.lower() != SCHEME or len(parts) != 5:
        raise _refusal()
    app_key, user, kind, conversation, message_id = map(_decoded, parts)
    if not _APP_KEY.fullmatch(app_key) or kind not in list(ConversationType) or not _MESSAGE_ID.fullmatch(message_id):
        raise _refusal()
    return Permalink(app_key, user.lower(), ConversationKey(conversation, ConversationType(kind)), message_id)


def _decoded(part: str) -> str:
    """One part of a link, which is not empty and can be shown."""
    try:
        text = "" if _BROKEN_ESCAPE.search(part) else unquote_to_bytes(part).decode()
    except ValueError:  # not UTF-8, or a surrogate
        text = ""
    if not text.isprintable() or not text.strip():
        raise _refusal()
    return text


def _refusal() -> ConfigError:
    return ConfigError(_("this is no link to a message: it looks like roam://ORG%23APP/USER/TYPE/CONVERSATION/ID"))
