// What the other scripts share: elements, words for figures, the question before a command.

export const id = (name) => document.getElementById(name);

/** An element with attributes and children; text is text, never markup. */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === 'on') {
      for (const [event, listener] of Object.entries(value)) made.addEventListener(event, listener);
    } else if (value === true) {
      made.setAttribute(name, '');
    } else if (value !== false && value !== null && value !== undefined) {
      made.setAttribute(name, value);
    }
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

export const cell = (content, kind) => element('td', { class: kind }, content);

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];

export function bytes(count) {
  let value = count;
  let unit = 0;
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${unit === 0 ? value : number(value)} ${UNITS[unit]}`;
}

/** Three digits that count. */
export function number(value) {
  if (!Number.isFinite(value)) return '–';
  const size = Math.abs(value);
  if (size >= 10000) return Math.round(value).toLocaleString('en');
  if (size >= 100 || Number.isInteger(value)) return String(Math.round(value));
  return String(Number(value.toFixed(size >= 10 ? 1 : 2)));
}

export function millis(value) {
  return value >= 1000 ? `${number(value / 1000)} s` : `${number(value)} ms`;
}

export const percent = (share) => `${number(share * 100)} %`;

export function age(millisecondsAgo) {
  const seconds = Math.max(0, Math.round(millisecondsAgo / 1000));
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  if (seconds < 86400) return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
  return `${Math.floor(seconds / 86400)} d ${Math.floor((seconds % 86400) / 3600)} h`;
}

export const clock = (instant) => new Date(instant).toLocaleTimeString('en-GB');

let noticeTimer;
let lasting = '';

function show(text) {
  const place = id('notice');
  if (place.textContent !== text) place.textContent = text;
  place.hidden = text === '';
}

/** Says something at the top of the page; for good, or for some seconds, and then what is for good again. */
export function notice(text, seconds) {
  clearTimeout(noticeTimer);
  if (!seconds) lasting = text;
  show(text);
  if (seconds) noticeTimer = setTimeout(() => show(lasting), seconds * 1000);
}

/** Asks before something that cannot be taken back; whether it is wanted. */
export function confirmed(title, text, verb) {
  const dialog = id('ask');
  id('ask-title').textContent = title;
  id('ask-text').textContent = text;
  id('ask-yes').textContent = verb;
  dialog.showModal();
  id('ask-no').focus();
  return new Promise((resolve) => {
    let wanted = false;
    id('ask-yes').onclick = () => {
      wanted = true;
      dialog.close();
    };
    id('ask-no').onclick = () => dialog.close();
    dialog.onclose = () => resolve(wanted);
  });
}
