"""Evidence: the pack that is filled from all pages, the analyst's own words between, and the files that it becomes."""

from base64 import b64decode
from functools import partial

import streamlit as st

from dashboard.app import blocks, desk, opener, shell
from dashboard.app.ending import end_page
from dashboard.app.images import name_image
from dashboard.errors import EvidenceError
from dashboard.evidence.lines import describe_image, number_items
from dashboard.evidence.locator import draw_locator
from dashboard.evidence.pack import LONGEST_TEXT, LONGEST_TITLE
from dashboard.evidence.printing import FORMS
from dashboard.evidence.redaction import BLOCK
from dashboard.evidence.remaking import call
from dashboard.views import evidence
from dashboard.wording import label, plural

page = shell.open_page("Evidence", "pack", of_all=True)
shown = desk.find_shown(page)
desk.say_outcome()


def offer_to_open() -> None:
    """A button that opens a file."""
    opener.open_file("open-pack", "Open a pack from a file", lambda text: desk.take_opened(page, text))


if shown is None:
    blocks.draw_html(evidence.explain_empty(page))
    with st.container(horizontal=True, vertical_alignment="top"):
        st.button("Begin with a paragraph of your own", on_click=desk.begin, args=(page,))
        offer_to_open()
    end_page()

pack = shown.pack
if not shown.is_own:
    st.info("You read a pack by its link. Go on with it, and what you take on any page is added to it.")
    st.button("Go on with this pack", type="primary", on_click=desk.go_on_with, args=(page, shown.id))
    if pack.title:
        st.subheader(label(pack.title))
    if pack.author:
        st.caption(label(pack.author))
else:
    desk.fill_box("pack-title", pack.title)
    desk.fill_box("pack-author", pack.author)
    left, right = st.columns((2, 1))
    with left:
        st.text_input("Title", key="pack-title", max_chars=LONGEST_TITLE, on_change=desk.name_pack,
                      args=(shown, "title"), placeholder="Was Homs taken, and who says so?")  # fmt: skip
    with right:
        st.text_input("Author", key="pack-author", max_chars=LONGEST_TITLE, on_change=desk.name_pack,
                      args=(shown, "author"))  # fmt: skip

st.header(plural(sum(each.kind != "words" for each in pack.items), "item"))
blocks.draw_html(evidence.style_items())
for place, (item, number) in enumerate(number_items(pack)):
    with st.container(key=f"item-{item.id}", border=True, gap="xsmall"):
        if item.kind == "words" and shown.is_own:
            desk.fill_box(f"words-{item.id}", item.text)
            st.text_area(
                "Your words", key=f"words-{item.id}", max_chars=LONGEST_TEXT, height="content",
                on_change=desk.edit_words, args=(shown, item.id), placeholder="A blank line begins a new paragraph.",
            )  # fmt: skip
        else:
            blocks.draw_html(evidence.draw_item(item, number))
        if item.picture is not None:
            st.image(b64decode(item.picture.png), alt=describe_image(item))
        elif item.point is not None:
            st.image(draw_locator(item.point), width=360, alt=describe_image(item))
        if shown.is_own:
            with st.container(horizontal=True, gap="small"):
                for name, does, args, is_off in (
                    ("Up", desk.move, (shown, item.id, -1), place == 0),
                    ("Down", desk.move, (shown, item.id, 1), place == len(pack.items) - 1),
                    ("Write below", desk.write_below, (shown, item.id), False),
                    ("Remove", desk.drop, (shown, item.id), False),
                ):
                    st.button(name, key=f"{name}-{item.id}", type="tertiary", on_click=does, args=args, disabled=is_off)

st.header("Keep it, send it")
withheld, names = pack, ""
with st.expander("Withhold names"):
    st.caption(
        "One name a line, in each spelling that occurs: “Assad” is not found by “Bashar al-Assad”. In the files that "
        "you download they are replaced everywhere; the pack here stays as it is. A receipt that has a withheld name "
        "is left out, and what it cites cannot be verified any more."
    )
    names = st.text_area("Names to withhold", key="withheld", height=100)
    sign = st.radio("Replace them by", desk.SIGNS, key="sign", horizontal=True)
    keep_images = st.toggle("Keep images: I have looked, and no such name is in them", key="keep-images")
    try:
        redacted = desk.withhold(pack, names, sign or BLOCK, keep_images=keep_images)
        withheld = redacted.pack
        for name, times in redacted.times.items():
            st.markdown(label(f"{name}: {plural(times, 'time')}" if times else f"{name}: stands nowhere in this pack"))
    except EvidenceError as error:
        st.error(label(f"No file can be made: {error}."))
        end_page()
name = name_image(withheld.title or "Evidence", None, None)
with st.container(horizontal=True):
    for suffix, make in FORMS.items():
        st.download_button(
            f"Download {suffix[1:].upper()}", partial(make, withheld), f"{name}{suffix}", key=f"pack{suffix}",
            icon=":material/download:", on_click="ignore", type="primary" if suffix == ".html" else "secondary",
        )  # fmt: skip
st.caption(
    "The HTML file opens in any browser, without a server and without a network; it holds its data, so that this page "
    "can open it again and `dateline verify` can check it."
)

st.header("Does it still hold?")
if pack.withheld:
    st.caption(
        "Names were withheld in this pack, and the tables have them. Compare the pack that has them, and withhold them "
        "anew."
    )
else:
    st.caption("Compares each item with the tables as they are now. Charts stay as they were taken.")
if not pack.withheld and st.button("Compare with the tables", key="compare"):
    now, changes = desk.compare(page, pack)
    changed = [each for each in changes if each.said]
    if not changed:
        st.success(f"{plural(len(changes), 'item')} compared; all are as they were taken.")
    for each in changed:
        st.markdown(label(call(each.item)))
        for said in each.said:
            st.caption(label(said))
    if changed and shown.is_own:
        st.button("Take over what is there now", on_click=desk.take_over, args=(shown, now.items))

st.header("Other packs")
if shown.is_own:
    blocks.draw_html(evidence.lead_to_pack(page, shown.id))
with st.container(horizontal=True, vertical_alignment="top"):
    offer_to_open()
    if shown.is_own:
        st.button("Begin another pack", on_click=desk.leave, args=(page,))
        with st.popover("Throw this pack away"):
            st.markdown("It is deleted from the server. Files that you downloaded stay.")
            st.button("Delete it", type="primary", on_click=desk.discard, args=(page, shown.id))
