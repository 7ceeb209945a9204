// The table of connections: sorted, filtered and cut into pages by the server.

import { ask, get } from './api.js';
import { age, bytes, cell, confirmed, element, id, notice, number } from './dom.js';

const COLUMNS = [
  ['listener', 'Listener'], [null, 'Id'], ['peer', 'Peer'], ['protocol', 'Protocol'], ['opened', 'Age'],
  ['requests', 'Requests'], ['inFlight', 'In flight'], ['bytesIn', 'In'], ['bytesOut', 'Out'],
  ['active', 'Last active'], [null, ''],
];
const NUMBERS = new Set(['requests', 'inFlight', 'bytesIn', 'bytesOut']);

const wanted = { sort: 'opened', order: 'asc', page: 1 };
let operator = false;
let asking = false;

export function startConnections(role) {
  operator = role === 'operator';
  for (const name of ['q', 'of-listener', 'of-protocol', 'size']) {
    id(name).addEventListener('input', () => {
      wanted.page = 1;
      showConnections();
    });
  }
  id('filter').addEventListener('submit', (event) => event.preventDefault());
  id('previous').addEventListener('click', () => turn(-1));
  id('next').addEventListener('click', () => turn(1));
  setInterval(() => {
    // Under a question the button that it was asked by stays, for the focus to come back to.
    const looked = !id('connections').hidden && !document.hidden && !document.querySelector('dialog[open]');
    if (looked && id('follow').checked) showConnections();
  }, 2000);
  heads();
}

function turn(by) {
  wanted.page += by;
  showConnections();
}

function heads() {
  id('columns').replaceChildren(...COLUMNS.map(([sort, name]) => {
    if (!sort) return element('th', { scope: 'col' }, name || element('span', { class: 'hidden' }, 'Actions'));
    const chosen = wanted.sort === sort;
    const arrow = chosen ? (wanted.order === 'asc' ? ' ↑' : ' ↓') : '';
    return element('th', {
      scope: 'col',
      class: NUMBERS.has(sort) ? 'number' : '',
      'aria-sort': chosen ? (wanted.order === 'asc' ? 'ascending' : 'descending') : 'none',
    }, element('button', { type: 'button', 'data-sort': sort, on: { click: () => sortBy(sort) } }, name + arrow));
  }));
}

function sortBy(sort) {
  wanted.order = wanted.sort === sort && wanted.order === 'asc' ? 'desc' : 'asc';
  wanted.sort = sort;
  wanted.page = 1;
  heads();
  document.querySelector(`[data-sort="${sort}"]`).focus();
  showConnections();
}

/** What can be chosen, from the live counters. */
export function offer(listeners) {
  options(id('of-listener'), listeners.map((each) => each.name));
  options(id('of-protocol'), [...new Set(listeners.flatMap((each) => Object.keys(each.connections)))]
    .filter((protocol) => protocol !== 'opening').sort());
}

function options(select, names) {
  const present = [...select.options].slice(1).map((option) => option.value);
  if (present.join() === names.join()) return;
  const chosen = select.value;
  const kept = chosen && !names.includes(chosen) ? [chosen, ...names] : names;
  select.replaceChildren(select.options[0], ...kept.map((name) => element('option', {}, name)));
  select.value = chosen;
}

export async function showConnections() {
  if (asking) return;
  asking = true;
  try {
    const query = new URLSearchParams({
      sort: wanted.sort, order: wanted.order, page: wanted.page, size: id('size').value,
      q: id('q').value, listener: id('of-listener').value, protocol: id('of-protocol').value,
    });
    const found = await get(`/connections?${query}`);
    const pages = Math.max(1, Math.ceil(found.matching / found.size));
    if (wanted.page > pages) {
      wanted.page = pages;
      asking = false;
      await showConnections();
      return;
    }
    id('page').textContent = `Page ${found.page} of ${pages}: ${number(found.matching)} of ${number(found.total)} connections`;
    id('previous').disabled = found.page <= 1;
    id('next').disabled = found.page >= pages;
    rows(found.connections);
  } catch (failure) {
    notice(failure.message, 8);
  } finally {
    asking = false;
  }
}

function rows(connections) {
  const focused = document.activeElement?.dataset?.closes;
  const now = Date.now();
  id('rows').replaceChildren(...(connections.length
    ? connections.map((each) => row(each, now))
    : [element('tr', {}, element('td', { class: 'empty', colspan: COLUMNS.length }, 'No connection fits.'))]));
  if (focused) document.querySelector(`[data-closes="${CSS.escape(focused)}"]`)?.focus();
}

function row(each, now) {
  const latest = Math.max(...[each.opened, each.lastIn, each.lastOut].filter(Boolean).map((at) => Date.parse(at)));
  const key = `${each.listener}/${each.id}`;
  const close = element('button', {
    type: 'button', class: 'small', disabled: !operator, 'data-closes': key,
    'aria-label': `Close ${each.id} of ${each.listener}`,
    on: { click: () => end(each) },
  }, each.draining ? 'Cut' : 'Close');
  return element('tr', {},
    cell(each.listener),
    cell(element('code', {}, each.id)),
    cell(each.peer || (each.unixPeer ? `user ${each.unixPeer.user}` : '–')),
    cell(each.protocol + (each.tls ? ` · ${each.tls.version}` : '') + (each.draining ? ' · draining' : '')),
    cell(age(now - Date.parse(each.opened))),
    cell(number(each.requests), 'number'),
    cell(number(each.inFlight), 'number'),
    cell(bytes(each.bytesIn), 'number'),
    cell(bytes(each.bytesOut), 'number'),
    cell(`${age(now - latest)} ago`),
    cell(close));
}

async function end(each) {
  const mode = each.draining ? 'abort' : 'drain';
  const text = mode === 'drain'
    ? `${each.id} of ${each.listener} takes nothing new; what is in flight finishes.`
    : `${each.id} of ${each.listener} is cut at once.`;
  if (!await confirmed('Close the connection?', text, mode === 'drain' ? 'Close' : 'Cut')) return;
  try {
    await ask('DELETE', `/listeners/${encodeURIComponent(each.listener)}/connections/${each.id}?mode=${mode}`);
    notice(`${each.id} is being closed.`, 5);
  } catch (failure) {
    notice(failure.message, 8);
  }
  await showConnections();
}
