"""Texts of the entrance and of the page of access and backups: (zh, en)."""

from __future__ import annotations

ENTRANCE: dict[str, tuple[str, str]] = {
    "nav.access": ("门禁与备份", "Access & backups"),
    "access.hint": (
        "谁能进来、能看哪些页；数据多久备份一次。",
        "Who may come in and see which pages; how often the store is copied.",
    ),
    "entrance.title": ("请输入口令", "Enter your PIN"),
    "entrance.what": (
        "口令决定你的身份：主播、场控、分析……向负责人要。负责人的第一个口令印在启动程序的窗口里。",
        "Your PIN says who you are. Ask the owner; the owner's first one is printed where the "
        "program was started.",
    ),
    "entrance.first": ("双语直播台 负责人口令：{pin}", "Chalk & Cart, the owner's PIN: {pin}"),
    "entrance.pin": ("口令", "PIN"),
    "entrance.enter": ("进入", "Enter"),
    "entrance.wrong": ("口令不对，再试一次。", "That PIN is not right. Try again."),
    "entrance.wait": (
        "试得太多了，{minutes} 分钟后再试。",
        "Too many tries. Try again in {minutes} minutes.",
    ),
    "entrance.sign_in": ("用公司账号登录", "Sign in with your account"),
    "entrance.unknown": (
        "{address} 还没有身份，请负责人在「门禁与备份」里添加。",
        "{address} has no role yet. Ask the owner to add it under Access & backups.",
    ),
    "entrance.not_yours": ("这一页不归「{role}」。", "This page is not open to the role “{role}”."),
    "entrance.leave": ("退出（{role}）", "Leave ({role})"),
    "role.owner": ("负责人", "Owner"),
    "role.producer": ("场控", "Producer"),
    "role.desk": ("中控", "Desk"),
    "role.host": ("主播", "Host"),
    "role.assistant": ("助播", "Assistant"),
    "role.analyst": ("分析", "Analyst"),
    "role.viewer": ("旁观", "Viewer"),
    "access.pins": ("口令", "PINs"),
    "access.open": (
        "现在不需要口令：程序只在本机可用。设了第一个口令（负责人）后，所有人都要输入口令。",
        "No PIN is asked for now: only this machine reaches the program. Once the owner's PIN "
        "is set, everybody needs one.",
    ),
    "access.closed": (
        "进入时要输入口令。改口令会让用旧口令进来的人退出。",
        "A PIN is asked for. Changing one sends out whoever came in with it.",
    ),
    "access.role": ("身份", "Role"),
    "access.new_pin": ("新口令（至少 6 位；留空为取消）", "New PIN (6 signs or more; empty takes it away)"),
    "access.save": ("保存口令", "Save PIN"),
    "access.saved": ("{role} 的口令已保存", "The PIN of {role} is saved"),
    "access.removed": ("{role} 的口令已取消", "{role} has no PIN any more"),
    "access.short": ("口令至少 6 位。", "A PIN has at least 6 signs."),
    "access.owner_first": (
        "先设负责人的口令，免得把自己关在门外。",
        "Set the owner's PIN first, or you lock yourself out.",
    ),
    "access.owner_last": (
        "其他身份还有口令时，不能取消负责人的口令。",
        "While other roles have a PIN, the owner keeps one.",
    ),
    "access.has": ("已设", "set"),
    "access.none": ("未设", "not set"),
    "access.pages": ("能看的页", "Pages"),
    "access.people": ("登录账号", "Signed-in people"),
    "access.people_hint": (
        "配置了公司登录（OIDC）时，按邮箱给身份；见 docs/security.md。",
        "Where sign-in (OIDC) is set up, an address gets a role; see docs/security.md.",
    ),
    "access.address": ("邮箱", "Address"),
    "access.add": ("保存", "Save"),
    "access.nobody": ("去掉", "Remove"),
    "backup.title": ("备份", "Backups"),
    "backup.hint": (
        "边播边备份，每份都核验过才算数；恢复用命令 python -m studio restore。",
        "Made while the show goes on, and counted only once proven. To restore: python -m studio restore.",
    ),
    "backup.folder": ("备份到文件夹", "Into the folder"),
    "backup.every": ("每几小时", "Every … hours"),
    "backup.keep": ("保留几份", "Keep"),
    "backup.save": ("保存计划", "Save the plan"),
    "backup.stop": ("不再自动备份", "No more by itself"),
    "backup.now": ("现在备份", "Back up now"),
    "backup.making": ("正在备份并核验……", "Copying and proving…"),
    "backup.planned": ("每 {hours} 小时一份，保留 {keep} 份", "Every {hours} h, the newest {keep} kept"),
    "backup.unplanned": ("没有自动备份", "No backups by themselves"),
    "backup.env": (
        "计划来自环境变量 STUDIO_BACKUP_FOLDER。",
        "The plan comes from STUDIO_BACKUP_FOLDER in the environment.",
    ),
    "backup.good": ("{at} 备份成功：{what}", "Backed up at {at}: {what}"),
    "backup.bad": ("{at} 备份失败：{what}", "Failed at {at}: {what}"),
    "backup.relative": (
        "请写完整路径，例如 /srv/backup 或 D:\\backup。",
        "Give a whole path, such as /srv/backup or D:\\backup.",
    ),
}
