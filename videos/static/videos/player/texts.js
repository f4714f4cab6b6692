// Video.js looks for the subtitle to show when time moves. Chosen or reached while the picture stands
// still, it may arrive a moment later: then time has to look as if it moved.

const AGAIN_MS = 250;
const TIMES = 40;

export function showTextsWhilePaused(player) {
  let left = 0;
  let timer = null;

  function look() {
    if (!left || !player.paused()) return;
    left -= 1;
    player.tech(true)?.trigger("timeupdate");
    timer = player.setTimeout(look, AGAIN_MS);
  }

  function begin() {
    player.clearTimeout(timer);
    left = TIMES;
    look();
  }

  player.textTracks().on("change", begin);
  player.on("seeked", begin);
}
