"""The page people use. `page.build_app` lays it out; `server.serve` puts it on an address.

What the page shows is made by pure functions (`*_html`), which are tested without a browser; gradio is imported
by `page`, its tabs and `server` only.
"""
