"""Words that nobody may run, render, follow or take for a formula, whatever they stand in."""

from typing import Final

# What a browser would run, load or follow; Markdown, Streamlit's signs and formulas; Plotly's own tags and templates.
MARKUP: Final = (
    '<script>window.pwned=1;alert(1)</script>',
    '<img src=x onerror="window.pwned=1">',
    '<svg/onload=window.pwned=1>',
    '"><iframe src="javascript:parent.pwned=1"></iframe>',
    "' autofocus onfocus='window.pwned=1' x='",
    '<a href="https://evil.example/a">here</a>',
    '<a href="javascript:window.pwned=1">here</a>',
    '<style>@import "https://evil.example/b.css"; * { background: url(https://evil.example/c) }</style>',
    '<meta http-equiv="refresh" content="0;url=https://evil.example/d">',
    '<form action="https://evil.example/e"><button>Send</button></form>',
    '<base href="https://evil.example/">',
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=window.pwned=1&gt;">',
    '![picture](https://evil.example/f.png)',
    '[here](https://evil.example/g)',
    '[here](javascript:window.pwned=1)',
    '<https://evil.example/h>',
    'https://evil.example/i www.evil.example mail@evil.example',
    '**bold** _slanted_ `code` ~~gone~~ # heading',
    ':red[red] :material/delete: :streamlit: :smile: :blue-background[blue]',
    '$\\href{javascript:window.pwned=1}{x}$ $$\\frac{1}{2}$$',
    '-> <- -- >= :small[]',
    '%{customdata[0]} %{x} <extra></extra> <b>bold</b><br>next',
    "{{7*7}} ${7*7} #{7*7} {0} %s %(x)s",
    '=HYPERLINK("https://evil.example/j","x") +1 -1 @SUM(1)',
)  # fmt: skip

# What ends, breaks or leaves a statement, a path, a line or a writing.
BREAKING: Final = (
    "' OR 1=1 --", "'; DROP TABLE articles; --", '" UNION SELECT * FROM actors --', "%' OR '%'='", "\\", "''",
    "../../../../etc/passwd", "..%2f..%2fetc%2fpasswd", "/etc/passwd", "file:///etc/passwd", "C:\\boot.ini",
    "\x00", "a\x00b", "\x1b[31m", "a\r\nSet-Cookie: x=y", "\t", "\x7f\x9f", "\ud800", "\ufeff", "\ufffd",
    "\u202eevil\u202c", "\u2066x", "\u200b", "x\u0301" * 150, "\U0001f469\u200d\U0001f469\u200d\U0001f467",
    "x" * 299, "x" * 301, "x" * 5_000, "9" * 400, "-1", "1e999", "NaN", "0x10", "١٢", "true", "null", "None",
    "2024-02-30", "0000-00-00", "9999-12-31", "٢٠٢٤-١٢-٠٨", "2024-12-08T00:00:00Z", "  ", "",
    '"', '"open', "NOT", "OR OR", "a OR", "-", "*", "a*" * 100, "(" * 200, "NEAR(a b)", "a AND (b",
)  # fmt: skip

ALL: Final = MARKUP + BREAKING
