"""A report as a file in a reply: it is made in the browser, the server keeps none."""

from __future__ import annotations

import base64
from collections.abc import Mapping

from policysearch.export import FORMATS, MEDIA_TYPES, Format, Report, export, file_name

_FORMATS: Mapping[str, Format] = {form: form for form in FORMATS}


def download(report: Report, format: str) -> dict[str, str]:
    """``report`` in a format: name, media type and bytes in base64; an ``error`` in one sentence for another format."""
    form = _FORMATS.get(format)
    if form is None:
        return {"error": f"format 只能是 {'、'.join(_FORMATS)}。"}
    content = base64.b64encode(export(report, form)).decode()
    return {"name": file_name(report, form), "media_type": MEDIA_TYPES[form], "base64": content}
