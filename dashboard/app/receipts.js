// A file of receipts, dropped or chosen: it is read here, and its text goes to the server.
//
// `data` has: most (characters of a text that may be sent).
// It triggers: read ({text}).

// Bytes of a file that is read at all: packs hold charts, of which nothing is sent.
const LARGEST = 50_000_000;

const make = (tag, attributes = {}, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
};

// The receipts of an evidence pack, as JSON; of any other text the text. A document that is parsed so runs no script.
const takeReceipts = (text) => {
  if (!text.trimStart().startsWith("<")) return text;
  const pack = new DOMParser().parseFromString(text, "text/html").querySelector("script#dateline-pack");
  try { return JSON.stringify(JSON.parse(pack.textContent).receipts) ?? text; } catch { return text; }
};

class ReceiptFile {
  constructor(root, key) {
    this.input = make("input", { id: `${key}-file`, type: "file", accept: ".json,.html,.htm,application/json,text/html" });
    this.message = make("p", { class: "message", role: "alert" });
    const label = make("label", { for: this.input.id }, "Drop a receipt or an evidence pack here, or choose a file");
    const zone = make("div", { class: "zone" }, label, this.input, this.message);
    root.append(zone);
    this.input.addEventListener("change", () => this.read(this.input.files[0]));
    for (const [name, isOver] of [["dragenter", true], ["dragover", true], ["dragleave", false], ["drop", false]]) {
      zone.addEventListener(name, (event) => { event.preventDefault(); zone.classList.toggle("over", isOver); });
    }
    zone.addEventListener("drop", (event) => this.read(event.dataTransfer.files[0]));
  }

  async read(file) {
    if (!file) return;
    this.message.textContent = "";
    const text = file.size <= LARGEST ? takeReceipts(await file.text()) : null;
    if (text === null || text.length > this.component.data.most) {
      this.message.textContent = `${file.name} is too large to be checked here. Use the command: dateline verify FILE`;
    } else {
      this.component.setTriggerValue("read", { text });
    }
    this.input.value = ""; // so that the same file can be chosen again
  }
}

const boxes = new WeakMap();

export default function (component) {
  const root = component.parentElement;
  if (!boxes.has(root)) boxes.set(root, new ReceiptFile(root, component.key));
  boxes.get(root).component = component;
}
