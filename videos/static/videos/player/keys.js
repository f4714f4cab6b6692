// Keys that work while the player has the focus and the part with the focus has no use for them.

export const SPEEDS = [0.25, 0.5, 1, 1.25, 1.5, 2];
const SEEK_SECONDS = 5;
const JUMP_SECONDS = 10;
const VOLUME_STEP = 0.1;

const ACTIONS = {
  " ": togglePlay,
  k: togglePlay,
  ",": (player) => player.options_.host.step(-1),
  ".": (player) => player.options_.host.step(1),
  ArrowLeft: (player) => seekBy(player, -SEEK_SECONDS),
  ArrowRight: (player) => seekBy(player, SEEK_SECONDS),
  j: (player) => seekBy(player, -JUMP_SECONDS),
  l: (player) => seekBy(player, JUMP_SECONDS),
  ArrowUp: (player) => player.volume(Math.min(1, player.volume() + VOLUME_STEP)),
  ArrowDown: (player) => player.volume(Math.max(0, player.volume() - VOLUME_STEP)),
  Home: (player) => player.currentTime(0),
  End: (player) => player.currentTime(player.duration() || 0),
  "<": (player) => changeSpeed(player, -1),
  ">": (player) => changeSpeed(player, 1),
  m: (player) => player.muted(!player.muted()),
  f: (player) => (player.isFullscreen() ? player.exitFullscreen() : player.requestFullscreen()),
  c: (player) => player.options_.host.toggleSubtitles(),
  t: (player) => player.options_.host.toggleTimecode(),
};

/** Acts on a key that Video.js hands on. */
export function onKey(player, event) {
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  const action = ACTIONS[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  if (!action) return;
  event.preventDefault();
  action(player);
}

function togglePlay(player) {
  if (player.paused()) player.play();
  else player.pause();
}

function seekBy(player, seconds) {
  player.currentTime(Math.max(0, Math.min(player.currentTime() + seconds, player.duration() || 0)));
}

function changeSpeed(player, by) {
  const at = SPEEDS.findIndex((speed) => speed >= player.playbackRate());
  player.playbackRate(SPEEDS[Math.max(0, Math.min(at + by, SPEEDS.length - 1))]);
}
