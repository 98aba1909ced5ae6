"""The app: all that knows Streamlit. It draws what every page shares, and gives each page what it works with."""
