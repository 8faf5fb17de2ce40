// Looks at pages in a real browser, without a window: node look.mjs JOB, where JOB is a file
//   {"out": "FOLDER", "looks": [{"name": "instances-dark-400", "file": "page.html" | "url": "http://…", "width": 400,
//    "theme": "dark", "await": "css selector"?, "press": ["css selector"]?}]}
// For each it leaves FOLDER/NAME.png, and in FOLDER/seen.json what a person, a keyboard and a screen reader find.
import { readFileSync, writeFileSync, mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import chromium from "@sparticuz/chromium";
import puppeteer from "puppeteer-core";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const job = JSON.parse(readFileSync(process.argv[2], "utf8"));
mkdirSync(job.out, { recursive: true });

// The pinned one is built for Linux; elsewhere, SPAWN_CHROMIUM names a Chromium or Chrome of one's own.
const own = process.env.SPAWN_CHROMIUM;
const browser = await puppeteer.launch({
  executablePath: own ?? (await chromium.executablePath()),
  args: own ? ["--no-sandbox"] : puppeteer.defaultArgs({ args: chromium.args, headless: "shell" }),
  headless: "shell",
});
// Of machines that do a lot besides.
const PATIENCE = 120_000;

/** Roles and names, one a line, indented: what a screen reader goes through. */
function outline(node, depth, lines) {
  if (!node) return lines;
  const name = node.name ? ` "${node.name}"` : "";
  const value = node.value !== undefined && node.value !== "" ? ` = "${node.value}"` : "";
  lines.push("  ".repeat(depth) + node.role + name + value);
  (node.children ?? []).forEach((child) => outline(child, depth + 1, lines));
  return lines;
}

async function focusOrder(page) {
  const order = [];
  for (let i = 0; i < 200; i++) {
    await page.keyboard.press("Tab");
    const label = await page.evaluate(() => {
      const at = document.activeElement;
      if (!at || at === document.body) return null;
      const box = at.getBoundingClientRect();
      const name = at.getAttribute("aria-label") || at.textContent || at.getAttribute("name") || at.tagName;
      const visible = getComputedStyle(at).outlineStyle !== "none";
      return [at.tagName.toLowerCase() + " " + name.trim().slice(0, 40), Math.round(box.top + scrollY), visible];
    });
    if (!label) break;
    order.push(label);
  }
  return order;
}

async function look(one) {
  const page = await browser.newPage();
  page.setDefaultTimeout(PATIENCE);
  const requests = [];
  const alarms = [];
  page.on("request", (request) => requests.push(request.url()));
  page.on("dialog", (dialog) => (alarms.push(dialog.message()), dialog.dismiss()));
  page.on("pageerror", (error) => alarms.push(String(error)));
  await page.setViewport({ width: one.width, height: one.height ?? 900 });
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: one.theme ?? "light" }]);
  if (one.url) {
    await page.goto(one.url);
  } else {
    const body = readFileSync(one.file, "utf8");
    const ground = one.theme === "dark" ? "#161d26" : "#ffffff";
    await page.setContent(
      `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${one.name}</title></head>` +
        `<body style="margin:0;background:${ground}"><main>${body}</main></body></html>`,
    );
  }
  if (one.await) await page.waitForSelector(one.await);
  for (const pressed of one.press ?? []) {
    await page.waitForSelector(pressed);
    await page.click(pressed);
    if (one.after) await page.waitForSelector(one.after);
  }
  await page.screenshot({ path: join(job.out, one.name + ".png"), fullPage: true });
  // Ours alone: what the page holds is not to have run.
  const seen = await page.evaluate(() => ({
    text: document.body.innerText,
    scripts: document.querySelectorAll("main script, main iframe, main object, main embed, main use, main link, main img").length,
    handlers: [...document.querySelectorAll("main *")].filter((element) =>
      [...element.attributes].some((attribute) => /^on|^(src|href|xlink:href|style)$/.test(attribute.name)),
    ).length,
    overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    harm: typeof window.harm,
  }));
  await page.evaluate(axe);
  const checked = await page.evaluate(() =>
    window.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] }),
  );
  const tree = await page.accessibility.snapshot({ interestingOnly: false });
  const result = {
    name: one.name,
    ...seen,
    requests: requests.filter((url) => !url.startsWith("about:") && !url.startsWith(one.url ?? "about:")),
    alarms,
    violations: checked.violations.flatMap((violation) =>
      violation.nodes.map((node) => `${violation.id}: ${node.target.join(" ")}: ${node.failureSummary}`),
    ),
    checks: checked.passes.map((pass) => pass.id),
    outline: outline(tree, 0, []).filter((line) => !/^\s*(none|generic|InlineTextBox|ignored)\b/.test(line)),
    focus: one.focus === false ? [] : await focusOrder(page),
  };
  await page.close();
  return result;
}

const results = [];
try {
  for (const one of job.looks) results.push(await look(one));
} finally {
  await browser.close();
}
writeFileSync(join(job.out, "seen.json"), JSON.stringify(results, null, 1));
