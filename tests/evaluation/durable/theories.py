"""Theories and atoms at random, for tests and for the benchmark."""

from random import Random

from jifen.evaluation.chaining import Conclusion, Theory, mentions
from jifen.model.expression import AllOf, AnyOf, Expression, NoneOf, Ref

STRATA = 5
DEPTH = 3
PROPORTIONS = ((True, False, None), (True, False), (True, True, True, False, None), (None, True))


def random_theory(random: Random, atoms: int = 8, conclusions: int = 6) -> Theory:
    """Up to five strata of up to so many conclusions each, over up to so many atoms that they share."""
    names = tuple(f"条件{number}" for number in range(random.randint(1, atoms)))
    lower = list(names)
    strata = []
    for level in range(random.randint(1, STRATA)):
        here: list[str] = []
        stratum = []
        for number in range(random.randint(1, conclusions)):
            condition = random_condition(random, lower, here, DEPTH, positive=True)
            stratum.append(Conclusion(name := f"第{level}层{number}", condition))
            here.append(name)
        random.shuffle(stratum)
        strata.append(tuple(stratum))
        lower += here
    return Theory(names, tuple(strata))


def random_condition(
    random: Random, lower: list[str], here: list[str], depth: int, *, positive: bool
) -> Expression:
    """A condition over all of ``lower``, and over what is ``here`` where it stands without negation."""
    if not depth or random.random() < 0.35:
        return Ref(random.choice(here if positive and here and random.random() < 0.4 else lower))
    kind = random.choice((AllOf, AnyOf, NoneOf))
    inside = positive is not (kind is NoneOf)
    return kind(
        tuple(
            random_condition(random, lower, here, depth - 1, positive=inside)
            for _ in range(random.choice((0, 1, 2, 2, 2, 3, 3, 4)))
        )
    )


def random_atoms(random: Random, theory: Theory) -> dict[str, bool | None]:
    """Each atom true, false or unknown, in proportions that differ from one draw to the next."""
    choices = random.choice(
        ((True, False, None), (True, False), (True, True, True, False, None), (None, True))
    )
    return {name: random.choice(choices) for name in theory.atoms}


def shape(theory: Theory) -> tuple[int, int, int]:
    """Its strata, its conclusions, and how often a name stands under negation."""
    conclusions = [conclusion for stratum in theory.strata for conclusion in stratum]
    negations = sum(
        not positive for conclusion in conclusions for _, positive in mentions(conclusion.condition)
    )
    return len(theory.strata), len(conclusions), negations
