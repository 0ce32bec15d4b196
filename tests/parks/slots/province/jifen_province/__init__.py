"""A park of all TOML files in its folder."""

from pathlib import Path

from jifen.plugin import ParkRegister, hookimpl


@hookimpl
def register_park(register: ParkRegister) -> None:
    """Register every TOML file that lies beside this one."""
    for path in Path(__file__).parent.glob("*.toml"):
        register.file(path)
