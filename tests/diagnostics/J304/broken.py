"""Too large to keep as it is."""

CONTENT = ('when = ["1' + "+1" * 400 + ' > 研发费用"]\n').encode()
