"""Too large to keep as it is."""

CONTENT = ('when = ["' + "(" * 60 + "营业收入" + ")" * 60 + ' > 0"]\n').encode()
