// Makes and uses passkeys. What travels to and from the browser's own interface is translated by
// the script that comes with django-allauth, loaded before this one.

const passkeys = window.webauthnJSON;

if (passkeys?.supported() && window.isSecureContext) {
  for (const note of document.querySelectorAll("[data-passkey-unable]")) note.hidden = true;
  for (const form of document.querySelectorAll("form[data-passkey]")) offer(form);
}

/** Shows the form; pressing its button asks the browser before anything is sent. */
function offer(form) {
  const status = form.querySelector("[data-passkey-status]");
  let isAsking = false;

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    if (isAsking) return;
    isAsking = true;
    status.textContent = status.dataset.waiting;
    try {
      const credential = await ask(form);
      form.elements.credential.value = JSON.stringify(credential);
      form.submit();
    } catch {
      status.textContent = status.dataset.failed;
    } finally {
      isAsking = false;
    }
  }, { capture: true });
  form.hidden = false;
}

/** Returns what the browser made or signed. */
async function ask(form) {
  const options = await optionsFor(form);
  return form.dataset.passkey === "make" ? passkeys.create(options) : passkeys.get(options);
}

/** Returns what there is to sign: it stands in the page, or is asked for when it is needed. */
async function optionsFor(form) {
  const written = form.querySelector("#passkey-options");
  if (written) return JSON.parse(written.textContent);
  const answer = await fetch(form.dataset.offer, { method: "POST", body: new FormData(form) });
  if (!answer.ok) throw new Error("No options");
  return answer.json();
}
