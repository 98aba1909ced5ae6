"""The app: all that knows Streamlit. What every page shares, and what a page is given."""
