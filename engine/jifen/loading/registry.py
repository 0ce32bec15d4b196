"""What a park registers when its hook is called: each park by itself, so that a broken one stops no other."""

import os
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path
from types import ModuleType, TracebackType

import pluggy
from attrs import define, field, frozen

from jifen import hookspecs
from jifen.language.diagnostics import Diagnostics, nearest
from jifen.loading.functions import checked_functions
from jifen.loading.importing import NameTakenError, import_plugin
from jifen.loading.plugins import GROUP, Plugin
from jifen.model.function import IndicatorFunction
from jifen.model.place import Place
from jifen.plugin import FilePath

_HOOK = "register_park"


@frozen
class Registered:
    """What a park has registered: files by their names in messages, sorted; functions by id."""

    files: Mapping[str, Path]
    functions: Mapping[str, IndicatorFunction]


@define
class Registration:
    """The :class:`jifen.plugin.ParkRegister` that a hook is handed; it only keeps what it is told."""

    _folder: Path
    files: list[Path] = field(factory=list, init=False)
    functions: list[IndicatorFunction] = field(factory=list, init=False)

    def file(self, path: FilePath) -> None:
        """Keep one file; a relative path is meant from the folder of the entry point's module."""
        if not isinstance(path, str | os.PathLike):
            raise TypeError(f"register.file() takes the path of a file on disk, not {type(path).__name__}")
        self.files.append(self._folder / path)

    def function(self, function: IndicatorFunction) -> None:
        """Keep one function."""
        if not isinstance(function, IndicatorFunction):
            raise TypeError(f"register.function() takes an IndicatorFunction, not {type(function).__name__}")
        self.functions.append(function)


def register(plugin: Plugin, diagnostics: Diagnostics) -> Registered | None:
    """Import a plugin and call its hook; None where that did not succeed, which is then reported.

    Whatever its code raises ends here, ``SystemExit`` included; ``KeyboardInterrupt`` passes through.
    """
    reporter = _Reporter(plugin, diagnostics)
    module = reporter.imported()
    manager = None if module is None else reporter.validated(module)
    if module is None or manager is None:
        return None
    registration = Registration(Path(str(module.__file__)).parent)
    if not reporter.called(lambda: manager.hook.register_park(register=registration)):
        return None
    if not registration.files:
        diagnostics.report("J616", plugin.entry)
        return None
    return Registered(
        _files(plugin, registration.files, diagnostics),
        checked_functions(plugin, registration.functions, diagnostics),
    )


def _files(plugin: Plugin, paths: list[Path], diagnostics: Diagnostics) -> Mapping[str, Path]:
    files: dict[str, Path] = {}
    for path in paths:
        name = plugin.shown(path)
        if name in files:
            diagnostics.report("J617", Place(name, 1, 1), file=name)
        files[name] = path
    return dict(sorted(files.items()))


@frozen
class _Reporter:
    """Runs a plugin's code and reports what it raises, where in the plugin it did so."""

    _plugin: Plugin
    _diagnostics: Diagnostics

    def imported(self) -> ModuleType | None:
        plugin, report = self._plugin, self._diagnostics.report
        try:
            return import_plugin(plugin)
        except NameTakenError as taken:
            report("J608", plugin.entry, package=plugin.top_level, other=str(taken))
        except SyntaxError as error:
            report("J611", self._syntax_place(error), error=error.msg)
        except SystemExit as error:
            report("J612", self._place(error), moment="载入", error=_text(error))
        except ImportError as error:
            self._not_imported(error)
        except Exception as error:  # noqa: BLE001 - a park may raise anything
            report("J610", self._place(error), module=plugin.module, error=_text(error), missing="")
        return None

    def _not_imported(self, error: ImportError) -> None:
        plugin, report = self._plugin, self._diagnostics.report
        missing = error.name or ""
        if isinstance(error, ModuleNotFoundError) and f"{plugin.module}.".startswith(f"{missing}."):
            report(
                "J607",
                plugin.entry,
                module=plugin.module,
                problem="" if missing == plugin.module else f"没有 {missing}",
                folder=plugin.shown_as,
            )
            return
        # What is missing inside the package itself cannot be installed.
        own = missing.partition(".")[0] == plugin.top_level or not isinstance(error, ModuleNotFoundError)
        missing = "" if own else missing
        report("J610", self._place(error), module=plugin.module, error=_text(error), missing=missing)

    def validated(self, module: ModuleType) -> pluggy.PluginManager | None:
        """A manager with this plugin alone, so that its hook is called by itself."""
        manager = pluggy.PluginManager(GROUP)
        manager.add_hookspecs(hookspecs)
        try:
            manager.register(module, self._plugin.id)
            manager.check_pending()
        except pluggy.PluginValidationError as error:
            self._wrong_hook(module, manager, str(error))
            return None
        if not manager.hook.register_park.get_hookimpls():
            function = _HOOK if callable(getattr(module, _HOOK, None)) else ""
            place = self._definition(module, _HOOK)
            self._diagnostics.report("J613", place, module=module.__name__, function=function)
            return None
        return manager

    def _wrong_hook(self, module: ModuleType, manager: pluggy.PluginManager, error: str) -> None:
        marked = [name for name in dir(module) if manager.parse_hookimpl_opts(module, name) is not None]
        unknown = [name for name in marked if name != _HOOK]
        function = unknown[0] if unknown else _HOOK
        problem = "不是约定的钩子" if unknown else f"不合约定：{error.splitlines()[-1]}"
        near = nearest(function, [_HOOK]) if unknown else ""
        place = self._definition(module, function)
        self._diagnostics.report(
            "J614", place, module=module.__name__, function=function, problem=problem, near=near
        )

    def called(self, call: Callable[[], object]) -> bool:
        try:
            call()
        except SystemExit as error:
            self._diagnostics.report("J612", self._place(error), moment="登记", error=_text(error))
        except Exception as error:  # noqa: BLE001 - a park may raise anything
            self._diagnostics.report("J615", self._place(error), error=_text(error))
        else:
            return True
        return False

    def _definition(self, module: ModuleType, name: str) -> Place:
        code = getattr(getattr(module, name, None), "__code__", None)
        if code is None:
            return self._plugin.entry
        return self._plugin.line(code.co_filename, code.co_firstlineno) or self._plugin.entry

    def _place(self, error: BaseException) -> Place:
        """The last line of the plugin's own code on the way to the error."""
        return self._last(error.__traceback__) or self._plugin.entry

    def _last(self, trace: TracebackType | None) -> Place | None:
        last = None
        for frame, line in traceback.walk_tb(trace):
            last = self._plugin.line(frame.f_code.co_filename, line) or last
        return last

    def _syntax_place(self, error: SyntaxError) -> Place:
        if error.filename is None or error.lineno is None:
            return self._place(error)
        place = self._plugin.line(error.filename, error.lineno)
        if place is None or not error.offset:
            return place or self._place(error)
        return Place(place.file, place.line, error.offset, 1, place.text)


def _text(error: BaseException) -> str:
    """The error in one line, even if it cannot say itself what it is."""
    return traceback.format_exception_only(error)[-1].splitlines()[0]
