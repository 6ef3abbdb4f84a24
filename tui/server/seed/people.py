"""Who there is: the people of a small company that makes web shops, their customers, and the groups they share."""

from __future__ import annotations

from collections.abc import Mapping

from tui.server.seed.account import SEED_ACCOUNT
from tui.server.world import Group

GUIDE = "roam.guide"
BREAKERS = "terminal-breakers"

NICKNAMES: Mapping[str, str] = {
    SEED_ACCOUNT: "Mei 林玫",
    GUIDE: "roam",
    BREAKERS: "Terminal breakers",
    "lan.04": "Lan 陈岚",
    "qing.12": "Qing 沈青",
    "jonas": "Jonas Weber",
    "priya.k": "Priya K.",
    "tomasz": "Tomasz",
    "kenji": "Kenji",
    "ines": "Inês",
    "hao.li": "Hao 李浩",
    "amara": "Amara",
    "oleg.d": "Oleg D.",
    "wen-2": "Wen 何雯",
    "sofia.r": "Sofía R.",
    "yuki.s": "Yuki",
    "li.na7": "Na 李娜",
    "grace_hr": "Grace",
    "marco.p": "Marco",
    "dan.o": "Dan",
    "xiao.bei": "小北",
    "tang.yi": "唐一",
    "nour": "Nour",
    "pelle": "Pelle",
    "shu.w": "吴舒",
    "aunt.fang": "芳姨",
    "brother.ke": "阿可",
    "landlord.he": "何房东",
    "order-bot": "Order bot",
    "build-bot": "Build bot",
    "teahouse.wu": "吴家茶铺",
    "bike_corner": "The Bike Corner",
    "noodle.88": "八八面馆",
    "fern-and-pot": "Fern & Pot",
    "paper.crane": "纸鹤文具",
    "harbour.ops": "Harbour Logistics",
    "harbour.mae": "Mae (Harbour)",
    "visitor-231": "visitor 231",
    "visitor-577": "visitor 577",
}

ENGINEERS = ("lan.04", "tomasz", "kenji", "jonas", "oleg.d", "hao.li", "tang.yi", "pelle")
OFFICE = ("priya.k", "qing.12", "ines", "sofia.r", "wen-2", "grace_hr", "nour", "shu.w", "amara", "yuki.s", "li.na7")
LEFT = ("marco.p", "dan.o", "xiao.bei")
"""Colleagues who have moved on and write rarely."""
EVERYONE = (SEED_ACCOUNT, *ENGINEERS, *OFFICE, *LEFT)

DESK = "250000000000101"
SQUARE = "250000000000102"
INCIDENT = "250000000000207"
RELEASES = "250000000000103"
LUNCH = "250000000000104"
DATA = "250000000000105"
WORDS = "250000000000106"
BADMINTON = "250000000000107"
HARBOUR = "250000000000301"
NEWCOMERS = "250000000000108"
DESIGN = "250000000000109"
NIGHTS = "250000000000110"
FAMILY = "250000000000900"
OPEN_DAY = "260000000000001"

GROUPS = (
    Group(DESK, "Support desk 客服值班", (SEED_ACCOUNT, "priya.k", "lan.04", "sofia.r", "amara", "nour"), "groupchat"),
    Group(SQUARE, "Town square 纸船广场", EVERYONE, "groupchat"),
    Group(INCIDENT, "Incident 207: slow checkout", (SEED_ACCOUNT, "lan.04", "jonas", "tomasz", "priya.k"), "groupchat"),
    Group(RELEASES, "Release train 发布列车", (SEED_ACCOUNT, *ENGINEERS, "priya.k", "build-bot"), "groupchat"),
    Group(LUNCH, "今天吃什么", (SEED_ACCOUNT, "qing.12", "hao.li", "wen-2", "tang.yi", "shu.w"), "groupchat"),
    Group(DATA, "Numbers & charts", (SEED_ACCOUNT, "ines", "priya.k", "wen-2", "pelle"), "groupchat"),
    Group(WORDS, "Words 文案与翻译", (SEED_ACCOUNT, "sofia.r", "qing.12", "nour", "shu.w"), "groupchat"),
    Group(BADMINTON, "周三羽毛球 🏸", (SEED_ACCOUNT, "li.na7", "hao.li", "kenji", "tang.yi"), "groupchat"),
    Group(HARBOUR, "Paperboat × Harbour", (SEED_ACCOUNT, "hao.li", "harbour.ops", "harbour.mae"), "groupchat"),
    Group(NEWCOMERS, "First weeks 新人村", (SEED_ACCOUNT, "amara", "nour", "grace_hr", "pelle"), "groupchat"),
    Group(DESIGN, "Design corner", (SEED_ACCOUNT, "qing.12", "yuki.s", "priya.k", "kenji"), "groupchat"),
    Group(NIGHTS, "Night watch 夜班", (SEED_ACCOUNT, "jonas", "oleg.d", "marco.p", "dan.o"), "groupchat"),
    Group(FAMILY, "一家人 🏡", (SEED_ACCOUNT, "aunt.fang", "brother.ke"), "groupchat"),
    Group(
        OPEN_DAY, "Open day 开放日直播间", (SEED_ACCOUNT, "priya.k", "yuki.s", "visitor-231", "visitor-577"), "chatroom"
    ),
)

BOTS = ("build-bot", "order-bot")
