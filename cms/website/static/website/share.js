// Changes the frame to copy into what is chosen, and copies it.

const panel = document.querySelector("[data-share]");
if (panel) begin(panel);

function begin(share) {
  const part = (name) => share.querySelector(`[data-share-${name}]`);
  const code = part("code");
  const frame = new DOMParser().parseFromString(code.value, "text/html").querySelector("iframe");
  const host = document.querySelector("newsroom-player");
  part("choices").hidden = false;
  part("copy").hidden = false;

  function write() {
    const [width, height] = part("size").value.split("x");
    const address = new URL(part("language").value);
    const start = Number(part("start").value);
    if (start > 0) address.searchParams.set("start", String(start));
    if (part("subtitles")?.value) address.searchParams.set("subtitles", part("subtitles").value);
    frame.setAttribute("src", address.href);
    frame.setAttribute("width", width);
    frame.setAttribute("height", height);
    code.value = frame.outerHTML;
    part("status").textContent = "";
  }

  async function copy() {
    const status = part("status");
    try {
      await navigator.clipboard.writeText(code.value);
      status.textContent = status.dataset.shareCopied;
    } catch {
      code.select();
      status.textContent = status.dataset.shareFailed;
    }
  }

  part("choices").addEventListener("input", write);
  part("copy").addEventListener("click", copy);
  part("now").addEventListener("click", () => {
    const seconds = host?.media?.currentTime ?? 0;
    part("start").value = String(Math.round(seconds * 1000) / 1000);
    write();
  });
}
