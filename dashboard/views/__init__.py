"""Views: frames as HTML that is safe to show, a module for each noun."""
