"""What is written into the head of the page before Gradio's own."""

from __future__ import annotations

import json
import re

from policysearch.app.front import fronted

PAGE = """<!doctype html>
<html
\tlang="en"
>
<head>
<meta property="og:image" content="https://example.org/x.jpg" />
<meta name="twitter:creator" content="@someone" />
<meta name="viewport" content="width=device-width" />
<script>window.gradio_config = {"title": "</head>"};</script>
</head>
<body><gradio-app></gradio-app></body></html>"""


def test_ours_stands_before_theirs() -> None:
    page = fronted(PAGE, "政策<检索>")
    assert '<html\n\tlang="zh-CN"' in page
    assert "example.org" not in page
    assert "twitter" not in page
    assert "viewport" in page
    assert "<title>政策&lt;检索&gt;</title>" in page
    ours = page.index("policysearchChoice")
    assert page.index("--ground") < ours < page.index("window.gradio_config = ")
    assert page.count("policysearch-words") == 2
    assert page.index("<noscript>") < page.index("<gradio-app>")


def test_words_of_scripts_are_data() -> None:
    found = re.search(r'<script type="application/json" id="policysearch-words">(.*?)</script>', fronted(PAGE, "x"))
    assert found
    words = json.loads(found[1])
    assert words["已复制"] == "Copied"
    assert "找到答案" not in words


def test_a_page_of_another_make_still_gets_its_head() -> None:
    page = fronted("<html><head></head><body></body></html>", "题")
    assert page.index("<title>题</title>") < page.index("</head>")
