"""Clicks on charts: a script for the page, without which plotly.js may give a click to the wrong marker or to none.

plotly.js looks for the marker under the pointer only when the pointer moves, and at most once in 50 milliseconds.
A click goes to the marker that it found last, wherever the click itself is, and Streamlit selects that one. So a
click soon after a move may select the marker that the pointer came from, or nothing; and a tap on a bar selects
nothing, because a finger does not move before it taps.
"""

# At every press on a chart, before plotly.js hears of it, this reports a move to the place of the press. The script
# is constant, and has no effect when it runs again.
HOVER_AT_PRESS = """<script>
if (!window.datelineHovers) {
  window.datelineHovers = true;
  document.addEventListener("pointerdown", (event) => {
    const layout = event.target.closest(".js-plotly-plot")?._fullLayout;
    if (!layout) return;
    // Where a stretch can be drawn over, Streamlit lets a click select nothing.
    if (layout.dragmode === "select") layout.clickmode = "event+select";
    const report = (type, bubbles) => event.target.dispatchEvent(
      new MouseEvent(type, { clientX: event.clientX, clientY: event.clientY, view: window, bubbles }));
    // Cancels a search that still waits for its 50 milliseconds: during the press it would find nothing.
    report("mouseout", false);
    // plotly.js remembers by this id when it last searched; with a new id it searches at once.
    const id = layout._uid;
    layout._uid = `${id}-${event.timeStamp}`;
    report("mousemove", true);
    layout._uid = id;
  }, { capture: true });
}
</script>"""
