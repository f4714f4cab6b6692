// Reads from the address of the frame where to begin and which subtitles to show.

const host = document.querySelector("newsroom-player");
const asked = new URLSearchParams(location.search);
const start = Number(asked.get("start"));
if (host && Number.isFinite(start) && start > 0) host.dataset.start = String(start);
if (host && asked.has("subtitles")) host.dataset.subtitles = asked.get("subtitles");
