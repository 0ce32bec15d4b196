"""重庆高新区 holds what every park must hold; ids of indicators are never changed once published."""

from jifen.testing import conformance

IDS = """
    revenue revenue_growth high_tech_revenue high_tech_revenue_share rd_tax_relief
    return_on_net_assets venture_capital taxes_paid taxes_growth
    rd_expense rd_expense_growth rd_intensity rd_expense_mean lab_equipment_share rd_cooperation
    technical_staff_share postgraduate_share new_graduates golden_phoenix_talents
    talent_equivalents high_level_talent_share
    invention_applications pct_applications technology_contracts platforms awards projects
    invention_patents chengyu_projects honours
"""

TestConformance = conformance(
    "chongqing",
    ids=IDS.split(),
    indicators=30,
    figures={"published": 34, "derived": 21, "assumed": 310},
)
