"""The hooks that a park implements; ``docs/plugins.md`` describes each of them."""

import pluggy

from jifen.plugin import ParkRegister

hookspec = pluggy.HookspecMarker("jifen")


@hookspec
def register_park(register: ParkRegister) -> None:
    """Register the files and functions of one park."""
