"""Where the dashboard is in the user's browser."""


def find_root(page_url: str | None, name: str) -> str:
    """The dashboard's address in the user's browser, with "/" at its end.

    `page_url` is Streamlit's `st.context.url`, `name` the page's own part of it: "locations", or "" on the overview.
    The server's settings would give a wrong address behind a proxy that ends TLS or strips a prefix. In a test without
    a browser `page_url` is None, and the root of any host comes back: "/".
    """
    return (page_url or "").rstrip("/").removesuffix(f"/{name}").rstrip("/") + "/"
