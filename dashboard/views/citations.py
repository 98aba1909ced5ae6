"""Citations: a button opens the citation of a quote below it, as text, BibTeX and RIS, each to copy or download."""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

import pandas as pd
from markupsafe import Markup

from dashboard.citations import Citation, print_words, write_bibtex, write_ris, write_text
from dashboard.filters import Filters, write_link
from dashboard.receipts.places import first_words
from dashboard.views.links import Page
from dashboard.views.markup import data_attributes
from dashboard.wording import listed, text_of

# Stands within the same `dl-item` as the citation that it opens; of a page's number, within the same `dl-alone`.
CITE = Markup(
    '<span class="dl-keep">· <button class="dl-act" data-act="open" aria-expanded="false">Cite</button></span>'
)

# Where the server sends receipts: `app.citing` does it.
RECEIPT_ADDRESS = "receipt.json"

SAVE = Markup(' <button class="dl-act" data-act="save">Download</button>')

# Opens a citation, for which it fetches the receipt, copies a form of it or saves it as a file. HTML has no CR LF,
# which RIS asks for: it is put back. Without HTTPS a browser has only the older way to copy. The script is constant: it
# stands once a document, and no word of an article is in it.
SCRIPT = Markup(r"""<script>
if (!window.datelineCites) {
  window.datelineCites = true;
  const copy = async (text) => {
    if (navigator.clipboard) return navigator.clipboard.writeText(text);
    const area = document.createElement("textarea");
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  };
  const save = (text, name) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], {type: "text/plain;charset=utf-8"}));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  };
  const fetchForm = async (form) => {
    const shown = form.querySelector("pre");
    if (shown.textContent && !form.hasAttribute("data-failed")) return;
    try {
      const answer = await fetch(form.dataset.from);
      shown.textContent = await answer.text();
      form.toggleAttribute("data-failed", !answer.ok);
    } catch {
      shown.textContent = "The receipt could not be fetched; close this and open it again.";
      form.toggleAttribute("data-failed", true);
    }
  };
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("button.dl-act");
    if (!button) return;
    if (button.dataset.act === "open") {
      const citation = button.closest(".dl-item, .dl-alone").querySelector(".dl-citation");
      citation.hidden = !citation.hidden;
      button.setAttribute("aria-expanded", String(!citation.hidden));
      for (const form of citation.querySelectorAll("[data-from]")) fetchForm(form);
      return;
    }
    const form = button.closest(".dl-form-of");
    if (!form) return;
    if (form.dataset.from) await fetchForm(form);
    const lines = form.querySelector("pre").textContent;
    const text = form.dataset.name.endsWith(".ris") ? lines.replace(/\n/g, "\r\n") : lines;
    if (button.dataset.act === "save") return save(text, form.dataset.name);
    await copy(text);
    button.focus();
    button.textContent = "Copied";
    setTimeout(() => { button.textContent = "Copy"; }, 2000);
  });
}
</script>""")


def citation(page: Page, row: Mapping[Any, Any]) -> Markup:
    """The citation of a quote in its three forms, and its receipt, hidden until its button is clicked."""
    made = cite(page, row)
    forms = [("Text", "txt", write_text), ("BibTeX", "bib", write_bibtex), ("RIS", "ris", write_ris)]
    drawn = [form(label, f"{made.key}.{suffix}", write(made)) for label, suffix, write in forms]
    return hidden([*drawn, receipt_form(f"{made.key}.receipt.json", f"quote:{row['quote_id']}")])


def hidden(forms: Iterable[Markup]) -> Markup:
    """Forms that a button opens, which stands in the same `dl-item`."""
    return Markup('<div class="dl-citation" hidden>{}</div>').format(Markup().join(forms))


def cite(page: Page, row: Mapping[Any, Any]) -> Citation:
    """The citation of a row of `list_quotes`; the day of access is today in UTC. The link has the quote's first words,
    by which it finds them in other tables."""
    origin, published, url = row["context_start"], row["published"], text_of(row["url"])
    parts = [(int(start) - origin, int(end) - origin) for start, end in row["parts"]]
    exact = first_words(row["context"][parts[0][0] :])
    sentence = Filters(article=row["article_id"], sentence=int(row["sentence"]), exact=exact)
    return Citation(
        quote_id=row["quote_id"],
        kind=row["kind"],
        words=print_words(row["context"], parts, row["kind"]),
        parts=len(parts),
        speaker=text_of(row["speaker"]),
        actor=listed(row["actors"]),
        stance=text_of(row["stance"]),
        via=text_of(row["via"]),
        title=text_of(row["title"]),
        source=text_of(row["source"]),
        published=None if pd.isna(published) else published.date(),
        url=url if re.match(r"https?://", url) else "",
        link=page.cited(write_link("articles", sentence)),
        accessed=datetime.now(UTC).date(),
    )


def form(label: str, name: str, text: str) -> Markup:
    """A text with buttons that copy it and save it as a file of this name; without a name it is only copied."""
    save = SAVE if name else Markup()
    return Markup(
        '<div class="dl-form-of"{name}><p><strong>{label}</strong> <button class="dl-act" data-act="copy">Copy</button>'
        "{save}</p><pre>{text}</pre></div>"
    ).format(name=data_attributes(name=name), label=label, save=save, text=text.replace("\r\n", "\n"))


def receipt_form(name: str, of: str) -> Markup:
    """The receipt of a link, or of a quote by its id, as a file of this name: it is fetched when it is opened.

    It is long and scrolls, which the keyboard must be able to do, too.
    """
    address = data_attributes(name=name, **{"from": f"{RECEIPT_ADDRESS}?{urlencode({'of': of})}"})
    return Markup(
        '<div class="dl-form-of"{address}><p><strong>Receipt</strong>'
        ' <button class="dl-act" data-act="copy">Copy</button>{save}</p>'
        '<pre tabindex="0" aria-label="Receipt"></pre></div>'
    ).format(address=address, save=SAVE)
