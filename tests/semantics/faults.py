"""Faults, at least one for each decision, and the test that each of them makes fail."""

from attrs import frozen

OPEN: dict[str, str] = {}
"""The decisions that no construct of the language reaches yet."""

DECISIONS = tuple(f"S{number}" for number in range(1, 31))


@frozen
class Fault:
    """``old`` stands once in ``file``; with ``new`` in its place ``test`` must fail."""

    decision: str
    file: str
    old: str
    new: str
    test: str

    @property
    def test_id(self) -> str:
        """The test as pytest is asked for it."""
        return f"tests/semantics/{self.test}"


def _fault(decision: str, file: str, old: str, new: str, test: str) -> Fault:
    return Fault(decision, f"engine/jifen/{file}", old, new, test)


FAULTS = (
    _fault(
        "S1",
        "exchange/sheets.py",
        "\nSIGNIFICANT = 15",
        "\nSIGNIFICANT = 17",
        "test_s01_numbers.py::test_s01_a_number_of_excel_is_read_at_15_digits_first",
    ),
    _fault(
        "S1",
        "exchange/cells.py",
        "raw.held * scale.factor.denominator / scale.factor.numerator",
        "raw.held",
        "test_s01_numbers.py::test_s01_a_cell_shown_in_percent_is_what_it_shows",
    ),
    _fault(
        "S1",
        "exchange/cells.py",
        '"―", "/",',
        '"―",',
        "test_s01_numbers.py::test_s01_signs_for_nothing_are_missing_and_not_zero",
    ),
    _fault(
        "S1",
        "language/literals.py",
        "MAX_FRACTION_DIGITS = 8",
        "MAX_FRACTION_DIGITS = 9",
        "test_s01_numbers.py::test_s01_an_expression_has_one_way_of_writing_numbers",
    ),
    _fault(
        "S2",
        "evaluation/logic.py",
        'f"{times(left.above, right.below)} {operator} {times(right.above, left.below)}"',
        'f"{left.above} * 10**8 // {left.below} {operator} {right.above} * 10**8 // {right.below}"',
        "test_s02_arithmetic.py::test_s02_a_quotient_is_compared_without_dividing_first",
    ),
    _fault(
        "S3",
        "evaluation/arithmetic.py",
        "({up} + {value.below}) // {twice} if",
        "{up} // {twice} if",
        "test_s03_rounding.py::test_s03_points_are_rounded_half_up_to_two_digits",
    ),
    _fault(
        "S3",
        "plan/scheme.py",
        "Rounded(weighted, self.digits)",
        "Rounded(weighted, 4)",
        "test_s03_rounding.py::test_s03_totals_add_rounded_parts",
    ),
    _fault(
        "S4",
        "plan/scoring.py",
        'return SCALES["%"] if any(',
        "return value.scale if any(",
        "test_s04_units.py::test_s04_a_share_of_like_amounts_is_held_against_percent",
    ),
    _fault(
        "S4",
        "model/quantity.py",
        '("千元", 1000)',
        '("千元", 100)',
        "test_s04_units.py::test_s04_scales_of_money_are_one_unit",
    ),
    _fault(
        "S4",
        "language/operands.py",
        "    elif typed.unit != like.unit:",
        "    elif False:",
        "test_s04_units.py::test_s04_unlike_units_neither_add_nor_compare",
    ),
    _fault(
        "S5",
        "evaluation/rows.py",
        "{ends} <= snapshot",
        "{ends} < snapshot",
        "test_s05_time.py::test_s05_valid_from_the_first_day_and_no_longer_on_the_last",
    ),
    _fault(
        "S5",
        "model/period.py",
        "return months if add_months(start, months) <= end else months - 1",
        "return months",
        "test_s05_time.py::test_s05_years_are_full_on_the_anniversary",
    ),
    _fault(
        "S6",
        "evaluation/arithmetic.py",
        "if {then.above} > 0:",
        "if {then.above} != 0:",
        "test_s06_growth.py::test_s06_growth_is_of_a_positive_base",
    ),
    _fault(
        "S6",
        "evaluation/arithmetic.py",
        " // {below} if {value.above} > 0 else 0",
        " // {below}",
        "test_s06_growth.py::test_s06_whole_steps_are_counted_and_never_negative",
    ),
    _fault(
        "S7",
        "language/rewriting.py",
        "expression.shift.plus(shift)",
        "shift",
        "test_s07_facts.py::test_s07_last_year_shifts_every_period_in_it",
    ),
    _fault(
        "S7",
        "exchange/telling.py",
        "period_of(field, period).text",
        "period.text",
        "test_s07_facts.py::test_s07_the_year_to_its_end_is_the_years_figure",
    ),
    _fault(
        "S8",
        "evaluation/program.py",
        "last_day, as_of)",
        "last_day, date.max)",
        "test_s08_snapshot.py::test_s08_the_snapshot_is_the_years_end_or_the_as_of_date_before_it",
    ),
    _fault(
        "S9",
        "evaluation/rows.py",
        'code.line(f"{unknown} = worst({condition.name}, {unknown})")',
        'code.line("pass")',
        "test_s09_tables.py::test_s09_a_row_that_does_not_tell_leaves_the_figure_unknown",
    ),
    _fault(
        "S9",
        "evaluation/rows.py",
        'code.line(f"{result}.add({name})")',
        'code.line(f"{result}.add(id(row))")',
        "test_s09_tables.py::test_s09_figures_of_rows",
    ),
    _fault(
        "S10",
        "evaluation/rows.py",
        ">= snapshot",
        "> snapshot",
        "test_s10_open_and_closed.py::test_s10_no_row_means_none_only_up_to_the_coverage_date",
    ),
    _fault(
        "S10",
        "exchange/cover.py",
        "{**dict.fromkeys(tables, general), **coverage}",
        "{**coverage, **dict.fromkeys(tables, general)}",
        "test_s10_open_and_closed.py::test_s10_a_date_for_all_tables_holds_where_a_table_has_none_of_its_own",
    ),
    _fault(
        "S11",
        "evaluation/program.py",
        "return min((value for value in values if isinstance(value, Absence))",
        "return max((value for value in values if isinstance(value, Absence))",
        "test_s11_absences.py::test_s11_not_told_wins_over_not_applicable_over_undefined",
    ),
    _fault(
        "S11",
        "evaluation/logic.py",
        "and founded > {code.constant(period.last_day)}",
        "and founded >= {code.constant(period.last_day)}",
        "test_s11_absences.py::test_s11_each_absence_is_told_apart",
    ),
    _fault(
        "S12",
        "exchange/enterprises.py",
        "        if told:\n",
        "        if False:\n",
        "test_s12_identity.py::test_s12_differing_duplicates_are_all_rejected_and_the_cells_named",
    ),
    _fault(
        "S12",
        "exchange/enterprises.py",
        "besides=PERIOD.id",
        'besides=""',
        "test_s12_identity.py::test_s12_equal_duplicates_merge_with_a_notice",
    ),
    _fault(
        "S13",
        "language/names.py",
        'where = AllOf((of_kind(kind), InForce("begins", "ends")))',
        "where = of_kind(kind)",
        "test_s13_recorded.py::test_s13_a_qualification_is_the_certificate_in_force",
    ),
    _fault(
        "S14",
        "evaluation/logic.py",
        'with code.block(f"if {settled}:"):',
        'with code.block("if False:"):',
        "test_s14_kleene.py::test_s14_groups_of_conditions_follow_kleene",
    ),
    _fault(
        "S15",
        "plan/scheme.py",
        'definer.define("", self._capped(dimension, points)',
        'definer.define("", self._capped(dimension, known)',
        "test_s15_scores.py::test_s15_one_unknown_part_leaves_the_total_unknown",
    ),
    _fault(
        "S15",
        "plan/lower.py",
        "Negated(Ref(DEDUCTIONS + suffix))",
        "Ref(DEDUCTIONS + suffix)",
        "test_s15_scores.py::test_s15_base_bonus_and_deductions_are_kept_apart",
    ),
    _fault(
        "S15",
        "evaluation/outcomes.py",
        '(None, given) if rule.kind == "bonus"',
        '(given, given) if rule.kind == "bonus"',
        "test_s15_bonuses.py::test_s15_points_of_a_bid_are_neither_money_nor_score",
    ),
    _fault(
        "S16",
        "evaluation/arithmetic.py",
        "return ceil(bound) if edge.closed else floor(bound) + 1",
        "return ceil(bound)",
        "test_s16_bands.py::test_s16_an_edge_belongs_to_the_band_that_writes_it",
    ),
    _fault(
        "S16",
        "evaluation/arithmetic.py",
        "edge.bound * scale)",
        "edge.bound // 1 * scale)",
        "test_s16_bands.py::test_s16_a_quotient_just_above_an_edge_has_left_it",
    ),
    _fault(
        "S16",
        "language/intervals.py",
        "if band.begins != furthest.ends:",
        "if band.begins > furthest.ends:",
        "test_s16_bands.py::test_s16_gaps_and_overlaps_are_refused_exactly",
    ),
    _fault(
        "S19",
        "cohort/members.py",
        "before -= 1",
        "before -= 0",
        "test_s19_cohort.py::test_s19_one_that_falls_does_not_stand_behind_itself",
    ),
    _fault(
        "S19",
        "cohort/members.py",
        "len(group) - bisect_right(group, values) if",
        "len(group) - bisect_left(group, values) if",
        "test_s19_cohort.py::test_s19_equal_values_share_a_rank_and_the_next_is_skipped",
    ),
    _fault(
        "S20",
        "plan/graph.py",
        'below.step + (below.domain == "cohort")',
        "below.step",
        "test_s20_phases.py::test_s20_points_by_rank_then_total_then_rank_by_total",
    ),
    _fault(
        "S24",
        "loading/joining.py",
        "if other is not part and other is not reported:",
        "if False:",
        "test_s24_conflicts.py::test_s24_two_definitions_are_an_error_at_both_places",
    ),
    _fault(
        "S24",
        "loading/parks.py",
        "if all(_is_copy(first, other) for other in others):",
        "if True:",
        "test_s24_conflicts.py::test_s24_two_versions_of_a_park_are_not_chosen_from",
    ),
    _fault(
        "S26",
        "loading/digest.py",
        '"code": code,',
        '"code": "",',
        "test_s26_scope.py::test_s26_the_digest_covers_the_plugins_code",
    ),
    _fault(
        "S26",
        "language/vocabulary.py",
        "elif first != declared:",
        "elif False:",
        "test_s26_scope.py::test_s26_identical_inputs_merge_and_differing_ones_are_an_error",
    ),
    _fault(
        "S26",
        "plan/library.py",
        "Known(plan, seen[file.full_id], statuses, whole)",
        "Known(plan, plan.vocabulary, statuses, whole)",
        "test_s26_scope.py::test_s26_what_a_policy_declares_is_its_own",
    ),
    _fault(
        "S27",
        "plan/graph.py",
        "if definition.assumed or not marked.isdisjoint(refs):",
        "if definition.assumed:",
        "test_s27_assumed.py::test_s27_the_mark_travels_from_the_stages_to_what_is_weighted_by_stage",
    ),
    _fault(
        "S27",
        "plan/lower.py",
        "any(fields[fact.field].assumed for fact in facts)",
        "False",
        "test_s27_assumed.py::test_s27_the_mark_travels_from_an_assumed_field",
    ),
    _fault(
        "S27",
        "loading/provenance.py",
        "_check_accounted(table, marks, diagnostics)\n",
        "pass\n",
        "test_s27_assumed.py::test_s27_a_figure_with_neither_source_nor_mark_is_refused",
    ),
    _fault(
        "S28",
        "language/lexicon.py",
        "{len(name) for name in self.names}, reverse=True",
        "{len(name) for name in self.names}",
        "test_s28_names.py::test_s28_a_name_made_of_known_names_is_one_name",
    ),
    _fault(
        "S28",
        "language/vocabulary.py",
        "            if owner != name:\n",
        "            if False:\n",
        "test_s28_names.py::test_s28_names_are_unique_per_kind",
    ),
    _fault(
        "S29",
        "evaluation/rows.py",
        "_less(function.high, result)",
        "not _less(result, function.high)",
        "test_s29_code.py::test_s29_the_result_is_exact_and_within_the_declared_range",
    ),
    _fault(
        "S29",
        "cohort/scoring.py",
        "    except FunctionFault as fault:",
        "    except KeyError as fault:",
        "test_s29_code.py::test_s29_a_fault_fails_that_enterprise_alone",
    ),
    _fault(
        "S30",
        "exchange/report/workbook.py",
        "datetime.combine(run.as_of, time())",
        "datetime.now()",
        "test_s30_same_bytes.py::test_s30_the_report_tells_no_time",
    ),
    _fault(
        "S30",
        "loading/registry.py",
        "return dict(sorted(files.items()))",
        "return files",
        "test_s30_same_bytes.py::test_s30_the_order_of_files_and_of_plugin_folders_does_not_matter",
    ),
    _fault(
        "S3",
        "plan/rounding.py",
        "return Product((Floor(units), Constant(self.unit)))",
        "return Product((Rounded(units, 0), Constant(self.unit)))",
        "test_s03_amounts.py::test_s03_an_amount_is_rounded_as_its_rule_declares",
    ),
    _fault(
        "S6",
        "language/meaning.py",
        "Constant((1 + yearly) ** years - 1)",
        "Constant(yearly * years)",
        "test_s06_compound_growth.py::test_s06_compound_growth_is_compared_by_whole_powers",
    ),
    _fault(
        "S8",
        "plan/linking.py",
        "policy.snapshot or policy.rewards.last_day",
        "policy.snapshot",
        "test_s08_dates.py::test_s08_the_snapshot_is_the_last_day_of_the_rewarded_period",
    ),
    _fault(
        "S8",
        "plan/linking.py",
        "else day.year - 1",
        "else day.year",
        "test_s08_dates.py::test_s08_scores_are_those_of_the_latest_year_closed_by_the_snapshot",
    ),
    _fault(
        "S9",
        "plan/rules.py",
        "If(reached, cap, summed)",
        "summed",
        "test_s09_per.py::test_s09_once_the_known_rows_reach_the_cap_the_rest_does_not_matter",
    ),
    _fault(
        "S17",
        "evaluation/outcomes.py",
        "if row[self._vetoed] is True:",
        "if row[self._vetoed] is None:",
        "test_s17_negatives.py::test_s17_a_veto_beats_everything_in_its_scope",
    ),
    _fault(
        "S17",
        "plan/linking.py",
        'return names | {negative.acts for negative in policy.negatives if negative.effect == "factor"}',
        "return names",
        "test_s17_negatives.py::test_s17_a_negative_may_take_a_part",
    ),
    _fault(
        "S18",
        "plan/linking.py",
        "for other in (policy, *self.policies):",
        "for other in (policy,):",
        "test_s18_statuses.py::test_s18_one_graph_spans_policies",
    ),
    _fault(
        "S21",
        "plan/settlement.py",
        "self._groups(taking_part)\n        self._shared_caps(taking_part)",
        "self._shared_caps(taking_part)\n        self._groups(taking_part)",
        "test_s21_settlement.py::test_s21_the_difference_comes_before_the_shared_cap",
    ),
    _fault(
        "S21",
        "plan/settlement.py",
        "self._shared_caps(taking_part)\n        self._factors(taking_part)",
        "self._factors(taking_part)\n        self._shared_caps(taking_part)",
        "test_s21_settlement.py::test_s21_the_grade_comes_after_the_shared_cap",
    ),
    _fault(
        "S21",
        "plan/settlement.py",
        "unit = max(member.rule.unit for member in members)",
        "unit = min(member.rule.unit for member in members)",
        "test_s21_settlement.py::test_s21_a_shared_cap_is_divided_in_units_of_the_coarsest_rule",
    ),
    _fault(
        "S22",
        "plan/settlement.py",
        "node = If(Known(own), node, own)",
        "node = If(Known(own), node, NOTHING)",
        "test_s22_undetermined.py::test_s22_of_a_group_the_known_highest_is_granted_provisionally",
    ),
    _fault(
        "S23",
        "cohort/budgets.py",
        "key=lambda claim: (shares[claim] - units[claim], claim)",
        "key=lambda claim: claim",
        "test_s23_budgets.py::test_s23_pro_rata_is_one_step_and_then_largest_remainder",
    ),
    _fault(
        "S23",
        "cohort/crossing.py",
        "Fraction(exact, below) if",
        "Fraction(exact) if",
        "test_s23_budgets.py::test_s23_claims_are_counted_in_money_whatever_they_are_rounded_to",
    ),
    _fault(
        "S25",
        "plan/rules.py",
        "where = of_grant(self.award, self.rewards)",
        "where = AllOf((of_award(self.award), of_period(self.rewards)))",
        "test_s25_ledger.py::test_s25_what_the_ledger_holds_is_paid_and_not_granted_again",
    ),
    _fault(
        "S25",
        "evaluation/outcomes.py",
        "fallen - (paid or NO_MONEY)",
        "fallen",
        "test_s25_ledger.py::test_s25_of_instalments_the_rest_is_due_after_the_first_was_paid",
    ),
)
