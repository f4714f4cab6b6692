/* One file on its way to the server: begins, sends, pauses, goes on, and waits for the check.
   Knows nothing of the page: whoever made it is told about every change. */
window.videoUploads = (() => {
  const RETRY_SECONDS = [1, 2, 5, 10, 20, 30];
  const LOOK_MS = 1000;
  const GONE = [404, 410];
  const FULL = 507;
  const SPEED_WINDOW_MS = 15000;

  const texts = () => JSON.parse(document.getElementById('video-upload-texts').textContent);
  const fingerprintOf = (file) => `${file.name}-${file.size}-${file.lastModified}`;

  /* Adds the checksum of each piece. Browsers compute one on https and on localhost only. */
  class CheckedStack extends tus.DefaultHttpStack {
    createRequest(method, url) {
      const request = super.createRequest(method, url);
      const send = request.send.bind(request);
      const abort = request.abort.bind(request);
      let isAborted = false;
      request.abort = () => {
        isAborted = true;
        return abort();
      };
      request.send = async (body) => {
        if (body && window.crypto.subtle) {
          const digest = await window.crypto.subtle.digest('SHA-256', await body.arrayBuffer());
          if (isAborted) return new Promise(() => {});
          const encoded = btoa(String.fromCharCode(...new Uint8Array(digest)));
          request.setHeader('Upload-Checksum', `sha256 ${encoded}`);
        }
        return send(body);
      };
      return request;
    }
  }

  class Refusal extends Error {}

  async function ask(url, token, options = {}) {
    const headers = { 'X-CSRFToken': token, 'X-Requested-With': 'XMLHttpRequest', ...options.headers };
    const response = await fetch(url, {
      credentials: 'same-origin', redirect: 'manual', cache: 'no-store', ...options, headers,
    });
    return response;
  }

  /* Sends a part to the store. What fails there is tried again, with a new address. */
  function put(url, part, signal, onProgress) {
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      request.open('PUT', url);
      request.upload.addEventListener('progress', (event) => {
        if (!signal.aborted) onProgress(event.loaded);
      });
      request.addEventListener('load', () => {
        if (request.status === 200) resolve();
        else reject(new Error('store'));
      });
      ['error', 'abort', 'timeout'].forEach((name) => {
        request.addEventListener(name, () => reject(new Error('store')));
      });
      signal.addEventListener('abort', () => request.abort());
      request.send(part);
    });
  }

  const encode = (value) => {
    const bytes = new TextEncoder().encode(String(value));
    return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
  };

  /* States: waiting, sending, paused, lost, needs_file, checking, ready, done, refused, failed. */
  class Transfer {
    constructor({ endpoint, token, pieceBytes, name, size, onChange }) {
      Object.assign(this, { endpoint, token, pieceBytes, name, size, onChange });
      this.state = 'waiting';
      this.sent = 0;
      this.message = '';
      this.server = null;
      this.attempts = 0;
      this.samples = [];
    }

    static ofFile(file, options) {
      const transfer = new Transfer({ ...options, name: file.name, size: file.size });
      transfer.takeFile(file);
      return transfer;
    }

    /* The rest of a file of which the server has the beginning. */
    static ofServer(server, options) {
      const transfer = new Transfer({ ...options, name: server.filename, size: server.size });
      transfer.url = server.url;
      transfer.partBytes = server.part_bytes;
      transfer.fingerprint = server.fingerprint;
      transfer.sent = server.offset;
      transfer.state = 'needs_file';
      return transfer;
    }

    /* Finds out what became of a file that was received as a whole. */
    catchUp(stage) {
      if (stage !== 'receiving') this.watch();
    }

    takeFile(file) {
      this.file = file;
      this.fingerprint = fingerprintOf(file);
      this.state = 'waiting';
      this.message = '';
    }

    get isSending() { return this.state === 'sending'; }
    get isUnderWay() { return ['waiting', 'sending', 'lost'].includes(this.state); }
    get percent() { return this.size ? Math.min(100, (this.sent / this.size) * 100) : 0; }

    /* Bytes a second over the last seconds, 0 while it is not known. */
    get speed() {
      const [first, last] = [this.samples[0], this.samples[this.samples.length - 1]];
      if (!first || last.at - first.at < 1000) return 0;
      return ((last.sent - first.sent) * 1000) / (last.at - first.at);
    }

    async start(metadata = {}) {
      this.metadata = { ...this.metadata, ...metadata };
      this.change('sending');
      try {
        if (!this.url) await this.begin();
      } catch (error) {
        if (error instanceof Refusal) this.refuse(error.message);
        else this.retryLater();
        return;
      }
      if (this.state === 'sending') this.send();
      else if (this.isCancelled) this.remove();
    }

    /* Asks for room. The answer says what is wrong, in the words of the server. */
    async begin() {
      const metadata = { filename: this.name, fingerprint: this.fingerprint, in_parts: 1, ...this.metadata };
      const header = Object.entries(metadata).map(([key, value]) => `${key} ${encode(value)}`);
      const response = await ask(this.endpoint, this.token, {
        method: 'POST',
        headers: {
          'Tus-Resumable': '1.0.0',
          'Upload-Length': String(this.size),
          'Upload-Metadata': header.join(','),
        },
      });
      if (response.status === 201) {
        this.url = response.headers.get('Location');
        this.partBytes = Number(response.headers.get('X-Part-Bytes'));
        return;
      }
      if (response.status >= 500 && response.status !== FULL) throw new Error('server');
      throw new Refusal(await messageOf(response));
    }

    send() {
      this.samples = [];
      if (this.partBytes) {
        this.sendParts();
        return;
      }
      this.upload = new tus.Upload(this.file, {
        uploadUrl: new URL(this.url, window.location.href).href,
        uploadSize: this.size,
        chunkSize: this.pieceBytes,
        retryDelays: null,
        storeFingerprintForResuming: false,
        httpStack: new CheckedStack(),
        headers: { 'X-CSRFToken': this.token, 'X-Requested-With': 'XMLHttpRequest' },
        onProgress: (sent) => this.progress(sent),
        onChunkComplete: () => { this.attempts = 0; },
        onSuccess: () => this.watch(),
        onError: (error) => this.stumble(error),
      });
      this.upload.start();
    }

    /* Brings the parts that are missing to the store, to addresses that the server signs. */
    async sendParts() {
      const stop = new AbortController();
      this.upload = stop;
      try {
        const there = await this.askServer('parts/');
        const count = there.is_received ? 0 : Math.ceil(this.size / this.partBytes);
        const parts = Array.from({ length: count }, (_, at) => this.file.slice(
          at * this.partBytes, (at + 1) * this.partBytes,
        ));
        let sent = there.is_received ? this.size : 0;
        const missing = [];
        parts.forEach((part, at) => {
          if (there.parts[at + 1] === part.size) sent += part.size;
          else missing.push(at + 1);
        });
        for (const number of missing) {
          if (stop.signal.aborted) return;
          const part = parts[number - 1];
          this.progress(sent);
          const { url } = await this.askServer(`parts/${number}/`, { method: 'POST' });
          const before = sent;
          await put(url, part, stop.signal, (loaded) => this.progress(before + loaded));
          sent += part.size;
          this.attempts = 0;
        }
        if (stop.signal.aborted) return;
        this.progress(sent);
        if (!there.is_received) await this.askServer('complete/', { method: 'POST' });
        if (!stop.signal.aborted) this.watch();
      } catch (error) {
        if (!stop.signal.aborted) this.stumble(error);
      }
    }

    async askServer(path, options) {
      const response = await ask(`${this.url}${path}`, this.token, options);
      if (response.ok) return response.json();
      const status = response.type === 'opaqueredirect' ? 302 : response.status;
      const body = await response.text();
      throw Object.assign(new Error(path), {
        originalResponse: { getStatus: () => status, getBody: () => body },
      });
    }

    progress(sent) {
      const now = performance.now();
      this.sent = sent;
      this.samples.push({ at: now, sent });
      this.samples = this.samples.filter((sample) => now - sample.at <= SPEED_WINDOW_MS);
      this.onChange(this);
    }

    stumble(error) {
      if (this.state !== 'sending') return;
      const response = error.originalResponse;
      const status = response ? response.getStatus() : 0;
      if (GONE.includes(status)) {
        this.url = null;
        this.sent = 0;
        this.fail('gone', response);
      } else if (status === FULL || status === 403 || status === 302) {
        this.fail(status === FULL ? 'full' : 'signed_out', response);
      } else {
        this.retryLater();
        this.checkFile();
      }
    }

    /* Browsers say the same of a lost network and of a file that was moved or changed. */
    async checkFile() {
      const { file } = this;
      try {
        await file.slice(-1).arrayBuffer();
      } catch {
        window.clearTimeout(this.timer);
        if (this.state === 'lost') this.change('needs_file', texts().unreadable);
      }
    }

    /* What the person has to do something about. */
    fail(reason, response) {
      let message = texts()[reason] || texts().failed;
      try {
        message = JSON.parse(response.getBody()).message || message;
      } catch {
        /* Not an answer of ours. */
      }
      this.change('failed', message);
    }

    /* What gets better by itself: a network that is away, a server that restarts or is busy. */
    retryLater() {
      const seconds = RETRY_SECONDS[Math.min(this.attempts, RETRY_SECONDS.length - 1)];
      this.attempts += 1;
      this.change('lost', texts().lost);
      this.timer = window.setTimeout(() => this.goOn(), seconds * 1000);
    }

    goOn() {
      window.clearTimeout(this.timer);
      if (this.state === 'lost') this.start();
    }

    pause() {
      window.clearTimeout(this.timer);
      this.change('paused');
      if (this.upload) this.upload.abort();
    }

    /* Deletes what the server has of the file. */
    async cancel() {
      this.isCancelled = true;
      this.pause();
      await this.remove();
    }

    async remove() {
      if (!this.url) return true;
      try {
        const headers = { 'Tus-Resumable': '1.0.0' };
        const response = await ask(this.url, this.token, { method: 'DELETE', headers });
        return response.ok || GONE.includes(response.status);
      } catch {
        return false; /* It expires by itself. */
      }
    }

    /* Asks until the server has looked into the file. */
    async watch() {
      this.sent = this.size;
      this.change('checking');
      while (this.state === 'checking') {
        try {
          const response = await ask(this.url, this.token);
          if (response.ok) this.take(await response.json());
          else if (GONE.includes(response.status)) this.refuse(await messageOf(response));
        } catch {
          /* The network is away for a moment: the next turn asks again. */
        }
        if (this.state === 'checking') await new Promise((wait) => { setTimeout(wait, LOOK_MS); });
      }
    }

    take(server) {
      this.server = server;
      if (server.stage === 'taken') this.change('done');
      else if (server.stage === 'ready') this.change('ready');
      else if (server.stage === 'refused') this.refuse(server.message);
      else if (server.can_retry) this.change('failed', server.message);
      else if (this.state !== 'checking') this.watch();
    }

    /* A decision: "keep" a duplicate, or "retry" a check. */
    async decide(what) {
      const response = await ask(`${this.url}${what}/`, this.token, { method: 'POST' });
      if (!response.ok) {
        this.refuse(await messageOf(response));
        return;
      }
      this.state = 'deciding';
      this.take(await response.json());
    }

    refuse(message) {
      this.change('refused', message);
    }

    change(state, message = '') {
      this.state = state;
      this.message = message;
      this.onChange(this);
    }
  }

  async function messageOf(response) {
    if (response.type === 'opaqueredirect') return texts().signed_out;
    try {
      return (await response.json()).message || texts().failed;
    } catch {
      return response.status === 403 ? texts().signed_out : texts().failed;
    }
  }

  return { Transfer, fingerprintOf, texts };
})();
