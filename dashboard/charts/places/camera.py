"""The camera: a script for the page, which fits a map to its real size, and holds the picture while a map is replaced.

When a figure changes, Streamlit builds its map anew: for a moment there is none, and pan and zoom are lost. Whoever
changes the figure and wants neither calls `datelineMap.hold()` before, and may wait for `datelineMap.drawn()`.
"""

# A map whose width differs by less than 40 pixels from the one that its camera was computed for is left as it is. A map
# moves only with Ctrl and the wheel, or with two fingers: all else scrolls the page, which the map fills.
SCRIPT = """<script>
if (!window.datelineMap) {
  const seen = new WeakSet();
  let view = null, held = null, veil = null, waiting = []; // `held` is the map that is about to be replaced
  const find = () => [...document.querySelectorAll(".js-plotly-plot")]
    .map((plot) => ({ plot, subplot: plot._fullLayout?.map?._subplot, meta: plot._fullLayout?.meta }))
    .find(({ subplot, meta }) => subplot?.map && meta?.extent);
  const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

  const begin = ({ subplot, meta }) => {
    const { map } = subplot, [west, south, east, north] = meta.extent;
    if (view || Math.abs(map.getContainer().clientWidth - meta.width) > 40) {
      subplot.wheeling = true; // plotly.js then takes the view for one that the reader chose, and keeps it
      if (view) map.jumpTo(view);
      else map.fitBounds([[west, south], [east, north]], { animate: false });
    }
    if (map !== held) view = null; // else the map that replaces it takes the view
    map.once("idle", end);
    map.triggerRepaint();
  };
  const end = () => {
    const old = veil;
    veil = null;
    if (old) {
      old.style.opacity = 0;
      setTimeout(() => old.remove(), calm() ? 0 : 350);
    }
    for (const resolve of waiting.splice(0)) resolve();
  };
  const look = () => {
    const found = find();
    if (!found || seen.has(found.subplot.map)) return;
    const { map } = found.subplot;
    seen.add(map);
    map.cooperativeGestures.enable();
    if (map.loaded() && map.areTilesLoaded()) begin(found);
    else map.once("idle", () => begin(found));
  };
  let planned = false;
  new MutationObserver(() => {
    if (planned) return;
    planned = true;
    requestAnimationFrame(() => { planned = false; look(); });
  }).observe(document.body, { childList: true, subtree: true });

  window.datelineMap = {
    hold() {
      const found = find();
      if (!found) return;
      const { map } = found.subplot, host = found.plot.closest(".st-key-map");
      held = map;
      view ??= { center: map.getCenter(), zoom: map.getZoom() }; // or the one that this map has not yet taken over
      if (!map.loaded()) return;
      map.once("render", () => { // only now its picture can be read
        const canvas = map.getCanvas();
        veil?.remove();
        veil = document.createElement("canvas");
        veil.width = canvas.width;
        veil.height = canvas.height;
        veil.getContext("2d").drawImage(canvas, 0, 0);
        veil.setAttribute("aria-hidden", "true");
        veil.style.cssText = `position:absolute;inset:0;z-index:1;pointer-events:none;width:${canvas.clientWidth}px;`
          + `height:${canvas.clientHeight}px;transition:opacity ${calm() ? 0 : 0.3}s`;
        host?.append(veil);
      });
      map.triggerRepaint();
    },
    drawn: () => veil ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(),
  };
  look();
}
</script>"""
