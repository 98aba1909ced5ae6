// Two fields for days, each with the browser's own calendar, and buttons that fill both.
//
// `data` has: labels ({since, until}), since, until (days as YYYY-MM-DD, or "" for no limit), first, last (the days of
// the corpus, or ""), earliest, latest (the days that can be named), presets ([{name, since, until}]).
// It triggers: changed ({since, until}).

const NAMES = ["since", "until"];

const CALENDAR = `<svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" fill="none" stroke="currentColor"
  stroke-width="1.4"><rect x="2" y="3.2" width="12" height="10.6" rx="1.4"/><path d="M2 6.6h12M5.2 1.6v3M10.8 1.6v3"/></svg>`;

const make = (tag, attributes = {}, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
};

// The day that is written as 2016-11-30, 2016-11 or 2016; of a month or a year the first day, or the last one where
// `atEnd`. null where it is none.
const read = (typed, atEnd) => {
  const found = /^(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?$/.exec(typed);
  if (!found) return null;
  const year = Number(found[1]), month = Number(found[2] ?? (atEnd ? 12 : 1));
  const lastDay = new Date(Date.UTC(year, month, 0)).getUTCDate();
  const day = Number(found[3] ?? (atEnd ? lastDay : 1));
  if (month < 1 || month > 12 || day < 1 || day > lastDay) return null;
  return `${found[1]}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
};

class Days {
  applied = { since: "", until: "" };
  fields = {};

  constructor(root, key) {
    this.message = make("p", { id: `${key}-message`, class: "message", role: "alert" });
    const both = make("div", { class: "both" }, ...NAMES.map((name) => this.makeField(name, `${key}-${name}`)));
    this.presets = make("div", { class: "presets" });
    this.span = make("p", { class: "span" });
    root.append(make("div", { role: "group", "aria-label": "Days" }, both, this.message, this.presets, this.span));
  }

  // The user went back: what was applied and is not drawn yet will not be.
  forget = () => {
    this.applied = { ...this.shown };
    NAMES.forEach((name) => this.restore(name));
  };

  stop() {
    removeEventListener("popstate", this.forget);
  }

  makeField(name, id) {
    const label = make("label", { for: id });
    const input = make("input", {
      id, type: "text", autocomplete: "off", spellcheck: "false", placeholder: "yyyy-mm-dd", maxlength: "10",
      "aria-describedby": this.message.id,
    });
    // It only lends its calendar; what it holds is written into the text field.
    const calendar = make("input", { type: "date", tabindex: "-1", "aria-hidden": "true" });
    const button = make("button", { type: "button", class: "calendar" });
    button.innerHTML = CALENDAR;
    input.addEventListener("keydown", (event) => {
      if (event.key === "Enter") this.apply(name);
      if (event.key === "Escape") this.restore(name);
    });
    input.addEventListener("blur", () => this.apply(name));
    calendar.addEventListener("change", () => { input.value = calendar.value; this.apply(name); });
    button.addEventListener("click", () => this.openCalendar(name));
    this.fields[name] = { label, input, calendar, button };
    return make("div", { class: "field" }, label, make("div", { class: "box" }, input, calendar, button));
  }

  update(component) {
    this.component = component;
    this.data = component.data;
    addEventListener("popstate", this.forget); // adding it again changes nothing
    const { labels, first, last } = this.data;
    for (const name of NAMES) {
      const { label, input, calendar, button } = this.fields[name];
      label.textContent = labels[name];
      button.setAttribute("aria-label", `Calendar: ${labels[name]}`);
      calendar.min = first;
      calendar.max = last;
      // What is being typed, or cannot be read, is left as it is.
      if (this.data[name] !== this.shown?.[name]) this.restore(name);
      else if (this.data[name] !== this.applied[name]) input.value = this.data[name];
    }
    this.shown = { since: this.data.since, until: this.data.until };
    this.applied = { ...this.shown };
    this.span.textContent = first ? `Articles: ${first} to ${last}. Days are in UTC.` : "No article has a date.";
    this.drawPresets();
  }

  // The buttons stay, and the focus on them, unless the corpus is another one.
  drawPresets() {
    const presets = JSON.stringify(this.data.presets);
    if (presets !== this.drawn) this.presets.replaceChildren(...this.data.presets.map((each) => this.makePreset(each)));
    this.drawn = presets;
    this.data.presets.forEach(({ since, until }, number) => {
      const isChosen = since === this.shown.since && until === this.shown.until;
      this.presets.children[number].setAttribute("aria-pressed", String(isChosen));
    });
  }

  makePreset({ name, since, until }) {
    const button = make("button", { type: "button", title: since ? `${since} to ${until}` : "No limit" }, name);
    button.addEventListener("click", () => {
      this.fields.since.input.value = since;
      this.fields.until.input.value = until;
      this.apply("since");
    });
    return button;
  }

  openCalendar(name) {
    const { input, calendar } = this.fields[name];
    calendar.value = read(input.value.trim(), name === "until") ?? "";
    try { calendar.showPicker(); } catch { input.focus(); }
  }

  // The field says again which day is applied.
  restore(name) {
    this.fields[name].input.value = this.data[name];
    this.mark(name, "");
  }

  // Apply both fields, of which this one was changed; a field that cannot be read leaves its day as it is.
  apply(name) {
    const days = {}, { labels, earliest, latest } = this.data;
    for (const each of NAMES) {
      const { input } = this.fields[each], typed = input.value.trim();
      const day = typed && read(typed, each === "until");
      if (day === null) {
        this.mark(each, `${labels[each]}: “${typed}” is not a day. Write 2016-11-30, 2016-11 or 2016.`);
      } else if (day && (day < earliest || day > latest)) {
        this.mark(each, `${labels[each]}: write a day from ${earliest} to ${latest}.`);
      } else {
        input.value = days[each] = day;
        this.mark(each, "");
      }
    }
    if (days.since && days.until && days.since > days.until) {
      this.mark(name, `${labels.since} is after ${labels.until}. Change one of them.`);
      return;
    }
    const changed = { ...this.applied, ...days };
    if (NAMES.every((each) => changed[each] === this.applied[each])) return;
    this.applied = changed;
    this.component.setTriggerValue("changed", changed);
  }

  mark(name, problem) {
    const { input } = this.fields[name];
    input.setAttribute("aria-invalid", String(Boolean(problem)));
    this.fields[name].problem = problem;
    const text = NAMES.map((each) => this.fields[each].problem).filter(Boolean).join(" ");
    if (this.message.textContent !== text) this.message.textContent = text; // said once
  }
}

const boxes = new WeakMap();

export default function (component) {
  const root = component.parentElement;
  if (!boxes.has(root)) boxes.set(root, new Days(root, component.key));
  const box = boxes.get(root);
  box.update(component);
  return () => box.stop();
}
