/*
 * Keeps what is shown of the work on videos current, without reloading the page.
 *
 * An element with data-live-url holds a fragment that the server sends anew until it says
 * data-settled. Cells of lists with data-live-cell are asked for together. Fragments are merged
 * into the page, so that the focus, a playing video and opened details stay as they are.
 */
(() => {
  const FIRST_MS = 1000;
  const LONGEST_MS = 15000;
  const LONGEST_AFTER_ERROR_MS = 60000;

  /* Makes the children of one node like those of another, keeping nodes of the same kind. */
  function merge(present, wanted) {
    const before = [...present.childNodes];
    const after = [...wanted.childNodes];
    after.forEach((node, at) => {
      const old = before[at];
      if (old === undefined) present.append(node);
      else if (!isSameKind(old, node)) old.replaceWith(node);
      else if (node.nodeType === Node.TEXT_NODE) {
        if (old.data !== node.data) old.data = node.data;
      } else if (node.nodeType === Node.ELEMENT_NODE && !isKept(old, node)) {
        mergeAttributes(old, node);
        merge(old, node);
      }
    });
    before.slice(after.length).forEach((node) => node.remove());
  }

  function isSameKind(old, node) {
    return old.nodeType === node.nodeType && old.nodeName === node.nodeName;
  }

  /* A player is left alone while it plays the same file: only its link would differ. */
  function isKept(old, node) {
    return old.dataset.keep !== undefined && old.dataset.keep === node.dataset.keep;
  }

  function mergeAttributes(old, node) {
    for (const { name } of [...old.attributes]) {
      const isUsers = name === 'open' && old.nodeName === 'DETAILS';
      if (!node.hasAttribute(name) && !isUsers) old.removeAttribute(name);
    }
    for (const { name, value } of node.attributes) {
      if (old.getAttribute(name) !== value) old.setAttribute(name, value);
    }
  }

  function parse(html) {
    const template = document.createElement('template');
    template.innerHTML = html;
    return template.content;
  }

  async function ask(url, options) {
    const response = await fetch(url, { credentials: 'same-origin', ...options });
    if (!response.ok) throw new Error(response.statusText);
    return response.text();
  }

  function whenVisible() {
    if (!document.hidden) return Promise.resolve();
    return new Promise((resolve) => {
      document.addEventListener('visibilitychange', resolve, { once: true });
    });
  }

  const wait = (ms) => new Promise((resolve) => { window.setTimeout(resolve, ms); });

  /* Calls look() again and again: soon after a change, later and later while nothing changes. */
  async function repeat(look) {
    let delay = FIRST_MS;
    for (;;) {
      await wait(delay);
      await whenVisible();
      try {
        const outcome = await look();
        if (outcome === 'ended') return;
        delay = outcome === 'changed' ? FIRST_MS : Math.min(delay * 1.5, LONGEST_MS);
      } catch {
        /* The network is away for a moment, or the session has ended. */
        delay = Math.min(delay * 2, LONGEST_AFTER_ERROR_MS);
      }
    }
  }

  function follow(panel) {
    let latest = '';
    let isFollowed = false;
    const isSettled = () => panel.querySelector('[data-settled]') !== null;

    function show(html) {
      merge(panel, parse(html));
      latest = html;
    }

    async function look() {
      if (isSettled() || !panel.isConnected) {
        isFollowed = false;
        return 'ended';
      }
      const html = await ask(panel.dataset.liveUrl);
      if (html === latest) return 'same';
      show(html);
      return 'changed';
    }

    function start() {
      if (isFollowed || isSettled()) return;
      isFollowed = true;
      repeat(look);
    }

    panel.addEventListener('click', async (event) => {
      const button = event.target.closest('[data-live-action]');
      if (button === null) return;
      const body = new FormData();
      body.append('action', button.dataset.liveAction);
      body.append('step', button.dataset.step || '');
      const token = document.querySelector('[name=csrfmiddlewaretoken]').value;
      button.setAttribute('aria-busy', 'true');
      try {
        const headers = { 'X-CSRFToken': token };
        show(await ask(panel.dataset.liveActionUrl, { method: 'POST', body, headers }));
      } catch {
        panel.querySelector('[data-live-error]')?.removeAttribute('hidden');
      }
      button.removeAttribute('aria-busy');
      start();
    });
    start();
  }

  async function lookAtCells() {
    const cells = [...document.querySelectorAll('[data-live-cell]:not(:has([data-settled]))')];
    if (cells.length === 0) return 'same';
    const url = new URL(cells[0].dataset.liveCellsUrl, window.location.href);
    cells.forEach((cell) => url.searchParams.append('asset', cell.dataset.liveCell));
    const fragment = parse(await ask(url));
    let isChanged = false;
    cells.forEach((cell) => {
      const wanted = fragment.querySelector(`[data-live-cell="${cell.dataset.liveCell}"]`);
      if (wanted === null || wanted.innerHTML === cell.innerHTML) return;
      merge(cell, wanted);
      isChanged = true;
    });
    return isChanged ? 'changed' : 'same';
  }

  document.addEventListener('DOMContentLoaded', () => {
    document.querySelectorAll('[data-live-url]').forEach(follow);
    if (document.querySelector('[data-live-cell]')) repeat(lookAtCells);
  });
})();
