// Buttons that save the chart beside them as an image, and one that adds it to the evidence.
//
// plotly.js is bundled with Streamlit and cannot be called from here, but the button for an image in its tool bar, which
// nobody sees, can be pressed. It draws the chart again from the figure that the chart's element holds. So for that
// moment the element holds a figure with a title, the filters and the source around the chart, and a background.
//
// `data` has: title, filters (a line each), source, link, name (of the file, without its ending), ref (what the evidence
// calls the chart), taken (whether it is in the evidence).

const SCALE = 2; // pixels of a PNG for one of the page, so that it can be printed
const MOST_BYTES = 1_900_000; // of an image that is added to the evidence: a pack takes 2,000,000
const SAID = 5_000; // milliseconds that plotly.js shows what it says
const LONGEST = 20_000; // milliseconds that plotly.js may take to draw it
const ADD = "Add to evidence", IN = "In evidence ✓"; // as basket.js says them
const EDGE = 16, LINE = 16, TITLE = 24; // pixels: around the image, of a line of 12 pixels and of one of the title
const ENTRY = 45; // pixels of an entry of the legend besides its name
// No fonts are saved with an image. In the widest that may take the place of ours, labels take a quarter more room, and
// a letter so many pixels: of DejaVu Sans, measured.
const FONT = "Arial, Helvetica, sans-serif";
const WIDER = 1.25, LETTER = 7.4, LETTER_OF_TITLE = 12.6;

const make = (tag, attributes = {}, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
};

// plotly.js reads some tags in texts.
const plain = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

// The words in lines of at most this many letters; a longer word is cut.
const wrap = (text, letters) => {
  const lines = [""];
  for (const word of text.match(new RegExp(`\\S{1,${letters}}`, "gu")) ?? []) {
    const longer = `${lines.at(-1)} ${word}`.trim();
    if (longer.length <= letters) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
};

const write = (lines) => lines.map(plain).join("<br>");

// A legend above stacked bars, whose colours the page explains beside them; and the pixels that it takes.
const explain = (chart, width) => {
  if (chart.layout.barmode !== "stack") return { layout: {}, height: 0 };
  const entries = chart._fullData.map(({ name }) => name.length * LETTER + ENTRY);
  const height = (TITLE * entries.reduce((sum, each) => sum + each, 0)) / width + TITLE;
  const legend = { orientation: "h", x: 0, y: 1, yanchor: "bottom", traceorder: "normal" };
  return { layout: { showlegend: true, legend }, height };
};

// The layout of the chart with words above and below it, and its size.
const surround = (chart, { title, filters, source, link }) => {
  const { width, height, _size: inner } = chart._fullLayout, page = getComputedStyle(document.querySelector(".stApp"));
  const left = Math.ceil(inner.l * WIDER), whole = width + left - inner.l;
  const titles = wrap(title, Math.floor(whole / LETTER_OF_TITLE)), letters = Math.floor(whole / LETTER);
  const said = filters.length ? wrap(filters.join(" · "), letters) : [];
  const cited = [...wrap(source, letters), ...wrap(link, letters)];
  const legend = explain(chart, width - inner.l - inner.r);
  const above = EDGE + TITLE * titles.length + LINE * said.length + legend.height, below = EDGE + LINE * cited.length;
  const margin = { l: left + EDGE, r: inner.r + EDGE, t: inner.t + above, b: inner.b + below };
  // The words keep their distance from the edges only if plotly.js makes no margin wider.
  const axes = Object.keys(chart._fullLayout).filter((name) => /^[xy]axis\d*$/.test(name));
  const fixed = Object.fromEntries(axes.map((name) => [name, { ...chart.layout[name], automargin: false }]));
  const words = {
    xref: "paper", yref: "paper", x: 0, xanchor: "left", xshift: -left, showarrow: false, align: "left",
    font: { color: page.color, size: 12 },
  };
  const top = { ...words, y: 1, yanchor: "top" };
  const layout = {
    ...chart.layout, ...fixed, ...legend.layout, margin, autosize: false, paper_bgcolor: page.backgroundColor,
    font: { ...chart.layout.font, family: FONT },
    annotations: [
      ...(chart.layout.annotations ?? []),
      { ...top, yshift: margin.t - EDGE / 2, text: `<b>${write(titles)}</b>`, font: { ...words.font, size: 18 } },
      { ...top, yshift: margin.t - EDGE / 2 - TITLE * titles.length, text: write(said) },
      { ...words, y: 0, yanchor: "bottom", yshift: EDGE / 2 - margin.b, text: write(cited) },
    ],
  };
  return { layout, width: whole + 2 * EDGE, height: height + above + below };
};

// The button that makes an image; all others have a name of what they change.
const press = (chart) => [...chart.querySelectorAll(".modebar-btn")].find((each) => each.dataset.title?.startsWith("Download"));

// The chart beside the buttons, as soon as it is drawn: it may come later than they do. undefined if they leave first.
const find = async (root) => {
  while (root.isConnected) {
    const chart = root.host.closest('[class*="st-key-chart-"]')?.querySelector(".js-plotly-plot");
    if (chart && press(chart)) return chart;
    await new Promise((resume) => setTimeout(resume, 100));
  }
};

const save = (chart, data, format, scale = format === "png" ? SCALE : 1) => {
  const { layout, width, height } = surround(chart, data);
  const shown = chart.layout, options = chart._context.toImageButtonOptions;
  try {
    chart.layout = layout;
    chart._context.toImageButtonOptions = { format, filename: data.name, width, height, scale };
    press(chart).click(); // plotly.js copies the figure before it waits for anything
  } finally {
    chart.layout = shown;
    chart._context.toImageButtonOptions = options;
  }
};

// The chart as a PNG, without a download: plotly.js makes an address for the image and clicks a link to it, which is
// caught on its way.
const MARK = "dateline-evidence";
let isBusy = false;
const draw = (chart, data, scale) => new Promise((resolve, reject) => {
  const makeAddress = URL.createObjectURL;
  let image = null, timer;
  const end = (settle, value) => {
    URL.createObjectURL = makeAddress;
    document.removeEventListener("click", take, true);
    clearTimeout(timer);
    setTimeout(() => document.documentElement.classList.remove("dl-taking"), SAID);
    settle(value);
  };
  const take = (event) => {
    if (!event.target.download?.startsWith(MARK)) return;
    event.preventDefault();
    event.stopPropagation();
    end(resolve, image);
  };
  URL.createObjectURL = (given) => {
    image = given;
    return makeAddress.call(URL, given);
  };
  document.addEventListener("click", take, true);
  document.documentElement.classList.add("dl-taking"); // plotly.js would say that a file was saved
  timer = setTimeout(() => end(reject, new Error("the chart was not drawn")), LONGEST);
  save(chart, { ...data, name: MARK }, "png", scale);
});

const encode = (image) => new Promise((resolve, reject) => {
  const reader = new FileReader();
  reader.onload = () => resolve(reader.result.slice(reader.result.indexOf(",") + 1));
  reader.onerror = reject;
  reader.readAsDataURL(image);
});

// Sends the image to the component that adds it; smaller where it would be too large.
const take = async (chart, data) => {
  let image = await draw(chart, data, SCALE);
  if (image.size > MOST_BYTES) image = await draw(chart, data, 1);
  const head = new DataView(await image.slice(0, 24).arrayBuffer()); // a PNG begins with its size
  const detail = { ref: data.ref, png: await encode(image), width: head.getUint32(16), height: head.getUint32(20) };
  document.dispatchEvent(new CustomEvent("dateline-take", { detail }));
};

class Images {
  constructor(root) {
    this.buttons = ["PNG", "SVG"].map((format) => {
      const button = make("button", { type: "button" }, format);
      button.addEventListener("click", async () => {
        const chart = await find(root);
        if (chart) save(chart, this.data, format.toLowerCase());
      });
      return button;
    });
    this.add = make("button", { type: "button" });
    this.add.addEventListener("click", async () => {
      if (this.add.textContent !== ADD || isBusy) return;
      isBusy = true;
      this.add.textContent = "Adding …";
      try {
        const chart = await find(root);
        if (chart) await take(chart, this.data);
      } catch {
        this.add.textContent = ADD;
      } finally {
        isBusy = false;
      }
    });
    document.addEventListener("dateline-taken", ({ detail: { ref, isIn } }) => {
      if (ref === this.data.ref) this.add.textContent = isIn ? IN : ADD;
    });
    root.append(make("p", {}, "Image: ", this.buttons[0], " · ", this.buttons[1], " · ", this.add));
  }

  update({ data }) {
    this.data = data;
    this.add.title = data.title;
    this.add.textContent = data.taken ? IN : ADD;
    for (const button of this.buttons) {
      button.setAttribute("aria-label", `Download “${data.title}” as ${button.textContent}`);
    }
  }
}

const drawn = new WeakMap();

export default function (component) {
  const root = component.parentElement;
  if (!drawn.has(root)) drawn.set(root, new Images(root));
  drawn.get(root).update(component);
}
