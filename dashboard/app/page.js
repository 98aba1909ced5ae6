// What every page does beside what Streamlit does. Constant, and without effect when it runs again.
if (!window.datelinePage) {
  window.datelinePage = true;

  // Says what a filter has changed to those who do not see it: a screen reader speaks when the text changes.
  const announcer = document.createElement("p");
  announcer.className = "dl-announcer";
  announcer.setAttribute("role", "status");
  document.body.append(announcer);

  const countUp = () => [...document.querySelectorAll(".st-key-corpus p, main h2")]
    .map((each) => each.textContent.trim()).filter((text) => /^[0-9]/.test(text)).join(", ");

  // Which set this browser saw last, and which before: the page What changed compares with the one before.
  const cookie = (name) => document.cookie.split("; ").find((each) => each.startsWith(`${name}=`))?.split("=")[1] ?? "";
  const keep = (name, mark) => {
    document.cookie = `${name}=${encodeURIComponent(mark)}; max-age=31536000; samesite=lax`;
  };
  const remember = (mark) => {
    const seen = cookie("dateline-seen");
    if (!mark || mark === seen) return;
    if (seen) keep("dateline-before", seen);
    keep("dateline-seen", mark);
  };

  let counts = null;
  const look = () => {
    waits = false;
    const label = document.querySelector("h1")?.textContent;
    const menu = document.querySelector(".st-key-menu");
    menu?.setAttribute("role", "navigation");
    menu?.setAttribute("aria-label", "Pages");
    for (const link of menu?.querySelectorAll("a") ?? []) {
      if (link.querySelector("p")?.textContent.replace(/ \(\d+\)$/, "") === label) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    remember(document.querySelector(".dl-filters")?.dataset.set);
    const runs = document.querySelector('.stApp:not([data-test-script-state="notRunning"])');
    const lacks = document.querySelector('[data-testid="stSkeleton"]');
    if ((label && !runs && !lacks) || document.querySelector(".stSpinner, .stAlert, .stException")) {
      document.documentElement.classList.add("dl-drawn");
    }
    if (!label || runs || lacks) return; // the counts are still coming in
    const found = countUp();
    if (counts !== null && found !== counts) announcer.textContent = found;
    counts = found;
  };

  // At most once a frame: a page changes in hundreds of places at a time.
  let waits = false;
  const wait = () => {
    if (!waits) requestAnimationFrame(look);
    waits = true;
  };
  new MutationObserver(wait).observe(document.querySelector("#root"), {
    childList: true, subtree: true, characterData: true, attributeFilter: ["data-test-script-state"],
  });
  wait();

  // On a phone the filters are behind the sidebar's arrow; this button opens it, where they begin.
  document.addEventListener("click", (event) => {
    if (!event.target.closest(".dl-filters")) return;
    document.querySelector('[data-testid="stExpandSidebarButton"]')?.click();
    setTimeout(() => {
      const heading = document.querySelector(".stSidebar h2");
      heading?.scrollIntoView({ block: "start" });
      heading?.setAttribute("tabindex", "-1");
      heading?.focus({ preventScroll: true });
    }, 350); // the sidebar slides in for 300 milliseconds
  });

  // The name that signs corrections, which every new tab would ask for again.
  document.addEventListener("change", (event) => {
    if (!event.target.closest(".st-key-name")) return;
    document.cookie = `dateline-name=${encodeURIComponent(event.target.value)}; max-age=31536000; samesite=lax`;
  });
}
