"""The scorecards of a park: the national ones and its own, each edition once, and what fills slots (S24)."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from pathlib import Path

from attrs import evolve, frozen

from jifen.language.decode import decode
from jifen.language.diagnostics import DiagnosticError, Diagnostics, nearest
from jifen.language.source import Source
from jifen.language.toml import parse
from jifen.loading.joining import check_function, check_indicator, check_names
from jifen.loading.national import National, filled
from jifen.loading.plugins import ITEM_ID
from jifen.loading.provenance import check_scorecard_marks
from jifen.model.function import IndicatorFunction
from jifen.model.indicator import Indicator
from jifen.model.park import ParkFile
from jifen.model.scorecard import Filling, Scorecard, ScorecardFile, Slot

FOLDER = "national/scorecards"
"""Below the policies folder: every TOML file there holds scorecards."""


@frozen
class Scorecards:
    """All scorecards of a park by id and edition, which of them are its own, and what it puts into slots."""

    all: tuple[Scorecard, ...]
    own: frozenset[str]
    slots: Mapping[str, Mapping[str, Filling]]

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        """The indicators of all of them."""
        fillings = [filling for slots in self.slots.values() for filling in slots.values()]
        of_all = [one for scorecard in self.all for one in scorecard.indicators]
        return (*of_all, *(one for filling in fillings for one in filling.indicators))


def national_scorecards(policies: Path, shown_as: str, diagnostics: Diagnostics) -> tuple[Scorecard, ...]:
    """Those of all files of the folder, by the names of the files."""
    found: list[Scorecard] = []
    for path in sorted((policies / FOLDER).glob("*.toml")):
        try:
            file = decode(parse(Source.read(path, f"{shown_as}/{FOLDER}/{path.name}")), ScorecardFile)
        except DiagnosticError as error:
            diagnostics.extend(error.diagnostics)
        else:
            found.extend(file.scorecards)
    return tuple(found)


def join_scorecards(
    shared: Sequence[Scorecard],
    files: Sequence[ParkFile],
    national: National | None,
    functions: Mapping[str, IndicatorFunction],
    diagnostics: Diagnostics,
) -> Scorecards:
    """Shared scorecards and those of a park's files; mistakes are reported."""
    joining = _Joining(national, functions, diagnostics)
    own = [scorecard for file in files for scorecard in file.scorecards]
    every = [joining.scorecard(scorecard) for scorecard in (*shared, *own)]
    every.sort(key=lambda scorecard: (scorecard.id, scorecard.effective.since, scorecard.edition))
    joining.check_editions(every)
    return Scorecards(
        tuple(every),
        frozenset(scorecard.full_id for scorecard in own),
        joining.slots(files, every),
    )


@frozen
class _Joining:
    national: National | None
    functions: Mapping[str, IndicatorFunction]
    diagnostics: Diagnostics

    def scorecard(self, scorecard: Scorecard) -> Scorecard:
        """A scorecard with its indicators complete."""
        check_scorecard_marks(scorecard, self.diagnostics)
        if not ITEM_ID.fullmatch(scorecard.id):
            place = scorecard.places.value("id")
            self.diagnostics.report("J553", place, kind="评价表", written=scorecard.id, also="、下划线")
        effective = scorecard.effective
        if effective.until is not None and effective.until <= effective.since:
            place = effective.places.value("until")
            self.diagnostics.report("J531", place, since=effective.since, until=effective.until)
        indicators = tuple(filled(one, self.national, self.diagnostics) for one in scorecard.indicators)
        places: list[Indicator | Slot] = [*indicators, *scorecard.slots]
        for parts in (scorecard.gates, scorecard.routes, scorecard.dimensions, places):
            check_names(parts, self.diagnostics)
        for indicator in indicators:
            check_indicator(indicator, self.diagnostics)
            check_function(indicator, self.functions, self.diagnostics)
        for one in places:
            self._check_dimension(one, scorecard)
        self._check_used(scorecard, places)
        return evolve(scorecard, indicators=indicators)

    def _check_dimension(self, part: Indicator | Slot, scorecard: Scorecard) -> None:
        known = {dimension.id: dimension.name for dimension in scorecard.dimensions}
        wanted = part.dimension
        if wanted is not None and wanted not in known:
            by_name = [id_ for id_, name in known.items() if name == wanted]
            self.diagnostics.report(
                "J538",
                part.places.value("dimension"),
                name=part.name,
                written=wanted,
                near=by_name[0] if by_name else nearest(wanted, known),
                dimensions="、".join(f"{id_}（{name}）" for id_, name in known.items()),
            )

    def _check_used(self, scorecard: Scorecard, parts: Iterable[Indicator | Slot]) -> None:
        """Each dimension has something to add up."""
        used = {one.dimension for one in parts}
        for dimension in scorecard.dimensions:
            if dimension.id not in used:
                self.diagnostics.report("J513", dimension.places.here, name=dimension.name)

    def check_editions(self, scorecards: Iterable[Scorecard]) -> None:
        """Each edition once, and only one of them on any day."""
        for one, other in combinations(scorecards, 2):
            if one.id != other.id:
                continue
            if one.edition == other.edition:
                related = (("先写的在这里", one.places.value("edition")),)
                place, written = other.places.value("edition"), other.edition
                self.diagnostics.report(
                    "J554", place, kind=f"评价表 {one.id} ", which="版本", written=written, related=related
                )
            elif one.effective.until is None or other.effective.since < one.effective.until:
                related = ((f"版本 {one.edition} 的施行期间", one.effective.places.here),)
                self.diagnostics.report(
                    "J530",
                    other.effective.places.here,
                    name=other.name,
                    one=one.edition,
                    other=other.edition,
                    day=other.effective.since,
                    related=related,
                )

    def slots(
        self, files: Sequence[ParkFile], scorecards: Sequence[Scorecard]
    ) -> Mapping[str, Mapping[str, Filling]]:
        """What a park's files put into slots, each slot once."""
        known: dict[str, set[str]] = {}
        for scorecard in scorecards:
            known.setdefault(scorecard.id, set()).update(slot.id for slot in scorecard.slots)
        found: dict[str, dict[str, Filling]] = {}
        for file in files:
            for scorecard_id, fillings in file.slots.items():
                for slot, filling in fillings.items():
                    self._check_slot(scorecard_id, slot, filling, known)
                    own = found.setdefault(scorecard_id, {})
                    if slot in own:
                        related = (("先写的在这里", own[slot].places.here),)
                        table = f"[slots.{scorecard_id}.{slot}]"
                        self.diagnostics.report("J551", filling.places.here, table=table, related=related)
                    own.setdefault(slot, self._filling(filling))
        return found

    def _check_slot(self, scorecard: str, slot: str, filling: Filling, known: Mapping[str, set[str]]) -> None:
        if slot not in known.get(scorecard, ()):
            every = [f"{id_}.{name}" for id_, names in sorted(known.items()) for name in sorted(names)]
            written = f"{scorecard}.{slot}"
            near = nearest(written, every)
            self.diagnostics.report(
                "J536", filling.places.here, written=written, near=near, known="、".join(every)
            )

    def _filling(self, filling: Filling) -> Filling:
        indicators = tuple(filled(one, self.national, self.diagnostics) for one in filling.indicators)
        check_names(indicators, self.diagnostics)
        for indicator in indicators:
            check_indicator(indicator, self.diagnostics, in_slot=True)
            check_function(indicator, self.functions, self.diagnostics)
            if indicator.dimension is not None:
                place = indicator.places.key("dimension")
                self.diagnostics.report("J539", place, name=indicator.name or indicator.id)
        return evolve(filling, indicators=indicators)
