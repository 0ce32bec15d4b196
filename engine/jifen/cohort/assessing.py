"""Many enterprises assessed by a scorecard, each by itself."""

from collections.abc import Sequence
from datetime import date

from attrs import field, frozen

from jifen.cohort.scoring import Fault, Progress
from jifen.evaluation.assessments import Assessor
from jifen.evaluation.rows import FunctionFault
from jifen.model.decision import Assessment
from jifen.model.enterprise import Enterprise


@frozen
class Assessed:
    """Assessments in the order given, and the enterprises on which a park's function failed."""

    assessments: tuple[Assessment, ...] = field(repr=False)
    faults: tuple[Fault, ...]


def assess_all(
    assessor: Assessor, enterprises: Sequence[Enterprise], as_of: date, progress: Progress | None = None
) -> Assessed:
    """Assess each; one that fails stops no other."""
    assessments: list[Assessment] = []
    faults: list[Fault] = []
    for enterprise in enterprises:
        try:
            assessments.append(assessor.assess(enterprise, as_of))
        except FunctionFault as fault:
            faults.append(Fault(enterprise.code, enterprise.name, str(fault)))
        if progress is not None:
            progress(1)
    return Assessed(tuple(assessments), tuple(faults))
