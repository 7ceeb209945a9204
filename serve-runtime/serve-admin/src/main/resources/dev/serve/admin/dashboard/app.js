// Begins: who is asking, tabs, theme, the stream of events, and the commands of the whole server.

import { ask, get, hasToken, listen, onUnauthorized, useToken } from './api.js';
import { load, startConfig } from './config.js';
import { offer, showConnections, startConnections } from './connections.js';
import { age, cell, clock, confirmed, element, id, notice } from './dom.js';
import { showLevels, startLevels } from './levels.js';
import { draw, showCounters, startHistory, startOverview } from './listeners.js';

const TABS = ['overview', 'connections', 'config', 'events'];
const THEMES = ['system', 'light', 'dark'];
const STATES = { running: 'good', draining: 'fair', starting: 'fair', stopped: 'bad', failed: 'bad' };
const KEPT = 500;

const happened = [];
let ready = true;
let version = 0;

// Themes

function theme(name) {
  if (name === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = name;
  id('theme').lastElementChild.textContent = name;
  id('theme').setAttribute('aria-label', `Theme: ${name === 'system' ? 'as the system' : name}`);
  localStorage.setItem('serve-theme', name);
  draw();
}

id('theme').addEventListener('click', () => {
  const present = localStorage.getItem('serve-theme') || 'system';
  theme(THEMES[(THEMES.indexOf(present) + 1) % THEMES.length]);
});
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);
theme(THEMES.includes(localStorage.getItem('serve-theme')) ? localStorage.getItem('serve-theme') : 'system');

// Tabs: one stop for the Tab key, arrows between them

function choose(name, focus) {
  for (const each of TABS) {
    const tab = id(`tab-${each}`);
    const chosen = each === name;
    tab.setAttribute('aria-selected', chosen);
    tab.tabIndex = chosen ? 0 : -1;
    id(each).hidden = !chosen;
    if (chosen && focus) tab.focus();
  }
  history.replaceState(null, '', `#${name}`);
  if (name === 'overview') {
    draw();
    showLevels();
  }
  if (name === 'connections') showConnections();
  if (name === 'config' && !id('editor').value) load();
  if (name === 'events') {
    showEvents();
    showAudit();
  }
}

for (const name of TABS) {
  id(`tab-${name}`).addEventListener('click', () => choose(name));
  id(`tab-${name}`).addEventListener('keydown', (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const at = TABS.indexOf(name);
    if (step) choose(TABS[(at + step + TABS.length) % TABS.length], true);
    else if (event.key === 'Home') choose(TABS[0], true);
    else if (event.key === 'End') choose(TABS.at(-1), true);
    else return;
    event.preventDefault();
  });
}

// Tokens

let signedIn = () => {};

/** Where it is asked already, what has been typed stays: every call of the page may be refused. */
function signIn(why) {
  id('sign-in-why').textContent = why;
  id('sign').hidden = false;
  if (id('sign-in').open) return;
  id('token').value = '';
  id('sign-in').showModal();
}

onUnauthorized(signIn);
id('sign').addEventListener('click', () => signIn('Another token for this tab.'));
id('token-form').addEventListener('submit', (event) => {
  event.preventDefault();
  useToken(id('token').value.trim());
  id('sign-in').close();
  signedIn();
});

/** Asks until somebody is let in; who it is. */
async function session() {
  for (;;) {
    try {
      return await get('/session');
    } catch (failure) {
      if (failure.status === 401) {
        await new Promise((resolve) => { signedIn = resolve; });
      } else {
        notice(failure.message);
        await new Promise((resolve) => setTimeout(resolve, 3000));
      }
    }
  }
}

// Events

function showEvents() {
  const words = id('event-filter').value.toLowerCase();
  const rows = happened
    .filter((each) => !id('warnings').checked || each.level === 'warning')
    .filter((each) => `${each.type} ${each.listener} ${each.text}`.toLowerCase().includes(words))
    .slice(0, 200)
    .map((each) => element('tr', { class: each.level },
      cell(clock(each.time)), cell(each.listener || '–'), cell(each.type), cell(each.text, 'wrap')));
  id('event-rows').replaceChildren(...(rows.length ? rows
    : [element('tr', {}, element('td', { class: 'empty', colspan: 4 }, 'Nothing yet.'))]));
}

id('event-filter').addEventListener('input', showEvents);
id('warnings').addEventListener('change', showEvents);

async function showAudit() {
  try {
    const all = await get('/audit');
    const rows = all.slice(0, 100).map((each) => element('tr', { class: each.status >= 400 ? 'warning' : '' },
      cell(clock(each.time)), cell(each.who, 'wrap'), cell(each.command), cell(String(each.status)), cell(each.times > 1 ? `${each.outcome}; ${each.times} times` : each.outcome, 'wrap')));
    id('audit-rows').replaceChildren(...(rows.length ? rows
      : [element('tr', {}, element('td', { class: 'empty', colspan: 5 }, 'No command yet.'))]));
  } catch (failure) {
    notice(failure.message, 8);
  }
}

id('audit-refresh').addEventListener('click', showAudit);

// The live stream

/** Said anew only when it is another one: it is read out. */
function showState(word, kind) {
  const state = id('state');
  if (state.textContent !== word) state.textContent = word;
  state.className = `pill ${kind}`;
}

function counters(now) {
  ready = now.ready;
  if (version !== now.version && version !== 0) showLevels();
  version = now.version;
  const word = now.state === 'running' && !now.ready ? 'drained' : now.state;
  showState(word, word === 'drained' ? 'fair' : STATES[now.state] || '');
  id('facts').textContent = `version ${now.version} · up ${age(now.uptimeMillis)}`;
  id('drain').textContent = now.ready ? 'Drain' : 'Undrain';
  showCounters(now);
  offer(now.listeners);
}

function streamed(name, data) {
  if (name === 'counters') {
    counters(data);
  } else if (name === 'happened') {
    happened.unshift(data);
    happened.length = Math.min(happened.length, KEPT);
    if (!id('events').hidden) showEvents();
  }
}

function connected(there, why) {
  if (there) {
    notice('');
  } else {
    showState('not connected', 'bad');
    notice(`No live figures: ${why} Trying again.`);
  }
}

// Commands

async function command(path, options, done) {
  try {
    await ask('POST', path, options);
    notice(done, 6);
  } catch (failure) {
    notice(failure.message, 8);
  }
}

id('drain').addEventListener('click', async () => {
  if (!ready) {
    await command('/undrain', {}, 'It is ready again.');
  } else if (await confirmed('Drain?', 'Health checks say that it is not ready; it goes on serving until you undrain it.', 'Drain')) {
    await command('/drain', {}, 'It says that it is not ready.');
  }
});

id('stop').addEventListener('click', async () => {
  if (await confirmed('Stop the server?', 'Requests in flight finish within the shutdown timeout; then the process ends, this page with it.', 'Stop')) {
    await command('/shutdown', { body: '{}' }, 'It stops.');
  }
});

async function download(path, name) {
  try {
    const blob = await (await ask('GET', path)).blob();
    const link = element('a', { href: URL.createObjectURL(blob), download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  } catch (failure) {
    notice(failure.message, 8);
  }
}

id('threads').addEventListener('click', () => download('/threads', 'threads.json'));
id('openapi').addEventListener('click', (event) => {
  // A plain link carries no token.
  if (hasToken()) {
    event.preventDefault();
    download('/openapi.json', 'openapi.json');
  }
});

startOverview();
const who = await session();
signedIn = () => location.reload();
id('who').textContent = `${who.role} · ${who.name}`;
id('sign').hidden = !hasToken();
document.querySelectorAll('.operator').forEach((button) => { button.disabled = who.role !== 'operator'; });
id('apply').disabled = true;
startConnections(who.role);
startConfig(who.role);
startLevels(who.role);
const begin = location.hash.slice(1);
choose(TABS.includes(begin) ? begin : 'overview');
await startHistory();
listen(streamed, connected);
