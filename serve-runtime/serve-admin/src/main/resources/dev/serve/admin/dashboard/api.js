// The admin API: calls with the token of this tab, and the stream of events.

const ROOT = '/api/v1';
const TOKEN = 'serve-admin-token';
// The stream ticks once a second: after so long without a word it is dead, whatever the socket says.
const SILENCE = 5000;

/** What the API has refused, with everything that its problem says. */
export class Refused extends Error {
  constructor(status, problem) {
    super(problem.detail || `status ${status}`);
    this.status = status;
    this.problem = problem;
  }
}

let askForToken = () => {};

/** Calls `listener` with the reason when a token is missing or wrong. */
export function onUnauthorized(listener) {
  askForToken = listener;
}

export const hasToken = () => sessionStorage.getItem(TOKEN) !== null;

export function useToken(token) {
  sessionStorage.setItem(TOKEN, token);
}

function headers(more = {}) {
  const token = sessionStorage.getItem(TOKEN);
  return token === null ? more : { ...more, Authorization: `Bearer ${token}` };
}

async function refused(response) {
  let problem = {};
  try {
    problem = await response.json();
  } catch {
    // Something between us and the API has answered.
  }
  if (response.status === 401) askForToken(problem.detail || 'A token is needed.');
  return new Refused(response.status, problem);
}

/** Fails in words of ours where there is nobody. */
async function reached(path, options) {
  try {
    return await fetch(ROOT + path, { ...options, cache: 'no-store' });
  } catch {
    throw new Error('The server cannot be reached.');
  }
}

/** The whole answer. */
export async function ask(method, path, { body, type = 'application/json', match } = {}) {
  const fields = headers();
  if (method !== 'GET' && method !== 'DELETE') fields['Content-Type'] = type;
  if (match) fields['If-Match'] = match;
  const response = await reached(path, { method, headers: fields, body });
  if (!response.ok) throw await refused(response);
  return response;
}

export const get = async (path) => (await ask('GET', path)).json();

/** A page that nobody sees holds no stream: a browser has six connections for all its pages of a server. */
async function inSight() {
  while (document.hidden) {
    await new Promise((resolve) => document.addEventListener('visibilitychange', resolve, { once: true }));
  }
}

/**
 * Keeps a stream of events open, for good, while the page is in sight: calls `listener(name, data)` for each, and
 * `changed(connected)` when it is lost and when it is back.
 */
export async function listen(listener, changed) {
  let lastId = '';
  let pause = 500;
  for (;;) {
    await inSight();
    const given = new AbortController();
    let hidden = false;
    document.addEventListener('visibilitychange', () => {
      hidden = true;
      given.abort();
    }, { signal: given.signal });
    let silence;
    const heard = () => {
      clearTimeout(silence);
      silence = setTimeout(() => given.abort(), SILENCE);
    };
    try {
      heard();
      const response = await reached('/events', {
        headers: headers({ Accept: 'text/event-stream', ...(lastId && { 'Last-Event-ID': lastId }) }),
        signal: given.signal,
      });
      if (!response.ok) throw await refused(response);
      changed(true);
      pause = 500;
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      let rest = '';
      for (;;) {
        const { done, value } = await reader.read();
        if (done) break;
        heard();
        const blocks = (rest + value).split('\n\n');
        rest = blocks.pop();
        for (const block of blocks) {
          const event = parsed(block);
          if (event.id) lastId = event.id;
          if (event.data) listener(event.name, JSON.parse(event.data));
        }
      }
      changed(false, 'The server has ended the stream.');
    } catch (failure) {
      if (hidden) continue;
      changed(false, given.signal.aborted ? `The server has said nothing for ${SILENCE / 1000} s.` : failure.message);
      // The page begins anew with another token.
      if (failure.status === 401) return;
    } finally {
      clearTimeout(silence);
      given.abort();
    }
    await new Promise((resolve) => setTimeout(resolve, pause));
    pause = Math.min(pause * 2, 5000);
  }
}

function parsed(block) {
  const event = { name: 'message', data: '', id: '' };
  for (const line of block.split('\n')) {
    const colon = line.indexOf(':');
    const field = colon < 0 ? line : line.slice(0, colon);
    const text = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '').replace(/\r$/, '');
    if (field === 'event') event.name = text;
    else if (field === 'id') event.id = text;
    else if (field === 'data') event.data += (event.data ? '\n' : '') + text;
  }
  return event;
}
