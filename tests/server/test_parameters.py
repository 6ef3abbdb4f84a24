"""The shapes of calls against what strangers send."""

from __future__ import annotations

import json
from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.protocol.strategies import JSON
from tui.models import Json
from tui.protocol.endpoints import (
    ENDPOINTS,
    DeleteConversationBody,
    HistoryBody,
    ListQuery,
    MarkBody,
    MarkTarget,
    Parameters,
    RemoveByTimeQuery,
    wire_name,
)
from tui.server.parameters import ParameterError, read_parameters

SHAPES = {shape for each in ENDPOINTS.values() for shape in (each.query, each.body) if shape}

DELETION = {"channel": "bob", "type": "chat"}


@pytest.mark.parametrize(
    "parameters",
    [
        ListQuery(limit=50, cursor="c", is_top=True, need_mark=False, version=2),
        HistoryBody(queue="bob@easemob.com", start=123, is_positive=True, start_time=1.5, sender="bob"),
        DeleteConversationBody(channel="bob", type="chat", delete_roam=False),
        MarkBody(mark="mark_1", targets=[MarkTarget(to="bob", type="chat"), MarkTarget(to="g1", type="groupchat")]),
        RemoveByTimeQuery(user="bob", until=9000.9),
    ],
    ids=lambda parameters: type(parameters).__name__,
)
def test_what_the_client_writes_is_what_is_read(parameters: Parameters) -> None:
    body = json.loads(json.dumps(parameters.json_body()))
    assert read_parameters(type(parameters), {**body, "besides": 1}) == parameters


def test_a_query_has_texts_only() -> None:
    query = {"limit": "50", "is_top": "false", "needEmptySession": "true", "need_mark": "yes", "_v": "2"}
    assert read_parameters(ListQuery, query) == ListQuery(
        limit=50, is_top=False, need_empty=True, need_mark=False, version=2
    )


@pytest.mark.parametrize(
    ("shape", "given", "told"),
    [
        (DeleteConversationBody, DELETION, "delete_roam: is missing"),
        (DeleteConversationBody, {**DELETION, "type": 1, "delete_roam": True}, "type: must be a text"),
        (
            DeleteConversationBody,
            {"channel": "b", "type": "c", "delete_roam": "yes"},
            "delete_roam: must be true or false",
        ),
        (ListQuery, {"limit": "many"}, "limit: must be a whole number"),
        (ListQuery, {"limit": True}, "limit: must be a whole number"),
        (ListQuery, {"limit": 1.5}, "limit: must be a whole number"),
        (ListQuery, {"cursor": "\ud800"}, "cursor: has half of a character"),
        (RemoveByTimeQuery, {"delTime": "soon"}, "delTime: must be a whole number"),
        (RemoveByTimeQuery, {"delTime": None}, "delTime: must be a whole number"),
        (MarkBody, {"mark": "mark_1", "targets": {}}, "targets: must be a list"),
        (MarkBody, {"mark": "mark_1", "targets": ["bob"]}, "targets.0: must be an object"),
        (
            MarkBody,
            {"mark": "mark_1", "targets": [{"to": "bob", "type": "chat"}, {"to": "x"}]},
            "targets.1.type: is missing",
        ),
    ],
)
def test_what_is_wrong_is_named(shape: type[Parameters], given: dict[str, Json], told: str) -> None:
    with pytest.raises(ParameterError) as refused:
        read_parameters(shape, given)
    assert str(refused.value) == told


@given(shape=st.sampled_from(sorted(SHAPES, key=str)), data=st.data())
def test_whatever_comes_is_read_as_its_shape_or_refused(shape: type[Parameters], data: st.DataObject) -> None:
    names = [wire_name(member) for member in fields(shape)]
    sent = data.draw(st.fixed_dictionaries({}, optional=dict.fromkeys(names, JSON | st.just("7") | st.booleans())))
    try:
        found = read_parameters(shape, sent)
    except ParameterError as error:
        assert error.where[0] in names
    else:
        assert read_parameters(shape, json.loads(json.dumps(found.json_body()))) == found
