"""The things other than texts that are sent in the hand-written conversations, by name."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

import tui.server.seed.media as media
from tui.models import Json
from tui.server.seed.media import Colour
from tui.server.seed.shelf import Body, Shelf

Make = Callable[[Shelf, str], Body]
"""Makes the body of a message that this user sends."""

EVENING: tuple[Colour, ...] = (
    (52, 48, 92),
    (112, 70, 120),
    (196, 98, 110),
    (240, 150, 92),
    (250, 206, 130),
    (70, 82, 96),
)
SEA: tuple[Colour, ...] = ((214, 234, 242), (150, 204, 224), (64, 140, 178), (28, 84, 128), (222, 204, 160))
MOSS: tuple[Colour, ...] = ((46, 92, 58), (88, 138, 74), (160, 186, 110), (232, 226, 190))
PAPER: tuple[Colour, ...] = ((250, 244, 230), (220, 92, 74), (60, 90, 120))
FLOOR: tuple[Colour, ...] = ((236, 236, 230), (90, 110, 104))

WEEK = (0.42, 0.55, 0.51, 0.6, 0.94, 0.81, 0.3)
LATENCY = (0.18, 0.2, 0.19, 0.22, 0.35, 0.62, 0.9, 0.97, 0.88, 0.41, 0.2, 0.18)
SIGN_UPS = (0.1, 0.14, 0.2, 0.26, 0.25, 0.38, 0.47, 0.52, 0.6, 0.74)

TEXT, CSV, JSON, PDF = "text/plain", "text/csv", "application/json", "application/pdf"


def _picture(name: str, size: tuple[int, int], draw: Callable[[int, int], bytes]) -> Make:
    """`draw` makes a PNG of a width and a height: the picture itself, and a quarter of it as thumbnail."""
    width, height = size
    return lambda shelf, owner: shelf.image(owner, name, size, draw(width, height), draw(width // 4, height // 4))


def _chart(name: str, values: tuple[float, ...], size: tuple[int, int] = (320, 180)) -> Make:
    return _picture(name, size, lambda width, height: media.bars(width, height, values))


def _bands(name: str, colours: tuple[Colour, ...], size: tuple[int, int] = (400, 260)) -> Make:
    return _picture(name, size, lambda width, height: media.bands(width, height, colours))


def _tiles(name: str, colours: tuple[Colour, ...], size: tuple[int, int] = (240, 240)) -> Make:
    return _picture(name, size, lambda width, height: media.tiles(width, height, colours))


def _voice(name: str, seconds: int) -> Make:
    content = media.wav if name.endswith(".wav") else media.amr
    return lambda shelf, owner: shelf.audio(owner, name, seconds, content(seconds))


def _film(name: str, seconds: int, colours: tuple[Colour, ...]) -> Make:
    return lambda shelf, owner: shelf.video(owner, name, seconds, media.bands(96, 54, colours))


def _file(name: str, kind: str, text: str) -> Make:
    return lambda shelf, owner: shelf.file(owner, name, kind, text.encode("utf-8"))


def _page(name: str, line: str) -> Make:
    return lambda shelf, owner: shelf.file(owner, name, PDF, media.pdf(line))


def _plain(body: Body) -> Make:
    return lambda shelf, owner: dict(body)


def _place(address: str, building: str, latitude: float, longitude: float) -> Make:
    return _plain({"type": "loc", "addr": address, "buildingName": building, "lat": latitude, "lng": longitude})


def _card(event: str, **exts: Json) -> Make:
    return _plain(
        {"type": "custom", "customEvent": event, "customExts": [{name: value} for name, value in exts.items()]}
    )


def _order(number: str, shop: str, total: str, state: str) -> Make:
    return _card("order_card", order=number, shop=shop, total=total, state=state)


SLOW_QUERIES = """\
day,shop,queries,slow,p95_ms
mon,teahouse.wu,18211,12,84
mon,bike_corner,9120,3,71
tue,teahouse.wu,20377,144,412
tue,bike_corner,9644,9,90
wed,teahouse.wu,19002,7,80
"""

COHORTS = json.dumps(
    {"week": 41, "shops": {"new": 37, "returning": 412, "left": 9}, "note": "三家是同一位老板开的分店"},
    ensure_ascii=False,
    indent=1,
)

CHECKOUT_LOG = """\
14:02:11 checkout  start   cart=8812 items=3
14:02:11 stock     reserve cart=8812 ok
14:02:12 payment   open    cart=8812 provider=harbour-pay
14:02:42 payment   open    cart=8812 timed out after 30 s, trying again
14:02:43 payment   open    cart=8812 ok
14:02:43 checkout  done    cart=8812 order=20931
"""

HANDBOOK = """\
# The support desk in one page

1. Say hello, and say your name.
2. Repeat the problem in your own words before you solve it.
3. Nobody has ever been annoyed by a screenshot.
4. "I do not know yet, I will write by four" is a good answer. Then write by four.
5. 先处理情绪，再处理问题；两样都急的时候，先倒杯水。
"""

THINGS: Mapping[str, Make] = {
    "week chart": _chart("orders-by-day.png", WEEK),
    "latency chart": _chart("checkout-p95.png", LATENCY, (360, 180)),
    "sign ups chart": _chart("sign-ups.png", SIGN_UPS),
    "evening": _bands("evening-from-the-roof.png", EVENING),
    "sea": _bands("the-sea-at-six.png", SEA),
    "moss": _tiles("moss-glaze-test.png", MOSS),
    "paper bag": _tiles("bag-pattern-v3.png", PAPER, (240, 300)),
    "tiles": _tiles("shop-floor.png", FLOOR),
    "soup photo": _bands("牛肉面.png", ((120, 66, 40), (196, 130, 70), (236, 206, 150), (90, 130, 60)), (280, 210)),
    "voice note": _voice("voice-0412.amr", 9),
    "voice of aunt": _voice("voice-dumplings.amr", 23),
    "checkout sound": _voice("checkout-ping.wav", 1),
    "fan noise": _voice("rack-4-fan.wav", 2),
    "rack video": _film("rack-4-fan.mp4", 8, ((30, 34, 40), (70, 90, 100), (20, 22, 26))),
    "unboxing": _film("first-parcel.mp4", 14, ((210, 170, 120), (238, 220, 190), (120, 90, 60))),
    "rally": _film("匹配点.mp4", 6, ((40, 110, 80), (230, 230, 220), (40, 110, 80))),
    "slow queries": _file("slow-queries.csv", CSV, SLOW_QUERIES),
    "cohorts": _file("cohorts-w41.json", JSON, COHORTS),
    "checkout log": _file("checkout-8812.txt", TEXT, CHECKOUT_LOG),
    "handbook": _file("support-desk.md", TEXT, HANDBOOK),
    "glossary": _file("术语表.csv", CSV, "en,zh\ncart,购物车\ncheckout,结账\nrefund,退款\nstorefront,店面\n"),
    "lease": _page("lease-renewal.pdf", "Lease renewal, flat 502, one year"),
    "invoice": _page("invoice-2291.pdf", "Invoice 2291: hosting, three months"),
    "ticket": _page("train-G7312.pdf", "Train G7312, coach 6, seat 12F"),
    "office": _place("青石路 18 号", "纸船小楼", 30.2592, 120.1303),
    "warehouse": _place("Quay Road 7, Gate C", "Harbour Logistics", 29.9391, 121.8450),
    "sports hall": _place("体育场路 205 号", "羽毛球馆 3 号场", 30.2741, 120.1629),
    "refresh": _plain({"type": "cmd", "action": "refresh-board"}),
    "build started": _plain({"type": "cmd", "action": "build-started"}),
    "new order": _order("20931", "吴家茶铺", "¥ 268.00", "paid"),
    "refund order": _order("20874", "The Bike Corner", "€ 49.90", "refund asked"),
    "big order": _order("21002", "Fern & Pot", "£ 1,204.50", "waiting for stock"),
    "noodle order": _order("21017", "八八面馆", "¥ 36.00", "delivered"),
    "poll": _card("poll", question="Friday lunch?", options=["火锅", "Bánh mì", "office leftovers"], open=True),
    "build card": _card("build", number=4182, branch="main", passed=1932, failed=0, seconds=412.7),
    "red build card": _card("build", number=4179, branch="main", passed=1929, failed=3, seconds=409.2),
}

SQUARE_THINGS = (
    ("yuki.s", "sea"),
    ("yuki.s", "evening"),
    ("qing.12", "paper bag"),
    ("tang.yi", "soup photo"),
    ("ines", "week chart"),
    ("jonas", "latency chart"),
    ("jonas", "fan noise"),
    ("li.na7", "rally"),
    ("li.na7", "sports hall"),
    ("hao.li", "warehouse"),
    ("amara", "handbook"),
    ("ines", "slow queries"),
    ("grace_hr", "poll"),
    ("sofia.r", "glossary"),
    ("kenji", "voice note"),
)
"""What is shown again and again in the square, and by whom."""
