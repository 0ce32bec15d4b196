"""Rules are changed by putting another library in the place of the first: each decision sees exactly one."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from threading import Event

import jifen
from jifen.interfaces.library import RuleLibrary

THREADS, RELOADS = 32, 1000
POLICY = """\
[policy]
id         = "swap"
version    = "1"
title      = "换版"
issuer     = "园区"
applies_to = "any"
rewards    = "2020"
round      = "元"
source     = "演示政策"

[[status]]
id   = "large"
name = "规模企业"
when = ["营业收入 > 100万元"]

[[subsidy]]
id     = "one"
title  = "甲奖"
when   = ["符合(规模企业)"]
amount = "{amount}万元"

[[subsidy]]
id     = "two"
title  = "乙奖"
when   = ["符合(规模企业)"]
amount = "{amount}万元"
"""
DAY = date(2021, 3, 31)


def test_32_threads_see_one_version_each_during_1000_reloads(tmp_path: Path) -> None:
    versions = []
    for amount in (1, 2, 3, 4):
        file = tmp_path / f"{amount}.toml"
        file.write_text(POLICY.format(amount=amount), "utf-8")
        versions.append(jifen.open_library("dalian", [file]))
    current: list[RuleLibrary] = [versions[0]]
    stop = Event()
    one = versions[0].park.enterprise(
        "91000000YL0000001L", "样例", facts={"2020": {"营业收入": "500万元"}}, complete_to=DAY
    )
    by_digest = {library.digest: str(amount * 10**4) for amount, library in enumerate(versions, start=1)}

    def decide() -> set[str]:
        seen: set[str] = set()
        while not stop.is_set():
            library = current[0]
            decision = library.decide(one, period="2020", as_of=DAY, reasons=False)
            assert decision.digest == library.digest
            amounts = {str(found.amount) for found in decision.entitlements}
            assert amounts == {by_digest[decision.digest]}
            seen |= amounts
        return seen

    with ThreadPoolExecutor(THREADS) as pool:
        running = [pool.submit(decide) for _ in range(THREADS)]
        for number in range(RELOADS):
            # Every hundredth is read from its file anew, as a reload is.
            fresh = number % 100 == 99
            chosen = number % len(versions)
            current[0] = (
                jifen.open_library("dalian", [tmp_path / f"{chosen + 1}.toml"]) if fresh else versions[chosen]
            )
        stop.set()
        seen = set().union(*(each.result() for each in running))
    assert seen <= set(by_digest.values())
    assert seen


def test_threads_from_cold_share_a_library(tmp_path: Path) -> None:
    file = tmp_path / "policy.toml"
    file.write_text(POLICY.format(amount=5), "utf-8")
    library = jifen.open_library("dalian", [file])
    one = library.park.enterprise(
        "91000000YL0000001L", "样例", facts={"2020": {"营业收入": "500万元"}}, complete_to=DAY
    )
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: library.decide(one, period="2020", as_of=DAY), range(64)))
    assert len({str(each.to_dict()) for each in found}) == 1
