"""What the service's error answers mean (section 13): one table of rules, the first that fits counts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tui.errors import NotSignedInError, ServiceError
from tui.i18n import _, ngettext
from tui.models import Json
from tui.protocol.jsontext import JsonError, parse_json
from tui.text import clean_line

REQUEST_FAILED = 17
TOKEN_EXPIRED = 56
DOWNLOAD_FAILED = 200
NO_TOKEN = 700

_SHOWN = 200
"""Characters of the service's own words that a sentence quotes."""


@dataclass(frozen=True, slots=True)
class ErrorAnswer:
    """An answer that is no success: `text` is its body, `path` what was asked for.

    `retry_after` is in seconds, None when the service named no time. `is_json` is False for a body that is neither
    empty nor a JSON object: it is a proxy's then, not the service's.
    """

    status: int
    text: str
    path: str = ""
    retry_after: float | None = None
    code: int | None = None
    error: str = ""
    exception: str = ""
    description: str = ""
    is_json: bool = True


def read_error(status: int, body: bytes, *, path: str = "", retry_after: float | None = None) -> ErrorAnswer:
    """Read an error answer of whatever form. Never raises."""
    text = body.decode("utf-8", "replace")
    try:
        members = parse_json(body) if body.strip() else {}
    except JsonError:
        members = None
    if not isinstance(members, dict):
        return ErrorAnswer(status, text, path, retry_after, is_json=False)
    code = members.get("error_code")
    return ErrorAnswer(
        status,
        text,
        path,
        retry_after,
        code=code if isinstance(code, int) and not isinstance(code, bool) else None,
        error=_word(members.get("error")),
        exception=_word(members.get("exception")),
        description=_word(members.get("error_description")),
    )


def service_error(answer: ErrorAnswer) -> ServiceError:
    """The error of an answer: its type and message as section 13 has them, and a sentence for the user.

    Every 401 of the service's own is a NotSignedInError, an expired token (type 56) in particular.
    """
    if answer.status == 401 and answer.is_json:
        return _not_signed_in(answer)
    rule = next((rule for rule in _RULES if rule.fits(answer)), _OTHER)
    kind = rule.kind(answer)
    return ServiceError(
        _sentence(kind, answer),
        type=kind,
        message=rule.message(answer),
        status=answer.status,
        code=answer.code,
        retry_after=answer.retry_after,
    )


def download_error(answer: ErrorAnswer) -> ServiceError:
    """The error of an answer to a download (section 9); a 401 leads back to signing in here as well."""
    if answer.status == 401 and answer.is_json:
        return _not_signed_in(answer)
    kind = _download_type(answer)
    return ServiceError(
        _sentence(kind, answer) if kind != DOWNLOAD_FAILED else _no_file(answer),
        type=kind,
        message=answer.description,
        status=answer.status,
        code=answer.code,
        retry_after=answer.retry_after,
    )


def no_token() -> NotSignedInError:
    """The error of a call before signing in, without the means to."""
    return NotSignedInError(
        _("You are not signed in; sign in first."), type=NO_TOKEN, message="appkey or token error", status=0
    )


def _word(value: Json) -> str:
    return value if isinstance(value, str) else ""


def _not_signed_in(answer: ErrorAnswer) -> NotSignedInError:
    kind, message = REQUEST_FAILED, answer.text
    if answer.code in (40001, 60001) or answer.description == "Unable to authenticate (OAuth)":
        kind, message = 52, answer.description
    elif "expired" in answer.description.lower():
        kind, message = TOKEN_EXPIRED, answer.description
    expired = _("Your sign-in has expired; sign in again.")
    refused = _("The service does not accept this sign-in; sign in again.")
    return NotSignedInError(
        expired if kind == TOKEN_EXPIRED else refused, type=kind, message=message, status=401, code=answer.code
    )


def _download_type(answer: ErrorAnswer) -> int:
    if answer.status == 403 and answer.is_json and answer.text:
        return 222 if answer.description == "chatfile no permission" else 603
    if answer.status == 404 and answer.error == "file_expired":
        return 223
    return 503 if answer.status == 500 else DOWNLOAD_FAILED


@dataclass(frozen=True, slots=True)
class _Rule:
    status: tuple[int, ...]
    kind: Callable[[ErrorAnswer], int]
    message: Callable[[ErrorAnswer], str]
    condition: Callable[[ErrorAnswer], bool] = lambda answer: True

    def fits(self, answer: ErrorAnswer) -> bool:
        return answer.status in self.status and self.condition(answer)


def _description(answer: ErrorAnswer) -> str:
    return answer.description


def _raw_body(answer: ErrorAnswer) -> str:
    return answer.text


def _codes(status: int, kind: int, *codes: int) -> _Rule:
    return _Rule((status,), lambda answer: kind, _description, lambda answer: answer.code in codes)


def _words(status: int, kind: int, words: str) -> _Rule:
    return _Rule((status,), lambda answer: kind, _description, lambda answer: answer.description == words)


def _about_groups(in_groups: int, elsewhere: int) -> Callable[[ErrorAnswer], int]:
    return lambda answer: in_groups if "chatgroups" in answer.path else elsewhere


def _missing_room(answer: ErrorAnswer) -> str:
    place = "group" if "chatgroups" in answer.path else "room"
    return f"The chat {place} dose not exist."  # the SDK's spelling


def _not_open(answer: ErrorAnswer) -> bool:
    return any(words in answer.description for words in ("service not open!", "messageroaming function not open"))


def _no_members(answer: ErrorAnswer) -> bool:
    return "are not members of this group" in answer.description


def _no_such_group(answer: ErrorAnswer) -> bool:
    return "do not find this group" in answer.description or "does not exist" in answer.description


def _no_such_user(answer: ErrorAnswer) -> bool:
    words = answer.description
    is_user_resource = words == "Service resource not found" and answer.exception == "UserNotFoundException"
    return (
        words == "user not found" or (words.startswith("username ") and "doesn't exist!" in words) or is_user_resource
    )


_BUSY = (429, 503)

_RULES: tuple[_Rule, ...] = (
    _Rule(_BUSY, lambda answer: 50, _raw_body, lambda answer: "has reached the maximum limit" in answer.description),
    _Rule(_BUSY, lambda answer: 500, lambda answer: "Server is busy."),
    _codes(400, 53, 40009),
    _codes(400, 50, 60006, 60007, 60009, 60012),
    _codes(400, 52, 91104),
    _codes(403, 505, 40000, 60004, 15002),
    _codes(403, 50, 91002, 91101),
    _codes(403, -3, 91102),
    _codes(403, 603, 60002),
    _Rule((400, 403), _about_groups(602, 702), _description, _no_members),
    _words(400, 50, "The quantity has exceeded the limit!"),
    _words(400, 602, "The user not in this group!"),
    _words(400, 505, "this appKey not open message roaming"),
    _words(400, 605, "groupId can not be null!"),
    _words(400, -3, "Request body not readable.Please check content type is correct!"),
    _Rule((400,), lambda answer: REQUEST_FAILED, _description),
    _Rule((403,), lambda answer: 505, _description, _not_open),
    _Rule((403,), lambda answer: 603, lambda answer: "permission denied", lambda answer: answer.is_json),
    _codes(404, 1400, 91001),
    _codes(404, 602, 60003, 20004),
    _Rule((404,), _about_groups(605, 705), _missing_room, _no_such_group),
    _Rule((404,), lambda answer: 204, _description, _no_such_user),
    _codes(406, 54, 90004),
    _codes(500, 503, 40006, 40008, 40010),
    _codes(500, -2, 90005, 99999),
    _Rule((500,), lambda answer: REQUEST_FAILED, lambda answer: ""),
)
_OTHER = _Rule((), lambda answer: REQUEST_FAILED, lambda answer: answer.text if answer.is_json else "request failed")


def _sentence(kind: int, answer: ErrorAnswer) -> str:
    make = _SENTENCES.get(kind, _failed)
    return make(answer)


def _quoted(answer: ErrorAnswer) -> str:
    """The service's own words as the end of a sentence, '' when it gave none."""
    words = clean_line(answer.description)
    return f" ({words[:_SHOWN]})" if words else ""


def _failed(answer: ErrorAnswer) -> str:
    if not answer.is_json:
        return _("The request failed with status {status}; a proxy may be in the way.").format(status=answer.status)
    if answer.error == "organization_application_not_found":
        return _("The service does not know this app key; check it.")
    return _("The request failed with status {status}{words}.").format(status=answer.status, words=_quoted(answer))


def _no_file(answer: ErrorAnswer) -> str:
    if answer.status == 404:
        return _("The file is not there any more{words}.").format(words=_quoted(answer))
    return _busy(answer) if answer.status in _BUSY else _failed(answer)


def _busy(answer: ErrorAnswer) -> str:
    if answer.retry_after is None:
        return _("The service is busy; try again in a while.")
    seconds = max(1, round(answer.retry_after))
    sentence = ngettext(
        "The service is busy; try again in {seconds} second.",
        "The service is busy; try again in {seconds} seconds.",
        seconds,
    )
    return sentence.format(seconds=seconds)


def _limit(answer: ErrorAnswer) -> str:
    return _("A limit of the service is reached{words}.").format(words=_quoted(answer))


def _with_words(sentence: str) -> Callable[[ErrorAnswer], str]:
    return lambda answer: sentence.format(words=_quoted(answer))


_SENTENCES: Mapping[int, Callable[[ErrorAnswer], str]] = {
    -3: _with_words(_("The service refused the request as malformed{words}.")),
    -2: _with_words(_("The service had an unknown fault{words}; try again later.")),
    50: _limit,
    52: _with_words(_("You may not do this{words}.")),
    53: _with_words(_("The service does not support this{words}.")),
    54: _with_words(_("The service does not allow this{words}.")),
    204: _with_words(_("There is no such user{words}.")),
    222: _with_words(_("You may not have this file{words}.")),
    223: _with_words(_("The file has expired; the service no longer keeps it.")),
    500: _busy,
    503: _with_words(_("The service had a fault{words}; try again later.")),
    505: _with_words(_("This function is not enabled for the app; ask whoever runs it{words}.")),
    602: _with_words(_("You are not a member of this group{words}.")),
    603: _with_words(_("You may not do this{words}.")),
    605: _with_words(_("There is no such group{words}.")),
    702: _with_words(_("You are not a member of this room{words}.")),
    705: _with_words(_("There is no such group or chat room{words}.")),
    1400: _with_words(_("There is no such conversation{words}.")),
}
