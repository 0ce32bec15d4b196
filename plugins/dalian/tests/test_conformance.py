"""大连高新区 holds what every park must hold; ids of indicators are never changed once published."""

from jifen.testing import conformance

IDS = """
    rd_expense rd_expense_growth rd_intensity technical_staff_share invention_applications
    pct_applications technology_contracts invention_patents rd_staff_share
    rd_expense_per_researcher rd_input_level patents_per_100_researchers invention_grants
    utility_model_grants software_copyrights high_value_patent_share standards rd_management
    rd_cooperation_share core_ip_review
    high_tech_revenue revenue revenue_growth postgraduate_share rd_tax_relief
    return_on_net_assets high_tech_revenue_share net_margin debt_ratio revenue_per_head
    main_revenue_share export_value taxes_paid technical_revenue_share mean_revenue_growth
    new_product_share lab_equipment_increase customer_concentration
    new_graduates platforms awards projects venture_capital qualifications growth_ladder
    rd_institute municipal_platforms projects_led project_funding project_run national_awards
    activity high_level_talents technology_customers years_since_founding
    dishonest_debtor market_credit environmental_violations safety_accidents research_misconduct
    tax_violation
"""

TestConformance = conformance(
    "dalian",
    ids=IDS.split(),
    indicators=61,
    figures={"published": 28, "derived": 47, "assumed": 665},
)
