"""The answers by which the service says no: status, and a body of the form of section 13."""

from __future__ import annotations

from tui.models import Json


class Refusal(Exception):  # noqa: N818 - nothing went wrong: the service says no
    """The request is refused; raised anywhere in a handler. `retry_after` is in seconds."""

    def __init__(
        self,
        status: int,
        error: str,
        exception: str,
        description: str,
        code: int | None = None,
        *,
        retry_after: int | None = None,
    ) -> None:
        super().__init__(description)
        self.status = status
        self.error = error
        self.exception = exception
        self.description = description
        self.code = code
        self.retry_after = retry_after

    def body(self, timestamp: int) -> dict[str, Json]:
        """`timestamp` is now, in ms since 1970."""
        body: dict[str, Json] = {
            "error": self.error,
            "exception": self.exception,
            "timestamp": timestamp,
            "duration": 0,
            "error_description": self.description,
        }
        return body if self.code is None else {**body, "error_code": self.code}


def illegal_argument(description: str) -> Refusal:
    return Refusal(400, "illegal_argument", "java.lang.IllegalArgumentException", description)


def unreadable_body() -> Refusal:
    return Refusal(
        400,
        "illegal_argument",
        "HttpMessageNotReadableException",
        "Request body not readable.Please check content type is correct!",
    )


def not_for_rooms() -> Refusal:
    return illegal_argument("a chat room can be neither pinned nor deleted")


def invalid_grant() -> Refusal:
    return Refusal(400, "invalid_grant", "OAuthProblemException", "invalid username or password")


def unauthorized() -> Refusal:
    return Refusal(401, "unauthorized", "OAuthProblemException", "Unable to authenticate")


def expired() -> Refusal:
    return Refusal(
        401, "auth_bad_access_token", "AuthenticationException", "Unable to authenticate due to expired access token"
    )


def forbidden() -> Refusal:
    return Refusal(403, "forbidden", "ForbiddenException", "permission denied")


def no_such_app() -> Refusal:
    return Refusal(
        404,
        "organization_application_not_found",
        "OrganizationApplicationNotFoundException",
        "Could not find the application of this organization",
    )


def no_such_call() -> Refusal:
    return Refusal(404, "not_found", "ResourceNotFoundException", "Service resource not found")


def wrong_method() -> Refusal:
    return Refusal(405, "method_not_allowed", "HttpRequestMethodNotSupportedException", "Request method not supported")


def not_a_member(user: str) -> Refusal:
    return Refusal(400, "invalid_parameter", "InvalidParameterException", f"[{user}] are not members of this group!")


def unknown_user(user: str) -> Refusal:
    return Refusal(404, "service_resource_not_found", "UserNotFoundException", f"username {user} doesn't exist!'")


def not_taken(reason: str) -> Refusal:
    """For what comes over the live connection and is not done."""
    return Refusal(403, "forbidden", "ForbiddenException", reason)


def no_conversation() -> Refusal:
    return Refusal(404, "not_found", "ConversationNotFoundException", "conversation not exist", 91001)


def too_many_pins(most: int) -> Refusal:
    return Refusal(403, "exceed_limit", "ExceedLimitException", f"at most {most} conversations can be pinned", 91002)


def reach_limit(retry_after: int) -> Refusal:
    return Refusal(
        429,
        "reach_limit",
        "com.easemob.sdk.exception.ReachLimitException",
        "This request has reached api limit",
        retry_after=retry_after,
    )


def no_file_permission() -> Refusal:
    return Refusal(403, "forbidden", "ForbiddenException", "chatfile no permission")


def no_such_file() -> Refusal:
    return Refusal(404, "file_expired", "FileExpiredException", "the file has expired or never was here")


def too_large(most: int) -> Refusal:
    return Refusal(
        413, "payload_too_large", "MaxUploadSizeExceededException", f"the body may have {most} bytes at most"
    )


def misdirected() -> Refusal:
    return Refusal(421, "misdirected_request", "MisdirectedRequestException", "this service has other host names")


def cross_origin() -> Refusal:
    return Refusal(403, "forbidden", "CrossOriginException", "requests of web pages are not answered")


def failure() -> Refusal:
    """For a bug of our own: says nothing of what went wrong, which the server's log does."""
    return Refusal(500, "internal_server_error", "InternalServerErrorException", "Internal Server Error")
