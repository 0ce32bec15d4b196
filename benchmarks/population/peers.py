"""All that decide a population, by name: the engine, and peers as their own users would write them."""

from typing import NamedTuple

from benchmarks.population.workload import Workload

BASE = "Polars by hand"
"""What ratios are to."""
ENGINE = "engine"


class Variant(NamedTuple):
    """A module with a ``Peer``, and what it can do."""

    module: str
    needs: tuple[str, ...] = ()
    """What has to be installed: see ``benchmarks/requirements-peers.txt``."""
    option: str = ""
    only_small: bool = False
    unknowns: bool = True
    """It can be given missing cells."""
    at_most: int | None = None
    """Rows that it is given, where it takes one after the other."""


VARIANTS = {
    BASE: Variant("polars_integers", ("polars",)),
    f"{BASE}, streaming": Variant("polars_integers", ("polars",), "streaming"),
    ENGINE: Variant("engine"),
    "numpy by hand": Variant("numpy_integers", ("numpy",), unknowns=False),
    "OpenFisca, 64 bits": Variant("openfisca_columns", ("numpy", "openfisca_core"), "float64"),
    "OpenFisca, 32 bits (its default)": Variant("openfisca_columns", ("numpy", "openfisca_core")),
    "Decimal loop by hand": Variant("decimal_rows", only_small=True, unknowns=False, at_most=20_000),
    "GoRules ZEN, expressions": Variant("zen_rows", ("zen",), unknowns=False, at_most=10_000),
    "GoRules ZEN, tables": Variant(
        "zen_rows", ("zen",), "tables", only_small=True, unknowns=False, at_most=10_000
    ),
}


def for_(workload: Workload, missing: bool) -> dict[str, Variant]:
    """The variants that can decide it."""
    return {
        name: one
        for name, one in VARIANTS.items()
        if (workload.name == "small" or not one.only_small) and (one.unknowns or not missing)
    }
