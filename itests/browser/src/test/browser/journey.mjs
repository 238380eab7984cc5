// What a vendor's person does in the portal and a company's person on the link's page, in a real Chromium.
// Reads its orders from standard input, one JSON a line, and answers each with one line; every page is looked at with axe.
import { createInterface } from "node:readline";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

const require = createRequire(import.meta.url);
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const [, , chromiumPath, screenshots] = process.argv;
const PHONE = { width: 360, height: 740 };
const DESK = { width: 1280, height: 800 };

const browser = await chromium.launch({ executablePath: chromiumPath, args: ["--no-sandbox"] });
const context = await browser.newContext({ viewport: DESK, permissions: ["clipboard-read", "clipboard-write"] });
context.setDefaultTimeout(30_000);
const portal = await context.newPage();
const company = await context.newPage();
const faults = [];
for (const page of [portal, company]) {
  page.on("console", (message) => {
    if (message.type() === "error" && !message.text().includes("403")) faults.push(`${page.url()}: ${message.text()}`);
  });
  page.on("pageerror", (error) => faults.push(`${page.url()}: ${error}`));
  page.on("dialog", (dialog) => dialog.accept());
}

// Nobody is kept out: axe finds nothing, and nothing is wider than a phone.
async function look(page, name) {
  await page.screenshot({ path: `${screenshots}/${name}.png`, fullPage: true });
  const found = await violations(page);
  faults.push(...found.map((fault) => `${name}: ${fault}`));
  await page.setViewportSize(PHONE);
  await page.screenshot({ path: `${screenshots}/${name}-phone.png`, fullPage: true });
  if (await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth)) faults.push(`${name}: wider than a phone`);
  await page.setViewportSize(DESK);
}

// The pages allow no script but their own: the browser's protocol puts axe beside them.
async function violations(page) {
  const protocol = await context.newCDPSession(page);
  await protocol.send("Runtime.evaluate", { expression: axe });
  const answer = await protocol.send("Runtime.evaluate", {
    expression: `axe.run().then((r) => {
      if (r.passes.length === 0) throw new Error("axe has looked at nothing");
      return JSON.stringify(r.violations.map((v) => v.id + ": " + v.nodes.map((n) => n.target.join(" ")).join(", ")));
    })`,
    awaitPromise: true,
    returnByValue: true,
  });
  await protocol.detach();
  if (answer.exceptionDetails) throw new Error(JSON.stringify(answer.exceptionDetails));
  return JSON.parse(answer.result.value);
}

async function nothingToDo() {
  const left = await company.locator("a, button, input, form").count();
  if (left > 0) throw new Error(`${left} things are left to do on ${company.url()}`);
}

const orders = {
  async signIn({ url, key }) {
    await portal.goto(`${url}/portal`);
    await look(portal, "sign-in");
    await portal.getByLabel("API key").fill("not-a-key");
    await portal.keyboard.press("Enter");
    await portal.getByText("This is no API key of this platform.").waitFor();
    await portal.getByLabel("API key").fill(key);
    await portal.keyboard.press("Enter");
    await portal.getByRole("heading", { name: "Companies" }).waitFor();
    await look(portal, "companies");
    return {};
  },

  async brand({ name, colour }) {
    await portal.getByRole("link", { name: "Branding" }).click();
    await portal.getByLabel("Name").fill(name);
    await portal.getByLabel("Colour of buttons and links").fill(colour);
    await portal.getByLabel("Logo", { exact: true }).setInputFiles({
      name: "logo.svg",
      mimeType: "image/svg+xml",
      buffer: Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="300" height="50"><rect width="300" height="50" fill="${colour}"/></svg>`),
    });
    await portal.getByRole("button", { name: "Save" }).click();
    await portal.getByText("Your changes were saved.").waitFor();
    await look(portal, "branding");
    return {};
  },

  async createCompany({ name }) {
    await portal.getByRole("link", { name: "Companies" }).first().click();
    await portal.getByLabel("Name of a new company").fill(name);
    await portal.getByRole("button", { name: "Add company" }).click();
    await portal.getByText("The company was added.").waitFor();
    await look(portal, "company");
    return { link: await portal.getByLabel("Link for the company").last().inputValue() };
  },

  // By keyboard alone, as whoever sees no pointer does.
  async followLink({ link, vendor }) {
    await company.goto(link);
    await company.getByRole("img", { name: vendor }).waitFor();
    await look(company, "link-choose");
    await company.keyboard.press("Tab");
    const choice = await company.evaluate(() => document.activeElement.textContent);
    if (!choice.includes("Sage 50")) throw new Error(`the first thing that Tab reaches is ${choice}`);
    await company.keyboard.press("Enter");
    await company.getByRole("heading", { name: "Give it your licence key" }).waitFor();
    await look(company, "link-wait");
    await company.getByRole("button", { name: "Copy" }).click();
    const copied = await company.evaluate(() => navigator.clipboard.readText());
    const shown = await company.getByLabel("Licence key").inputValue();
    if (copied !== shown) throw new Error(`copied ${copied}, shown ${shown}`);
    return { licenceKey: copied };
  },

  // The page goes on by itself, and says so to whoever hears it.
  async linked({ vendor }) {
    const title = `Your accounts are linked to ${vendor}`;
    await company.getByRole("heading", { name: title }).waitFor();
    await company.getByRole("status").getByText(title).waitFor({ state: "attached" });
    await look(company, "link-done");
    return {};
  },

  // Once the vendor has an installer, the page gives it, under the vendor's name.
  async download({ link, name }) {
    await company.goto(link);
    await company.getByRole("button", { name: "Sage 50" }).click();
    const button = company.getByRole("button", { name: `Download ${name}` });
    await button.waitFor();
    await look(company, "link-download");
    const begun = company.waitForEvent("download");
    await button.click();
    const file = await begun;
    return { name: file.suggestedFilename(), content: readFileSync(await file.path(), "utf8") };
  },

  // The link can be used no more: the page says so, and offers nothing to do.
  async expired({ link, vendor }) {
    await company.goto(link);
    await company.getByRole("button", { name: "Sage 50" }).click();
    await company.getByRole("heading", { name: "This link has expired" }).waitFor();
    await company.getByText(`Ask ${vendor} for a new one; nothing was shared by it.`).waitFor();
    await nothingToDo();
    await look(company, "link-expired");
    return {};
  },

  // The vendor ends the connection; whoever has the page open sees it at once.
  async ended({ link, name, vendor }) {
    await company.goto(link);
    await company.getByRole("heading", { name: `Your accounts are linked to ${vendor}` }).waitFor();
    await portal.getByRole("link", { name: "Companies" }).first().click();
    await portal.getByRole("link", { name, exact: true }).click();
    await portal.getByRole("button", { name: "End connection" }).click();
    await company.getByRole("heading", { name: "This link has ended" }).waitFor();
    await company.getByRole("status").getByText("This link has ended").waitFor({ state: "attached" });
    await company.getByText(`${vendor} has ended the connection: nothing more is read.`).waitFor();
    await nothingToDo();
    await look(company, "link-ended");
    await look(portal, "company-ended");
    return {};
  },

  async read({ type }) {
    await portal.getByRole("button", { name: "Cancel reading" }).focus();
    await portal.getByRole("row").filter({ hasText: type }).getByText("Up to date").waitFor({ timeout: 120_000 });
    const focused = await portal.evaluate(() => document.activeElement.textContent);
    if (focused !== "Cancel reading") throw new Error(`whoever stood at Cancel reading is at ${focused} now`);
    await look(portal, "company-read");
    const count = await portal.getByRole("row").filter({ hasText: type }).getByRole("cell").nth(1).textContent();
    await portal.getByRole("link", { name: type, exact: true }).click();
    await portal.getByRole("heading", { name: type }).waitFor();
    await look(portal, "records");
    await portal.locator("tbody a").first().click();
    await look(portal, "record");
    await portal.goBack();
    await portal.goBack();
    await portal.getByRole("link", { name: "History of all reads" }).click();
    await look(portal, "history");
    await portal.getByRole("link", { name: "Connectors" }).click();
    await look(portal, "connectors");
    return { count };
  },

  async webhook({ url }) {
    await portal.getByRole("link", { name: "Webhooks" }).click();
    if (!(await portal.getByLabel("Address").isVisible())) await portal.getByText("Add a webhook").click();
    await portal.getByLabel("Address").fill(url);
    await portal.getByLabel("company.created").check();
    await look(portal, "webhooks");
    await portal.getByRole("button", { name: "Add webhook" }).click();
    await portal.getByRole("button", { name: "Send an example" }).click();
    await portal.getByText("An example is on its way.").waitFor();
    await look(portal, "webhook");
    return {};
  },

  // Nothing is changed: what is there can be seen and used by everybody.
  async settings() {
    await portal.getByRole("link", { name: "Settings" }).click();
    await portal.getByLabel("Companies can link it").waitFor();
    await look(portal, "settings");
    await portal.getByRole("link", { name: "API keys" }).click();
    await portal.getByRole("button", { name: "Make a key" }).waitFor();
    await look(portal, "keys");
    return {};
  },

  // What the vendor's program does: the official SDK.
  async sdk({ url, key, companyId }) {
    const { CodatAccounting } = require("@codat/accounting");
    const authHeader = "Basic " + Buffer.from(key).toString("base64");
    const codat = new CodatAccounting({ security: { authHeader }, serverURL: url });
    let count = 0;
    let total = 0;
    for (let page = 1; ; page++) {
      const answer = await codat.invoices.list({ companyId, page, pageSize: 500 });
      if (answer.statusCode !== 200) throw new Error(`the SDK got ${answer.statusCode}`);
      for (const invoice of answer.invoices.results) {
        count++;
        total += Math.round(Number(invoice.totalAmount) * 100);
      }
      if (!answer.invoices.links.next) return { count, pence: total };
    }
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const order = JSON.parse(line);
  try {
    const answer = await orders[order.do](order);
    process.stdout.write(JSON.stringify({ ...answer, faults: faults.splice(0) }) + "\n");
  } catch (error) {
    for (const [name, page] of Object.entries({ portal, company })) {
      await page.screenshot({ path: `${screenshots}/failed-${name}.png`, fullPage: true }).catch(() => {});
    }
    process.stdout.write(JSON.stringify({ failed: String(error.stack ?? error), faults }) + "\n");
  }
}
await browser.close();
