// What the checks of the dashboard share: Chromium, pictures, and how they say what they have seen.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

// Where npm has put them: the directory that node was started in.
export const installed = createRequire(process.cwd() + "/");
const { chromium } = installed("playwright-core");

export const launch = () => chromium.launch({
  executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
});

export async function picture(page, directory, name, fullPage = true) {
  if (directory) await page.screenshot({ path: `${directory}/${name}.png`, fullPage });
}

/** What axe-core finds wrong with the page as it is: names, roles, contrast, order. */
export async function inaccessible(page, what) {
  // Not by a script of the page, which its policy forbids.
  await page.evaluate(readFileSync(installed.resolve("axe-core/axe.min.js"), "utf8"));
  return page.evaluate(async (what) => {
    const { violations } = await window.axe.run(document, { resultTypes: ["violations"] });
    return violations.map((each) => `${what}: ${each.id}: ${each.nodes.map((node) => `${node.target} ${node.failureSummary}`).join(" | ")}`);
  }, what);
}

/** Presses Tab until what has the focus is called that. */
export async function tabTo(page, name) {
  const passed = [];
  for (let i = 0; i < 80; i++) {
    await page.keyboard.press("Tab");
    const focused = await page.evaluate(() => {
      const at = document.activeElement;
      return at.getAttribute("aria-label") || at.labels?.[0]?.textContent.trim() || at.textContent.trim();
    });
    if (focused === name) return;
    passed.push(focused.slice(0, 30));
  }
  assert.fail(`Tab does not lead to ${name}, but by ${passed.join(", ")}`);
}

export const said = (text) => console.log(`  ok    dashboard: ${text}`);
