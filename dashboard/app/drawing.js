// A button; after it is pressed, a box is drawn over the map with the mouse, a pen or a finger.
//
// `data` has: chart (a selector of what the map stands in). It triggers: drawn (west, south, east, north, in degrees).
// Streamlit reports a box that is drawn with Plotly's own tool only on charts with axes; on maps, only the points in it.

const SMALLEST = 5; // pixels: a shorter stroke is a click

// Gives longitude and latitude under a point of the screen, on either map; null where the map is not there yet.
const findProjection = (plot) => {
  const { map, geo } = plot?._fullLayout ?? {};
  if (map?._subplot?.map) {
    const drawn = map._subplot.map, box = drawn.getContainer().getBoundingClientRect();
    return (x, y) => {
      const at = drawn.unproject([x - box.left, y - box.top]).wrap();
      return [at.lng, at.lat];
    };
  }
  const projection = geo?._subplot?.projection, box = plot?.querySelector(".svg-container")?.getBoundingClientRect();
  return projection && box ? (x, y) => projection.invert([x - box.left, y - box.top]) : null;
};

class Drawing {
  constructor(root) {
    this.button = document.createElement("button");
    this.button.type = "button";
    this.words = document.createElement("p");
    this.words.setAttribute("role", "status");
    root.append(this.button, this.words);
    this.button.addEventListener("click", () => this.sheet ? this.end() : this.begin());
    this.onKey = (event) => { if (event.key === "Escape") this.end(); };
    this.end();
  }

  begin() {
    const plot = document.querySelector(`${this.component.data.chart} .js-plotly-plot`);
    this.project = findProjection(plot);
    if (!this.project) {
      this.words.textContent = "The map is not there yet; press again in a moment.";
      return;
    }
    this.sheet = document.createElement("div"); // over the map, so that it neither moves nor takes the press for a click
    this.sheet.className = "dl-sheet";
    this.stroke = document.createElement("div");
    this.stroke.className = "dl-stroke";
    this.sheet.append(this.stroke);
    plot.querySelector(".svg-container").append(this.sheet);
    this.sheet.addEventListener("pointerdown", (event) => this.press(event));
    this.sheet.addEventListener("pointermove", (event) => this.move(event));
    this.sheet.addEventListener("pointerup", (event) => this.lift(event));
    this.sheet.addEventListener("pointercancel", () => this.end());
    document.addEventListener("keydown", this.onKey);
    this.button.textContent = "Do not draw";
    this.words.textContent = "Press on the map and draw the box; Escape leaves.";
    plot.scrollIntoView({ block: "nearest" });
  }

  press(event) {
    event.preventDefault();
    event.stopPropagation();
    this.from = [event.clientX, event.clientY];
    this.sheet.setPointerCapture(event.pointerId);
  }

  move(event) {
    if (!this.from) return;
    const [left, right, top, bottom] = this.sides(event), box = this.sheet.getBoundingClientRect();
    this.stroke.style.cssText =
      `left:${left - box.left}px;top:${top - box.top}px;width:${right - left}px;height:${bottom - top}px`;
  }

  lift(event) {
    if (!this.from) return;
    const [left, right, top, bottom] = this.sides(event);
    this.from = null;
    if (right - left < SMALLEST || bottom - top < SMALLEST) return;
    const northWest = this.project(left, top), southEast = this.project(right, bottom);
    this.end();
    if (!northWest || !southEast || ![...northWest, ...southEast].every(Number.isFinite)) return;
    const [[west, north], [east, south]] = [northWest, southEast];
    this.component.setTriggerValue("drawn", [west, south, east, north]);
  }

  // Of the stroke, within the map: left, right, top, bottom.
  sides(event) {
    const box = this.sheet.getBoundingClientRect(), [x, y] = this.from;
    const within = (value, low, high) => Math.min(Math.max(value, low), high);
    const [toX, toY] = [within(event.clientX, box.left, box.right), within(event.clientY, box.top, box.bottom)];
    return [Math.min(x, toX), Math.max(x, toX), Math.min(y, toY), Math.max(y, toY)];
  }

  end() {
    this.sheet?.remove();
    this.sheet = this.from = null;
    document.removeEventListener("keydown", this.onKey);
    this.button.textContent = "Draw a box";
    this.words.textContent = "";
  }
}

const drawings = new WeakMap();

export default function (component) {
  const root = component.parentElement;
  if (!drawings.has(root)) drawings.set(root, new Drawing(root));
  const drawing = drawings.get(root);
  drawing.component = component;
  return () => drawing.end();
}
