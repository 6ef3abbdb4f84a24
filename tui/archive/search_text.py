"""What a message is found by, in the form that the full-text index takes: its words, and facts about it.

Everything that the index knows consists of ASCII letters and digits or of characters beyond ASCII, which its tokenizer
takes as they are: what is one word is decided in `tui.query.folding` alone.
"""

from __future__ import annotations

from functools import lru_cache
from hashlib import blake2b
from itertools import islice

from tui.models import Body, ChatMessage, Kind
from tui.query.folding import fold, spaced_words
from tui.query.query import Thing
from tui.query.texts import extras_of, text_of, things_of

ANY_EXTRA = "e *"
"""Every fact about what the sender's app attached, as the index is asked."""

MANY_EXTRAS = "emany"
"""The fact that not all that the sender's app attached is indexed."""

_MOST_EXTRAS = 64


def words_of(body: Body) -> str:
    """Everything in a message that can be searched for, folded, between spaces."""
    return spaced_words(text_of(body))


def facts_of(conversation: int, message: ChatMessage) -> str:
    """What a message can be searched for besides its words, between spaces."""
    facts = [_origin(conversation, message.kind, message.sender), *map(having, things_of(message.body))]
    if extras := list(islice(extras_of(message), _MOST_EXTRAS + 1)):
        facts += {with_extra(key, value) for key, value in extras[:_MOST_EXTRAS]}
        facts += [MANY_EXTRAS] * (len(extras) > _MOST_EXTRAS)
    return " ".join(facts)


def in_conversation(number: int) -> str:
    return f"c{number}"


def of_kind(kind: Kind) -> str:
    return f"k{kind}"


def sent_by(user: str) -> str:
    """`user`: a folded id."""
    return f"s{user.encode(errors='surrogatepass').hex()}"


@lru_cache(4096)
def _origin(conversation: int, kind: Kind, sender: str) -> str:
    """The facts that many messages share."""
    return f"{in_conversation(conversation)} {of_kind(kind)} {sent_by(fold(sender))}"


def having(thing: Thing) -> str:
    return f"h{thing}"


def with_extra(key: str, value: str) -> str:
    """Of a folded key and value, which may be of any length."""
    told = f"{key}:{value}".encode(errors="surrogatepass")
    return f"e{blake2b(told, digest_size=6).hexdigest()}"
