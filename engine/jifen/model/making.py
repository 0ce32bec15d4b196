"""Frozen values made quickly: a decision makes hundreds of them.

The constructor of a frozen class sets each attribute around the lock that the class has put on itself,
which takes most of the time. What is made here is filled while it still is of a class with the same slots
and no lock, and then becomes what it is: the same object in every respect, for a fifth of the time.
"""

from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar, cast

from attrs import NOTHING, fields

P = ParamSpec("P")
Made = TypeVar("Made")


def maker_of(cls: Callable[P, Made]) -> Callable[P, Made]:
    """What makes values of a frozen class of slots as its constructor does, with the same parameters; but
    what a factory would make must be given.

    The class must be declared with ``weakref_slot=False``: only then are its slots all that it consists of.
    """
    attributes = fields(cast("Any", cls))
    assert not any(one.validator or one.converter for one in attributes), "a maker checks and changes nothing"
    names = tuple(one.name for one in attributes)
    open_ = type("Open", (), {"__slots__": names})
    parameters, defaults = [], {}
    for one in attributes:
        plain = one.default is not NOTHING and not hasattr(one.default, "factory")
        if plain:
            defaults[f"default_{one.name}"] = one.default
        parameters.append(f"{one.name}=default_{one.name}" if plain else one.name)
    # What a factory makes must be given, and so must all that comes before it.
    last = max((place for place, one in enumerate(parameters) if "=" not in one), default=-1)
    parameters[: last + 1] = names[: last + 1]
    source = "\n".join(
        (
            f"def make({', '.join(parameters)}):",
            "    made = new(Open)",
            *(f"    made.{name} = {name}" for name in names),
            "    made.__class__ = cls",
            "    return made\n",
        )
    )
    namespace: dict[str, Any] = {"new": object.__new__, "Open": open_, "cls": cls, **defaults}
    # The source is made of the names of the project's own attributes.
    exec(compile(source, f"<maker of {cls!r}>", "exec"), namespace)  # noqa: S102
    open_().__class__ = cls  # a TypeError where the class has more than its slots
    return cast("Callable[P, Made]", namespace["make"])
