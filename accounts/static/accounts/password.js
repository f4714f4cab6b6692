// Ticks off the rules of a new password while it is typed. The server checks them all again.

const PAUSE = 1000; // milliseconds without a key, so that the status does not talk into the typing

for (const list of document.querySelectorAll("[data-password-rules]")) {
  const input = document.getElementById(list.dataset.passwordRules);
  if (input) follow(input, list);
}

/** Keeps the list in step with the input, also when a manager or a paste fills it. */
function follow(input, list) {
  const rules = [...list.querySelectorAll("[data-pattern]")].map(readRule).filter(Boolean);
  const announce = announcer(input, rules.length);
  const update = () => {
    // The server counts an accent together with its letter.
    const password = input.value.normalize("NFC");
    const isMet = (rule) => password !== "" && rule.pattern.test(password);
    for (const rule of rules) mark(rule, isMet(rule), list);
    return { isEmpty: password === "", met: rules.filter(isMet).length };
  };
  input.addEventListener("input", () => announce(update()));
  input.addEventListener("change", update);
  // Coming back to the page, browsers may have kept what was typed.
  window.addEventListener("pageshow", update);
  update();
}

/** Returns what tells people who do not see the ticks how many rules are met, after a pause. */
function announcer(input, total) {
  const status = document.querySelector(`[data-password-status="${input.id}"]`);
  const sentences = status?.dataset.statuses.split("\n") ?? [];
  // A browser that does not know every pattern would count wrong.
  if (sentences.length !== total + 1) return () => {};
  let timer;
  return ({ isEmpty, met }) => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => {
      const sentence = isEmpty ? "" : sentences[met];
      if (status.textContent !== sentence) status.textContent = sentence;
    }, PAUSE);
  };
}

/** Returns the rule of a line, or nothing when the browser does not know the pattern. */
function readRule(line) {
  try {
    return { line, pattern: new RegExp(line.dataset.pattern, "su") };
  } catch {
    return null;
  }
}

/** Shows whether a rule is met, also to those who do not see the tick. */
function mark({ line }, isMet, list) {
  if (line.classList.contains("is-met") === isMet) return;
  line.classList.toggle("is-met", isMet);
  line.querySelector("[data-met-word]")?.remove();
  if (!isMet) return;
  const word = document.createElement("span");
  word.className = "visually-hidden";
  word.dataset.metWord = "";
  word.textContent = ` (${list.dataset.met})`;
  line.append(word);
}
