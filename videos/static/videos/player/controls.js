// Buttons that Video.js does not have: frame steps, timecode, picture quality.

/** Registers them once. They ask the element around the player, which is its option `host`. */
export function registerControls(videojs) {
  if (videojs.getComponent("FrameStep")) return;
  const Button = videojs.getComponent("Button");
  const MenuButton = videojs.getComponent("MenuButton");
  const MenuItem = videojs.getComponent("MenuItem");
  const hostOf = (component) => component.player().options_.host;

  class FrameStep extends Button {
    constructor(player, options) {
      super(player, options);
      this.controlText(options.by < 0 ? "Previous frame" : "Next frame");
      this.el().setAttribute("aria-keyshortcuts", options.by < 0 ? "," : ".");
    }

    buildCSSClass() {
      return `player-step player-step-${this.options_.by < 0 ? "back" : "on"} ${super.buildCSSClass()}`;
    }

    handleClick() {
      hostOf(this).step(this.options_.by);
    }
  }

  /** Shows where the picture is, counted in the file or by the recording's own timecode. */
  class TimecodeButton extends Button {
    constructor(player, options) {
      super(player, options);
      hostOf(this).frames.onChange(() => this.show());
      this.on(player, "hosttimecode", () => this.show());
      this.el().setAttribute("aria-keyshortcuts", "T");
      this.show();
    }

    buildCSSClass() {
      return `player-timecode ${super.buildCSSClass()}`;
    }

    createEl() {
      const button = super.createEl();
      this.digits = videojs.dom.createEl("bdi", { className: "player-timecode-digits", dir: "ltr" });
      this.count = videojs.dom.createEl("span", { className: "player-timecode-count" });
      button.append(this.digits, this.count);
      return button;
    }

    show() {
      const host = hostOf(this);
      const text = host.timecodeOf(host.frame);
      if (this.digits.textContent !== text) this.digits.textContent = text;
      const [name, action] = host.isSourceTimecode
        ? ["Source", "Timecode of the recording"] : ["File", "Time in the file"];
      if (this.name === name) return;
      this.name = name;
      this.count.textContent = this.localize(name);
      this.controlText(action);
    }

    handleClick() {
      hostOf(this).toggleTimecode();
    }
  }

  class QualityItem extends MenuItem {
    handleClick() {
      hostOf(this).chooseQuality(this.options_.lines);
    }
  }

  /** Offers the rungs of the ladder; hidden where there is one, or the browser chooses by itself. */
  class QualityButton extends MenuButton {
    constructor(player, options) {
      super(player, options);
      this.controlText("Picture quality");
      const update = () => this.update();
      const levels = player.qualityLevels();
      levels.on(["addqualitylevel", "removequalitylevel"], update);
      this.on(player, "hostquality", update);
      this.on("dispose", () => levels.off(["addqualitylevel", "removequalitylevel"], update));
    }

    buildCSSClass() {
      return `player-quality ${super.buildCSSClass()}`;
    }

    buildWrapperCSSClass() {
      return `player-quality ${super.buildWrapperCSSClass()}`;
    }

    createItems() {
      const rungs = new Set(this.player().qualityLevels().levels_.map(linesOf));
      const choices = [...rungs].filter(Boolean).sort((one, other) => other - one);
      if (choices.length < 2) return [];
      return [...choices, null].map((lines) => new QualityItem(this.player(), {
        lines,
        label: lines === null ? this.localize("Automatic") : `${lines}p`,
        selectable: true,
        selected: hostOf(this).quality === lines,
      }));
    }
  }

  for (const [name, component] of Object.entries({ FrameStep, TimecodeButton, QualityButton })) {
    videojs.registerComponent(name, component);
  }
}

/** Returns what people call a rung by: the lines of a picture, or the width of an upright one. */
export function linesOf(level) {
  return Math.min(level.width, level.height);
}
