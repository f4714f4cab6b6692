// Lets what stands beside the player, its shotlist and its transcript, play and follow it. Without
// this the times are plain links into the file.

const host = document.querySelector("newsroom-player");
const lists = [...document.querySelectorAll("[data-beside-player]")];
if (host && lists.length) connect();

async function connect() {
  await customElements.whenDefined("newsroom-player");
  try {
    await host.ready;
  } catch {
    return; // The browser's own player stays, and the links with it.
  }
  for (const list of lists) {
    const rows = [...list.querySelectorAll("[data-in]")];
    list.addEventListener("click", (event) => {
      const link = event.target.closest("a[data-play]");
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      host.scrollIntoView({ block: "nearest" });
      host.seek(Number(link.closest("[data-in]").dataset.in));
      host.play()?.catch(() => {}); // The browser may refuse to play by itself; the place is kept.
    });
    host.media.addEventListener("timeupdate", () => mark(list, rows, host.media.currentTime));
  }
}

/** Marks the latest row that has begun and not ended, and keeps it in sight. */
function mark(list, rows, seconds) {
  const playing = rows
    .filter((row) => Number(row.dataset.in) <= seconds && seconds < Number(row.dataset.out))
    .at(-1);
  for (const row of rows) {
    if (row !== playing) row.removeAttribute("aria-current");
  }
  if (!playing || playing.hasAttribute("aria-current")) return;
  playing.setAttribute("aria-current", "true");
  // Only within its own list: the page stays where its reader has scrolled it.
  if (list.scrollHeight > list.clientHeight && !list.contains(document.activeElement)) {
    const middle = (list.clientHeight - playing.clientHeight) / 2;
    list.scrollTop += playing.getBoundingClientRect().top - list.getBoundingClientRect().top - middle;
  }
}
