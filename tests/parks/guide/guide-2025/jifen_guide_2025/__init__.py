"""The scheme of the 2025 guide as it stands in the policies folder, opened as a park."""

from pathlib import Path

from jifen.plugin import ParkRegister, hookimpl

GUIDE = Path(__file__).parents[5] / "policies" / "national" / "guide-2025.toml"


@hookimpl
def register_park(register: ParkRegister) -> None:
    """Register the scheme, and the park that follows it."""
    register.file("park.toml")
    register.file(GUIDE)
