/* The file of an asset's form: sent beforehand, piece by piece; the form carries only its number.
   Without JavaScript the file goes with the form, as any other would. */
(() => {
  const { Transfer, Row, confirmEnd, fingerprintOf, texts } = window.videoUploads;

  class Field {
    constructor(root) {
      this.root = root;
      this.words = texts();
      this.input = root.querySelector('input[type=file]');
      this.form = root.closest('form');
      this.chosen = this.form.querySelector('[name$=master_upload]');
      this.name = this.input.name;
      this.options = {
        endpoint: root.dataset.endpoint,
        pieceBytes: Number(root.dataset.pieceBytes),
        token: this.form.querySelector('[name=csrfmiddlewaretoken]').value,
        onChange: () => this.changed(),
      };
      this.input.addEventListener('change', () => this.take());
      this.form.addEventListener('submit', (event) => this.hold(event), true);
      if (this.chosen.value) this.goOn();
    }

    /* A form that came back with errors still has its file. */
    async goOn() {
      const response = await fetch(`${this.root.dataset.endpoint}${this.chosen.value}/`, {
        credentials: 'same-origin', cache: 'no-store',
      });
      if (!response.ok) {
        this.chosen.value = '';
        return;
      }
      const server = await response.json();
      const transfer = Transfer.ofServer(server, this.options);
      this.show(transfer);
      transfer.catchUp(server.stage);
    }

    take() {
      const [file] = this.input.files;
      if (!file) return;
      if (this.transfer && this.transfer.state === 'needs_file'
        && this.transfer.fingerprint === fingerprintOf(file)) {
        this.transfer.takeFile(file);
      } else {
        if (this.transfer) this.transfer.cancel();
        this.show(Transfer.ofFile(file, this.options));
      }
      this.transfer.start({ for_form: this.root.dataset.asset });
    }

    show(transfer) {
      if (this.row) this.row.element.remove();
      this.transfer = transfer;
      this.row = new Row(this.root.querySelector('[data-row]'), {
        isForm: true,
        announce: (text) => { this.root.querySelector('[data-announcer]').textContent = text; },
        toggle: (each) => (each.isUnderWay ? each.pause() : each.start()),
        cancel: (each) => this.cancel(each),
        dismiss: () => this.empty(),
        choose: () => {},
        retry: (each) => each.decide('retry'),
      });
      this.root.querySelector('[data-list]').append(this.row.element);
      this.changed();
    }

    changed() {
      if (!this.row) return;
      this.row.show(this.transfer);
      const { state, server } = this.transfer;
      /* The file itself must not go along once more. */
      this.input.name = '';
      this.chosen.value = state === 'ready' ? server.id : '';
      if (state === 'ready' && this.waiting) {
        /* Wagtail disables the button that was pressed; such a one may not submit. */
        const { submitter } = this.waiting;
        this.form.requestSubmit(submitter && !submitter.disabled ? submitter : null);
      }
      if (!this.isPending) this.stopWaiting();
    }

    get isPending() {
      return Boolean(this.transfer) && !['ready', 'refused'].includes(this.transfer.state);
    }

    stopWaiting() {
      this.waiting = null;
      this.root.querySelector('[data-wait]').textContent = '';
    }

    /* Saves as soon as the file is there. */
    hold(event) {
      if (!this.isPending) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      this.waiting = { submitter: event.submitter };
      this.root.querySelector('[data-announcer]').textContent = this.words.wait_to_save;
      this.root.querySelector('[data-wait]').textContent = this.words.wait_to_save;
    }

    async cancel(transfer) {
      if (!(await confirmEnd(this.root.querySelector('[data-confirm]'), transfer.name))) return;
      await transfer.cancel();
      this.empty();
    }

    empty() {
      this.row.element.remove();
      Object.assign(this, { row: null, transfer: null });
      this.chosen.value = '';
      this.input.value = '';
      this.input.name = this.name;
      this.stopWaiting();
      this.input.focus();
    }
  }

  const begin = () => document.querySelectorAll('[data-upload-field]').forEach((root) => new Field(root));
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', begin);
  else begin();
})();
