// node driver.mjs ADMIN WEB OPERATOR VIEWER [DIRECTORY]: the dashboard at ADMIN in Chromium, by Playwright: a token refused
// and one taken, live figures of traffic to WEB, plan, apply and rollback, a connection closed, a viewer who may only look,
// the keyboard, both themes, a narrow window. Prints what it has seen; pictures go to DIRECTORY. Ends 1 at the first failure.
import net from "node:net";
import assert from "node:assert/strict";
import { inaccessible, launch, tabTo, picture as pictured, said } from "./browser.mjs";

const [admin, web, operator, viewer, pictures] = process.argv.slice(2);
const LIMIT = 20_000;
const browser = await launch();
const picture = (page, name, fullPage) => pictured(page, pictures, name, fullPage);

async function opened(options = {}) {
  const context = await browser.newContext({ viewport: { width: 1360, height: 900 }, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(LIMIT);
  const complaints = [];
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("console", (message) => {
    // A refused call is an error in Chromium's console too.
    if (message.type() === "error" && !/status of (401|403|409|412|422)/.test(message.text())) complaints.push(message.text());
  });
  return { context, page, complaints };
}

async function signIn(page, token) {
  await page.getByLabel("Operator or viewer token").fill(token);
  await page.getByRole("button", { name: "Go on" }).click();
}

/** Puts another operator's token in force. */
async function retoken(from, to) {
  const headers = { Authorization: `Bearer ${from}`, "Content-Type": "application/json" };
  const match = (await fetch(`${admin}/api/v1/config`, { headers })).headers.get("ETag");
  const answer = await fetch(`${admin}/api/v1/config`, {
    method: "PATCH", headers: { ...headers, "If-Match": match }, body: JSON.stringify({ admin: { "operator-token": to } }),
  });
  assert.equal(answer.status, 200);
}

/** In the page: the stream of events begins and says nothing more, as of a server that hangs. */
function silent() {
  const fetched = window.fetch;
  window.fetch = (path, options) => !String(path).endsWith("/events") ? fetched(path, options) : Promise.resolve(new Response(
    new ReadableStream({ start: (to) => options.signal.addEventListener("abort", () => to.error(options.signal.reason)) })));
}

/** In the page: as if another window were before this one, or no longer. */
function hide(hidden) {
  Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
}

/** The streams of events that the server serves. */
async function streams() {
  const answer = await fetch(`${admin}/api/v1/listeners/admin`, { headers: { Authorization: `Bearer ${viewer}` } });
  return (await answer.json()).inWork.sse ?? 0;
}

async function until(what, isSo) {
  for (const end = Date.now() + LIMIT; !await isSo(); ) {
    assert.ok(Date.now() < end, what);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

let traffic = true;
async function ask() {
  while (traffic) {
    await Promise.all([fetch(`${web}/hello`), fetch(`${web}/slow?ms=20`), fetch(`${web}/big/20000`).then((r) => r.arrayBuffer())]);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

try {
  const { page, complaints } = await opened({ colorScheme: "light" });
  await page.goto(admin);
  await page.getByLabel("Operator or viewer token").waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Change token" }).click();
  await signIn(page, "пароль-0123456789");
  assert.ok(await page.locator("#token:invalid").isVisible(), "what cannot be sent is not taken");
  said("who has closed the question for a token may still answer it");
  await signIn(page, "wrong-0123456789abcdef");
  await page.getByText("an unknown token").waitFor();
  await picture(page, "sign-in", false);
  said("an unknown token is refused, with the reason");
  await signIn(page, operator);
  await page.locator("#who").getByText("operator").waitFor();
  said("the operator's token is taken");

  const asking = ask();
  await page.locator("#state").getByText("running").waitFor();
  const rate = page.locator("#tiles div", { hasText: "Requests/s" }).locator("dd");
  await page.waitForFunction(() => Number(document.querySelector("#tiles dd")?.textContent) > 5);
  const before = await rate.textContent();
  await page.waitForFunction((text) => document.querySelector("#tiles dd").textContent !== text, before);
  await page.locator("#listeners li", { hasText: "web" }).waitFor();
  await page.waitForFunction(() => document.querySelector("canvas").getAttribute("aria-label").includes("all "));
  said("figures and charts are live");
  await page.waitForTimeout(1500);
  await picture(page, "overview-light");

  await page.getByRole("tab", { name: "Overview" }).press("ArrowRight");
  assert.equal(await page.evaluate(() => document.activeElement.id), "tab-connections");
  said("arrow keys go from tab to tab");
  const { hostname, port } = new URL(web);
  const peer = net.connect({ port: Number(port), host: hostname, localAddress: "127.0.0.77" });
  let gone = false;
  peer.on("close", () => { gone = true; });
  peer.on("error", () => {});
  peer.resume();
  peer.write("GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n");
  await page.getByLabel("Listener").selectOption("web");
  await page.getByRole("columnheader", { name: "Requests" }).getByRole("button").click();
  await page.locator("#columns th[aria-sort=ascending]").waitFor();
  await page.locator("#rows tr", { hasText: "http/1.1" }).first().waitFor();
  await picture(page, "connections-light");
  await page.getByLabel("Search").first().fill("127.0.0.77");
  await page.locator("#page").getByText(/: 1 of /).waitFor();
  traffic = false;
  await asking;
  const id = await page.locator("#rows code").first().textContent();
  await page.getByRole("button", { name: `Close ${id} of web` }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Close" }).click();
  await until("the connection is closed", () => gone);
  said("a connection is found and closed");

  await page.getByRole("tab", { name: "Configuration" }).click();
  const editor = page.getByRole("textbox", { name: "Configuration" });
  await page.waitForFunction(() => document.getElementById("editor").value.includes("listeners"));
  const shown = await editor.inputValue();
  assert.ok(!shown.includes(operator) && shown.includes("***"), "tokens are masked");
  await editor.fill("{ not json");
  assert.equal(await editor.getAttribute("aria-invalid"), "true");
  const config = JSON.parse(shown);
  config.listeners.web.pool = { "max-connections": 0 };
  await editor.fill(JSON.stringify(config, null, 2));
  await page.getByRole("button", { name: "Check and preview" }).click();
  await page.locator("#plan").getByText("max-connections").waitFor();
  await page.locator("#plan").getByText("cannot be used").waitFor();
  assert.ok(await page.getByRole("button", { name: "Apply" }).isDisabled());
  said("what cannot be used is named and cannot be applied");
  config.listeners.web.pool = { "max-connections": 321 };
  config.listeners.web.http = { "max-header-count": 90 };
  await editor.fill(JSON.stringify(config, null, 2));
  await editor.press("Control+Enter");
  await page.locator("#plan").getByText("web.pool.max-connections: 1000 → 321").waitFor();
  await picture(page, "config-light");
  await page.getByRole("button", { name: "Apply" }).click();
  await page.locator("#version").getByText("version 2").waitFor();
  assert.ok((await editor.inputValue()).includes("321"));
  said("a change is planned and applied");
  await page.getByRole("button", { name: "Diff: what version 2 changed" }).click();
  await page.locator("#difference").getByText("max-connections: 1000 → 321").waitFor();
  await page.getByRole("button", { name: "Roll back to version 1" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Roll back" }).click();
  await page.locator("#version").getByText("version 3").waitFor();
  assert.ok(!(await editor.inputValue()).includes("321"));
  said("it is rolled back");

  await page.getByRole("tab", { name: "Events" }).click();
  await page.locator("#event-rows").getByText("applied as version 3").first().waitFor();
  await page.locator("#audit-rows").getByText("POST /api/v1/config/rollback").waitFor();
  await picture(page, "events-light");
  said("events and commands are listed");

  await page.getByRole("tab", { name: "Overview" }).click();
  await page.getByRole("button", { name: "Drain" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Drain" }).click();
  await page.locator("#state").getByText("drained").waitFor();
  await page.getByRole("button", { name: "Undrain" }).click();
  await page.locator("#state").getByText("running").waitFor();
  said("the server is drained and undrained");
  await page.getByRole("button", { name: /Theme/ }).click();
  await page.getByRole("button", { name: "Theme: light" }).click();
  assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), "dark");
  await page.waitForTimeout(1500);
  await picture(page, "overview-dark");
  await page.getByRole("tab", { name: "Configuration" }).click();
  await picture(page, "config-dark");
  const wrong = [];
  for (const theme of ["dark", "light"]) {
    await page.evaluate((name) => { document.documentElement.dataset.theme = name; }, theme);
    for (const tab of ["Overview", "Connections", "Configuration", "Events"]) {
      await page.getByRole("tab", { name: tab }).click();
      wrong.push(...await inaccessible(page, `${tab}, ${theme}`));
    }
  }
  await page.getByRole("tab", { name: "Overview" }).click();
  await page.getByRole("button", { name: "Drain" }).click();
  wrong.push(...await inaccessible(page, "a question"));
  assert.deepEqual(wrong, [], "axe-core finds nothing");
  await page.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();
  said("axe-core finds nothing in either theme");

  await page.evaluate(() => document.activeElement.blur());
  await tabTo(page, "Overview");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await tabTo(page, "Configuration");
  await page.keyboard.press("Control+A");
  await page.keyboard.insertText(JSON.stringify(config, null, 2));
  await page.keyboard.press("Control+Enter");
  await page.locator("#plan").getByText("web.pool.max-connections: 1000 → 321").waitFor();
  await tabTo(page, "Apply");
  await page.keyboard.press("Enter");
  await page.locator("#version").getByText("version 4").waitFor();
  await page.evaluate(() => document.activeElement.blur());
  await tabTo(page, "Roll back to version 1");
  await page.keyboard.press("Enter");
  await tabTo(page, "Roll back");
  await page.keyboard.press("Space");
  await page.locator("#version").getByText("version 5").waitFor();
  said("a change is planned, applied and rolled back by keys alone");
  await page.getByRole("tab", { name: "Overview" }).click();
  await page.getByLabel("Logger").fill("dev.serve.http");
  await page.locator("#level").selectOption("DEBUG");
  await page.getByRole("button", { name: "Set" }).click();
  const level = page.locator("#levels li", { hasText: "dev.serve.http" });
  await level.getByText("DEBUG").waitFor();
  await page.getByRole("button", { name: "Take back DEBUG of dev.serve.http" }).click();
  await level.waitFor({ state: "detached" });
  said("a log level is set and taken back");
  const nameless = await page.evaluate(() => [...document.querySelectorAll("button, input, select, textarea, canvas, meter, [role=region]")]
    .filter((each) => !(each.getAttribute("aria-label") || each.textContent.trim() || each.labels?.length || each.getAttribute("aria-labelledby")))
    .map((each) => each.outerHTML));
  assert.deepEqual(nameless, [], "everything has a name");
  said("everything that can be used has a name; the dark theme");
  assert.deepEqual(complaints, [], "the browser complains of nothing");

  await page.getByRole("tab", { name: "Connections" }).click();
  const other = "another-operator-0123456789";
  await retoken(operator, other);
  const token = page.getByLabel("Operator or viewer token");
  await token.waitFor();
  await token.pressSequentially(other, { delay: 120 }); // longer than until the next refresh
  assert.equal(await token.inputValue(), other);
  await page.getByRole("button", { name: "Go on" }).click();
  await page.locator("#state").getByText("running").waitFor();
  await retoken(other, operator);
  await signIn(page, operator);
  await page.locator("#state").getByText("running").waitFor();
  said("a token that holds no longer is asked for, and what is typed stays");

  const watching = await streams();
  assert.ok(watching > 0, "a page in sight has a stream");
  await page.evaluate(hide, true);
  await until("a page out of sight has none", async () => await streams() === watching - 1);
  assert.equal(await page.locator("#state").textContent(), "running", "and is not said to be lost");
  await page.evaluate(hide, false);
  await until("it is back with the page", async () => await streams() === watching);
  assert.deepEqual(complaints, [], "the browser complains of nothing");
  said("a page out of sight holds no stream, and goes on when it is back");

  const hung = await opened();
  await hung.page.addInitScript(silent);
  await hung.page.goto(admin);
  await signIn(hung.page, viewer);
  await hung.page.locator("#state").getByText("not connected").waitFor();
  await hung.page.getByRole("alert").getByText("The server has said nothing for 5 s.").waitFor();
  said("a server that hangs is not shown as one that runs");

  const small = await opened({ viewport: { width: 390, height: 844 }, colorScheme: "dark" });
  await small.page.goto(admin);
  await signIn(small.page, viewer);
  await small.page.locator("#who").getByText("viewer").waitFor();
  await small.page.locator("#listeners li").first().waitFor();
  assert.ok(await small.page.getByRole("button", { name: "Drain" }).isDisabled());
  assert.ok(await small.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "nothing is wider than a narrow window");
  await small.page.waitForTimeout(1500);
  await picture(small.page, "overview-narrow");
  for (const tab of ["Connections", "Configuration", "Events"]) {
    await small.page.getByRole("tab", { name: tab }).click();
    assert.ok(await small.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${tab} is no wider than a narrow window`);
    await small.page.waitForTimeout(300);
    await picture(small.page, `${tab.toLowerCase()}-narrow`);
  }
  assert.deepEqual(small.complaints, [], "the browser complains of nothing");
  said("a viewer may look and not command; a narrow window, dark as the system");
  peer.destroy();
} finally {
  traffic = false;
  await browser.close();
}
