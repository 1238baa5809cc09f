"""The look of Gradio's own parts: the colours of ``static/page.css``, fonts of the system only."""

from __future__ import annotations

import gradio as gr

FONTS = ["PingFang SC", "Microsoft YaHei", "Noto Sans SC", "Noto Sans CJK SC", "sans-serif"]
_MONO = ["Consolas", "Menlo", "monospace"]


def page_theme() -> gr.themes.Base:
    """A theme that asks no other host for anything: fonts are plain names, colours come from our CSS."""
    theme = gr.themes.Base(font=FONTS, font_mono=_MONO, radius_size="sm", text_size="md")
    colours = {
        "body_background_fill": "var(--ground)",
        "body_text_color": "var(--ink)",
        "background_fill_primary": "var(--surface)",
        "input_background_fill": "var(--surface)",
        "input_border_color": "var(--edge)",
        "input_border_color_focus": "var(--accent)",
        "input_placeholder_color": "var(--muted)",
        "button_primary_background_fill": "var(--accent)",
        "button_primary_background_fill_hover": "var(--accent-strong)",
        "button_primary_text_color": "var(--on-accent)",
        "link_text_color": "var(--accent)",
    }
    return theme.set(**colours, **{f"{name}_dark": value for name, value in colours.items()})
