// A combobox after the pattern of the ARIA Authoring Practices, for values that the server looks up.
//
// `data` has: label, placeholder, several, chosen ([{value, name}]), answer (null or {number, options}).
// It triggers: asked ({number, typed}; the number tells one question from the next), taken (a value), left (a value).

const WAIT = 150; // milliseconds without a key until the server is asked

const make = (tag, attributes = {}, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
};

class Selector {
  options = [];
  active = -1;
  shown = null; // the text whose options are in the list
  asked = 0; // the number of the last question
  waits = false; // for its answer
  takesFirst = false; // Enter was pressed before the answer came

  constructor(root, key) {
    this.id = key;
    this.input = make("input", {
      id: `${key}-input`, type: "text", role: "combobox", autocomplete: "off", spellcheck: "false", dir: "auto",
      "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": `${key}-list`,
    });
    this.label = make("label", { for: `${key}-input` });
    this.tokens = make("ul", { class: "tokens" });
    this.box = make("div", { class: "box" }, this.tokens, this.input);
    this.list = make("ul", { id: `${key}-list`, role: "listbox" });
    this.empty = make("p", { class: "empty" }, "Nothing is called so.");
    this.popup = make("div", { class: "popup", popover: "manual" }, this.list, this.empty);
    this.status = make("p", { class: "status", role: "status" });
    this.clear = make("button", { type: "button", class: "clear" }, "×");
    this.box.append(this.clear);
    root.append(this.label, this.box, this.popup, this.status);
    this.listen();
  }

  listen() {
    const { input, box, popup } = this;
    input.addEventListener("focus", () => { input.select(); this.open(); });
    input.addEventListener("blur", () => this.close(true));
    input.addEventListener("input", () => this.ask(WAIT));
    input.addEventListener("keydown", (event) => this.press(event));
    input.addEventListener("click", () => this.open());
    box.addEventListener("pointerdown", (event) => {
      if (event.target === box || event.target === this.tokens) { event.preventDefault(); input.focus(); }
    });
    popup.addEventListener("pointerdown", (event) => event.preventDefault()); // the box keeps the focus
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.take(Number(option.dataset.number));
    });
    this.clear.addEventListener("click", () => this.leave(this.data.chosen[0].value));
    const follow = () => this.isOpen && this.place();
    addEventListener("scroll", follow, true);
    addEventListener("resize", follow);
    this.stop = () => { removeEventListener("scroll", follow, true); removeEventListener("resize", follow); };
  }

  get isOpen() { return this.popup.matches(":popover-open"); }

  get typed() { return this.isShowingChoice ? "" : this.input.value.trim(); }

  // The name of the only value is not what the user typed.
  get isShowingChoice() {
    const { several, chosen } = this.data;
    return !several && chosen.length > 0 && this.input.value === chosen[0].name;
  }

  update(component) {
    const before = JSON.stringify(this.data?.chosen);
    this.component = component;
    this.data = component.data;
    const { label, placeholder, several, chosen, answer } = this.data;
    this.label.textContent = label;
    this.list.setAttribute("aria-label", label);
    this.input.placeholder = several && chosen.length ? "" : placeholder;
    this.clear.hidden = several || !chosen.length;
    if (!several && chosen.length) this.clear.setAttribute("aria-label", `Take ${chosen[0].name} away`);
    if (JSON.stringify(chosen) !== before) this.draw();
    if (!this.waits && !this.isOpen) this.reset(); // not over what is being typed
    if (this.waits && answer?.number === this.asked) this.answer(answer.options);
    else if (!answer) this.shown = null; // the page was drawn anew; what it offers may be other values
  }

  // A box for one value has its name as text, where nothing is typed.
  reset() {
    const { several, chosen } = this.data;
    this.input.value = several || !chosen.length ? "" : chosen[0].name;
  }

  // A box for several values has a token for each.
  draw() {
    const { several, chosen } = this.data;
    this.tokens.replaceChildren(...(several ? chosen : []).map(({ value, name }) => {
      const remove = make("button", { type: "button", "aria-label": `Take ${name} away` }, "×");
      remove.addEventListener("click", () => this.leave(value));
      return make("li", {}, make("bdi", { title: name }, name), remove);
    }));
  }

  ask(wait) {
    clearTimeout(this.timer);
    this.waits = true;
    this.takesFirst = false;
    this.list.setAttribute("aria-busy", "true");
    this.asked += 1;
    const question = { number: this.asked, typed: this.typed };
    this.timer = setTimeout(() => this.component.setTriggerValue("asked", question), wait);
  }

  answer(options) {
    this.waits = false;
    this.shown = this.typed;
    this.options = options;
    this.list.removeAttribute("aria-busy");
    this.list.replaceChildren(...options.map(({ name, kind, count }, number) => make(
      "li", { role: "option", id: `${this.id}-${number}`, "data-number": number, "aria-selected": "false" },
      make("bdi", { class: "name" }, name), " ", make("span", { class: "count" }, count),
      ...(kind ? [" ", make("span", { class: "kind" }, kind)] : []),
    )));
    this.empty.hidden = options.length > 0;
    this.status.textContent = options.length ? `${options.length} offered` : "Nothing is called so.";
    this.move(this.typed && options.length ? 0 : -1);
    if (this.takesFirst) this.take(0);
    else if (this.input.getRootNode().activeElement === this.input) this.show();
  }

  open() {
    if (this.waits) return;
    if (this.shown === this.typed) this.show();
    else this.ask(0);
  }

  show() {
    if (!this.isOpen) this.popup.showPopover();
    this.input.setAttribute("aria-expanded", "true");
    this.place();
  }

  // Below the box, or above it where there is more room.
  place() {
    const box = this.box.getBoundingClientRect();
    const below = innerHeight - box.bottom, isBelow = below > 240 || below > box.top;
    Object.assign(this.popup.style, {
      left: `${box.left}px`, width: `${box.width}px`, maxHeight: `${Math.min(320, (isBelow ? below : box.top) - 12)}px`,
      top: isBelow ? `${box.bottom + 4}px` : "auto", bottom: isBelow ? "auto" : `${innerHeight - box.top + 4}px`,
    });
  }

  close(restores) {
    clearTimeout(this.timer);
    this.waits = this.takesFirst = false;
    if (this.isOpen) this.popup.hidePopover();
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
    this.status.textContent = "";
    if (restores) this.reset();
  }

  move(to) {
    this.list.children[this.active]?.setAttribute("aria-selected", "false");
    this.active = to;
    const option = this.list.children[to];
    if (!option) return this.input.removeAttribute("aria-activedescendant");
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", option.id);
  }

  press(event) {
    if (event.isComposing) return; // Enter ends a word of Chinese or Japanese
    const { key } = event, last = this.options.length - 1;
    if (key === "ArrowDown" || key === "ArrowUp") {
      event.preventDefault();
      if (this.waits) return;
      if (!this.isOpen) this.open();
      else if (key === "ArrowDown") this.move(this.active < last ? this.active + 1 : 0);
      else this.move(this.active > 0 ? this.active - 1 : last);
    } else if (key === "Enter") {
      event.preventDefault();
      if (this.waits) this.takesFirst = Boolean(this.typed);
      else if (this.isOpen) this.take(this.active);
    } else if (key === "Escape") {
      if (this.isOpen) event.stopPropagation();
      this.close(true);
    } else if (key === "Backspace" && !event.repeat && this.data.several && !this.input.value && this.data.chosen.length) {
      this.leave(this.data.chosen.at(-1).value);
    }
  }

  take(number) {
    const option = this.options[number];
    this.close(false);
    if (!option) return;
    this.input.value = this.data.several ? "" : option.name;
    this.shown = null;
    this.component.setTriggerValue("taken", option.value);
  }

  leave(value) {
    this.close(true);
    this.shown = null;
    this.input.focus();
    this.close(false);
    this.component.setTriggerValue("left", value);
  }
}

const selectors = new WeakMap();

export default function (component) {
  const root = component.parentElement;
  if (!selectors.has(root)) selectors.set(root, new Selector(root, component.key));
  const selector = selectors.get(root);
  selector.update(component);
  return () => selector.stop();
}
