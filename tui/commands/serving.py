"""`roam serve`: a local service on a port."""

from __future__ import annotations

import argparse
from contextlib import AbstractContextManager, nullcontext

from tui.commands.printing import print_json
from tui.server.limits import DOCUMENTED
from tui.server.service import Service
from tui.server.serving import serve


def run(arguments: argparse.Namespace) -> int:
    """Serve until INT or TERM; one line on standard output says when and where requests are answered."""
    service = Service.create(
        arguments.db,
        arguments.app_key,
        conversations_kept=arguments.keep or None,
        limits=DOCUMENTED if arguments.rate_limits else None,
        hosts=(arguments.host,),
    )

    def announce(host: str, port: int) -> None:
        where = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        rest, live = f"http://{where}", f"ws://{where}/websocket"
        if arguments.json:
            print_json({"app_key": service.app_key, "rest_url": rest, "ws_url": live})
        else:
            print(f"roam: serving {service.app_key} at {rest} (live {live})", flush=True)

    try:
        with _traffic(service, arguments.traffic):
            serve(service, arguments.host, arguments.port, announce)
    finally:
        service.close()
    return 0


def _traffic(service: Service, rate: float) -> AbstractContextManager[None]:
    """Made-up messages, `rate` a second, in the seed world where nothing else is stored."""
    if not rate > 0:
        return nullcontext()
    from tui.server.seed.account import SEED_PASSWORD
    from tui.server.seed.world import seed_world
    from tui.server.traffic import is_empty, traffic

    if is_empty(service):
        service.load_world(seed_world(now=service.now()), SEED_PASSWORD)
    return traffic(service, rate)
