"""Microsoft's own schema in strict mode, where `../shared/graph` is present: it stays outside the project."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from tests.graph.server.problem import Json

HOME = Path(__file__).resolve().parents[3].parent / "shared" / "graph"


class Schema:
    """What is wrong with a request's body, in words; an empty list when nothing is."""

    def __init__(self, check: Path) -> None:
        spec = spec_from_file_location("graph_check", check)
        assert spec is not None
        assert spec.loader is not None
        module = module_from_spec(spec)
        spec.loader.exec_module(module)
        self._open, self._closed = module.SPEC, module.strict(module.SPEC)
        self._make: Callable[[str, Any], Draft202012Validator] = module.validator
        self._flat: Callable[[Any], Any] = module.flat
        self._owned: Callable[[str, Json, Any], list[str]] = module.read_only
        self._validators: dict[str, Draft202012Validator] = {}

    @staticmethod
    @cache
    def found() -> Schema | None:
        """The schema, or None where the reference is not checked out beside the project."""
        check = HOME / "check.py"
        return Schema(check) if check.is_file() else None

    def strange(self, name: str, body: Json) -> list[str]:
        """What in an answer Microsoft's own schema would not have: open, as callers should read it."""
        return [f"{where}: {message}" for where, message in self._flat(self._make(name, self._open).iter_errors(body))]

    def problems(self, name: str, body: Json) -> list[str]:
        if name not in self._validators:
            self._validators[name] = self._make(name, self._closed)
        wrong = [f"{name} {where}: {message}" for where, message in self._flat(self._validators[name].iter_errors(body))]
        owned = self._owned(name, body, self._closed) if "properties" in self._closed["components"]["schemas"][name] else []
        return [*wrong, *(f"{name} {field}: the service owns it" for field in owned)]
