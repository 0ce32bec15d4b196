"""大连高新区: the park's files and its two functions."""

from jifen.plugin import ParkRegister, hookimpl
from jifen_dalian.functions import FUNCTIONS

PARTS = ("park.toml", "technology.toml", "growth.toml", "auxiliary.toml", "credit.toml", "boards.toml")


@hookimpl
def register_park(register: ParkRegister) -> None:
    """Register the files of the park and its functions."""
    for part in PARTS:
        register.file(part)
    for function in FUNCTIONS:
        register.function(function)
