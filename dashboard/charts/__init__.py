"""Charts: functions that take a small frame and return a Plotly figure, one module for each noun of the data.

They know neither the database nor Streamlit.
"""
