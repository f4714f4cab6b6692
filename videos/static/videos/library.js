/* Keeps the state of a preview current while it is being made, and tries a failed one again. */
(() => {
  const EVERY_MS = 2000;

  function follow(panel) {
    const isSettled = () => panel.querySelector('[data-settled]') !== null;

    async function show(url, options) {
      const response = await fetch(url, { credentials: 'same-origin', ...options });
      if (response.ok) panel.innerHTML = await response.text();
      return response.ok;
    }

    async function refresh() {
      if (isSettled() || !panel.isConnected) return;
      try {
        await show(panel.dataset.stateUrl);
      } catch {
        /* The network is away for a moment: the next turn asks again. */
      }
      window.setTimeout(refresh, EVERY_MS);
    }

    panel.addEventListener('click', async (event) => {
      if (!event.target.closest('[data-video-retry]')) return;
      event.target.disabled = true;
      const token = document.querySelector('[name=csrfmiddlewaretoken]').value;
      await show(panel.dataset.retryUrl, { method: 'POST', headers: { 'X-CSRFToken': token } });
      refresh();
    });
    window.setTimeout(refresh, EVERY_MS);
  }

  document.querySelectorAll('[data-video-preview]').forEach(follow);
})();
