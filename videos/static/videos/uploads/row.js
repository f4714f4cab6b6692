/* Shows one transfer: what it is doing, how far it is, and what can be done about it. */
(() => {
  const { texts } = window.videoUploads;
  const language = document.documentElement.lang || 'en';
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
  const unit = (value, name, digits = 0) => new Intl.NumberFormat(language, {
    style: 'unit', unit: name, maximumFractionDigits: digits,
  }).format(value);
  const percent = (share) => new Intl.NumberFormat(language, { style: 'percent' }).format(share / 100);

  const UNITS = [['gigabyte', 1e9], ['megabyte', 1e6], ['kilobyte', 1e3]];

  function bytes(count, suffix = '') {
    const [name, size] = UNITS.find(([, least]) => count >= least) || ['byte', 1];
    return unit(count / size, name + suffix, count >= 1e6 ? 1 : 0);
  }

  function duration(seconds) {
    if (seconds >= 3600) {
      return `${unit(Math.floor(seconds / 3600), 'hour')} ${unit(Math.round((seconds % 3600) / 60), 'minute')}`;
    }
    return seconds >= 60 ? unit(Math.ceil(seconds / 60), 'minute') : unit(Math.ceil(seconds), 'second');
  }

  function figures(transfer, words) {
    if (!['sending', 'paused', 'lost'].includes(transfer.state)) return '';
    const done = fill(words.sending, { done: bytes(transfer.sent), size: bytes(transfer.size) });
    if (!transfer.isSending || !transfer.speed) return done;
    const time = duration((transfer.size - transfer.sent) / transfer.speed);
    return `${done} · ${fill(words.speed, { speed: bytes(transfer.speed, '-per-second'), time })}`;
  }

  function message(transfer, words) {
    if (transfer.message) return transfer.message;
    const share = { percent: percent(Math.floor(transfer.percent)), name: transfer.name };
    switch (transfer.state) {
      case 'ready': return transfer.server.duplicates.length ? words.duplicate : words.ready;
      case 'sending': return '';
      default: return fill(words[transfer.state] || '', share);
    }
  }

  let count = 0;

  class Row {
    constructor(template, actions) {
      this.words = texts();
      this.element = template.content.firstElementChild.cloneNode(true);
      this.actions = actions;
      this.shown = '';
      count += 1;
      this.part('name').id = `upload-name-${count}`;
      this.element.querySelectorAll('button, [data-choose-input]').forEach((control) => {
        control.setAttribute('aria-describedby', `upload-name-${count}`);
      });
      this.part('progress').setAttribute('aria-labelledby', `upload-name-${count}`);
      const on = (name, act) => this.part(name).addEventListener('click', () => act(this.transfer));
      on('pause', (transfer) => this.actions.toggle(transfer));
      on('keep', (transfer) => transfer.decide('keep'));
      on('retry', (transfer) => this.actions.retry(transfer));
      on('discard', (transfer) => this.actions.cancel(transfer));
      on('cancel', (transfer) => this.actions.cancel(transfer));
      on('dismiss', (transfer) => this.actions.dismiss(transfer));
      this.part('choose-input').addEventListener('change', (event) => {
        const [file] = event.target.files;
        event.target.value = '';
        if (file) this.actions.choose(this.transfer, file);
      });
    }

    part(name) { return this.element.querySelector(`[data-${name}]`); }

    show(transfer) {
      this.transfer = transfer;
      const { state } = transfer;
      this.element.dataset.upload = state;
      this.part('name').textContent = transfer.name;
      this.part('size').textContent = bytes(transfer.size);
      this.part('progress').value = transfer.percent;
      this.part('progress').textContent = percent(transfer.percent);
      this.part('progress').hidden = ['done', 'refused', 'ready'].includes(state);
      this.part('figures').textContent = figures(transfer, this.words);
      this.showMessage(message(transfer, this.words));
      this.showActions(transfer);
      this.showLinks(transfer);
    }

    showMessage(text) {
      if (text === this.shown) return;
      this.shown = text;
      this.part('message').textContent = text;
      if (text) this.actions.announce(`${this.transfer.name}: ${text}`);
    }

    showActions(transfer) {
      const { state, file, server } = transfer;
      const isRunning = transfer.isUnderWay;
      const isPaused = state === 'paused' || (state === 'failed' && file && !(server && server.can_retry));
      this.part('pause').textContent = isRunning ? this.words.pause : this.words.resume;
      const visible = {
        pause: isRunning || isPaused,
        choose: state === 'needs_file',
        keep: state === 'ready' && !this.actions.isForm,
        discard: state === 'ready',
        retry: state === 'failed' && Boolean(server && server.can_retry),
        cancel: isRunning || ['paused', 'failed', 'needs_file'].includes(state),
        dismiss: ['done', 'refused'].includes(state),
      };
      Object.entries(visible).forEach(([name, isVisible]) => { this.part(name).hidden = !isVisible; });
    }

    showLinks(transfer) {
      const { server, state } = transfer;
      const found = server && { done: [server.asset], ready: server.duplicates }[state];
      const links = (found || []).filter(Boolean);
      this.part('links').hidden = links.length === 0;
      this.part('links').replaceChildren(...links.map((link) => {
        const item = document.createElement('li');
        const inner = document.createElement(link.url ? 'a' : 'span');
        if (link.url) inner.href = link.url;
        inner.textContent = link.title;
        inner.dir = 'auto';
        item.append(inner);
        return item;
      }));
    }
  }

  /* Asks before an upload ends. */
  function confirmEnd(dialog, name) {
    dialog.querySelector('[data-confirm-name]').textContent = name;
    return new Promise((resolve) => {
      const answer = (isCertain) => () => { resolve(isCertain); dialog.close(); };
      dialog.querySelector('[data-confirm-yes]').onclick = answer(true);
      dialog.querySelector('[data-confirm-no]').onclick = answer(false);
      dialog.oncancel = () => resolve(false);
      dialog.showModal();
      dialog.querySelector('[data-confirm-no]').focus();
    });
  }

  Object.assign(window.videoUploads, { Row, confirmEnd, fill });
})();
