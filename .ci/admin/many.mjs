// node many.mjs ADMIN WEB CONNECTIONS: the dashboard at ADMIN while so many connections to WEB are open, each after one request.
// Prints, over five loads of each page: first contentful paint; when the table is there; from a tick of the live stream to the
// changed page; a refresh of the table.
import assert from "node:assert/strict";
import { once } from "node:events";
import net from "node:net";
import { launch } from "./browser.mjs";

const [admin, web, connections] = process.argv.slice(2);
const ROUNDS = 5;
const TICKS = 6;
const { hostname: host, port } = new URL(web);

const open = [];
async function connect() {
  const socket = net.connect({ host, port: Number(port) });
  await once(socket, "connect");
  socket.write("GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n");
  await once(socket, "data");
  open.push(socket);
}
while (open.length < Number(connections)) {
  await Promise.all(Array.from({ length: Math.min(200, connections - open.length) }, connect));
}

/** In the page: when the counters of the live stream arrive, and when the tiles and the table change. */
function watch() {
  const seen = { arrived: [], tiles: [], asked: [], rows: [] };
  window.seen = seen;
  const fetched = window.fetch;
  window.fetch = async (...what) => {
    const path = String(what[0]);
    if (path.includes("/connections?")) seen.asked.push(performance.now());
    const response = await fetched(...what);
    if (!path.endsWith("/events")) return response;
    const [mine, theirs] = response.body.tee();
    (async () => {
      const text = new TextDecoder();
      const reader = mine.getReader();
      for (let rest = ""; ; ) {
        const { done, value } = await reader.read();
        if (done) return;
        const blocks = (rest + text.decode(value, { stream: true })).split("\n\n");
        rest = blocks.pop();
        if (blocks.some((block) => block.includes("event: counters") || block.includes("event:counters"))) seen.arrived.push(performance.now());
      }
    })();
    return new Response(theirs, { status: response.status, headers: response.headers });
  };
  document.addEventListener("DOMContentLoaded", () => {
    const note = (id, list) => new MutationObserver(() => list.push(performance.now()))
      .observe(document.getElementById(id), { childList: true, subtree: true, characterData: true });
    note("tiles", seen.tiles);
    note("rows", seen.rows);
  });
}

const browser = await launch();
const figures = { overview: { paint: [], tick: [] }, connections: { paint: [], table: [], tick: [], refresh: [] } };
/** What follows each beginning within a second. */
const behind = (begun, ended) => begun.flatMap((at) => ended.filter((end) => end >= at - 5 && end < at + 900).slice(0, 1)
  .map((end) => Math.max(0, end - at)));
try {
  for (let round = 0; round < ROUNDS; round++) {
    for (const [tab, into] of Object.entries(figures)) {
      const context = await browser.newContext({ viewport: { width: 1360, height: 900 } });
      const page = await context.newPage();
      page.setDefaultTimeout(60_000);
      await page.addInitScript(watch);
      await page.goto(`${admin}/#${tab}`);
      if (tab === "connections") {
        await page.locator("#rows button").first().waitFor();
        const total = Number((await page.locator("#page").textContent()).match(/of ([\d,]+) connections/)[1].replaceAll(",", ""));
        assert.ok(total >= connections, `${total} listed`);
      }
      await page.waitForFunction((ticks) => window.seen.arrived.length > ticks, TICKS);
      const { seen, paint } = await page.evaluate(() => ({
        seen: window.seen, paint: performance.getEntriesByName("first-contentful-paint")[0].startTime,
      }));
      into.paint.push(paint);
      into.tick.push(...behind(seen.arrived.slice(1), seen.tiles));
      if (tab === "connections") {
        into.table.push(seen.rows[0]);
        into.refresh.push(...behind(seen.asked.slice(1), seen.rows));
      }
      await context.close();
    }
  }
} finally {
  await browser.close();
}
open.forEach((socket) => socket.destroy());

const words = (values) => {
  assert.ok(values.length, "measured");
  const sorted = values.toSorted((one, other) => one - other);
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))].toFixed(1);
  return `${at(0.5)} ms (median of ${sorted.length}; most ${at(1)})`;
};
console.log(`with ${connections} connections open, in Chromium:`);
console.log(`overview: first paint ${words(figures.overview.paint)}, live update ${words(figures.overview.tick)}`);
console.log(`connections: first paint ${words(figures.connections.paint)}, table there ${words(figures.connections.table)},`);
console.log(`             live update ${words(figures.connections.tick)}, refresh of the table ${words(figures.connections.refresh)}`);
