"""What would hurt a parser ends in a diagnostic with a place, soon."""

import subprocess
import sys
import time

import pytest

from jifen.language.diagnostics import DiagnosticError
from jifen.language.source import Source
from jifen.language.toml import LIMITS, Limits, parse

PATIENCE = 20
"""Seconds for one attack, generous: each takes a fraction of one where nothing else runs."""

ATTACKS: dict[str, tuple[str, str]] = {
    "a dotted key of 40 KB": (".".join(["a"] * 20_000) + " = 1", "J151"),
    "a dotted key with blanks": (" . ".join(["a"] * 20_000) + " = 1", "J151"),
    "a dotted heading": ("[" + ".".join(["a"] * 20_000) + "]", "J151"),
    "50 keys of 900 parts": (
        "\n".join(".".join([f"k{i}"] + ["a"] * 899) + " = 1" for i in range(50)),
        "J151",
    ),
    "a dotted key of quoted parts": ("a = {" + ".".join(['"a"'] * 900) + " = 1}", "J151"),
    "only dots": ("." * 1_000_000, "J151"),
    "10,000 open brackets": ("a = " + "[" * 10_000, "J152"),
    "10,000 open brackets on lines": ("a = " + "[\n" * 9_000, "J152"),
    "10,000 nested arrays": ("a = " + "[" * 10_000 + "]" * 10_000, "J152"),
    "10,000 brackets of a heading": ("[" * 10_000, "J152"),
    "10,000 nested inline tables": ("a = " + "{a = " * 10_000 + "1" + "}" * 10_000, "J152"),
    "arrays and tables in turn": ("a = " + "[{a = " * 5_000, "J152"),
    "unclosed arrays": ("a = [\n" * 9_000, "J152"),
    "a long string": ('a = "' + "x" * 900_000 + '"', "J153"),
    "a long string of many lines": ('a = """' + "x\n" * 9_000 + '"""', "J153"),
    "many escapes": ('a = "' + "\\u4E00" * 100_000 + '"', "J153"),
    "a long key": ("k" * 1_000_000 + " = 1", "J153"),
    "a long foreign word": ("中" * 300_000, "J153"),
    "many control characters": ("\x00" * 1_000_000, "J153"),
    "an unclosed string": ('a = "' + "x" * 900_000, "J111"),
    "an unclosed string of many lines": ('a = """' + "x" * 900_000, "J111"),
    "only backslashes": ('a = "' + "\\" * 900_000, "J111"),
    "only quotes": ('"' * 1_000_000, "J154"),
    "only single quotes": ("'" * 1_000_000, "J154"),
    "many keys": ("a = {" + ", ".join(f"k{i} = 1" for i in range(60_000)) + "}", "J154"),
    "many values": ("a = [" + "1," * 500_000 + "]", "J154"),
    "only equals": ("=" * 1_000_000, "J154"),
    "only commas": ("," * 1_000_000, "J154"),
    "only closing brackets": ("]" * 1_000_000, "J154"),
    "many headings": ("\n".join("[[" + ".".join(["a"] * 15) + "]]" for _ in range(9_000)), "J154"),
    "only carriage returns": ("\r" * 1_000_000, "J154"),
    "many lines": ("\n" * 1_000_000, "J150"),
    "many lines of keys": ("".join(f"k{i} = 1\n" for i in range(50_000)), "J150"),
    "a huge integer": ("a = " + "9" * 5_000, "J141"),
    "a huger integer": ("a = -" + "9" * 1_000_000, "J141"),
    "a huge hexadecimal": ("a = 0x" + "f" * 900_000, "J141"),
    "a long fraction": ("a = 0." + "3" * 5_000, "J141"),
    "a huge exponent": ("a = 1e" + "9" * 150, "J141"),
    "a tiny exponent": ("a = 1e-" + "9" * 150, "J141"),
    "nan": ("a = [nan, +inf]", "J140"),
    "one key again and again": ("a = 1\n" * 9_999, "J130"),
    "one key again and again in braces": ("a = {" + ",".join(["k=1"] * 12_000) + "}", "J130"),
    "one heading again and again": ("[a]\n" * 9_999, "J131"),
    "bad lines": ("a b\n" * 9_999, "J112"),
    "doubly bad lines": ("名 = “\n" * 9_999, "J114"),
    "stray brackets on lines": ("]\n" * 9_999, "J115"),
    "TOML 1.1 in braces": ("a = {" + "\n".join(f"k{i} = 1," for i in range(9_000)) + "}", "J120"),
    "TOML 1.1 escapes": ('a = "' + "\\e" * 4_900 + '"', "J121"),
    "a file of 1 MB and a byte": ("#" * (1024 * 1024 + 1), "J102"),
}


@pytest.mark.parametrize("name", ATTACKS)
def test_an_attack_ends_in_a_diagnostic_with_a_place(name: str) -> None:
    text, code = ATTACKS[name]
    began = time.monotonic()
    with pytest.raises(DiagnosticError) as caught:
        parse(Source("attack.toml", text))
    assert time.monotonic() - began < PATIENCE
    first = caught.value.diagnostics[0]
    assert first.code == code
    assert first.place is not None
    assert first.place.file == "attack.toml"
    assert len(caught.value.diagnostics) <= LIMITS.mistakes + 1


def test_attacks_do_not_end_the_process() -> None:
    """A stack that overflows in compiled code cannot be caught; so it is looked at from outside."""
    program = (
        "from jifen.language.toml import parse\n"
        "from jifen.language.source import Source\n"
        "from jifen.language.diagnostics import DiagnosticError\n"
        "for text in ('a = ' + '[' * 500000, 'a = ' + '{a=' * 300000, '.'.join(['a'] * 500000) + ' = 1'):\n"
        "    try:\n"
        "        parse(Source('f', text))\n"
        "    except DiagnosticError as error:\n"
        "        print(error.diagnostics[0].code)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=3 * PATIENCE, check=False
    )
    assert (done.returncode, done.stdout.split()) == (0, ["J152", "J152", "J151"]), done.stderr


def test_a_file_as_large_as_allowed_is_read() -> None:
    lines = ["[t]"]
    lines += [f'k{i} = [1, 2.5, "文"]' for i in range(4_000)]
    assert len(parse(Source("f", "\n".join(lines))).values["t"]) == 4_000  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("limits", "good", "bad", "code", "column"),
    [
        (Limits(lines=2), "a=1\nb=2", "a=1\nb=2\n", "J150", 1),
        (Limits(key_parts=3), "a.b.c=1", "a.b.c.d=1", "J151", 6),
        (Limits(depth=2), "a=[[1]]", "a=[[[1]]]", "J152", 5),
        (Limits(string=4), 'a="xy"', 'a="xyz"', "J153", 3),
        (Limits(word=3), "abc=1", "abcd=1", "J153", 1),
        (Limits(word=3), "a=123", "a=1234", "J141", 3),
        (Limits(tokens=7), "a=[1,2]", "a=[1,2,]", "J154", 8),
    ],
)
def test_a_limit_is_met_exactly(limits: Limits, good: str, bad: str, code: str, column: int) -> None:
    parse(Source("f", good), limits)
    with pytest.raises(DiagnosticError) as caught:
        parse(Source("f", bad), limits)
    (found,) = caught.value.diagnostics
    assert found.code == code
    assert found.place is not None
    assert found.place.column == column


def test_of_very_many_mistakes_the_first_are_told() -> None:
    with pytest.raises(DiagnosticError) as caught:
        parse(Source("f", "a =\n" * 10), Limits(mistakes=3))
    assert [found.code for found in caught.value.diagnostics] == ["J117", "J117", "J117", "J155"]
    last = caught.value.diagnostics[-1]
    assert last.place is not None
    assert last.place.line == 4
    with pytest.raises(DiagnosticError) as caught:
        parse(Source("f", "a = 1\n" * 10), Limits(mistakes=3))
    assert [found.code for found in caught.value.diagnostics] == ["J130", "J130", "J130", "J155"]
