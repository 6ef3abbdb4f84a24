"""Bring the catalogues up to date with the source, compile them, and name what is left to translate."""

from __future__ import annotations

import sys

from tests.translations import as_text, catalogues, compiled, language_of, read, untranslated, updated

missing = 0
for path in catalogues():
    catalogue = updated(read(path))
    path.write_bytes(as_text(catalogue))
    path.with_suffix(".mo").write_bytes(compiled(catalogue))
    for message in untranslated(catalogue):
        missing += 1
        print(f"{language_of(path)}: {message.id!r}")
sys.exit(1 if missing else 0)
