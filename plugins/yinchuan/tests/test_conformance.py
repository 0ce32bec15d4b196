"""银川高新区 holds what every park must hold; ids of indicators are never changed once published."""

from jifen.testing import conformance

IDS = """
    rd_expense rd_expense_growth rd_intensity technical_staff_share invention_applications
    pct_applications technology_contracts most_projects_at_once
    high_tech_revenue revenue revenue_growth postgraduate_share rd_tax_relief
    return_on_net_assets new_graduates venture_capital leading_industry eligible_classes
    platforms awards projects new_ip new_product_share
    credit_lists accidents tax_and_wages integrity
"""

TestConformance = conformance(
    "yinchuan",
    ids=IDS.split(),
    indicators=27,
    figures={"published": 23, "derived": 30, "assumed": 308},
)
