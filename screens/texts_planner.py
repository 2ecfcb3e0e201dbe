"""The texts of the planner's pages that came after the first: zh and en, see `screens.texts`."""

from __future__ import annotations

PLANNER: dict[str, tuple[str, str]] = {
    "upload.button": ("选文件", "Choose a file"),
    "upload.limit": ("或拖到这里，最大 50 MB", "or drop it here, up to 50 MB"),
    "upload.no_results": ("没有符合的项", "Nothing matches"),
    "home.on_air": ("直播中", "On air"),
    "home.on_air_since": ("{since} 开播", "since {since}"),
    "home.now": ("正在进行：{title}", "Now: {title}"),
    "home.paid": ("实付", "Paid"),
    "home.orders": ("订单", "Orders"),
    "home.units": ("件数", "Units"),
    "home.next": ("下一步", "Next"),
    "home.done": ("已备好", "Ready"),
    "home.road_1": ("导入商品表，先试读再写入", "Bring in a product file: dry run first, then write"),
    "home.road_2": ("自动挑词，人来审，成为板书", "Words are picked, you approve them: the boards"),
    "home.road_3": ("生成脚本草稿，改好，存成场次", "Draft the script, shape it, make it a show"),
    "home.road_4": ("开播：主播屏、场控台、副屏同步走", "Go on air: host, desk and overlays in step"),
    "home.waiting": ("{n} 张待审", "{n} to review"),
    "home.all_reviewed": ("全部审完", "all reviewed"),
    "home.categories": ("{n} 个类目", "{n} categories"),
    "home.latest": ("最近：{title}", "Latest: {title}"),
    "home.planned": ("{n} 段 · 计划 {length}", "{n} segments · {length} planned"),
    "home.ready_n": ("{n} 场已备好", "{n} ready"),
    "home.earlier": ("更早的 {n} 场在「复盘」里。", "{n} earlier shows are under “Report”."),
    "home.sample_note": (
        "全部内容都在这台电脑上，不联网也能用。",
        "Everything stays on this computer and works without a network.",
    ),
}
