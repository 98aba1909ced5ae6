"""Charts: a small frame goes in, a Plotly figure comes out. No query and no Streamlit; one module a noun."""
