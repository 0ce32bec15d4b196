"""Where each key and value of a text in TOML stands, by tree-sitter; and which are defined twice."""

import re
from collections.abc import Iterator
from functools import cache

import tomli
import tree_sitter_toml
from attrs import define, field
from tree_sitter import Language, Node, Parser

from jifen.language.diagnostics import Diagnostic
from jifen.language.source import Source
from jifen.language.wording.files import DEFINED_FIRST
from jifen.model.place import Place, Places

Path = tuple[str | int, ...]

_NOT_ASCII = re.compile(r"[^\x00-\x7f]")


@define
class Index:
    """The places of a text, and the keys and tables that clash with earlier ones."""

    places: Places
    clashes: list[Diagnostic] = field(factory=list)


@cache
def _language() -> Language:
    return Language(tree_sitter_toml.language())


def index(source: Source, text: str, most_clashes: int = 0) -> Index:
    """The places of all keys and values of ``text``, which is the text of ``source`` or as long as it."""
    # One byte for each character, so that offsets in bytes are offsets in characters: what is not ASCII
    # stands only in strings and comments, where one character is as good as another.
    tree = Parser(_language()).parse(_NOT_ASCII.sub("?", text).encode("ascii"))
    walk = _Walk(source, most_clashes)
    walk.document(tree.root_node)
    return Index(Places(Place(source.name, 1, 1, 1, source.lines[0]), walk.keys, walk.values), walk.clashes)


@define
class _Walk:
    source: Source
    most_clashes: int
    keys: dict[Path, Place] = field(factory=dict)
    values: dict[Path, Place] = field(factory=dict)
    clashes: list[Diagnostic] = field(factory=list)
    _kinds: dict[Path, str] = field(factory=dict)
    _counts: dict[Path, int] = field(factory=dict)

    def document(self, root: Node) -> None:
        self._pairs((), root.named_children)
        for node in root.named_children:
            if node.type in {"table", "table_array_element"}:
                heading, *below = (child for child in node.named_children if child.type != "comment")
                base = self._heading(heading, is_element=node.type == "table_array_element")
                if base is not None:
                    self._pairs(base, below)

    def _pairs(self, base: Path, nodes: list[Node]) -> None:
        for node in nodes:
            if node.type == "pair":
                self._pair(base, node)

    def _heading(self, node: Node, *, is_element: bool) -> Path | None:
        parts = list(_parts(node))
        whole = self.source.place(node.start_byte, node.end_byte)
        path: Path = ()
        for part in parts[:-1]:
            path = self._enter((*path, self._name(part)))
            if self._kinds.setdefault(path, "implied") == "value":
                self._clash("J131", path, whole)
                return None
            self.keys.setdefault(path, self._place(part))
        path = (*path, self._name(parts[-1]))
        kind = self._kinds.get(path)
        if is_element and kind in {None, "elements"}:
            self._kinds[path] = "elements"
            self._counts[path] = self._counts.get(path, -1) + 1
            self.keys.setdefault(path, self._place(parts[-1]))
            self.values.setdefault(path, whole)
            path = self._enter(path)
        elif is_element or kind not in {None, "implied"}:
            self._clash("J131", path, whole)
            return None
        self._kinds.setdefault(path, "table")
        self._kinds[path] = "table"
        self.keys.setdefault(path, self._place(parts[-1]))
        self.values[path] = whole
        return path

    def _enter(self, path: Path) -> Path:
        """The path itself, or that of the latest element where it is an array of tables."""
        return (*path, self._counts[path]) if path in self._counts else path

    def _pair(self, base: Path, node: Node) -> None:
        if node.has_error:
            return
        key, value = (child for child in node.named_children if child.type != "comment")
        parts = list(_parts(key))
        path = base
        for part in parts[:-1]:
            path = (*path, self._name(part))
            if self._kinds.setdefault(path, "dotted") not in {"dotted", "implied"}:
                self._clash("J131", path, self._place(key))
                return
            self.keys.setdefault(path, self._place(part))
        path = (*path, self._name(parts[-1]))
        if path in self._kinds:
            self._clash("J130" if self._kinds[path] == "value" else "J131", path, self._place(key))
            return
        self._kinds[path] = "value"
        self.keys[path] = self._place(parts[-1])
        self._value(path, value)

    def _value(self, path: Path, node: Node) -> None:
        self.values[path] = self._place(node)
        if node.type == "array":
            items = (child for child in node.named_children if child.type != "comment")
            for position, item in enumerate(items):
                self._value((*path, position), item)
        elif node.type == "inline_table":
            self._pairs(path, node.named_children)

    def _clash(self, code: str, path: Path, second: Place) -> None:
        if len(self.clashes) > self.most_clashes:
            return
        first = self.keys.get(path)
        name = ".".join(str(part) for part in path if isinstance(part, str))
        related = ((DEFINED_FIRST, first),) if first else ()
        self.clashes.append(Diagnostic.of(code, second, {"key": name}, related=related))

    def _place(self, node: Node) -> Place:
        return self.source.place(node.start_byte, node.end_byte)

    def _name(self, node: Node) -> str:
        text = self.source.text[node.start_byte : node.end_byte]
        return unquoted(text) if node.type == "quoted_key" else text


def _parts(node: Node) -> Iterator[Node]:
    """The parts of a key, which tree-sitter nests to the left."""
    if node.type == "dotted_key":
        first, last = node.named_children
        yield from _parts(first)
        yield last
    else:
        yield node


def unquoted(text: str) -> str:
    """The text that a quoted key stands for."""
    if "\\" not in text or text[0] == "'":
        return text[1:-1]
    (name,) = tomli.loads(f"{text} = 0")
    return name
