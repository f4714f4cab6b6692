// Talks to the server, and keeps in this browser what is not saved yet.

const SIGNED_OUT = [401, 403];
const CONFLICT = 409;

/** What can become of a request that was not answered as hoped. */
export class NotSaved extends Error {
  constructor(reason, { text = "", current = null } = {}) {
    super(reason);
    this.reason = reason; // "signed out", "offline", "changed", "refused"
    this.text = text;
    this.current = current;
  }
}

export class Server {
  constructor({ cues_url, check_url, csrf_token }) {
    this.cuesUrl = cues_url;
    this.checkUrl = check_url;
    this.token = csrf_token;
  }

  /** Returns the track as it is after saving; throws NotSaved. */
  async save(cues, version) {
    return this.post(this.cuesUrl, { cues, version });
  }

  /** Returns the faults of cues; throws NotSaved. */
  async check(cues) {
    return (await this.post(this.checkUrl, { cues })).faults;
  }

  async post(address, data) {
    let answer = await this.send(address, data);
    if (answer.status === 403 && await this.renewToken()) answer = await this.send(address, data);
    if (SIGNED_OUT.includes(answer.status)) throw new NotSaved("signed out");
    const content = await readJson(answer);
    if (answer.status === CONFLICT) throw new NotSaved("changed", { current: content });
    if (!answer.ok) throw new NotSaved("refused", { text: content?.problem ?? "" });
    if (!content) throw new NotSaved("signed out"); // a sign-in page in place of an answer
    return content;
  }

  async send(address, data) {
    return request(address, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": this.token },
      body: JSON.stringify(data),
    });
  }

  /** Whoever has signed in again has another token. Returns whether the page may go on. */
  async renewToken() {
    const answer = await request(this.cuesUrl, {});
    const content = answer.ok ? await readJson(answer) : null;
    if (!content || content.csrf_token === this.token) return false;
    this.token = content.csrf_token;
    return true;
  }
}

/** Keeps unsaved cues over a crash, a closed tab or an ended session. */
export class Draft {
  constructor(id) {
    this.key = `track-draft-${id}`;
  }

  read() {
    try {
      return JSON.parse(localStorage.getItem(this.key));
    } catch {
      return null; // nothing, or nothing that can be read
    }
  }

  write(cues, version) {
    try {
      localStorage.setItem(this.key, JSON.stringify({ cues, version, at: Date.now() }));
    } catch {
      // No room, or not allowed: the page warns before it is left.
    }
  }

  forget() {
    try {
      localStorage.removeItem(this.key);
    } catch {
      // There was none.
    }
  }
}

async function request(address, options) {
  const headers = { Accept: "application/json", "X-Requested-With": "XMLHttpRequest", ...options.headers };
  try {
    return await fetch(address, { credentials: "same-origin", redirect: "manual", ...options, headers });
  } catch {
    throw new NotSaved("offline");
  }
}

async function readJson(answer) {
  try {
    return await answer.json();
  } catch {
    return null;
  }
}
