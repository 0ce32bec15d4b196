"""Declarations of several files resolved into one vocabulary (S28)."""

from collections.abc import Sequence
from typing import Union

from jifen.language.diagnostics import Diagnostics
from jifen.model.park import ParkFile
from jifen.model.terms import Vocabulary
from jifen.model.vocabulary import VocabularyFile

VocabularyPart = Union[VocabularyFile, ParkFile]


def resolve(parts: Sequence[VocabularyPart], diagnostics: Diagnostics) -> Vocabulary:
    """One vocabulary of all parts; what could not be resolved is reported and left out."""
    return Vocabulary()
