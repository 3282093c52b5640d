"""Blocks as JSON text and back: how a contribution is kept until its paper is made."""

import json
from collections.abc import Mapping
from dataclasses import fields
from typing import Any, cast

from bot.papers.model import Block, Case, Fields, Grid, Heading, Listing, Owned, PageBreak, Paragraph, Picture, Run

KINDS: Mapping[str, type[Block]] = {
    kind.__name__: kind for kind in (Heading, Paragraph, Listing, Fields, Grid, Case, Owned, Picture, PageBreak)
}


def write(blocks: tuple[Block, ...]) -> str:
    """Blocks as text: the same blocks give the same text."""
    return json.dumps([_plain(block) for block in blocks], ensure_ascii=False, sort_keys=True)


def read(text: str) -> tuple[Block, ...]:
    """The blocks that `write` made text of."""
    return tuple(_block(one) for one in json.loads(text))


def _plain(value: Any) -> Any:  # noqa: ANN401  whatever a block is made of
    if isinstance(value, Run):
        return {"": "Run", **value._asdict()}
    if type(value).__name__ in KINDS:
        return {"": type(value).__name__, **{field.name: _plain(getattr(value, field.name)) for field in fields(value)}}
    return [_plain(part) for part in value] if isinstance(value, tuple) else value


def _block(stored: Mapping[str, Any]) -> Block:
    return cast("Block", _value(stored))  # `write` makes nothing else


def _value(stored: Any) -> Any:  # noqa: ANN401  the mirror of _plain
    if isinstance(stored, list):
        return tuple(_value(part) for part in stored)
    if not isinstance(stored, dict):
        return stored
    given = {name: _value(part) for name, part in stored.items() if name}
    return Run(**given) if stored[""] == "Run" else KINDS[stored[""]](**given)
