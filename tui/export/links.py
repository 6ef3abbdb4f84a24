"""Addresses in texts that may be followed: those of the web, and no others."""

from __future__ import annotations

import re

_END = r"\s<>\"'`\\^{|}\u3000-\u303f\uff00-\uffef"
LINK = re.compile(rf"https?://[^{_END}]+[^{_END}.,;:!?)\]]")
"""To the first character that cannot be part of one; a full stop or a bracket at its end belongs to the sentence."""
