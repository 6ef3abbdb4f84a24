"""Why the live connection was refused or ended by the service: its codes and texts as the SDK's types (section 10)."""

from __future__ import annotations

from collections.abc import Mapping

from tui.live import Kicked, Refused
from tui.protocol import msync_pb2 as pb

AUTH_FAILED, TOKEN_EXPIRED, WRONG_TOKEN = 2, 56, 28
USER_REMOVED, ELSEWHERE, PASSWORD_CHANGED, PUT_OUT = 207, 206, 216, 217

_FAILED = Refused(AUTH_FAILED, "Auth failed")
_LIMIT = 50

_BY_REASON: Mapping[tuple[int, str], Refused] = {
    (pb.Status.FAIL, "Sorry, token expired"): Refused(TOKEN_EXPIRED, "Sorry, token expired"),
    (pb.Status.FAIL, "Sorry, token or password does not match login info"): Refused(WRONG_TOKEN, "INVALID_TOKEN"),
    (pb.Status.FAIL, "Sorry, user not found"): Refused(204, "User not found"),
    (pb.Status.FAIL, "Sorry, user register limit"): Refused(
        _LIMIT, "Sorry, the number of user registrations limit has been reached"
    ),
    (pb.Status.FAIL, "Sorry, user register rate limit"): Refused(_LIMIT, "Sorry, user register rate limit"),
    (pb.Status.PERMISSION_DENIED, "Sorry, the app month live count limit"): Refused(
        _LIMIT, "Sorry, the monthly active user limit for this app has been reached"
    ),
    (pb.Status.PERMISSION_DENIED, "Sorry, the app day live count limit"): Refused(
        _LIMIT, "Sorry, the daily active user limit for this app has been reached"
    ),
    (pb.Status.PERMISSION_DENIED, "Sorry, the app online count limit"): Refused(
        _LIMIT, "Sorry, the maximum number limit of online users for this app has been reached"
    ),
}
_BY_CODE: Mapping[int, Refused] = {
    pb.Status.FAIL: _FAILED,
    pb.Status.UNAUTHORIZED: _FAILED,
    pb.Status.WRONG_PARAMETER: Refused(-3, "Invalid parameter"),
    pb.Status.PERMISSION_DENIED: _FAILED,
    pb.Status.IM_FORBIDDEN: Refused(57, "Server serving disabled."),
    pb.Status.TOO_MANY_DEVICES: Refused(214, "the number of devices the user is logged in to exceeds the limit"),
    pb.Status.RESOURCE_CHANGED: Refused(220, "user device is changed"),
}
_KICKS: Mapping[int, Kicked] = {
    pb.StatisticsBody.USER_REMOVED: Kicked(USER_REMOVED, "user has been removed"),
    pb.StatisticsBody.USER_LOGIN_ANOTHER_DEVICE: Kicked(ELSEWHERE, "the user is already logged on another device"),
    pb.StatisticsBody.USER_KICKED_BY_CHANGE_PASSWORD: Kicked(
        PASSWORD_CHANGED, "the user was kicked by changing password"
    ),
    pb.StatisticsBody.USER_KICKED_BY_OTHER_DEVICE: Kicked(PUT_OUT, "the user was kicked by other device"),
}


def refusal(status: pb.Status) -> Refused | None:
    """Why signing in was refused; None when it was not."""
    code = status.error_code
    if code == pb.Status.OK:
        return None
    known = _BY_REASON.get((code, status.reason)) or _BY_CODE.get(code)
    return known or Refused(AUTH_FAILED, status.reason)


def kick(body: pb.StatisticsBody) -> Kicked | None:
    """Why the service puts this device out; None for a statistic that says nothing."""
    known = _KICKS.get(body.operation)
    return Kicked(known.type, known.message, body.reason) if known else None
