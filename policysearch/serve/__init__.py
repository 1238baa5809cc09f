"""What stands between a network and the page: limits, logins, figures for operators, and the server itself.

Nothing here knows of Gradio: the page is an ASGI application, and ``Gate`` is one around it.
"""
