"""What a view over the catalogue lists, as a file to take along."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping

from policysearch.app.indicators import indicator_tables
from policysearch.app.overview import overview_tables
from policysearch.app.programmes import programme_tables
from policysearch.export import MEDIA_TYPES, safe_name
from policysearch.export.tables import TABLES_FORMATS, Tables, TablesFormat, tables_file
from policysearch.render import Address, parse_address
from policysearch.search.searcher import Searcher

# The views that can be taken along, by their names in an address.
_TABLES: Mapping[str, Callable[[Searcher, Address, str], Tables | None]] = {
    "programmes": programme_tables,
    "indicators": indicator_tables,
    "overview": overview_tables,
}


def catalogue_file(searcher: Searcher, address: str, form: str, today: str) -> dict[str, str]:
    """The file of the view at an address: its name, its media type, its bytes in base64; or an ``error``, in one
    sentence.
    """
    forms: Mapping[str, TablesFormat] = {known: known for known in TABLES_FORMATS}
    if form not in forms:
        return {"error": f"format 只能是 {'、'.join(forms)}。"}
    wanted = parse_address(address)
    make = _TABLES.get(wanted.view or "")
    tables = make(searcher, wanted, today) if make else None
    if tables is None:
        return {
            "error": f"这个地址里没有可以导出的表：请用 {'、'.join(f'?view={name}' for name in _TABLES)} 开头的地址。"
        }
    content = base64.b64encode(tables_file(tables, forms[form])).decode()
    return {"name": safe_name(tables.title, form), "media_type": MEDIA_TYPES[forms[form]], "base64": content}
