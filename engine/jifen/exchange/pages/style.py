"""How pages look, on a screen and on A4."""

DARK, PALE, MEDIAN, GREY, RULE = "#1F4E79", "#D6E4F0", "#C55A11", "#595959", "#D9D9D9"
RED, GREEN = "#A4262C", "#2E7D32"

CSS = f"""
@page {{ size: A4; margin: 14mm 13mm 15mm; }}
* {{ box-sizing: border-box; }}
html {{ color: #222; background: #F2F4F7;
  font: 14px/1.6 "Microsoft YaHei", "PingFang SC", "Noto Sans CJK SC", "Source Han Sans SC", sans-serif; }}
body {{ max-width: 210mm; margin: 16px auto; padding: 14mm 13mm; background: white; }}
h1 {{ margin: 0; font-size: 24px; line-height: 1.35; color: {DARK}; }}
h2 {{ margin: 22px 0 8px; padding-bottom: 3px; font-size: 16px; color: {DARK};
  border-bottom: 2px solid {DARK}; break-after: avoid; }}
h3 {{ margin: 0; font-size: 14px; }}
p {{ margin: 4px 0; }}
.about, .note {{ color: {GREY}; }}
.note {{ font-size: 12.5px; }}
h2 + .note {{ break-after: avoid; }}
.warning {{ margin: 8px 0; padding: 6px 10px; background: #FFF2CC; color: #7F6000; font-size: 13px; }}
.list {{ break-after: page; }}
.list:last-of-type {{ break-after: auto; }}
.list h1, .list .note, .list .warning {{ text-align: center; }}
.list + .list {{ margin-top: 36px; }}
table {{ width: 100%; border-collapse: collapse; margin-top: 8px; }}
thead {{ display: table-header-group; }}
tr {{ break-inside: avoid; }}
th {{ padding: 5px 8px; color: white; background: {DARK}; font-weight: 600; text-align: center;
  white-space: nowrap; border: 1px solid {DARK}; }}
td {{ padding: 4px 8px; border: 1px solid {RULE}; vertical-align: top; overflow-wrap: anywhere; }}
tbody tr:nth-child(even) td {{ background: #F7F9FB; }}
.number {{ text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }}
.centred {{ text-align: center; white-space: nowrap; }}
.tiles {{ display: flex; flex-wrap: wrap; gap: 10px; margin: 14px 0 4px; }}
.tile {{ flex: 1 1 110px; padding: 8px 12px; background: #F2F6FA; border-left: 4px solid {DARK}; }}
.tile b {{ display: block; font-size: 22px; line-height: 1.3; color: {DARK};
  font-variant-numeric: tabular-nums; }}
.tile span {{ color: {GREY}; font-size: 12.5px; }}
.tile.open b {{ color: #7F6000; }}
.charts {{ display: flex; flex-wrap: wrap; gap: 16px; align-items: flex-start; break-inside: avoid; }}
.charts svg {{ flex: 1 1 300px; max-width: 100%; height: auto; }}
svg text {{ font-family: inherit; }}
.indicator {{ padding: 7px 0 6px; border-bottom: 1px solid {RULE}; break-inside: avoid; }}
.indicator .head {{ display: flex; gap: 10px; align-items: baseline; }}
.indicator .head h3 {{ flex: 1; }}
.indicator .value {{ color: {GREY}; white-space: nowrap; }}
.indicator .points {{ min-width: 92px; text-align: right; white-space: nowrap;
  font-weight: 700; color: {DARK}; font-variant-numeric: tabular-nums; }}
.indicator .points small {{ color: {GREY}; font-weight: 400; }}
.indicator.none .points {{ color: {GREY}; }}
.indicator.open .points {{ color: #7F6000; }}
.indicator p {{ font-size: 12.5px; margin: 1px 0 0 12px; }}
h1.notice {{ margin-bottom: 14px; text-align: center; letter-spacing: 4px; }}
.to {{ font-weight: 700; font-size: 15px; }}
.tiles.three {{ display: grid; grid-template-columns: repeat(3, 1fr); }}
.part {{ margin: 12px 0 2px; font-weight: 700; color: {DARK}; break-after: avoid; }}
.short {{ margin: 2px 0 8px; padding-left: 20px; font-size: 13px; color: {GREY}; }}
.rule {{ margin: 8px 0 10px; padding: 7px 12px 8px; border: 1px solid {RULE};
  border-left: 4px solid {GREY}; break-inside: avoid-page; }}
.rule.granted, .rule.paid {{ border-left-color: {GREEN}; }}
.rule.refused, .rule.vetoed {{ border-left-color: {RED}; }}
.rule.undetermined {{ border-left-color: #BF9000; }}
.rule .head {{ display: flex; gap: 12px; align-items: baseline; break-after: avoid; }}
.rule .head h3 {{ flex: 1; }}
.rule .word {{ font-weight: 700; white-space: nowrap; color: {GREY}; }}
.rule.granted .word, .rule.paid .word {{ color: {GREEN}; }}
.rule.refused .word, .rule.vetoed .word {{ color: {RED}; }}
.rule.undetermined .word {{ color: #7F6000; }}
.rule .headline {{ font-weight: 600; }}
.rule p, .rule ul {{ font-size: 13px; }}
.rule ul {{ margin: 2px 0 4px; padding-left: 20px; }}
.rule li {{ overflow-wrap: anywhere; }}
.rule .source {{ font-size: 12px; }}
.source {{ color: {GREY}; }}
.next {{ color: {MEDIAN}; }}
.missing {{ color: #7F6000; }}
footer {{ margin-top: 20px; padding-top: 6px; border-top: 1px solid {RULE};
  color: {GREY}; font-size: 11.5px; }}
@media print {{
  html {{ background: white; font-size: 10.5pt; }}
  body {{ max-width: none; margin: 0; padding: 0; }}
  .list + .list {{ margin-top: 0; }}
  th, .tile, .warning, tbody tr:nth-child(even) td, svg
    {{ -webkit-print-color-adjust: exact; print-color-adjust: exact; }}
}}
"""
