// node traffic.mjs ADMIN CERTIFICATES [DIRECTORY]: drives every protocol at every listener that the admin API at ADMIN
// names, and looks at the dashboard in Chromium meanwhile: counters, charts, cards and the table must show it, and what the
// server has counted must be what was sent. CERTIFICATES holds ca.crt, client.crt and client.key. Prints what it has seen;
// pictures go to DIRECTORY. Ends 1 at the first failure.
import assert from "node:assert/strict";
import { execPath } from "node:process";
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { launch, picture, said } from "./browser.mjs";

const [admin, certificates, pictures] = process.argv.slice(2);
const get = async (path) => (await fetch(`${admin}/api/v1${path}`)).json();
const SPOKEN = ["http/1.1", "h2", "h2c", "websocket", "tcp"];

// In a process of its own, as real clients are.
const load = spawn(execPath, [fileURLToPath(new URL("load.mjs", import.meta.url)), admin, certificates],
  { stdio: ["pipe", "pipe", "inherit"] });
const lines = createInterface({ input: load.stdout })[Symbol.asyncIterator]();
const heard = async () => {
  const { value, done } = await lines.next();
  assert.ok(!done, "the load goes on");
  return JSON.parse(value);
};

const browser = await launch();
try {
  const kinds = await heard();
  said(`a load of ${kinds.join(", ")}`);
  const context = await browser.newContext({ viewport: { width: 1360, height: 900 }, colorScheme: "light" });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  const complaints = [];
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  await page.goto(admin);
  await page.locator("#state").getByText("running").waitFor();

  const figure = (name) => page.locator("#tiles div").filter({ has: page.getByText(name, { exact: true }) }).locator("dd");
  const number = async (name) => Number.parseFloat((await figure(name).textContent()).replaceAll(",", ""));
  const chart = (title) => page.getByRole("img", { name: new RegExp(`^${title}`) });
  const until = async (what, look) => {
    for (const end = Date.now() + 60_000; ; ) {
      const seen = await look();
      if (seen) return seen;
      assert.ok(Date.now() < end, what);
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  };

  await until("every protocol is a line of the chart", async () => {
    const label = await chart("Connections by protocol").getAttribute("aria-label");
    return SPOKEN.every((name) => new RegExp(`(^|[ ,])${name} [1-9]`).test(label)) && label;
  });
  for (const [title, value] of [["Requests a second", /all [1-9]/], ["Latency", /p50 [\d.]+ ms.*p95 [\d.]+ ms.*p99 [\d.]+ m?s/],
    ["Errors", /share \d/], ["Heap", /used [\d.]+ MiB/], ["Virtual threads", /running \d/]]) {
    await until(`${title}: ${value}`, async () => value.test(await chart(title).getAttribute("aria-label")));
  }
  said("the charts have requests, latency, every protocol, errors, memory and virtual threads");
  const listeners = await get("/listeners");
  const IN_WORK = { http: ["websocket", "sse"], grpc: ["grpc"], tcp: ["tcp"] };
  for (const { name, protocols } of listeners.filter((each) => each.name !== "admin")) {
    const kinds = Object.entries(IN_WORK).filter(([protocol]) => protocols.includes(protocol)).flatMap(([, words]) => words);
    const card = page.locator(`#listeners li[data-name="${name}"]`);
    await until(`the card of ${name} has ${kinds} in work`, async () => {
      const words = await card.locator(".message").textContent();
      return kinds.every((kind) => new RegExp(`${kind} [1-9]`).test(words));
    });
  }
  said("the card of every listener says what is in work there");
  await until("requests a second", async () => await number("Requests/s") > 5);
  assert.ok(await number("Connections") >= kinds.length, "connections");
  await page.waitForTimeout(3000);
  await picture(page, pictures, "traffic-overview");

  await page.getByRole("tab", { name: "Connections" }).click();
  for (const protocol of SPOKEN) {
    await page.locator("#of-protocol").selectOption(protocol);
    const rows = page.locator("#rows tr");
    await until(`the table has ${protocol}`, async () => {
      const words = await rows.allTextContents();
      return words.length > 0 && words.every((row) => row.includes(protocol));
    });
  }
  await page.locator("#of-protocol").selectOption("");
  await picture(page, pictures, "traffic-connections");
  said(`the table has ${SPOKEN.join(", ")}`);

  load.stdin.end();
  const sent = await heard();
  const counted = Object.fromEntries((await get("/pools")).map((pool) => [pool.listener, pool.metrics]));
  for (const [name, { requests, bytes }] of Object.entries(sent)) {
    const { requests: seen, bytesIn } = counted[name];
    assert.ok(seen >= requests && seen <= requests + 20, `${name}: ${seen} requests counted, ${requests} sent`);
    assert.ok(bytesIn >= bytes, `${name}: ${bytesIn} bytes counted, ${bytes} sent`);
  }
  said(`what was sent is what was counted: ${Object.entries(sent).map(([name, { requests }]) => `${name} ${requests}`).join(", ")}`);
  assert.deepEqual(complaints, [], "the browser complains of nothing");
} finally {
  load.kill();
  await browser.close();
}
