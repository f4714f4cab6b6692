/* The page "Add videos": takes files, sends two at a time, and goes on with what was not finished. */
(() => {
  const { Transfer, Row, confirmEnd, fill, fingerprintOf, texts } = window.videoUploads;
  const TOGETHER = 2;

  class Page {
    constructor(root) {
      this.root = root;
      this.words = texts();
      this.rows = new Map();
      this.list = root.querySelector('[data-list]');
      this.options = {
        endpoint: root.dataset.endpoint,
        token: root.dataset.token,
        pieceBytes: Number(root.dataset.pieceBytes),
        onChange: (transfer) => this.changed(transfer),
      };
      this.listen();
      const unfinished = document.getElementById('video-uploads-unfinished');
      JSON.parse(unfinished.textContent).forEach((server) => {
        const transfer = Transfer.ofServer(server, this.options);
        this.add(transfer);
        transfer.catchUp(server.stage);
      });
    }

    get transfers() { return [...this.rows.keys()]; }

    listen() {
      const zone = this.root.querySelector('[data-zone]');
      const input = this.root.querySelector('[data-files]');
      input.addEventListener('change', () => {
        this.take([...input.files]);
        input.value = '';
      });
      /* A file that misses the zone would replace the page. */
      document.addEventListener('dragover', (event) => event.preventDefault());
      document.addEventListener('drop', (event) => event.preventDefault());
      let depth = 0;
      const mark = (step) => {
        depth = Math.max(0, depth + step);
        zone.classList.toggle('upload-zone--hovered', depth > 0);
      };
      zone.addEventListener('dragenter', () => mark(1));
      zone.addEventListener('dragleave', () => mark(-1));
      zone.addEventListener('drop', (event) => {
        mark(-depth);
        this.take([...event.dataTransfer.files]);
      });
      window.addEventListener('online', () => this.transfers.forEach((transfer) => transfer.goOn()));
      window.addEventListener('beforeunload', (event) => {
        if (this.transfers.some((transfer) => transfer.isUnderWay)) event.preventDefault();
      });
    }

    take(files) {
      files.forEach((file) => {
        const fingerprint = fingerprintOf(file);
        const known = this.transfers.find((each) => each.fingerprint === fingerprint);
        if (!known) {
          this.add(Transfer.ofFile(file, this.options));
        } else if (known.state === 'needs_file') {
          this.goOn(known, file);
        } else if (['done', 'refused'].includes(known.state)) {
          this.drop(known);
          this.add(Transfer.ofFile(file, this.options));
        } else {
          this.announce(fill(this.words.known, { name: file.name }));
        }
      });
      this.next();
    }

    add(transfer) {
      const row = new Row(this.root.querySelector('[data-row]'), {
        announce: (text) => this.announce(text),
        toggle: (each) => this.toggle(each),
        cancel: (each) => this.cancel(each),
        dismiss: (each) => this.dismiss(each),
        choose: (each, file) => this.choose(each, file),
        retry: (each) => each.decide('retry'),
      });
      this.rows.set(transfer, row);
      row.show(transfer);
      this.list.append(row.element);
    }

    changed(transfer) {
      const row = this.rows.get(transfer);
      if (!row) return;
      row.show(transfer);
      if (!transfer.isSending) this.next();
    }

    /* Lets the next ones begin. */
    next() {
      const busy = this.transfers.filter((each) => ['sending', 'lost'].includes(each.state)).length;
      const waiting = this.transfers.filter((each) => each.state === 'waiting');
      waiting.slice(0, Math.max(0, TOGETHER - busy)).forEach((each) => each.start(this.metadata()));
    }

    metadata() {
      const collection = this.root.querySelector('[data-collection]');
      return collection ? { collection: collection.value } : {};
    }

    toggle(transfer) {
      if (transfer.isUnderWay) {
        transfer.pause();
      } else {
        transfer.change('waiting');
        this.next();
      }
    }

    choose(transfer, file) {
      if (fingerprintOf(file) === transfer.fingerprint) {
        this.goOn(transfer, file);
        this.next();
      } else {
        transfer.change('needs_file', fill(this.words.other_file, { name: transfer.name }));
      }
    }

    goOn(transfer, file) {
      transfer.takeFile(file);
      this.changed(transfer);
    }

    async cancel(transfer) {
      if (!(await confirmEnd(this.root.querySelector('[data-confirm]'), transfer.name))) return;
      await transfer.cancel();
      this.dismiss(transfer);
    }

    dismiss(transfer) {
      this.drop(transfer);
      this.root.querySelector('[data-files]').focus();
      this.next();
    }

    drop(transfer) {
      this.rows.get(transfer).element.remove();
      this.rows.delete(transfer);
    }

    announce(text) { this.root.querySelector('[data-announcer]').textContent = text; }
  }

  const begin = () => document.querySelectorAll('[data-uploads]').forEach((root) => new Page(root));
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', begin);
  else begin();
})();
