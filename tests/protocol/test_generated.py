"""The generated protobuf module is what its source gives."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from google.protobuf.internal import api_implementation

import tui.protocol

PROTOCOL = Path(tui.protocol.__path__[0])


def test_generating_again_changes_nothing(tmp_path: Path) -> None:
    generate = [sys.executable, "-m", "grpc_tools.protoc", f"-I{PROTOCOL}"]
    subprocess.run([*generate, f"--python_out={tmp_path}", f"--pyi_out={tmp_path}", "msync.proto"], check=True)
    for name in ("msync_pb2.py", "msync_pb2.pyi"):
        assert (tmp_path / name).read_text(encoding="utf-8") == (PROTOCOL / name).read_text(encoding="utf-8")


def test_decoding_is_done_by_the_fast_library() -> None:
    assert api_implementation.Type() == "upb"
