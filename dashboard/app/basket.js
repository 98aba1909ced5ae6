// Listens to all buttons that take something as evidence, and says what became of it.
//
// A button names what it takes by `data-ref`. A chart sends the event `dateline-take` with its image, and hears of it by
// `dateline-taken`. The id of the pack
// is in a cookie: it must stand in no link. `data` has: pack (the id, null before this session has one), chosen (how often
// the user chose another pack), count (items in it), answer (number, ref, said, isIn; or null).

const COOKIE = "dateline-pack", IN = "In evidence ✓", ADDING = "Adding …", ADD = "Add to evidence";

const readCookie = () => document.cookie.match(/(?:^|; )dateline-pack=([\w-]*)/)?.[1] ?? "";

const writeCookie = (pack) => {
  const secure = location.protocol === "https:" ? "; secure" : "";
  document.cookie = `${COOKIE}=${pack}; max-age=${pack ? 31536000 : 0}; samesite=lax${secure}`;
};

const basket = (window.datelineBasket ??= { number: 0, said: 0, chosen: 0, send: null });

const ask = (ref, image = {}) => {
  basket.number += 1;
  basket.send?.("taken", { ref, pack: readCookie(), number: basket.number, ...image });
};

const announce = (text) => {
  const announcer = document.querySelector(".dl-announcer");
  if (!announcer) return;
  announcer.textContent = "";
  setTimeout(() => { announcer.textContent = text; }, 50); // the same words again are spoken again, too
};

// The menu's entry says how much is in the pack. Its text is React's, of which only the letters are changed.
const count = (items) => {
  for (const link of document.querySelectorAll(".st-key-menu a")) {
    const walk = document.createTreeWalker(link, NodeFilter.SHOW_TEXT);
    for (let text = walk.nextNode(); text; text = walk.nextNode()) {
      if (/^Evidence( \(\d+\))?$/.test(text.nodeValue)) text.nodeValue = items ? `Evidence (${items})` : "Evidence";
    }
  }
};

if (!basket.listens) {
  basket.listens = true;
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.('button[data-act="take"]');
    if (!button) return;
    if (button.textContent === IN) return announce("It is in the evidence already");
    if (button.textContent === ADDING) return;
    button.textContent = ADDING;
    ask(button.dataset.ref);
  });
  document.addEventListener("dateline-take", ({ detail: { ref, ...image } }) => ask(ref, image));
}

export default function ({ data, setTriggerValue }) {
  basket.send = setTriggerValue;
  const isNew = data.chosen > basket.chosen || (data.pack && data.answer);
  if (typeof data.pack === "string" && isNew) writeCookie(data.pack);
  basket.chosen = data.chosen;
  count(data.count);
  const { answer } = data;
  if (!answer || answer.number <= basket.said) return;
  basket.said = answer.number;
  for (const button of document.querySelectorAll('button[data-act="take"]')) {
    if (button.dataset.ref === answer.ref) button.textContent = answer.isIn ? IN : ADD;
  }
  document.dispatchEvent(new CustomEvent("dateline-taken", { detail: answer }));
  announce(answer.said);
}
