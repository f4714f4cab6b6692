// A small picture above the seek bar, from a sprite that a WebVTT file cuts up.

const REGION = /#xywh=([0-9]+),([0-9]+),([0-9]+),([0-9]+)$/;
const TIMES = /^(?:([0-9]+):)?([0-9]{2}):([0-9]{2}\.[0-9]{3}) +--> +(?:([0-9]+):)?([0-9]{2}):([0-9]{2}\.[0-9]{3})/;

/** Registers the component once; it is a child of the display that follows the pointer. */
export function registerThumbnails(videojs) {
  if (videojs.getComponent("Thumbnail")) return;
  const Component = videojs.getComponent("Component");

  class Thumbnail extends Component {
    constructor(player, options) {
      super(player, options);
      this.pictures = [];
      player.ready(() => {
        this.on(player.controlBar.progressControl, "mousemove", (event) => this.show(event));
      });
      this.load();
    }

    createEl() {
      const element = super.createEl("div", { className: "player-thumbnail" });
      element.setAttribute("aria-hidden", "true");
      return element;
    }

    async load() {
      try {
        const answer = await fetch(this.options_.address);
        if (answer.ok) this.pictures = parsePictures(await answer.text(), answer.url);
      } catch {
        // The seek bar works without pictures.
      }
    }

    show(event) {
      const bar = this.player().controlBar.progressControl.seekBar.el();
      const share = videojs.dom.getPointerPosition(bar, event).x;
      const seconds = share * (this.player().duration() || 0);
      const picture = this.pictures.find((each) => seconds < each.end) ?? this.pictures.at(-1);
      const { style } = this.el();
      style.display = picture ? "block" : "none";
      if (!picture) return;
      const [x, y, width, height] = picture.region;
      style.inlineSize = `${width}px`;
      style.blockSize = `${height}px`;
      style.backgroundImage = `url("${CSS.escape(picture.address)}")`;
      style.backgroundPosition = `-${x}px -${y}px`;
      // Kept inside of the bar at both ends.
      const barWidth = bar.getBoundingClientRect().width;
      const wanted = share * barWidth - width / 2;
      style.left = `${Math.max(0, Math.min(wanted, barWidth - width)) - share * barWidth}px`;
    }
  }

  videojs.registerComponent("Thumbnail", Thumbnail);
}

/** Returns the pictures of a WebVTT file, earliest first. */
export function parsePictures(text, base) {
  return text.split(/\r?\n\r?\n/).flatMap((block) => {
    const lines = block.trim().split(/\r?\n/);
    const at = lines.findIndex((line) => TIMES.test(line));
    const region = REGION.exec(lines[at + 1] ?? "");
    if (at < 0 || !region) return [];
    const times = TIMES.exec(lines[at]);
    const seconds = (hours, minutes, rest) => Number(hours ?? 0) * 3600 + Number(minutes) * 60 + Number(rest);
    return [{
      end: seconds(times[4], times[5], times[6]),
      address: new URL(lines[at + 1].replace(REGION, ""), base).href,
      region: region.slice(1, 5).map(Number),
    }];
  });
}
