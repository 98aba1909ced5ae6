"""Views: frames as HTML that is safe to show, one module a noun."""
