// The configuration: edited as JSON, of which only what differs is sent (RFC 7396), or as a whole file;
// checked and planned by the server, then applied to the version that it was made for.

import { ask, get } from './api.js';
import { cell, clock, confirmed, element, id, notice } from './dom.js';

const IMPACTS = { nothing: 'good', runtime: 'good', restart: 'fair', 'new-start': 'bad' };

let operator = false;
let original = {};
let tag = '';
let planned = null;

export function startConfig(role) {
  operator = role === 'operator';
  // The server reads what a whole file refers to, so it is not for viewers.
  id('form').disabled = !operator;
  id('preview').addEventListener('click', preview);
  id('apply').addEventListener('click', apply);
  id('reset').addEventListener('click', () => load());
  id('defaults').addEventListener('change', () => load());
  id('form').addEventListener('change', () => load());
  id('editor').addEventListener('input', edited);
  id('editor').addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) preview();
  });
}

const asYaml = () => id('form').value === 'yaml';

export async function load() {
  try {
    const response = await ask('GET', `/config?defaults=${id('defaults').checked}`);
    tag = response.headers.get('ETag');
    original = await response.json();
    id('editor').value = asYaml() ? '' : JSON.stringify(original, null, 2);
    id('editor').placeholder = asYaml() ? 'listeners:\n  web: { port: 8080 }' : '';
    id('version').textContent = `version ${tag.replaceAll('"', '')}`;
    id('defaults').disabled = asYaml();
    forget('');
    await versions();
  } catch (failure) {
    notice(failure.message, 8);
  }
}

function hint(text, bad = false) {
  id('hint').textContent = text;
  id('hint').classList.toggle('bad', bad);
  id('editor').setAttribute('aria-invalid', bad);
}

/** A plan is for the text it was made of, and for nothing else. */
function forget(text, bad) {
  planned = null;
  id('apply').disabled = true;
  hint(text, bad);
}

function edited() {
  if (asYaml()) {
    forget('A whole file: what it does not say has its default.');
    return;
  }
  try {
    const keys = leaves(difference(original, JSON.parse(id('editor').value)));
    forget(keys === 0 ? 'Nothing differs.' : `${keys} ${keys === 1 ? 'key differs' : 'keys differ'}; Ctrl+Enter checks.`);
  } catch (failure) {
    forget(failure.message, true);
  }
}

const isObject = (value) => value !== null && typeof value === 'object' && !Array.isArray(value);

/** The merge patch that leads from one object to another. */
function difference(from, to) {
  if (!isObject(to)) throw new SyntaxError('An object is expected: { "listeners": … }');
  const patch = {};
  for (const key of Object.keys(from)) {
    if (!(key in to)) patch[key] = null;
  }
  for (const [key, value] of Object.entries(to)) {
    if (isObject(value) && isObject(from[key])) {
      const inside = difference(from[key], value);
      if (Object.keys(inside).length) patch[key] = inside;
    } else if (JSON.stringify(value) !== JSON.stringify(from[key])) {
      patch[key] = value;
    }
  }
  return patch;
}

function leaves(patch) {
  return Object.values(patch).reduce((count, value) => count + (isObject(value) ? leaves(value) : 1), 0);
}

function change() {
  return asYaml()
    ? { body: id('editor').value, type: 'application/yaml' }
    : {
      body: JSON.stringify(difference(original, JSON.parse(id('editor').value))),
      type: 'application/merge-patch+json',
    };
}

async function preview() {
  try {
    const wanted = change();
    const response = await ask('POST', '/config/plan', wanted);
    const plan = await response.json();
    showPlan(plan);
    if (response.headers.get('ETag') !== tag && !asYaml()) {
      forget('Another version is in force since: reset and change that one.', true);
      return;
    }
    planned = plan.empty ? null : { ...wanted, match: response.headers.get('ETag') };
    id('apply').disabled = !planned || !operator || plan.impact === 'new-start';
    hint(plan.empty ? 'Nothing would change.' : operator ? 'It can be applied.' : 'An operator may apply it.');
  } catch (failure) {
    planned = null;
    id('apply').disabled = true;
    hint(failure.message, true);
    showProblems(failure);
  }
}

function showProblems(failure) {
  const problems = failure.problem?.problems || [];
  id('plan').replaceChildren(
    element('p', {}, element('span', { class: 'pill bad' }, 'cannot be used'), ` ${problems.length ? '' : failure.message}`),
    element('ul', {}, ...problems.map((each) => element('li', {}, element('code', {}, each.message),
      element('div', { class: 'why' }, each.place)))));
}

const pill = (impact) => element('span', { class: `pill ${IMPACTS[impact]}` }, impact.replace('-', ' '));

function keyLine(key, prefix = '') {
  return element('li', {},
    element('code', {}, `${prefix}${key.key}: ${key.before} → ${key.after}`), ' ', pill(key.impact),
    element('div', { class: 'why' }, key.reason));
}

function showPlan(plan) {
  const lines = [];
  for (const listener of plan.listeners) {
    if (listener.kind === 'unchanged') continue;
    if (listener.kind === 'changed') {
      lines.push(...listener.keys.map((key) => keyLine(key, `${listener.listener}.`)));
    } else {
      lines.push(element('li', {}, element('code', {}, `${listener.listener} (${listener.address})`), ' ',
        element('span', { class: 'pill fair' }, listener.kind === 'added' ? 'comes' : 'goes, its connections drain')));
    }
  }
  lines.push(...plan.keys.map((key) => keyLine(key)));
  id('plan').replaceChildren(
    element('p', {}, plan.empty ? `Nothing to change in version ${plan.version}. ` : `Change of version ${plan.version}: `, pill(plan.impact)),
    element('ul', {}, ...lines));
}

async function apply() {
  if (!planned) return;
  const wanted = planned;
  id('apply').disabled = true;
  try {
    const done = await (await ask(asYaml() ? 'PUT' : 'PATCH', '/config', wanted)).json();
    await load();
    showPlan(done.plan);
    notice(`Configuration ${done.message}.`, 8);
  } catch (failure) {
    forget(failure.status === 412 ? 'Another version is in force since: reset and change that one.' : failure.message, true);
    if (failure.status === 422) showProblems(failure);
  }
}

async function versions() {
  const all = await get('/config/versions');
  id('versions').replaceChildren(...all.map((each) => element('tr', {},
    cell(element('span', {}, `${each.version} `, each.inForce ? element('span', { class: 'pill good' }, 'in force') : '')),
    cell(clock(each.time)),
    cell(each.source, 'wrap'),
    cell(each.outcome.replace('-', ' ')),
    cell(element('span', { class: 'actions' },
      element('button', {
        type: 'button', class: 'small', disabled: each.version === 1,
        'aria-label': `Diff: what version ${each.version} changed`, on: { click: () => showDifference(each.version) },
      }, 'Diff'),
      element('button', {
        type: 'button', class: 'small', disabled: !operator || each.inForce || !each.mayRollBackTo,
        'aria-label': `Roll back to version ${each.version}`, on: { click: () => rollBack(each.version) },
      }, 'Roll back'))))));
}

async function showDifference(version) {
  try {
    const found = await get(`/config/diff?to=${version}`);
    id('difference').replaceChildren(element('div', { class: 'plan' },
      element('p', {}, `From version ${found.from} to ${found.to}`),
      element('ul', {}, ...found.changes.map((each) =>
        element('li', {}, element('code', {}, `${each.key}: ${each.before ?? 'none'} → ${each.after ?? 'none'}`))))));
  } catch (failure) {
    notice(failure.message, 8);
  }
}

async function rollBack(version) {
  if (!await confirmed('Roll back?', `The configuration of version ${version} is put in force as a new version.`, 'Roll back')) return;
  try {
    const done = await (await ask('POST', '/config/rollback', { body: JSON.stringify({ version }), match: tag })).json();
    await load();
    showPlan(done.plan);
    notice(`Configuration ${done.message}.`, 8);
  } catch (failure) {
    notice(failure.message, 8);
    await load();
  }
}
