// A button that opens a file and sends what is in it. Of an HTML file only the pack is sent, which it holds as data: the
// images that are seen in it are in there, too. `data` has: label, most (bytes of a file).

const OPENING = /<script\b[^>]{0,200}\bid=["']?dateline-pack["']?[^>]{0,200}>/i;

class Opener {
  constructor(root) {
    this.file = document.createElement("input");
    this.file.type = "file";
    this.file.accept = ".html,.htm,.json,text/html,application/json";
    this.file.hidden = true;
    this.button = document.createElement("button");
    this.button.type = "button";
    this.said = document.createElement("p");
    this.said.setAttribute("role", "status");
    this.button.addEventListener("click", () => this.file.click());
    this.file.addEventListener("change", () => this.read(this.file.files[0]));
    root.append(this.button, this.file, this.said);
  }

  update({ data, setTriggerValue }) {
    this.data = data;
    this.send = setTriggerValue;
    this.button.textContent = data.label;
  }

  async read(file) {
    if (!file) return;
    this.said.textContent = "";
    if (file.size > this.data.most) {
      this.said.textContent = `This file has ${Math.round(file.size / 1e6)} MB; no pack is larger than ${Math.round(this.data.most / 1e6)} MB.`;
      return;
    }
    let text = await file.text();
    this.file.value = "";
    const found = text.trimStart().startsWith("<") ? OPENING.exec(text) : null;
    if (found) {
      const start = found.index + found[0].length;
      text = text.slice(start, text.indexOf("</script", start));
    }
    this.send("opened", text);
  }
}

const drawn = new WeakMap();

export default function (component) {
  const root = component.parentElement;
  if (!drawn.has(root)) drawn.set(root, new Opener(root));
  drawn.get(root).update(component);
}
