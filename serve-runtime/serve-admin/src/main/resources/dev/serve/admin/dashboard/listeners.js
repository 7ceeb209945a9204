// The overview: tiles, charts, and a card for each listener, from the live counters or the history.

import { get } from './api.js';
import { Chart } from './charts.js';
import { bytes, element, id, millis, notice, number, percent } from './dom.js';

const charts = {
  requests: new Chart('Requests a second', number),
  latency: new Chart('Latency, last minute', millis, { least: 1 }),
  connections: new Chart('Connections by protocol', number),
  errors: new Chart('Errors, last minute', percent, { least: 0.01 }),
  memory: new Chart('Heap', bytes, { least: 1024, binary: true }),
  threads: new Chart('Virtual threads on carriers', number),
};

const PILLS = { healthy: 'good', degraded: 'fair', overloaded: 'bad' };

// Lines of the history: name, meter, and what a value is multiplied by.
const HISTORY = {
  requests: [['all', 'requests.rate', 1]],
  latency: [['p50', 'latency.p50', 1000], ['p95', 'latency.p95', 1000], ['p99', 'latency.p99', 1000]],
  errors: [['share', 'requests.errors', 1]],
  memory: [['used', 'memory.heap', 1]],
  threads: [['running', 'threads.virtual.mounted', 1], ['queued', 'threads.virtual.queued', 1]],
};

// By protocol there are as many lines as protocols have been spoken; the names of their meters fit into a path.
const BY_PROTOCOL = 'connections.active.';
const SPOKEN = { 'http-1.1': 'http/1.1', 'http-1.0': 'http/1.0' };

function kept(name, meters) {
  if (name !== 'connections') return HISTORY[name].filter(([, meter]) => meters.includes(meter));
  return meters.filter((meter) => meter.startsWith(BY_PROTOCOL) && !meter.endsWith('}'))
    .map((meter) => meter.slice(BY_PROTOCOL.length))
    .map((protocol) => [SPOKEN[protocol] ?? protocol, BY_PROTOCOL + protocol, 1]);
}

// What can be looked at: the label, how far back, the distance of points, both in seconds.
const SPANS = [['5 minutes, live', 300, 1], ['1 hour', 3600, 10], ['24 hours', 86400, 60]];

let last = null;
let live = true;
let refresh = 0;

export function startOverview() {
  id('charts').replaceChildren(...Object.values(charts).map((chart) => chart.figure));
}

/** Offers the history where the server keeps one, and begins with its last minutes. */
export async function startHistory() {
  try {
    await get('/metrics/history');
  } catch {
    return; // Only what is live can be shown.
  }
  id('span').replaceChildren(...SPANS.map(([label], index) => element('option', { value: index }, label)));
  id('span-label').hidden = false;
  id('span').addEventListener('change', show);
  // What has been missed out of sight is in the history.
  document.addEventListener('visibilitychange', show);
  await show();
}

async function show() {
  clearInterval(refresh);
  if (document.hidden) return;
  const [, seconds, step] = SPANS[Number(id('span').value)];
  live = seconds === SPANS[0][1];
  await fill(seconds, step);
  if (!live) refresh = setInterval(() => fill(seconds, step), step * 1000);
}

/** What cannot be had is said, and keeps nothing else from going on. */
async function fill(seconds, step) {
  try {
    await fillFrom(seconds, step);
  } catch (failure) {
    notice(failure.message, 8);
  }
}

async function fillFrom(seconds, step) {
  const { meters } = await get('/metrics/history');
  await Promise.all(Object.entries(charts).map(async ([name, chart]) => {
    const lines = kept(name, meters);
    const series = await Promise.all(lines.map(([, meter]) =>
      get(`/metrics/history/${encodeURIComponent(meter)}?last=${seconds}s&step=${step}s`)));
    chart.clear();
    chart.span = seconds * 1000;
    lines.forEach(([line, , factor], index) =>
      chart.put(line, series[index].points.map(([time, value]) => [time, value * factor])));
  }));
  draw();
}

const sum = (listeners, value) => listeners.reduce((total, each) => total + value(each), 0);

/** Shows one look at the counters; rates come from the difference to the one before. */
export function showCounters(now) {
  const seconds = last ? (now.time - last.time) / 1000 : 0;
  const rate = (value) => {
    if (seconds <= 0) return 0;
    return Math.max(0, (sum(now.listeners, value) - sum(last.listeners, value)) / seconds);
  };
  const requests = rate((each) => each.requests);
  const worst = (value) => Math.max(0, ...now.listeners.map(value));
  const perSecond = sum(now.listeners, (each) => each.requestsPerSecond);
  const errors = perSecond > 0
    ? sum(now.listeners, (each) => each.errorRate * each.requestsPerSecond) / perSecond
    : 0;
  const byProtocol = {};
  for (const listener of now.listeners) {
    for (const [protocol, count] of Object.entries(listener.connections)) {
      byProtocol[protocol] = (byProtocol[protocol] || 0) + count;
    }
  }
  tiles([
    ['Requests/s', number(requests)],
    ['In flight', number(sum(now.listeners, (each) => each.inFlight))],
    ['Connections', number(sum(now.listeners, (each) => each.active))],
    ['Latency p99', millis(worst((each) => each.p99Millis))],
    ['Errors', percent(errors)],
    ['Refused', number(sum(now.listeners, (each) => each.refused))],
    ['In', `${bytes(rate((each) => each.bytesIn))}/s`],
    ['Out', `${bytes(rate((each) => each.bytesOut))}/s`],
  ]);
  if (live && seconds > 0) {
    for (const known of charts.connections.lines.keys()) byProtocol[known] ??= 0;
    charts.requests.add(now.time, { all: requests });
    charts.latency.add(now.time, {
      p50: worst((each) => each.p50Millis),
      p95: worst((each) => each.p95Millis),
      p99: worst((each) => each.p99Millis),
    });
    charts.connections.add(now.time, byProtocol);
    charts.errors.add(now.time, { share: errors });
    charts.memory.add(now.time, { used: now.heapUsed, committed: now.heapCommitted });
    charts.threads.add(now.time, { running: now.mounted, queued: now.queued, carriers: now.carriers });
    draw();
  }
  cards(now.listeners);
  last = now;
}

/** Drawn anew, as after a change of the theme. */
export function draw() {
  if (!id('overview').hidden) Object.values(charts).forEach((chart) => chart.draw());
}

/** The same elements stay, so that nothing moves under a reader's pointer or screen reader. */
function tiles(values) {
  const place = id('tiles');
  if (place.children.length !== values.length) {
    place.replaceChildren(...values.map(([name]) => element('div', {}, element('dt', {}, name), element('dd'))));
  }
  values.forEach(([, text], index) => { place.children[index].lastChild.textContent = text; });
}

function cards(listeners) {
  const place = id('listeners');
  const known = new Map([...place.children].map((card) => [card.dataset.name, card]));
  listeners.forEach((listener, index) => {
    const card = known.get(listener.name) || newCard(listener.name);
    known.delete(listener.name);
    fillCard(card, listener);
    if (place.children[index] !== card) place.insertBefore(card, place.children[index] || null);
  });
  known.forEach((card) => card.remove());
}

const FIGURES = ['Connections', 'In flight', 'Requests/s', 'p50', 'p99', 'Refused'];

function newCard(name) {
  const card = element('li', {},
    element('header', {}, element('h3', {}, name), element('span', { class: 'pill' })),
    element('code'),
    element('meter', { min: 0, max: 1, high: 0.8, optimum: 0 }),
    element('dl', {}, ...FIGURES.map((figure) => element('div', {}, element('dt', {}, figure), element('dd')))),
    element('p', { class: 'message' }));
  card.dataset.name = name;
  return card;
}

function fillCard(card, listener) {
  const { health } = listener;
  const accepting = listener.accepting === 'accepting';
  const pill = card.querySelector('.pill');
  pill.textContent = accepting ? health.status : listener.accepting;
  pill.className = `pill ${accepting ? PILLS[health.status] : 'bad'}`;
  card.querySelector('code').textContent =
    `${listener.address} · ${listener.protocols.join(', ')}${listener.tls ? ' · TLS' : ''}`;
  const meter = card.querySelector('meter');
  meter.value = Math.min(1, health.utilisation);
  meter.setAttribute('aria-label', `${listener.active} of ${health.maxConnections} connections`);
  meter.title = `${listener.active} of ${health.maxConnections} connections`;
  const values = [
    number(listener.active), number(listener.inFlight), number(listener.requestsPerSecond),
    millis(listener.p50Millis), millis(listener.p99Millis), number(listener.refused),
  ];
  card.querySelectorAll('dd').forEach((place, index) => { place.textContent = values[index]; });
  const work = Object.entries(listener.inWork).map(([protocol, count]) => `${protocol} ${count}`).join(', ');
  card.querySelector('.message').textContent =
    health.status === 'healthy' ? (work ? `In work: ${work}` : '') : health.message;
}
