"""The texts of the room on air: links, the overlay's set-up, keys and messages, rehearsal, as-run."""

from __future__ import annotations

AIR: dict[str, tuple[str, str]] = {
    "air.links": ("已发出的链接", "Links that were handed out"),
    "air.links_none": ("还没有发出链接。", "No link was handed out yet."),
    "air.link_page": ("画面", "Screen"),
    "air.link_who": ("谁的", "Whose"),
    "air.link_made": ("发出", "Handed out"),
    "air.link_until": ("有效到", "Holds until"),
    "air.link_revoke": ("收回", "Take back"),
    "air.link_revoked": ("{by} 于 {at} 收回", "taken back by {by} at {at}"),
    "air.link_expired": ("已过期", "expired"),
    "air.link_all": ("全部收回", "Take all back"),
    "air.link_done": (
        "已收回 {n} 个链接，画面两秒内断开。",
        "{n} taken back; their screens close within two seconds.",
    ),
    "air.link_note": (
        "收回后原链接永久失效；仪表盘自己的画面会自动换新链接。",
        "A link taken back never works again; this dashboard's own views get a new one by themselves.",
    ),
    "air.page_dashboard": ("仪表盘", "Dashboard"),
    "air.page_other": ("其他", "Other"),
    "air.obs": ("直播浮层（OBS）", "Overlay for OBS"),
    "air.obs_hint": (
        "背景透明；断线时自动淡出，OBS 先启动也会一直等到直播台就绪。",
        "Transparent; fades out when cut off, and waits for the studio when OBS started first.",
    ),
    "air.shape": ("画幅", "Shape"),
    "air.place": ("板书位置", "Board at"),
    "air.place_lower": ("下方", "bottom"),
    "air.place_top": ("上方", "top"),
    "air.place_left": ("左侧", "left"),
    "air.place_right": ("右侧", "right"),
    "air.place_full": ("全屏", "full"),
    "air.parts": ("显示", "Shows"),
    "air.part_board": ("板书", "Board"),
    "air.part_lower": ("字幕条", "Lower third"),
    "air.part_price": ("价格", "Price"),
    "air.part_countdown": ("倒计时", "Countdown"),
    "air.url": ("浏览器源地址", "Browser source URL"),
    "air.url_hint": ("宽 {width}，高 {height}", "width {width}, height {height}"),
    "air.picture": (
        "实时预览；虚线框内不会被平台按钮和评论遮住。",
        "Live preview; inside the dashed line nothing is covered by the app's buttons and comments.",
    ),
    "air.loader": ("下载本地加载页", "Download the loader page"),
    "air.loader_hint": (
        "OBS 可能先于直播台启动时，用这个本地文件作浏览器源；地址已写好。",
        "Use this local file as the source where OBS may start before the studio; the address is in it.",
    ),
    "air.room": ("留言与按键", "Messages and keys"),
    "air.presets": ("数字键 1–8 的留言", "Messages on keys 1–8"),
    "air.preset_zh": ("{n} 中文", "{n} Chinese"),
    "air.preset_en": ("{n} 英文", "{n} English"),
    "air.keys": ("按键（空格分开几个键）", "Keys (several, with blanks between)"),
    "air.keys_hint": (
        "字母写小写；空格键写 Space，方向键写 ArrowLeft，翻页与踏板写 PageUp、PageDown。"
        "下播没有按键，只能按住按钮 1 秒。",
        "Letters small; Space, ArrowLeft, PageUp and PageDown (pedals) by name. No key ends the show: "
        "that takes a second of holding the button.",
    ),
    "air.key_go": ("下一条", "GO"),
    "air.key_back": ("上一条", "Back"),
    "air.key_pause": ("暂停 / 继续", "Pause / resume"),
    "air.key_hold": ("先别动 / 放开", "Hold / release"),
    "air.key_more": ("加 1 分", "Add a minute"),
    "air.key_less": ("减 1 分", "Take a minute"),
    "air.key_reveal": ("出板书 / 揭示", "Show / reveal"),
    "air.key_hide": ("收板书", "Hide the board"),
    "air.key_lookup": ("查词", "Look up a word"),
    "air.key_detail": ("词详情", "Word detail"),
    "air.key_ack": ("知道了", "Got it"),
    "air.key_focus": ("台词语言", "Script language"),
    "air.save": ("保存", "Save"),
    "air.usual": ("恢复默认", "Back to usual"),
    "air.saved": ("已保存，各屏立即生效。", "Saved; every screen has it at once."),
    "air.rehearse": ("彩排", "Rehearse"),
    "air.rehearse_hint": (
        "同样的画面，1–20 倍速，一个字也不写进场记。用“场控”那一屏调速度、重来。",
        "The same screens at 1 to 20 times the speed; nothing is written to the show's log. "
        "Speed and starting over are on the desk's screen.",
    ),
    "air.asrun": ("实播记录", "As-run log"),
    "air.asrun_hint": (
        "每次播出的计划与实际、留言、价格与库存变化、单词在板秒数、谁做了什么。",
        "Planned against actual per run, messages, price and stock changes, words with their seconds on the "
        "board, who did what.",
    ),
    "air.asrun_none": ("开播后这里有记录。", "There is a log once the show has begun."),
}
