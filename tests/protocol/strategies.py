"""What a wrong or hostile server might send, for hypothesis."""

from __future__ import annotations

from hypothesis import strategies as st

from tui.models import Json

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.integers(min_value=10**15, max_value=10**400)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text()
)
JSON: st.SearchStrategy[Json] = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3), max_leaves=8
)


def objects(**members: st.SearchStrategy[Json]) -> st.SearchStrategy[dict[str, Json]]:
    """Objects with some of `members`, each as described or anything at all."""
    return st.fixed_dictionaries({}, optional={name: value | JSON for name, value in members.items()})


BODY_TYPES = st.sampled_from(["txt", "img", "video", "audio", "file", "loc", "cmd", "custom", "combine", "future"])
BODIES = objects(
    type=BODY_TYPES,
    subType=st.sampled_from(["sub_combine", "sub_gif"]),
    msg=JSON,
    url=st.sampled_from(["", "https://a1.example/o/a/chatfiles/u", "//[", "javascript:x"]),
    secret=st.text(),
    size=objects(width=JSON, height=JSON),
    customExts=st.lists(JSON, max_size=2),
    length=JSON,
    file_length=JSON,
    lat=JSON,
    lng=JSON,
    thumb=st.text(),
    text=st.text(),
    filename=st.text(),
)
EDITS = objects(count=st.integers(), operator=st.text(), edit_time=JSON)
PAYLOADS = objects(
    bodies=st.lists(BODIES, max_size=2),
    ext=objects(file_type=st.text()),
    type=st.sampled_from(["chat", "groupchat", "chatroom", "weird"]),
    meta=objects(edit_msg=EDITS, reaction=st.lists(JSON, max_size=2), thread=JSON, translations=JSON),
    msgConfig=JSON,
    **{"from": st.text(), "to": st.text()},
)
