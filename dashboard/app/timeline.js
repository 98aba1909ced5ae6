// A line of days, weeks or months: a bar for the articles of each, a slider over them, and Play.
//
// `data` has: word (day, week or month), buckets ([{first, name, articles}]), here (a position, or null for all of them),
// whole (what is shown then, in words), dark. It triggers: moved (the first day of a bucket, or "" for all of them).

const PAUSE = 1200; // milliseconds that a moment is shown while the line plays
const SETTLE = 250; // milliseconds after the last move of the slider until the page follows

const make = (tag, attributes = {}, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
};

class Timeline {
  playing = false;
  asked = undefined; // the position that the page was asked for and does not show yet; null is all of them
  settling = false; // whether the slider was moved and the page is not asked yet: what the page shows waits
  timer = 0;

  constructor(root) {
    this.play = make("button", { type: "button", class: "play" }, "▶ Play");
    this.slider = make("input", { type: "range", min: "0", step: "1" });
    this.bars = make("div", { class: "bars", "aria-hidden": "true" });
    this.all = make("button", { type: "button" }, "Show all");
    this.words = make("p", { class: "words", role: "status" });
    this.box = make("div", { class: "timeline" }, this.play, make("div", { class: "track" }, this.bars, this.slider),
      this.all, this.words);
    root.append(this.box);
    this.play.addEventListener("click", () => this.playing ? this.halt() : this.start());
    this.all.addEventListener("click", () => { this.halt(); this.ask(null); });
    this.slider.addEventListener("input", () => {
      this.halt();
      this.show(Number(this.slider.value));
      this.settling = true;
      this.timer = setTimeout(() => this.ask(Number(this.slider.value)), SETTLE);
    });
    this.bars.addEventListener("click", (event) => {
      const position = [...this.bars.children].indexOf(event.target);
      if (position < 0) return;
      this.halt();
      this.ask(position);
    });
  }

  // The user went back: what the page was asked for and does not show yet it will not show.
  forget = () => {
    this.halt();
    this.asked = undefined;
    this.show(this.data.here);
  };

  stop() {
    this.halt();
    removeEventListener("popstate", this.forget);
  }

  update(component) {
    const { data } = component;
    this.component = component;
    addEventListener("popstate", this.forget); // adding it again changes nothing
    if (JSON.stringify(data.buckets) !== JSON.stringify(this.data?.buckets)) this.fill(data);
    this.data = data;
    this.box.classList.toggle("dark", data.dark);
    if (this.asked === data.here) this.asked = undefined;
    if (this.asked !== undefined || this.settling) return;
    this.show(data.here);
    if (this.playing) this.goOn();
  }

  fill({ buckets, word }) {
    const most = Math.max(...buckets.map(({ articles }) => articles));
    this.bars.replaceChildren(...buckets.map(({ name, articles }) => {
      const bar = make("i", { title: `${name}: ${articles.toLocaleString("en")}` });
      bar.style.height = articles ? `max(2px, ${100 * articles / most}%)` : "0";
      return bar;
    }));
    this.slider.max = buckets.length - 1;
    this.slider.setAttribute("aria-label", `The ${word} that the map and the table show`);
  }

  // Show a position before the page follows; null is all of them.
  show(position) {
    const { buckets, whole, word } = this.data, bucket = buckets[position];
    const articles = bucket && `${bucket.articles.toLocaleString("en")} ${bucket.articles === 1 ? "article" : "articles"}`;
    this.box.classList.toggle("whole", position === null);
    [...this.bars.children].forEach((bar, at) => bar.classList.toggle("here", at === position));
    this.slider.value = position ?? buckets.length - 1;
    this.slider.setAttribute("aria-valuetext", bucket ? `${bucket.name}, ${articles}` : `all: ${whole}`);
    const hint = make("span", {}, ` Move the slider, or press Play, to see one ${word} at a time.`);
    this.words.replaceChildren(...bucket ? [`${bucket.name}: ${articles}`] : [`${whole}.`, hint]);
    this.all.disabled = position === null;
  }

  ask(position) {
    clearTimeout(this.timer);
    this.settling = false;
    this.show(position);
    if (position === this.data.here && this.asked === undefined) return;
    this.asked = position;
    window.datelineMap?.hold();
    // The picture is taken while the map draws itself once more.
    requestAnimationFrame(() => requestAnimationFrame(() =>
      this.component.setTriggerValue("moved", position === null ? "" : this.data.buckets[position].first)));
  }

  start() {
    const shown = this.asked === undefined ? this.data.here : this.asked, next = this.after(shown ?? -1);
    this.playing = true;
    this.play.textContent = "■ Stop";
    this.ask(next < 0 ? this.after(-1) : next);
  }

  // The next position that has an article; -1 behind the last.
  after(position) {
    return this.data.buckets.findIndex(({ articles }, at) => at > position && articles > 0);
  }

  async goOn() {
    clearTimeout(this.timer);
    await window.datelineMap?.drawn();
    if (!this.playing || this.asked !== undefined) return;
    const next = this.after(this.data.here);
    if (next < 0) return this.halt();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(next), PAUSE);
  }

  halt() {
    clearTimeout(this.timer);
    this.settling = false;
    this.playing = false;
    this.play.textContent = "▶ Play";
  }
}

const timelines = new WeakMap();

export default function (component) {
  const root = component.parentElement;
  if (!timelines.has(root)) timelines.set(root, new Timeline(root));
  const timeline = timelines.get(root);
  timeline.update(component);
  return () => timeline.stop();
}
