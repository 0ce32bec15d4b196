"""重庆高新区: the park's files and its function."""

from jifen.plugin import ParkRegister, hookimpl
from jifen_chongqing.functions import FUNCTIONS

PARTS = ("park.toml", "economy.toml", "research.toml", "talent.toml", "activity.toml", "boards.toml")


@hookimpl
def register_park(register: ParkRegister) -> None:
    """Register the files of the park and its function."""
    for part in PARTS:
        register.file(part)
    for function in FUNCTIONS:
        register.function(function)
