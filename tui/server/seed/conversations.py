"""Every conversation of the seed world: how old and how long it is, and what the account has done to it."""

from __future__ import annotations

from dataclasses import dataclass

import tui.server.seed.people as people
from tui.server.seed.rhythm import waking
from tui.server.seed.topics import COLLEAGUE, CUSTOMER, FAMILY, FRIENDS, TEAM
from tui.times import HOUR, MINUTE


@dataclass(frozen=True, slots=True)
class Plan:
    """One conversation. `ago` is the waking time (ms) since its last message.

    Its hand-written end follows after `chatter` messages about the topics of `setting`, spread over `days`. `pinned` is
    when it was pinned, in ms before now (0: it is not). `unread` counts messages of others, `chinese` is the share of
    Chinese in the chatter.
    """

    id: str
    ago: int
    chatter: int = 0
    days: int = 0
    setting: str = COLLEAGUE
    pinned: int = 0
    unread: int = 0
    marks: tuple[int, ...] = ()
    chat_type: str = "chat"
    chinese: float = 0.58


SQUARE_MESSAGES, RECENT = 20_000, 60

SQUARE = Plan(people.SQUARE, 2 * MINUTE, RECENT, 1, TEAM, pinned=4 * HOUR, unread=12, chat_type="groupchat")
"""What has been said in the square lately: as much as a list of conversations can know of."""

SQUARE_PAST = Plan(people.SQUARE, waking(1.2), SQUARE_MESSAGES - RECENT, 545, TEAM, chat_type="groupchat")
"""All that was said there before. It takes longer to make than the rest of the world."""

PLANS: tuple[Plan, ...] = (
    Plan(people.GUIDE, 5 * MINUTE, pinned=HOUR // 2, unread=8),
    Plan("lan.04", 11 * MINUTE, 150, 120, pinned=2 * HOUR, unread=2, marks=(0,), chinese=0.85),
    Plan(people.DESK, 7 * MINUTE, 400, 150, TEAM, pinned=3 * HOUR, unread=3, chat_type="groupchat", marks=(0, 1)),
    Plan(people.INCIDENT, waking(2.2), pinned=5 * HOUR, chat_type="groupchat", marks=(2,)),
    Plan(people.BREAKERS, 40 * MINUTE, unread=1),
    Plan(people.RELEASES, 50 * MINUTE, 220, 160, TEAM, unread=1, chat_type="groupchat"),
    Plan(people.FAMILY, 25 * MINUTE, 120, 170, FAMILY, unread=1, chat_type="groupchat", marks=(3,), chinese=1),
    Plan("order-bot", 90 * MINUTE),
    Plan("build-bot", 3 * HOUR),
    Plan("ines", 2 * HOUR, 40, 100),
    Plan("qing.12", 4 * HOUR, 60, 140, chinese=0.85),
    Plan("jonas", 5 * HOUR, 50, 110, chinese=0),
    Plan("priya.k", 6 * HOUR, 80, 150, marks=(1,), chinese=0.2),
    Plan("amara", 70 * MINUTE, unread=1),
    Plan("teahouse.wu", 8 * HOUR, 36, 160, CUSTOMER, unread=1, marks=(4,), chinese=1),
    Plan("bike_corner", waking(0.8), 24, 120, CUSTOMER, marks=(4,), chinese=0),
    Plan("noodle.88", waking(1.4), 12, 60, CUSTOMER, marks=(4,), chinese=1),
    Plan("fern-and-pot", waking(1.9), 18, 90, CUSTOMER, chinese=0),
    Plan("paper.crane", waking(3.3), 12, 40, CUSTOMER, chinese=1),
    Plan("tomasz", waking(0.9), 40, 90, chinese=0.2),
    Plan("kenji", waking(1.2), 36, 80),
    Plan("hao.li", 9 * HOUR, 40, 120, chinese=0.85),
    Plan("sofia.r", waking(2.6), 20, 60),
    Plan("wen-2", waking(3.8), 24, 100, chinese=0.85),
    Plan("oleg.d", waking(6.1)),
    Plan("yuki.s", waking(4.4)),
    Plan("li.na7", waking(1.1), 30, 90, FRIENDS, chinese=1),
    Plan("grace_hr", waking(12)),
    Plan("landlord.he", waking(26), marks=(3,)),
    Plan("marco.p", waking(74), 40, 60, chinese=0),
    Plan("dan.o", waking(58), 20, 70, chinese=0),
    Plan("xiao.bei", waking(43), 16, 40, FRIENDS, chinese=1),
    Plan(people.LUNCH, 100 * MINUTE, 160, 140, FRIENDS, unread=2, chat_type="groupchat", chinese=1),
    Plan(people.DATA, 3 * HOUR, 80, 120, TEAM, chat_type="groupchat"),
    Plan(people.WORDS, waking(1.6), 60, 100, TEAM, chat_type="groupchat"),
    Plan(people.BADMINTON, waking(1.05), 70, 150, FRIENDS, chat_type="groupchat", chinese=1),
    Plan(people.HARBOUR, waking(0.7), 50, 80, TEAM, chat_type="groupchat"),
    Plan(people.NEWCOMERS, waking(5.2), 30, 20, TEAM, chat_type="groupchat"),
    Plan(people.DESIGN, waking(2.9), 50, 110, TEAM, chat_type="groupchat"),
    Plan(people.NIGHTS, waking(61), 90, 90, TEAM, chat_type="groupchat"),
    Plan(people.OPEN_DAY, waking(9), chat_type="chatroom"),
)
