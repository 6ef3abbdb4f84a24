"""Where exports go: a file of one conversation, or a folder with a file for each."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from hashlib import blake2s
from pathlib import Path

from tui.errors import ConfigError
from tui.export import Exported, Subject
from tui.export.files import ExportError, replacing
from tui.export.index import INDEX, index_page, is_index
from tui.files.names import safe_name
from tui.i18n import _
from tui.models import ConversationKey, ConversationType

STANDARD_OUTPUT = "-"

_KINDS = {ConversationType.SINGLE: "chat", ConversationType.GROUP: "group", ConversationType.ROOM: "room"}


def place_of(output: str, *, is_folder: bool) -> tuple[bool, Path]:
    """Whether `output` is a folder for files, which is made if need be, or a file's path. Raises ConfigError."""
    path = Path(output)
    try:
        if is_folder or output.endswith("/") or path.is_dir():
            path.mkdir(mode=0o700, parents=True, exist_ok=True)
            return True, path
        if not path.parent.is_dir():
            raise ConfigError(_("there is no folder for {path}: make it first").format(path=path))
    except OSError as error:
        raise ConfigError(_("{path} cannot be written: {reason}").format(path=path, reason=error.strerror)) from error
    return False, path


def places(folder: Path, keys: Collection[ConversationKey], suffix: str) -> dict[ConversationKey, Path]:
    """A file for each, called by what never changes of a conversation: its kind and its id."""
    return {key: folder / f"{_KINDS[key.type]}-{_spelled(key.id)}{suffix}" for key in keys}


def write_index(folder: Path, done: Sequence[tuple[Subject, Exported]], *, force: bool) -> None:
    """A page with links to all that were exported. Raises ExportError where another file has its name."""
    path = folder / INDEX
    try:
        if path.exists() and not (force or is_index(path.read_bytes())):
            sentence = _("{path} is there already and is no list of exports; move it away, or add --force.")
            raise ExportError(sentence.format(path=path))
    except OSError as error:
        raise ExportError(_("{path} cannot be read: {reason}.").format(path=path, reason=error.strerror)) from error
    with replacing(path) as file:
        file.write(index_page(done).encode("utf-8", "replace"))


def _spelled(id_: str) -> str:
    """The id where it makes a name, else as much of it as does, with a number that no other id has."""
    name = safe_name(id_, "_")
    if name == id_ and len(name) <= 64:
        return name
    return f"{name[:64]}-{blake2s(id_.encode('utf-8', 'surrogatepass'), digest_size=4).hexdigest()}"
