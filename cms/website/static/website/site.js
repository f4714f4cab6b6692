// Adds what plain pages cannot do. Every page is complete without it.

for (const stepper of document.querySelectorAll("[data-stepper]")) {
  startStepper(stepper);
}
for (const embed of document.querySelectorAll("[data-embed]")) {
  offerPlayer(embed);
}
sayWhoIsSignedIn();

/** Shows the sessions of a programme one at a time. */
function startStepper(stepper) {
  const items = [...stepper.querySelectorAll("[data-stepper-item]")];
  const controls = stepper.querySelector("[data-stepper-controls]");
  if (!controls || items.length < 2) return;
  const list = stepper.querySelector("[data-stepper-list]");
  const position = stepper.querySelector("[data-stepper-position]");
  const status = stepper.querySelector("[data-stepper-status]");
  const previous = stepper.querySelector("[data-stepper-previous]");
  const next = stepper.querySelector("[data-stepper-next]");
  let current = 0;

  function show(wanted, announce) {
    current = Math.max(0, Math.min(wanted, items.length - 1));
    items.forEach((item, index) => { item.hidden = index !== current; });
    position.textContent = `${current + 1} / ${items.length}`;
    // Not the disabled attribute: it would throw the keyboard focus off the button.
    previous.setAttribute("aria-disabled", String(current === 0));
    next.setAttribute("aria-disabled", String(current === items.length - 1));
    if (announce) status.textContent = announcement();
  }

  function announcement() {
    const words = stepper.dataset.position
      .replace("{position}", current + 1)
      .replace("{count}", items.length);
    const title = items[current].querySelector(".session-title").textContent.trim();
    return `${words}: ${title}`;
  }

  function onKey(event) {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (event.target.closest("iframe, input, textarea, select")) return;
    const isMirrored = getComputedStyle(stepper).direction === "rtl";
    const steps = {
      ArrowRight: isMirrored ? -1 : 1,
      ArrowLeft: isMirrored ? 1 : -1,
      Home: -items.length,
      End: items.length,
    };
    if (!(event.key in steps)) return;
    event.preventDefault();
    show(current + steps[event.key], true);
  }

  previous.addEventListener("click", () => show(current - 1, true));
  next.addEventListener("click", () => show(current + 1, true));
  stepper.addEventListener("keydown", onKey);
  list.tabIndex = 0;
  list.setAttribute("aria-labelledby", stepper.getAttribute("aria-labelledby"));
  controls.hidden = false;
  stepper.classList.add("is-stepping");
  show(firstToCome(items), false);
}

/** Returns the session that is on now or comes next, else the first. */
function firstToCome(items) {
  const now = Date.now();
  const index = items.findIndex((item) => {
    const times = item.querySelectorAll(".session-clock time");
    const last = times[times.length - 1];
    return last && Date.parse(last.dateTime) > now;
  });
  return Math.max(0, index);
}

/** Puts an outside player in place only after a click on a button that names its host. */
function offerPlayer(embed) {
  const button = embed.querySelector("[data-embed-play]");
  if (!button) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    const frame = document.createElement("iframe");
    frame.title = embed.dataset.embedTitle;
    frame.allow = "autoplay; encrypted-media; fullscreen; picture-in-picture";
    frame.referrerPolicy = "strict-origin-when-cross-origin";
    frame.setAttribute(
      "sandbox",
      "allow-scripts allow-same-origin allow-presentation allow-popups",
    );
    frame.src = embed.dataset.embed;
    embed.classList.add("is-playing");
    embed.prepend(frame);
    button.remove();
    frame.tabIndex = 0;
    frame.focus();
  }, { once: true });
}

/**
 * Says who is signed in. The page is the same for everybody, so the session is asked, but only
 * in a browser that was on an account screen and was not found signed out since.
 */
async function sayWhoIsSignedIn() {
  const link = document.querySelector("[data-account]");
  if (!link || !wasOnAccountScreens()) return;
  const account = await accountOfSession();
  if (!account) return;
  const name = account.first_name || account.email;
  const words = link.dataset.accountAs.replace("{name}", () => name);
  link.textContent = link.dataset.accountOwn;
  link.title = words;
  for (const visitor of document.querySelectorAll("[data-account-visitor]")) visitor.hidden = true;
  for (const member of document.querySelectorAll("[data-account-member]")) {
    member.querySelector("[data-account-name]").textContent = words;
    member.hidden = false;
  }
}

async function accountOfSession() {
  try {
    const answer = await fetch("/api/v1/account/session", {
      headers: { Accept: "application/json" },
    });
    const state = answer.ok ? await answer.json() : null;
    if (state && !state.authenticated) localStorage.removeItem("account-screens");
    return state?.authenticated ? state.account : null;
  } catch {
    return null; // The page is complete without it.
  }
}

function wasOnAccountScreens() {
  try {
    return localStorage.getItem("account-screens") === "seen";
  } catch {
    return false; // The browser keeps nothing for this site.
  }
}
