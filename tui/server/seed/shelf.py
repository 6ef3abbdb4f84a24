"""The attachments of the seed world: every file once, and the message bodies that refer to it."""

from __future__ import annotations

import base64
import random
from uuid import UUID

import tui.server.seed.media as media
from tui.models import Json
from tui.server.seed.account import SEED_APP_KEY
from tui.server.world import StoredFile

Body = dict[str, Json]

ADDRESS = f"https://a1.easemob.com/{SEED_APP_KEY.replace('#', '/')}/chatfiles"


class Shelf:
    """Keeps files and gives bodies (section 6) for them; addresses and secrets are drawn from `rng`."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self.files: list[StoredFile] = []

    def keep(self, owner: str, name: str, kind: str, content: bytes, thumbnail: bytes | None = None) -> Body:
        """Store a file and return the members that every body with an attachment has."""
        uuid = str(UUID(int=self._rng.getrandbits(128), version=4))
        secret = base64.urlsafe_b64encode(self._rng.randbytes(8)).decode("ascii").rstrip("=")
        self.files.append(StoredFile(uuid, secret, name, kind, content, thumbnail, owner))
        return {"url": f"{ADDRESS}/{uuid}", "secret": secret, "filename": name, "file_length": len(content)}

    def image(self, owner: str, name: str, size: tuple[int, int], content: bytes, thumbnail: bytes) -> Body:
        body = self.keep(owner, name, "image/png", content, thumbnail)
        seen = {"thumb": body["url"], "thumb_secret": body["secret"]}
        return {"type": "img", **body, **seen, "size": {"width": size[0], "height": size[1]}}

    def audio(self, owner: str, name: str, seconds: int, content: bytes) -> Body:
        kind = "audio/wav" if name.endswith(".wav") else "audio/amr"
        return {"type": "audio", **self.keep(owner, name, kind, content), "length": seconds}

    def video(self, owner: str, name: str, seconds: int, still: bytes) -> Body:
        """`still` is the picture shown before the film is played."""
        body = self.keep(owner, name, "video/mp4", media.mp4(512 * seconds), still)
        seen = {"thumb": f"{body['url']}?vframe=true", "thumb_secret": body["secret"]}
        return {"type": "video", **body, **seen, "length": seconds}

    def file(self, owner: str, name: str, kind: str, content: bytes) -> Body:
        return {"type": "file", **self.keep(owner, name, kind, content)}

    def combined(self, owner: str, title: str, summary: str, content: bytes) -> Body:
        """Forwarded messages; `content` is their file (section 9)."""
        body = self.keep(owner, "combine", "application/octet-stream", content)
        words = {"msg": f"[{title}] This version cannot show forwarded messages.", "title": title, "summary": summary}
        return {"type": "txt", "subType": "sub_combine", **words, "combineLevel": 1, **body}
