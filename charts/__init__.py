"""Charts: one specification, drawn by Plotly on the screen and by Matplotlib on paper."""
