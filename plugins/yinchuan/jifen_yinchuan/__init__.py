"""银川高新区: the park's files and its function."""

from jifen.plugin import ParkRegister, hookimpl
from jifen_yinchuan.functions import FUNCTIONS

PARTS = ("park.toml", "technology.toml", "growth.toml", "results.toml", "negative.toml", "boards.toml")


@hookimpl
def register_park(register: ParkRegister) -> None:
    """Register the files of the park and its function."""
    for part in PARTS:
        register.file(part)
    for function in FUNCTIONS:
        register.function(function)
