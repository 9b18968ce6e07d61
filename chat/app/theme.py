"""How Gradio's own parts look: they take the colours that `page.css` names, for light and dark alike."""

import inspect

import gradio as gr

# The first font a reader's system has. Gradio's own default fetches one from a font service.
FONTS = [
    "PingFang SC",
    "Hiragino Sans GB",
    "Microsoft YaHei",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "sans-serif",
]

_PLAIN = {
    "body_background_fill": "var(--paper)",
    "body_text_color": "var(--ink)",
    "body_text_color_subdued": "var(--ink-2)",
    "background_fill_primary": "var(--card)",
    "background_fill_secondary": "var(--soft)",
    "border_color_primary": "var(--line)",
    "border_color_accent": "var(--accent)",
    "color_accent": "var(--accent)",
    "color_accent_soft": "var(--accent-soft)",
    "link_text_color": "var(--accent)",
    "link_text_color_hover": "var(--accent)",
    "accordion_text_color": "var(--ink-2)",
    "block_background_fill": "transparent",
    "block_border_width": "0px",
    "block_shadow": "none",
    "block_padding": "0px",
    "block_info_text_color": "var(--ink-2)",
    "block_label_background_fill": "transparent",
    "block_label_text_color": "var(--ink-2)",
    "block_title_background_fill": "transparent",
    "block_title_border_width": "0px",
    "block_title_padding": "0px",
    "block_title_text_color": "var(--ink-2)",
    "block_title_text_size": "13.5px",
    "block_title_text_weight": "400",
    "input_background_fill": "var(--card)",
    "input_background_fill_focus": "var(--card)",
    "input_border_color": "var(--edge)",
    "input_border_color_focus": "var(--accent)",
    "input_border_width": "1px",
    "input_placeholder_color": "var(--ink-2)",
    "input_radius": "8px",
    "input_shadow": "none",
    "input_shadow_focus": "none",
    "input_text_size": "15px",
    "checkbox_background_color": "var(--card)",
    "checkbox_background_color_hover": "var(--card)",
    "checkbox_background_color_focus": "var(--card)",
    "checkbox_background_color_selected": "var(--accent)",
    "checkbox_border_color": "var(--edge)",
    "checkbox_border_color_hover": "var(--accent)",
    "checkbox_border_color_focus": "var(--accent)",
    "checkbox_border_color_selected": "var(--accent)",
    "checkbox_label_background_fill": "transparent",
    "checkbox_label_background_fill_hover": "transparent",
    "checkbox_label_background_fill_selected": "transparent",
    "checkbox_label_text_color": "var(--ink)",
    "checkbox_label_text_color_selected": "var(--ink)",
    "error_background_fill": "var(--bad-soft)",
    "error_border_color": "var(--bad)",
    "error_text_color": "var(--bad)",
    "error_icon_color": "var(--bad)",
    "button_border_width": "1px",
    "button_transform_hover": "none",
    "button_transform_active": "none",
    "button_small_text_size": "14px",
    "button_small_text_weight": "500",
    "button_small_padding": "6px 14px",
    "button_small_radius": "8px",
    "button_primary_background_fill": "var(--accent)",
    "button_primary_background_fill_hover": "var(--accent-strong)",
    "button_primary_border_color": "transparent",
    "button_primary_border_color_hover": "transparent",
    "button_primary_text_color": "var(--accent-ink)",
    "button_primary_text_color_hover": "var(--accent-ink)",
    "button_secondary_background_fill": "var(--card)",
    "button_secondary_background_fill_hover": "var(--soft)",
    "button_secondary_border_color": "var(--line)",
    "button_secondary_border_color_hover": "var(--edge)",
    "button_secondary_text_color": "var(--ink)",
    "button_secondary_text_color_hover": "var(--ink)",
    "button_cancel_background_fill": "var(--bad-soft)",
    "button_cancel_background_fill_hover": "var(--bad-soft)",
    "button_cancel_border_color": "var(--bad)",
    "button_cancel_border_color_hover": "var(--bad)",
    "button_cancel_text_color": "var(--bad)",
    "button_cancel_text_color_hover": "var(--bad)",
}


def theme() -> gr.themes.Base:
    """Gradio's plain theme in the page's colours and fonts."""
    base = gr.themes.Base(font=FONTS, font_mono=["ui-monospace", "monospace"])
    known = inspect.signature(base.set).parameters
    dark = {f"{name}_dark": value for name, value in _PLAIN.items() if f"{name}_dark" in known}
    return base.set(**_PLAIN, **dark)
