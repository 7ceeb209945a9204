// Line charts on canvas: few lines, one axis, values in words beside their names.

import { element } from './dom.js';

const TINTS = ['--one', '--two', '--three', '--four', '--five', '--six'];
const BOTTOM = 18;
const TOP = 8;

/** A number above `most` that reads well: 1, 2 or 5 of a power of ten, or a power of two for bytes. */
function ceiling(most, binary) {
  if (!(most > 0)) return 1;
  if (binary) return 2 ** Math.ceil(Math.log2(most));
  const power = 10 ** Math.floor(Math.log10(most));
  return [1, 2, 5, 10].find((step) => step * power >= most) * power;
}

/** One chart: lines by name, each a list of [time, value]. */
export class Chart {
  constructor(title, words, { least = 0, binary = false } = {}) {
    this.title = title;
    this.words = words;
    this.least = least;
    this.binary = binary;
    this.left = 0;
    this.lines = new Map();
    this.span = 300_000;
    this.pointer = null;
    this.keys = element('span', { class: 'keys' });
    this.canvas = element('canvas', { role: 'img', 'aria-label': title });
    this.caption = element('figcaption', {}, element('strong', {}, title));
    this.figure = element('figure', { class: 'chart' }, this.caption, this.canvas);
    this.canvas.addEventListener('pointermove', (event) => {
      this.pointer = event.offsetX;
      this.draw();
    });
    this.canvas.addEventListener('pointerleave', () => {
      this.pointer = null;
      this.draw();
    });
    new ResizeObserver(() => this.draw()).observe(this.canvas);
  }

  /** Adds a value for each name; forgets what is older than the span. */
  add(time, values) {
    for (const [name, value] of Object.entries(values)) {
      if (!this.lines.has(name)) this.lines.set(name, []);
      this.lines.get(name).push([time, value]);
    }
    for (const [name, points] of this.lines) {
      while (points.length && points[0][0] < time - this.span) points.shift();
      if (!points.length) this.lines.delete(name);
    }
  }

  /** Takes the place of everything. */
  put(name, points) {
    this.lines.set(name, points);
  }

  clear() {
    this.lines.clear();
  }

  draw() {
    const style = getComputedStyle(document.documentElement);
    const colour = (name) => style.getPropertyValue(name).trim();
    const ratio = window.devicePixelRatio || 1;
    const width = this.canvas.clientWidth;
    const height = this.canvas.clientHeight;
    if (!width || !height) return;
    if (this.canvas.width !== Math.round(width * ratio) || this.canvas.height !== Math.round(height * ratio)) {
      this.canvas.width = Math.round(width * ratio);
      this.canvas.height = Math.round(height * ratio);
    }
    const to = this.canvas.getContext('2d');
    to.setTransform(ratio, 0, 0, ratio, 0, 0);
    to.clearRect(0, 0, width, height);
    let most = this.least;
    let end = 0;
    for (const points of this.lines.values()) {
      for (const [time, value] of points) {
        if (value > most) most = value;
        if (time > end) end = time;
      }
    }
    const top = ceiling(most, this.binary);
    const labels = [0, top / 2, top].map((value) => [value, this.words(value)]);
    to.font = '11px system-ui, sans-serif';
    // As wide as the longest of its labels.
    const left = Math.max(40, ...labels.map(([, label]) => Math.ceil(to.measureText(label).width) + 10));
    this.left = left;
    const x = (time) => left + ((time - (end - this.span)) / this.span) * (width - left - 4);
    const y = (value) => TOP + (1 - value / top) * (height - TOP - BOTTOM);
    to.fillStyle = colour('--quiet');
    to.strokeStyle = colour('--line');
    to.lineWidth = 1;
    for (const [value, label] of labels) {
      const at = Math.round(y(value)) + 0.5;
      to.beginPath();
      to.moveTo(left, at);
      to.lineTo(width, at);
      to.stroke();
      to.textAlign = 'right';
      to.fillText(label, left - 6, at + 3.5);
    }
    to.textAlign = 'left';
    to.fillText(`−${this.span >= 7_200_000 ? `${this.span / 3_600_000} h` : `${this.span / 60_000} min`}`, left, height - 4);
    to.textAlign = 'right';
    to.fillText('now', width - 2, height - 4);
    let index = 0;
    for (const points of this.lines.values()) {
      to.strokeStyle = colour(TINTS[index++ % TINTS.length]);
      to.lineWidth = 1.7;
      to.lineJoin = 'round';
      to.beginPath();
      let before = -Infinity;
      for (const [time, value] of points) {
        // A gap in what is known is a gap in the line.
        if (time - before > Math.max(this.span / 20, 5000)) to.moveTo(x(time), y(value));
        else to.lineTo(x(time), y(value));
        before = time;
      }
      to.stroke();
    }
    if (this.pointer !== null && this.pointer > left) {
      to.strokeStyle = colour('--quiet');
      to.lineWidth = 1;
      to.beginPath();
      to.moveTo(this.pointer, TOP);
      to.lineTo(this.pointer, height - BOTTOM);
      to.stroke();
    }
    this.say(this.pointer === null ? end : end - this.span + ((this.pointer - left) / (width - left - 4)) * this.span, end);
  }

  /** Names and values, at the pointer or at the end, in the caption and for those who do not see. */
  say(time, end) {
    const keys = [];
    const said = [];
    let index = 0;
    for (const [name, points] of this.lines) {
      const value = valueAt(points, time);
      const text = `${name} ${value === undefined ? '–' : this.words(value)}`;
      const key = element('span', { class: 'key' }, text);
      key.style.setProperty('--tint', `var(${TINTS[index++ % TINTS.length]})`);
      keys.push(key);
      said.push(text);
    }
    const when = time < end ? [element('span', { class: 'quiet' }, new Date(time).toLocaleTimeString('en-GB'))] : [];
    this.caption.replaceChildren(this.caption.firstChild, ...when, ...keys);
    this.canvas.setAttribute('aria-label', `${this.title}: ${said.join(', ') || 'nothing yet'}`);
  }
}

function valueAt(points, time) {
  let value;
  for (const [at, each] of points) {
    if (at > time) break;
    value = each;
  }
  return value;
}
