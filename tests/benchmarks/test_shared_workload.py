"""The workload that peers share: the engine, the loop by hand and an exact oracle give the same."""

from fractions import Fraction
from itertools import islice

from benchmarks.shared_workload import loop, oracle
from benchmarks.shared_workload.enterprises import HUNDREDTHS, fields, firms
from benchmarks.shared_workload.figures import INDICATORS, STAGES
from benchmarks.shared_workload.library import Results, enterprise_of, opened
from benchmarks.shared_workload.zen_graph import graph

COUNT = 400


def test_the_engine_and_the_loop_give_what_the_oracle_gives() -> None:
    results = Results(opened())
    every = list(firms(COUNT))
    expected = [oracle.result(firm) for firm in every]
    assert [results.of(enterprise_of(number, firm)) for number, firm in enumerate(every)] == expected
    assert [loop.result_of(loop.decided(loop.facts_of(firm))) for firm in every] == expected


def test_every_rule_veto_and_the_cap_is_met_by_some_enterprises_and_missed_by_others() -> None:
    found = [oracle.result(firm) for firm in firms(2000)]
    for rule in oracle.RULES:
        assert 0 < sum(one.amounts[rule] > 0 for one in found) < 2000
    assert 0 < sum(one.veto for one in found) < 2000
    assert any(one.total == oracle.TOTAL_CAP for one in found)
    assert len({one.score for one in found}) > 500


def test_a_seed_gives_the_same_enterprises() -> None:
    assert list(islice(firms(10), 5)) == list(firms(5))
    assert list(firms(5)) != list(firms(5, seed=1))
    assert all(set(firm) == set(fields()) for firm in firms(5))


def test_weights_add_up_and_bounds_are_in_order() -> None:
    assert len(INDICATORS) == 20
    for stage in STAGES:
        assert sum(one.weights[stage] for one in INDICATORS) == 1000
    for one in INDICATORS:
        assert list(one.bounds) == sorted(set(one.bounds))
        assert len(one.points) == len(one.bounds) + 1 and one.points[0] == 0


def test_half_a_cent_is_rounded_up() -> None:
    assert oracle.share(10, 500) == 1  # 0.10 元 × 5 % = 0.005 元
    assert oracle.share(9, 500) == 0
    firm = {**next(firms(1)), "loan_interest": 1, "stage": "start"}
    assert loop.facts_of(firm)["loan_interest"] == Fraction(1, 100)
    assert "loan_interest" in HUNDREDTHS


def test_the_graph_for_zen_has_a_table_for_each_indicator_and_reads_its_bounds_from_the_highest_down() -> (
    None
):
    tables = [node for node in graph()["nodes"] if node["type"] == "decisionTableNode"]
    assert [node["name"] for node in tables] == [f"t_{one.id}" for one in INDICATORS]
    for one, node in zip(INDICATORS, tables, strict=True):
        points = [int(rule["o"]) for rule in node["content"]["rules"]]
        assert points == list(one.points[::-1])
