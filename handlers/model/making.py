"""Frozen values that are made in two thirds of the time.

What `dataclass` writes for a frozen class goes through `object.__setattr__` for each field.  A message, what
was heard of it, its remark and its case have fifty fields together: there each is put into its own slot.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import MISSING, Field, fields
from typing import Any, TypeVar

T = TypeVar("T")


def make_quickly(kind: type[T]) -> type[T]:
    """The same frozen dataclass with slots, with another `__init__` that does the same."""
    names: dict[str, Any] = {}
    own = fields(kind)  # type: ignore[arg-type]
    for field in own:
        names |= _name_parts(kind, field)
    first = [_write_parameter(field) for field in own if field.init and not field.kw_only]
    by_name = [_write_parameter(field) for field in own if field.init and field.kw_only]
    head = ", ".join(["self", *first, *(["*", *by_name] if by_name else [])])
    lines = [line for field in own for line in _write_line(field)]
    if hasattr(kind, "__post_init__"):
        lines.append("self.__post_init__()")
    exec(f"def __init__({head}):\n  " + "\n  ".join(lines), names)
    made = names["__init__"]
    made.__qualname__, made.__module__ = f"{kind.__qualname__}.__init__", kind.__module__
    made.__annotations__ = kind.__init__.__annotations__
    kind.__init__ = made  # type: ignore[method-assign]
    return kind


def _name_parts(kind: type[Any], field: Field[Any]) -> dict[str, Any]:
    """What the lines of a field name: what puts it into its slot, and its default."""
    default = field.default if field.default_factory is MISSING else MISSING
    return {
        f"_put_{field.name}": kind.__dict__[field.name].__set__,
        f"_default_{field.name}": default,
        f"_make_{field.name}": field.default_factory,
        "_MISSING": MISSING,
    }


def _write_parameter(field: Field[Any]) -> str:
    has_default = field.default is not MISSING or field.default_factory is not MISSING
    return f"{field.name}=_default_{field.name}" if has_default else field.name


def _write_line(field: Field[Any]) -> Iterator[str]:
    """What gives the field its value; nothing for what `__post_init__` works out."""
    name = field.name
    if field.default_factory is not MISSING:
        given = f"{name} if {name} is not _MISSING else " if field.init else ""
        yield f"_put_{name}(self, {given}_make_{name}())"
    elif field.init:
        yield f"_put_{name}(self, {name})"
    elif field.default is not MISSING:
        yield f"_put_{name}(self, _default_{name})"
