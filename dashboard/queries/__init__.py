"""Every question that the pages ask: filters in, small frame out. One module a noun; all of them use `selection`."""
