"""Jifen (积分): a policy-rules engine for China's Enterprise Innovation Points (企业创新积分制)."""

__version__ = "0.1.0"
