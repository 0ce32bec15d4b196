"""Credit codes (统一社会信用代码) of a whole column: the check of GB 32100 by columns."""

import polars as pl

from jifen.exchange.identity import CreditCodes

_ALPHABET = b"0123456789ABCDEFGHJKLMNPQRTUWXY"
_NONE = 255
_LENGTH, _DIGITS = 18, 8


def read_codes(raw: pl.Series, codes: CreditCodes) -> tuple[pl.Series, pl.Series]:
    """The valid code of each cell (null where there is none), and whether it was respelled.

    What is not a code as it should be spelled is read as single cells are.
    """
    height = len(raw)
    found = pl.Series([None], dtype=pl.String).new_from_index(0, height)
    left = raw.is_not_null()
    if raw.dtype == pl.String:
        valid = valid_codes(raw)
        found, left = raw.zip_with(valid, found), left & ~valid
    respelled = pl.Series([False]).new_from_index(0, height)
    if left.any():
        places = left.arg_true()
        read = [codes.read(cell) for cell in raw.gather(places).to_list()]
        told = [one if isinstance(one, tuple) else ("", False) for one in read]
        found = found.scatter(places, pl.Series([code or None for code, _ in told], dtype=pl.String))
        respelled = respelled.scatter(places, pl.Series([other for _, other in told], dtype=pl.Boolean))
    return found, respelled


def valid_codes(raw: pl.Series) -> pl.Series:
    """Whether each text is a valid code as it should be spelled; false where there is none."""
    letters_to_values = [_ALPHABET.find(bytes([one])) for one in range(256)]
    values = pl.Series([_NONE if one < 0 else one for one in letters_to_values], dtype=pl.UInt8)
    places = (raw.str.len_bytes() == _LENGTH).arg_true()
    letters = (
        raw.gather(places)
        .cast(pl.Binary)
        .bin.reinterpret(dtype=pl.Array(pl.UInt8, _LENGTH), endianness="little")
    )
    total = pl.Series([0], dtype=pl.UInt32).new_from_index(0, len(places))
    known = pl.Series([True]).new_from_index(0, len(places))
    for place in range(_LENGTH):
        value = values.gather(letters.arr.get(place))
        known &= value < (_DIGITS_END if place < _DIGITS else _NONE)
        total += value.cast(pl.UInt32) * (pow(3, place, 31) if place < _LENGTH - 1 else 1)
    valid = pl.Series([False]).new_from_index(0, len(raw))
    return valid.scatter(places, known & (total % 31 == 0))


_DIGITS_END = 10
