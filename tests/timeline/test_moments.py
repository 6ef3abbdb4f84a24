"""Moments as people type them, and where what cannot be read is wrong."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.errors import ConfigError
from tui.timeline.moments import read_moment

SHANGHAI = ZoneInfo("Asia/Shanghai")
BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 3, 2, 30, 0, 250_000, tzinfo=UTC)


def ms(
    year: int, month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0, *, zone: tzinfo = SHANGHAI
) -> int:
    return round(datetime(year, month, day, hour, minute, second, tzinfo=zone).timestamp() * 1000)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("2026-11-03", ms(2026, 11, 3)),
        (" 2026-11-03 ", ms(2026, 11, 3)),
        ("2026-11-03T09:15", ms(2026, 11, 3, 9, 15)),
        ("2026-11-03 09:15:20", ms(2026, 11, 3, 9, 15, 20)),
        ("2026-11-03T09:15:20.123", ms(2026, 11, 3, 9, 15, 20) + 123),
        ("2026-11-03T09:15Z", ms(2026, 11, 3, 9, 15, zone=UTC)),
        ("2026-11-03T09:15:20-05:30", ms(2026, 11, 3, 14, 45, 20, zone=UTC)),
        ("2026-11-03T09:15+0100", ms(2026, 11, 3, 8, 15, zone=UTC)),
        ("today", ms(2026, 11, 3)),
        ("yesterday", ms(2026, 11, 2)),
        ("2h", ms(2026, 11, 3, 0, 30, zone=UTC) + 250),
        ("3d", ms(2026, 10, 31, 2, 30, zone=UTC) + 250),
        ("2w", ms(2026, 10, 20, 2, 30, zone=UTC) + 250),
        ("1718000000000", 1_718_000_000_000),
        ("2024-02-29", ms(2024, 2, 29)),
    ],
)
def test_what_can_be_typed(text: str, wanted: int) -> None:
    assert read_moment(text, NOW, SHANGHAI) == wanted


def test_today_is_the_readers_day_and_not_that_of_greenwich() -> None:
    late = datetime(2026, 11, 2, 20, 0, tzinfo=UTC)
    assert read_moment("today", late, SHANGHAI) == ms(2026, 11, 3)


def test_an_hour_that_comes_twice_is_the_first_of_both() -> None:
    assert read_moment("2026-10-25T02:30", NOW, BERLIN) == ms(2026, 10, 25, 0, 30, zone=UTC)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("", 1),
        ("tomorrow", 1),
        ("2026-13-03", 6),
        ("2026-11-31", 9),
        ("2026-02-29", 9),
        ("2026-11-03X", 11),
        ("2026-11-03T", 12),
        ("2026-11-03T24:00", 12),
        ("2026-11-03T09", 14),
        ("2026-11-03T09:60", 15),
        ("2026-11-03T09:15:2", 18),
        ("2026-11-03T09:15+8", 18),
        ("2026-11-03T09:15Zulu", 18),
        ("  2026-11-XX", 11),
        ("٢٠٢٦-11-03", 1),
        ("1718000000", 1),
        ("20261103", 1),
        ("9999999999999999", 1),
        ("999999999w", 1),
        ("9000w", 1),
        ("2x", 1),
        ("-2d", 1),
    ],
)
def test_what_cannot_be_read_is_told_with_its_place(text: str, place: int) -> None:
    with pytest.raises(ConfigError) as caught:
        read_moment(text, NOW, SHANGHAI)
    assert f"character {place} on" in str(caught.value)


ZONES = st.sampled_from([SHANGHAI, BERLIN, UTC, ZoneInfo("America/New_York"), ZoneInfo("Pacific/Apia")])


@given(st.integers(100_000_000_000, 253_370_000_000_000), ZONES)
def test_every_moment_can_be_written_and_is_read_back(moment: int, zone: ZoneInfo) -> None:
    written = (datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=moment)).astimezone(zone)
    offset = written.utcoffset()
    assert read_moment(str(moment), NOW, zone) == moment
    if offset is not None and offset.total_seconds() % 60 == 0:
        assert read_moment(written.isoformat(timespec="milliseconds"), NOW, SHANGHAI) == moment


@given(st.text(st.sampled_from("0123456789-T:.Zz+ hdwtoday\x1b日")) | st.text())
def test_any_text_is_a_moment_of_the_calendar_or_one_sentence(text: str) -> None:
    try:
        moment = read_moment(text, NOW, SHANGHAI)
    except ConfigError as error:
        place = re.search(r"character (\d+) on", str(error))
        assert place is not None
        assert 1 <= int(place[1]) <= len(text) + 1
    else:
        assert 0 < moment < 253_402_300_800_000
