// Adds comfort to the account screens. Every one of them is complete without it.

const LONGEST_COUNTDOWN = 120; // seconds

for (const toggle of document.querySelectorAll("[data-password-toggle]")) {
  offerToShow(toggle);
}
for (const summary of document.querySelectorAll("[data-error-summary]")) {
  takeFocus(summary);
}
for (const form of document.querySelectorAll(".account form:not([data-repeatable])")) {
  sendOnce(form);
}
for (const time of document.querySelectorAll("time[data-local]")) {
  tellInOwnZone(time);
}
for (const waiting of document.querySelectorAll("[data-wait-until]")) {
  countDown(waiting);
}

// From now on the public pages ask who is signed in, until they learn that nobody is.
try {
  localStorage.setItem("account-screens", "seen");
} catch {
  // The browser keeps nothing for this site: the public pages stay as they are.
}

/** Lets a typed password be read. */
function offerToShow(toggle) {
  const input = document.getElementById(toggle.getAttribute("aria-controls"));
  if (!input) return;
  const shown = { text: toggle.dataset.hide, label: toggle.dataset.hideLabel };
  const hidden = { text: toggle.textContent, label: toggle.getAttribute("aria-label") };

  function show(isShown) {
    const words = isShown ? shown : hidden;
    input.type = isShown ? "text" : "password";
    toggle.textContent = words.text;
    toggle.setAttribute("aria-label", words.label);
  }

  toggle.addEventListener("click", () => show(input.type === "password"));
  // Otherwise browsers would remember the password as ordinary text.
  input.form?.addEventListener("submit", () => show(false));
  toggle.hidden = false;
}

/** Moves the focus to what is wrong, and from there to the field. */
function takeFocus(summary) {
  summary.focus();
  summary.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    const field = link && document.getElementById(link.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    field.focus();
    field.scrollIntoView({ block: "center" });
  });
}

/** Ignores a second press of a button while the answer to the first is on its way. */
function sendOnce(form) {
  let isOnItsWay = false;
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    if (isOnItsWay) event.preventDefault();
    isOnItsWay = true;
  });
  window.addEventListener("pageshow", () => { isOnItsWay = false; });
}

/** Tells an instant in the reader's own time zone, in the language of the page. */
function tellInOwnZone(time) {
  const moment = new Date(time.dateTime);
  if (Number.isNaN(moment.valueOf())) return;
  const language = document.documentElement.lang;
  const words = new Intl.DateTimeFormat(language, {
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    // The server writes Latin digits in every language.
    numberingSystem: "latn",
    timeZoneName: "short",
  });
  time.textContent = words.format(moment);
}

/** Counts the last seconds until something is permitted again, and says when it is. */
function countDown(waiting) {
  const until = performance.now() + Number(waiting.dataset.waitUntil) * 1000;
  const text = waiting.querySelector("[data-wait-text]");
  const status = waiting.querySelector("[data-wait-status]");
  const button = waiting.querySelector("button");
  const phrase = text.dataset.waitText;

  function tick() {
    const seconds = Math.ceil((until - performance.now()) / 1000);
    if (seconds > 0) {
      // Of a longer wait the server told the minutes or hours.
      if (seconds <= LONGEST_COUNTDOWN) text.textContent = phrase.replace("{seconds}", seconds);
      window.setTimeout(tick, 250);
      return;
    }
    text.hidden = true;
    button.removeAttribute("aria-disabled");
    status.textContent = status.dataset.waitStatus;
  }

  if (Number(waiting.dataset.waitUntil) <= 0) return;
  button.setAttribute("aria-disabled", "true");
  button.form.addEventListener("submit", (event) => {
    if (button.getAttribute("aria-disabled") === "true") event.preventDefault();
  }, { capture: true });
  text.hidden = false;
  tick();
}
