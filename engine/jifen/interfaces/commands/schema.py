"""``jifen schema``: JSON Schemas by which editors check and complete the files that people write."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from jifen.interfaces.commands.framework import FINISHED, Command
from jifen.interfaces.commands.options import PATH
from jifen.interfaces.commands.output import console

_TITLES = {
    "park.schema.json": "园区",
    "fields.schema.json": "共用的字段、子表和资质",
    "indicators.schema.json": "共用的指标",
    "scorecards.schema.json": "评价表",
    "sample.schema.json": "样例名单的配方",
    "policy.schema.json": "政策",
    "cases.schema.json": "政策的案例",
    "programme.schema.json": "专项数据",
}


_HELP = """\
写出规则文件的 JSON Schema，编辑器据此补全和检查。

规则文件第一行写 #:schema 及 Schema 的相对路径，支持 TOML 的编辑器就会使用它。
"""


@click.command(cls=Command, help=_HELP)
@click.option("--out", required=True, type=PATH, metavar="文件夹", help="写到哪个文件夹")
def command(out: Path) -> int:
    """Write the JSON Schemas."""
    from jifen.exchange.files import replacing_file

    for name, text in schemas().items():
        with replacing_file(out / name) as beside:
            beside.write_text(text, encoding="utf-8", newline="\n")
        console().print(str(out / name), soft_wrap=True)
    return FINISHED


def schemas() -> Mapping[str, str]:
    """All schemas by the names of their files."""
    from jifen.language.schema import json_schema
    from jifen.model.indicator import IndicatorFile
    from jifen.model.park import ParkFile
    from jifen.model.policy import CaseFile, PolicyFile
    from jifen.model.programme import ProgrammeFile
    from jifen.model.recipe import Recipe
    from jifen.model.scorecard import ScorecardFile
    from jifen.model.vocabulary import VocabularyFile

    of_parks = (ParkFile, VocabularyFile, IndicatorFile, ScorecardFile, Recipe)
    of_policies = (PolicyFile, CaseFile, ProgrammeFile)
    kinds: dict[str, type] = dict(zip(_TITLES, (*of_parks, *of_policies), strict=True))
    return {name: _text(json_schema(kind, title=_TITLES[name])) for name, kind in kinds.items()}


def _text(schema: dict[str, Any]) -> str:
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
