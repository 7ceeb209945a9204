// Log levels: those in force, and a change of one, which is a change of the configuration like any other.

import { ask } from './api.js';
import { element, id, notice } from './dom.js';

let operator = false;
let tag = '';

export function startLevels(role) {
  operator = role === 'operator';
  id('levels-form').addEventListener('submit', (event) => {
    event.preventDefault();
    set(id('logger').value.trim(), id('level').value);
  });
}

export async function showLevels() {
  try {
    const response = await ask('GET', '/log-levels');
    tag = response.headers.get('ETag');
    const all = await response.json();
    id('loggers').replaceChildren(...all.map((each) => element('option', { value: each.logger })));
    id('levels').replaceChildren(...all.filter((each) => each.set || each.logger.split('.').length < 3).map(item));
  } catch (failure) {
    notice(failure.message, 8);
  }
}

function item(each) {
  return element('li', {},
    element('code', {}, each.logger),
    element('span', { class: `pill ${each.set ? 'fair' : ''}` }, each.inForce),
    each.set ? element('button', {
      type: 'button', class: 'small', disabled: !operator, 'aria-label': `Take back ${each.set} of ${each.logger}`,
      on: { click: () => set(each.logger, null) },
    }, 'Take back') : null);
}

async function set(logger, level) {
  try {
    await ask('PATCH', '/log-levels', { body: JSON.stringify({ [logger]: level }), match: tag });
    notice(level === null ? `${logger} logs as before.` : `${logger} logs ${level}.`, 6);
  } catch (failure) {
    const problems = (failure.problem?.problems || []).map((each) => each.message);
    notice(problems.join('; ') || failure.message, 8);
  }
  await showLevels();
}
