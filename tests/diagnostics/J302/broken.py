"""Too large to keep as it is."""

CONTENT = ('when = ["' + "营业收入 + " * 400 + '营业收入 > 0"]\n').encode()
