"""Names of the cases of the national tables: an edge is called by its figure."""

import pytest


def pytest_make_parametrize_id(config: pytest.Config, val: object, argname: str) -> str | None:
    """``test_technical_staff[30]`` instead of ``[edge0]``."""
    return str(val[0]) if argname == "edge" and isinstance(val, tuple) else None
