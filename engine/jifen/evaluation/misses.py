"""What is missing for conditions to hold: the ways in which they would, the nearest first.

A way is a set of conditions that would have to change. Fewer come first; of as many, those whose figures are
relatively nearest, and what is no matter of more or less (a certificate, a flag) after what is.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction

from attrs import frozen

from jifen.model.expression import AllOf, AnyOf, Expression, NoneOf
from jifen.model.grounds import AtomSeen, Miss

MOST_WAYS = 8
"""So many ways are kept of each group; the nearest are always among them, since distances add up."""

AtomOf = Callable[[Expression], int | None]
"""The position of the condition that a node is, where it is one."""


@frozen
class _Way:
    """Conditions that would have to change, and how far that is; ``measured`` are those that are a matter of
    more or less.
    """

    conditions: tuple[int, ...] = ()
    unmeasured: int = 0
    measured: tuple[AtomSeen, ...] = ()

    @property
    def gap(self) -> Fraction:
        """How far the measured ones are away, added up."""
        return sum(map(_relative, self.measured), _NO_GAP)

    @property
    def distance(self) -> tuple[int, int, Fraction, tuple[int, ...]]:
        """What ways are ordered by."""
        return len(self.conditions), self.unmeasured, self.gap, self.conditions

    def and_also(self, other: "_Way") -> "_Way":
        """Both ways together."""
        every = self.conditions + other.conditions
        if len(self.conditions) != 1 or len(other.conditions) != 1 or every[0] >= every[1]:
            every = tuple(sorted(set(every)))
        return _Way(every, self.unmeasured + other.unmeasured, self.measured + other.measured)


_NO_GAP = Fraction(0)
_DONE = (_Way(),)


def wanted_of(whole: Expression, atom_of: AtomOf) -> Mapping[int, bool]:
    """By condition, whether it must hold: inside ``none`` it must not."""
    found: dict[int, bool] = {}
    stack = [(whole, True)]
    while stack:
        node, wanted = stack.pop()
        position = atom_of(node)
        if position is not None:
            found[position] = wanted
        elif isinstance(node, AllOf | AnyOf | NoneOf):
            inside = not wanted if isinstance(node, NoneOf) else wanted
            stack.extend((one, inside) for one in node.conditions)
    return found


def misses(whole: Expression, atoms: Sequence[AtomSeen], atom_of: AtomOf) -> tuple[Miss, ...]:
    """The ways in which conditions that do not hold would, the nearest first.

    What is not known yet is in the way of nothing.
    """
    if True not in [atom.in_the_way for atom in atoms]:
        return ()
    ways = _Ways(atoms, atom_of).to(whole, True)
    return tuple(Miss(way.conditions, None if way.unmeasured else way.gap) for way in ways if way.conditions)


def every_of(whole: Expression, atom_of: AtomOf) -> tuple[int, ...] | None:
    """The positions of the conditions that must all hold, where that is all there is to them: then there is
    one way. None where there may be more.
    """
    only = atom_of(whole)
    if only is not None:
        return (only,)
    if not isinstance(whole, AllOf):
        return None
    nodes = [(one, atom_of(one)) for one in whole.conditions]
    if any(position is None and isinstance(one, AllOf | AnyOf | NoneOf) for one, position in nodes):
        return None
    found = sorted(position for _, position in nodes if position is not None)
    return tuple(found) if len(set(found)) == len(found) else None


def missed(every: Iterable[int], atoms: Sequence[AtomSeen]) -> tuple[Miss, ...]:
    """As ``misses``, of conditions that must all hold."""
    found = tuple([position for position in every if atoms[position].met is False])
    if not found:
        return ()
    above, below = 0, 1
    for position in found:
        atom = atoms[position]
        if atom.shortfall is None:
            return (Miss(found, None),)
        more, under = _relation(atom)
        above, below = above * under + more * below, below * under
    return (Miss(found, Fraction(above, below)),)


@frozen
class _Ways:
    atoms: Sequence[AtomSeen]
    atom_of: AtomOf

    def to(self, node: Expression, wanted: bool) -> tuple[_Way, ...]:
        """The ways to make a node hold, or not hold; none where there is no such way."""
        position = self.atom_of(node)
        if position is not None:
            return self._atom(position)
        if isinstance(node, NoneOf):
            return self._every(node.conditions, False) if wanted else self._any(node.conditions, True)
        if isinstance(node, AllOf):
            return self._every(node.conditions, True) if wanted else self._any(node.conditions, False)
        if isinstance(node, AnyOf):
            return self._any(node.conditions, True) if wanted else self._every(node.conditions, False)
        # What is no condition of the file (rows that fit, an award paid before) is told elsewhere.
        return _DONE

    def _atom(self, position: int) -> tuple[_Way, ...]:
        atom = self.atoms[position]
        if not atom.in_the_way:
            return _DONE
        return (_Way((position,), 1) if atom.shortfall is None else _Way((position,), 0, (atom,)),)

    def _every(self, nodes: Iterable[Expression], wanted: bool) -> tuple[_Way, ...]:
        together: tuple[_Way, ...] = _DONE
        for node in nodes:
            further = self.to(node, wanted)
            if further is _DONE:
                continue
            if together is _DONE:
                together = further
                continue
            if len(together) == len(further) == 1:
                together = (together[0].and_also(further[0]),)
                continue
            together = _nearest(one.and_also(other) for one in together for other in further)
        return together

    def _any(self, nodes: Iterable[Expression], wanted: bool) -> tuple[_Way, ...]:
        return _nearest(way for node in nodes for way in self.to(node, wanted))


def _nearest(ways: Iterable[_Way]) -> tuple[_Way, ...]:
    every = tuple(ways)
    if len(every) < 2:
        return every
    by_conditions = {way.conditions: way for way in every}
    if () in by_conditions:
        return _DONE
    return tuple(sorted(by_conditions.values(), key=lambda way: way.distance)[:MOST_WAYS])


def _relative(atom: AtomSeen) -> Fraction:
    """How far a comparison of numbers is away, relative to the greater of its sides."""
    return Fraction(*_relation(atom))


def _relation(atom: AtomSeen) -> tuple[int, int]:
    """The same as a pair of whole numbers."""
    left, right, gap = atom.left, atom.right, atom.shortfall
    assert isinstance(left, Fraction) and isinstance(right, Fraction) and gap is not None
    (above, below), (other, under) = left.as_integer_ratio(), right.as_integer_ratio()
    greatest = max(abs(above) * under, abs(other) * below)
    if not greatest:
        return 0, 1
    difference, parts = gap.as_integer_ratio()
    return abs(difference) * below * under, parts * greatest
