"""Serving the local service on a socket, until a signal says that it is enough."""

from __future__ import annotations

import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

import uvicorn

from tui.errors import ConfigError
from tui.i18n import _
from tui.server.service import Service

LOOPBACK = "127.0.0.1"
_SIGNALS = (signal.SIGINT, signal.SIGTERM)
_SHUTDOWN_SECONDS = 5
_MAX_FRAME = 1024 * 1024
_MAX_CONNECTIONS = 1_000


def serve(
    service: Service,
    host: str = LOOPBACK,
    port: int = 0,
    on_ready: Callable[[str, int], object] = lambda host, port: None,
) -> None:
    """Serve until INT or TERM, then return; off the main thread, signals are left alone.

    `on_ready` is given the host and the real port once requests are answered. Raises ConfigError when the address
    cannot be bound.
    """
    listener = _bind(host, port)
    with listener:
        address, real_port = listener.getsockname()[:2]
        server = _Server(_config(service), partial(on_ready, address, real_port))
        server.run(sockets=[listener])


def _bind(host: str, port: int) -> socket.socket:
    try:
        family, kind, number, _name, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, kind, number)
        try:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(address)
        except OSError:
            listener.close()
            raise
    except (OSError, OverflowError) as error:
        sentence = _("The service cannot listen on {host}, port {port}: {reason}.")
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise ConfigError(sentence.format(host=host, port=port, reason=reason)) from error
    return listener


def _config(service: Service) -> uvicorn.Config:
    return uvicorn.Config(
        service.app,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,  # nothing stands before this service whose word on the caller's address could be taken
        ws="websockets-sansio",
        ws_max_size=_MAX_FRAME,
        limit_concurrency=_MAX_CONNECTIONS,
        timeout_graceful_shutdown=_SHUTDOWN_SECONDS,
        lifespan="off",
    )


class _Server(uvicorn.Server):
    """Says when it is ready, and ends quietly on a signal instead of raising it again after it has stopped."""

    def __init__(self, config: uvicorn.Config, on_ready: Callable[[], object]) -> None:
        super().__init__(config)
        self._on_ready = on_ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._on_ready()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = {number: signal.signal(number, self.handle_exit) for number in _SIGNALS}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
