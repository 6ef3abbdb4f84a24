"""The command line; the only place that knows every part and joins them."""

from __future__ import annotations

import argparse
import errno
import gc
import io
import logging
import os
import resource
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path

from tui import __version__
from tui.app.environment import set_defaults
from tui.commands.parser import parse
from tui.commands.plain import command
from tui.config import (
    Connection,
    Settings,
    config_path,
    connection_of,
    read_settings,
    resolve,
    state_directory,
    with_secret,
)
from tui.demo import demo
from tui.errors import (
    ArgumentError,
    ConfigError,
    HostLookupError,
    NotSignedInError,
    QueryError,
    RoamingError,
    SignInError,
    TransportError,
)
from tui.i18n import _, use
from tui.lenses import NO_LENSES, Lenses
from tui.log import logging_to
from tui.opening import account_of, open_archive, open_connection, open_journal, rules_of, signing_in
from tui.permalinks import Permalink, parse_permalink
from tui.preferences import Preferences
from tui.store import Store

_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO)
"""What the system says when our output cannot be written any more; other such errors would be mistakes of ours."""

_OBJECTS = 20_000
"""How many more objects there must be before garbage is looked for. A start makes many and throws few away: with the
interpreter's own 700, looking takes a tenth of it."""

_log = logging.getLogger("tui")

OK, FAILED, USAGE, NOT_SIGNED_IN = 0, 1, 2, 3


def run(argv: Sequence[str]) -> int:
    """Run one command and return its exit code. Expected errors end as one sentence on standard error.

    Raises KeyboardInterrupt, and whatever nobody expected.
    """
    _leave_no_core()
    code = OK
    try:
        code = _ended(argv)
    except OSError as error:
        code = _unwritten(error)
    finally:
        late = _flushed()  # here, where it can be told; at exit it would be a code that nobody documents
    return code or late


def _ended(argv: Sequence[str]) -> int:
    try:
        _open_what_is_closed()
        _write_what_the_encoding_lacks()
        _speak_as_configured()
        return _logged(parse(argv))
    except RoamingError as error:
        _say(str(error))
        return _code(error)
    except SystemExit as end:  # how the parser ends a program that was called wrongly, or for its help
        return end.code if isinstance(end.code, int) else FAILED


def _flushed() -> int:
    """Write what is still held back, and return the exit code that a failure of this alone deserves."""
    try:
        sys.stdout.flush()
    except OSError as error:
        return _unwritten(error)
    return OK


def _unwritten(error: OSError) -> int:
    """The exit code when the output takes no more: a reader that has enough is none of our failures."""
    from tui.commands.printing import leave

    if isinstance(error, BrokenPipeError):
        leave(sys.stdout)
        return OK
    if error.errno not in _NO_ROOM:
        raise error
    leave(sys.stdout)
    _say(_("the output cannot be written: {reason}").format(reason=error.strerror))
    return FAILED


def _logged(arguments: argparse.Namespace) -> int:
    with logging_to(Path(arguments.log) if arguments.log else None):
        _log.info("start", extra={"fields": {"command": arguments.command or "browse", "version": __version__}})
        try:
            code = _command(arguments)(arguments)
        except RoamingError as error:
            _log.info("failed", extra={"fields": {"error": type(error).__name__, "sentence": str(error)}})
            raise
        _log.info("end", extra={"fields": {"code": code}})
        return code


def _code(error: RoamingError) -> int:
    if isinstance(error, ConfigError | ArgumentError | QueryError):
        return USAGE
    if isinstance(error, SignInError) and isinstance(error.cause, TransportError | HostLookupError):
        return FAILED  # nobody has said anything about the password
    return NOT_SIGNED_IN if isinstance(error, SignInError | NotSignedInError) else FAILED


def _open_what_is_closed() -> None:
    """Started without an input or an output (`>&-`), Python has None in its place, and would open our files there."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_RDWR), mode, encoding="utf-8"))


def _write_what_the_encoding_lacks() -> None:
    """Spell characters that the locale's encoding does not have as `\\u65e5` instead of failing at them."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")


def _speak_as_configured() -> None:
    """Use the language of the configuration file; what is wrong with that file, who needs it will say."""
    with suppress(ConfigError):
        language = read_settings(config_path(os.environ)).preferences.language
        if language and not os.environ.get("ROAM_LANGUAGE"):
            use(language)


def _say(sentence: str) -> None:
    from tui.commands.printing import say

    say(sentence)


def _command(arguments: argparse.Namespace) -> Callable[[argparse.Namespace], int]:
    match arguments.command:
        case None:
            return _browse_configured
        case "demo":
            return _browse_demo
        case "open":
            return _browse_link
        case "keys":
            return _list_keys
        case "serve":
            return command("serve")  # has its own way to end
        case name:
            return partial(_interruptible, command(name))


def _interruptible(run: Callable[[argparse.Namespace], int], arguments: argparse.Namespace) -> int:
    from tui.commands.ending import interrupted_by_ends

    with interrupted_by_ends():
        return run(arguments)


def _browse_configured(arguments: argparse.Namespace) -> int:
    """The browser for the configured account, or the demo when none is configured."""
    settings = read_settings(config_path(os.environ))
    connection = resolve(settings, os.environ, arguments.profile)
    preferences = _preferences(settings, arguments)
    _need_a_terminal()  # before a command of the user's is run for the secret
    if connection is None:
        return _browse(_demo(None, arguments), preferences)
    return _browse_account(connection, preferences, arguments)


def _browse_link(arguments: argparse.Namespace) -> int:
    """The browser at the message of a permalink, for the account that the link names."""
    target = parse_permalink(arguments.link)
    settings = read_settings(config_path(os.environ))
    connection = connection_of(settings, os.environ, target.app_key, target.user, arguments.profile)
    _need_a_terminal()
    return _browse_account(connection, _preferences(settings, arguments), arguments, target)


def _browse_account(
    connection: Connection, preferences: Preferences, arguments: argparse.Namespace, target: Permalink | None = None
) -> int:
    connection = replace(
        connection,
        live=connection.live and not arguments.no_live,
        read_only=connection.read_only or arguments.read_only,
    )
    if connection.route and connection.route.asks_on_terminal:
        connection = with_secret(connection)  # now, while the terminal is still free to ask at
    store = Store(
        open_connection(connection),
        open_archive(connection),
        account=account_of(connection),
        signing_in=signing_in(connection),
        retention_days=connection.retention_days,
        open_journal=open_journal(connection),
        rules=rules_of(connection),
    )
    return _browse(store, preferences, connection.notices, connection.lenses, target)


def _browse_demo(arguments: argparse.Namespace) -> int:
    preferences = _preferences(read_settings(config_path(os.environ)), arguments)
    _need_a_terminal()
    history = Path(arguments.history) if arguments.history else None
    return _browse(_demo(history, arguments), preferences)


def _demo(history: Path | None, arguments: argparse.Namespace) -> Store:
    return demo(history, live=not arguments.no_live, read_only=arguments.read_only)


def _preferences(settings: Settings, arguments: argparse.Namespace) -> Preferences:
    """How the browser is to be."""
    return replace(settings.preferences, mouse=False) if arguments.no_mouse else settings.preferences


def _list_keys(arguments: argparse.Namespace) -> int:
    """Every key with its name, which the configuration file gives other keys."""
    from tui.app.key_list import key_list
    from tui.commands.printing import print_json, print_table

    rows = key_list(read_settings(config_path(os.environ)).preferences.keys)
    if arguments.json:
        for row in rows:
            print_json({**row._asdict(), "keys": list(row.keys)})
    else:
        print_table([[row.id, ", ".join(row.keys), row.where, row.what] for row in rows])
    return OK


def _need_a_terminal() -> None:
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise ConfigError(_("the browser needs a terminal; for a pipe use: roam conversations, roam history"))
    if os.environ.get("TERM", "") in ("", "dumb", "unknown"):
        raise ConfigError(_("this terminal cannot show the browser; use: roam conversations, roam history"))


def _browse(
    store: Store,
    preferences: Preferences,
    notices: Sequence[str] = (),
    lenses: Lenses = NO_LENSES,
    target: Permalink | None = None,
) -> int:
    """Run the browser in this terminal. Textual is imported here, after the environment has its defaults."""
    set_defaults(os.environ)
    gc.set_threshold(_OBJECTS)
    from tui.app.app import RoamApp

    app = RoamApp(store, preferences=preferences, notices=notices, keep_text=_keep_text, lenses=lenses, target=target)
    code = app.run_to_end(mouse=preferences.mouse)
    if app.failure is not None:
        _report(app.failure)
    return code


def _keep_text(text: str) -> Path:
    """Write what was copied where there is no clipboard. Raises OSError."""
    from tui.config.private_files import write_private

    path = state_directory() / "copied.txt"
    write_private(path, text.encode())
    return path


def _report(failure: BaseException) -> None:
    """Tell in two lines of a failure that nobody expected, and keep a report of it for its owner's eyes only."""
    from tui.app.crash import report
    from tui.commands.printing import say
    from tui.config.private_files import write_private

    now = datetime.now().astimezone()
    path = state_directory() / f"crash-{now:%Y%m%d-%H%M%S}-{os.getpid()}.txt"
    kind = type(failure).__name__
    say(_("a mistake in the program has ended it ({kind})").format(kind=kind))
    try:
        write_private(path, report(failure, os.environ, now).encode())
    except OSError:
        say(_("a report could not be written to {directory}").format(directory=path.parent))
    else:
        say(_("where it happened, without messages or names, is written to {path}").format(path=path))


def _leave_no_core() -> None:
    """What a crash of the interpreter would leave on the disk holds tokens and messages."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (0, hard))
