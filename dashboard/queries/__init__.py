"""Every question that the pages ask: filters in, small frame out; one module a noun, `selection` for all of them."""
