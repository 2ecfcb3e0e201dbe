"""The look of the report: paper, ink and one accent, the same on screen and in print."""

from __future__ import annotations

from typing import Final

#: Colours are those of the planner's desk; text on paper is above 7:1, grey notes above 4.5:1.
CSS: Final = """
:root{color-scheme:light;--paper:#faf7f0;--sheet:#fffdf8;--ink:#22302a;--soft:#55605a;--line:#ddd5c4;
--peach:#b14a1f;--peach-pale:#f7dcca;--leaf:#2f6f5a;--leaf-pale:#d8e8df;--sky-pale:#dfe9f3;--sand:#ece5d6;
--alarm:#96201a;
--serif:"LXGW WenKai","Noto Serif CJK SC","Noto Serif SC","Source Han Serif SC","Songti SC",STSong,SimSun,
Georgia,serif;
--sans:"PingFang SC","HarmonyOS Sans SC","Noto Sans CJK SC","Noto Sans SC","Microsoft YaHei",system-ui,
sans-serif}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:15px/1.6 var(--sans);
font-variant-numeric:tabular-nums;-webkit-text-size-adjust:100%}
main{max-width:1040px;margin:0 auto;padding:40px 32px 64px}
header{border-bottom:2px solid var(--ink);padding-bottom:18px;margin-bottom:28px}
.kicker{margin:0;color:var(--peach);font-weight:600;letter-spacing:.08em}
h1{font:700 34px/1.25 var(--serif);margin:2px 0 4px}
h1 small{display:block;font-size:19px;font-weight:500;color:var(--soft)}
header p{margin:6px 0 0;color:var(--soft)}
header dl{display:flex;flex-wrap:wrap;gap:4px 28px;margin:12px 0 0}
header dl div{display:flex;gap:8px}dt{color:var(--soft);white-space:nowrap}dd{margin:0}
.badge{display:inline-block;border:1px solid var(--peach);color:#8a3512;border-radius:999px;padding:0 10px;
font-size:13px}
section{margin:34px 0 0}
h2{font:700 21px/1.3 var(--serif);margin:0 0 10px}
h2 span{font:400 14px var(--sans);color:var(--soft);margin-left:10px}
.figures{display:grid;grid-template-columns:repeat(4,1fr);gap:1px;background:var(--sheet);
border:1px solid var(--line);border-radius:10px;overflow:hidden}
.figure{background:var(--sheet);padding:14px 16px 12px;box-shadow:0 0 0 1px var(--line)}
.figure b{display:block;font:600 24px/1.3 var(--sans);white-space:nowrap}
.figure.first b{color:var(--peach)}
.figure span{display:block;color:var(--soft);font-size:13px}
.figure em{display:block;color:var(--soft);font-style:normal;font-size:12px;line-height:1.4;margin-top:4px}
.figures.small .figure{padding:9px 14px}.figures.small .figure b{font-size:18px}
.lead{margin:0 0 10px;max-width:70ch}
[data-m],[data-t]{cursor:help;border-radius:3px}
[data-m]:focus-visible,[data-t]:focus-visible{outline:2px solid var(--peach);outline-offset:1px}
#note{position:fixed;z-index:9;max-width:min(420px,calc(100vw - 16px));background:var(--ink);color:#fdf9f0;
border-radius:8px;padding:8px 12px;font-size:13px;line-height:1.5;pointer-events:none}
#note p{margin:0}#note p:nth-child(3n+4){margin-top:6px;padding-top:6px;border-top:1px solid #55605a}
section>.wide+.wide,.lead+.wide+.wide{margin-top:18px}
.timeline .card rect{fill:var(--sky-pale);stroke:#9db4c9;stroke-width:.6}
.note{color:var(--soft);font-size:13px;margin:8px 0 0;max-width:70ch}
.timeline{width:100%;height:auto;display:block;background:var(--sheet);border:1px solid var(--line);
border-radius:10px}
.timeline text{font:12px var(--sans);fill:var(--ink)}
.timeline .axis{fill:var(--soft)}.timeline .grid{stroke:var(--line)}.timeline .tick{stroke:var(--soft)}
.timeline .bar{fill:var(--peach)}
.timeline .open{fill:var(--ink);font-size:12px;paint-order:stroke;stroke:var(--sheet);stroke-width:3px}
.timeline .shade{opacity:.28}.timeline .talk rect{fill:var(--sand)}.timeline .teach rect{fill:var(--sky-pale)}
.timeline .sell-a rect{fill:var(--peach-pale)}.timeline .sell-b rect{fill:var(--leaf-pale)}
.wide{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:14px}
th{text-align:left;font-weight:600;color:var(--soft);border-bottom:1px solid var(--ink);
padding:6px 10px 6px 0;vertical-align:bottom}
td{border-bottom:1px solid var(--line);padding:7px 10px 7px 0;vertical-align:top}
td.n,th.n{text-align:right;white-space:nowrap}td.t{white-space:nowrap}
td small{display:block;color:var(--soft)}
tfoot td{font-weight:600;border-bottom:0}tfoot tr:first-child td{border-top:1px solid var(--ink)}
tr.off td{color:var(--soft)}
.over{color:#8a3512}.alarm{color:var(--alarm);font-weight:600}
.meter{display:block;height:4px;background:var(--sand);border-radius:2px;margin-top:5px;min-width:90px}
.meter i{display:block;height:4px;background:var(--peach);border-radius:2px}
.word{font:600 16px var(--serif)}
footer{margin-top:40px;padding-top:12px;border-top:1px solid var(--line);color:var(--soft);font-size:13px}
@media (max-width:640px){main{padding:24px 16px 48px}h1{font-size:27px}.figure b{font-size:20px}
.figures{grid-template-columns:repeat(2,1fr)}.timeline{min-width:640px}.wide table{min-width:560px}}
@media print{#note{display:none}@page{size:A4;margin:14mm 12mm}body{background:#fff;font-size:10.5pt}
main{max-width:none;padding:0}
*{-webkit-print-color-adjust:exact;print-color-adjust:exact}thead{display:table-header-group}
tfoot{display:table-row-group}
tr,.figure,.timeline{break-inside:avoid}h2{break-after:avoid}section{margin-top:22px}
.wide{overflow:visible}}
""".strip()
