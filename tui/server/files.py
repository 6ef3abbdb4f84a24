"""Attachments: kept under names that nobody can guess, opened by their share secret."""

from __future__ import annotations

import hmac
import re
import secrets
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, insert, select

from tui.server.refusals import illegal_argument, no_file_permission, no_such_file
from tui.server.schema import chat_file
from tui.server.world import StoredFile

_MEDIA_TYPE = re.compile(r"[a-z0-9][a-z0-9.+-]{0,60}/[a-z0-9][a-z0-9.+-]{0,60}")


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as a client sends it; name and type are the client's words."""

    filename: str
    content_type: str
    content: bytes


def read_upload(content_type: str, body: bytes) -> Upload:
    """The first file of a multipart form. Raises Refusal (400) when there is none."""
    from email.parser import BytesParser
    from email.policy import HTTP  # its parser of headers is 0.7 MB, which most services never need

    header = content_type.encode("latin-1", "replace")
    form = BytesParser(policy=HTTP).parsebytes(b"Content-Type: " + header + b"\r\n\r\n" + body)
    for part in form.iter_parts() if form.is_multipart() else ():
        content = part.get_payload(decode=True)
        if part.get_filename() is not None and isinstance(content, bytes):
            return Upload(str(part.get_filename()), _media_type(part.get_content_type()), content)
    raise illegal_argument("there is no file in the form")


def keep_upload(connection: Connection, owner: str, upload: Upload) -> StoredFile:
    """Store what a client sent, under a new name and with a new secret."""
    kept = StoredFile(
        uuid=str(uuid.uuid4()),
        secret=secrets.token_urlsafe(12),
        filename=upload.filename,
        content_type=upload.content_type,
        content=upload.content,
        thumbnail=None,
        owner=owner,
    )
    store_files(connection, [kept])
    return kept


def store_files(connection: Connection, files: Iterable[StoredFile]) -> None:
    """Store files that are not there yet."""
    for file in files:
        if connection.execute(select(chat_file.c.uuid).where(chat_file.c.uuid == file.uuid)).first() is None:
            row = {name: getattr(file, name) for name in StoredFile.__slots__}
            connection.execute(insert(chat_file).values(row))


def open_file(connection: Connection, user: str, identifier: str, secret: str) -> StoredFile:
    """The file, for its owner or for whoever has its secret. Raises Refusal."""
    row = connection.execute(select(chat_file).where(chat_file.c.uuid == identifier)).one_or_none()
    if row is None:
        raise no_such_file()
    if row.owner != user and not hmac.compare_digest(row.secret.encode(), secret.encode("utf-8", "replace")):
        raise no_file_permission()
    return StoredFile(**row._mapping)


def _media_type(text: str) -> str:
    return text if _MEDIA_TYPE.fullmatch(text) else "application/octet-stream"
