"""Lines of a web page around the document: where one stands, buttons, counters, the foot of the site."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from policysearch.types import Span

# 当前位置： 首页 >, 相关附件：, 浏览次数：120 次, 今天是：…, 版权所有：…, ICP备案
_FURNITURE = re.compile(
    r"(?:您|你|当前|现在|所在)(?:现在|当前|所在|的){0,4}位置(?:是|为)?\s?[:：>].{0,80}|位置\s?[:：].{0,80}[>＞»].{0,80}"
    r"|色调调节\s?[:：].{0,20}|扫一扫.{0,30}|最近更新|相关(?:附件|文章|文档|链接|新闻|专题)\s?[:：]?|文档附件\s?[:：]?"
    r"|(?:上一篇|下一篇)\s?[:：].{0,60}|.{0,80}ICP备.{0,40}|.{0,20}公网安备.{0,40}|咨询服务与网站维护热线.{0,30}"
    r"|推荐使用\d+.{0,40}|(?:点击|浏览|访问|阅读)(?:率|数|次数|量)\s?[:：]?\s?\d*\s?次?"
    r"|今天是\s?[:：]?.{0,30}|\d{4}年\d{1,2}月\d{1,2}日\s*星期.\s*[甲-癸].年.{1,10}"
    r"|版权所有\s?[:：©].{0,60}|关于我们\s*[-|｜].{0,60}|网站管理员邮箱\s?[:：].{0,40}|转摘声明\s?[:：].{0,40}"
    r"|主办(?:单位)?\s?[:：].{0,40}(?:技术支持|承办|维护).{0,40}"
    r"|设为首页|加入收藏|手机版|无障碍(?:浏览|阅读)|网站地图|站内搜索|智能检索\s?[:：]|(?:微信|手机)二维码"
    r"|请点击图标下载浏览\s?[:：]?|[Ss]kip to content|You can't perform that action at this time\."
    r"|[>＞»›]{1,3}|</?[a-z]{1,6}>"
)
# A rule drawn with one sign: ------, ━━━━━━, ☀☀☀☀☀☀
_RULE = re.compile(r"([-=—━─＿*☀★☆～~])\1{5,}")
# Buttons of a page: a line of nothing else (【字号 大 中 小】 打印 关闭) is furniture; one such word alone may be text.
_BUTTON = re.compile(
    r"打\s?印|关\s?闭|分\s?享|收\s?藏|返回顶部|返回首页|复制链接|到|下载|字体|字号|内容纠错|纠错|本页|此页|窗口|页面|文字|[大中小]"
)
_BUTTON_MARKS = re.compile(r"[\s：:|｜【】\[\]（）()>、·]")
_MOST_BUTTON_CHARS = 60
_MOST_FURNITURE_CHARS = 150
_LEAST_MENU = 3
# Words of a menu: furniture where they stand beside other furniture or three in a row.
_MENU = frozenset({"首页", "简体", "繁体", "搜索", "登录", "注册", "English", "微博", "微信", "邮箱", "无障碍", "RSS"})


def furniture(text: str) -> Iterator[Span]:
    """The lines, with their ends, that belong to the page around the document, in order."""
    lines = [Span(*match.span()) for match in re.finditer(r"[^\n]*\S[^\n]*\n?", text)]
    for about, group in groupby(lines, key=lambda line: _stands_about(line.of(text).strip())):
        run = list(group)
        if about and (len(run) >= _LEAST_MENU or any(_is_furniture(line.of(text).strip()) for line in run)):
            yield from run


def _stands_about(words: str) -> bool:
    return words in _MENU or _is_furniture(words)


def _is_furniture(words: str) -> bool:
    if len(words) > _MOST_FURNITURE_CHARS:
        return False
    return bool(_FURNITURE.fullmatch(words) or _RULE.fullmatch(words)) or _is_button_row(words)


def _is_button_row(words: str) -> bool:
    if len(words) > _MOST_BUTTON_CHARS:
        return False
    buttons = _BUTTON.findall(words)
    return len("".join(buttons)) >= 2 and not _BUTTON_MARKS.sub("", _BUTTON.sub("", words))
