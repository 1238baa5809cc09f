"""The frame of the page of upkeep: everything in it that does not change; upkeep.js writes text into it."""

from __future__ import annotations

from policysearch.render.html import Html, element, join
from policysearch.types import DECLARED, KINDS

# The fields that a person may correct, with an example of how each is written.
FIELDS = (
    ("标题", ""),
    ("发布机构", "几个之间用 、"),
    ("文号", "如 杭政〔2024〕3号"),
    ("成文日期", "2024-03-01"),
    ("发布日期", "2024-03-01"),
    ("施行日期", "2024-03-01"),
    ("失效日期", "2029-03-01，没有写 无"),
    ("规划期", "2021-2025"),
    ("地区", "写全称，如 浙江省杭州市西湖区"),
    ("类别", "、".join(KINDS)),
    ("文种", "如 通知、意见"),
    ("状态", "、".join(DECLARED)),
    ("来源", "网址或出处"),
)


def upkeep_frame() -> Html:
    """A place to drop files, the state of the build, the list of files, and the form for metadata."""
    pick = element(
        "label",
        element("span", "选择文件"),
        element("input", type="file", id="upkeep-files", multiple=True, class_="off-screen"),
        class_="upkeep-pick",
    )
    drop = element(
        "div",
        element("p", "把文件拖到这里，或", pick),
        element("p", "docx、doc、wps、pdf、ofd、html、md、txt、xls、xlsx，或装着它们的 zip。", class_="hint"),
        id="upkeep-drop",
        class_="upkeep-drop",
    )
    heads = join([element("th", name, scope="col") for name in ("文件", "大小", "收录情况", "操作")])
    table = element(
        "table",
        element("caption", "上传的文件"),
        element("thead", element("tr", heads)),
        element("tbody", id="upkeep-rows"),
        class_="upkeep-table",
    )
    state = element(
        "div",
        element("p", "正在读取…", id="upkeep-stage", role="status"),
        element("progress", id="upkeep-bar", max="1", value="0", hidden=True, aria_label="建索引的进度"),
        element("button", "重新建索引", type="button", id="upkeep-rebuild"),
        class_="upkeep-state",
    )
    return element(
        "section",
        element("h1", "维护文件", tabindex="-1"),
        element("p", id="upkeep-told", class_="notice", role="alert", hidden=True),
        element(
            "div",
            drop,
            element("ul", id="upkeep-sending", class_="upkeep-sending", aria_label="正在上传"),
            state,
            table,
            element("p", "还没有上传过文件。", id="upkeep-none", class_="hint", hidden=True),
            _form(),
            id="upkeep-open",
            hidden=True,
        ),
        class_="upkeep",
    )


def _form() -> Html:
    rows = [
        element(
            "label",
            element("span", name),
            element("input", name=name, maxlength=500, placeholder=example, autocomplete="off"),
        )
        for name, example in FIELDS
    ]
    buttons = element(
        "p",
        element("button", "保存并重建", type="submit"),
        element("button", "取消", type="button", id="upkeep-cancel"),
    )
    return element(
        "dialog",
        element(
            "form",
            element("h2", "改正元数据"),
            element("p", id="upkeep-of"),
            element("p", "填了的以这里为准，空着的由程序从文件里读。", class_="hint"),
            element("p", id="upkeep-wrong", class_="notice", role="alert", hidden=True),
            element("div", *rows, class_="upkeep-fields"),
            buttons,
            id="upkeep-form",
        ),
        id="upkeep-dialog",
        aria_label="改正元数据",
    )
