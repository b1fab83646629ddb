// Opens GraphiQL, runs the query of the tab that is open, and prints what was seen as JSON.
// Usage: node page.mjs CHROMIUM URL SCREENSHOT
import { chromium } from 'playwright-core';

const [executablePath, url, screenshot] = process.argv.slice(2);
const browser = await chromium.launch({
  executablePath,
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--no-first-run'],
});
try {
  const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
  page.setDefaultTimeout(120_000);
  const requests = [];
  const complaints = [];
  page.on('request', (request) => requests.push(request.url()));
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.goto(url);
  await page.waitForSelector('.graphiql-execute-button');
  const tabs = await page.locator('.graphiql-tab-button').allTextContents();
  await page.click('.graphiql-execute-button');
  const answer = page.locator('.result-window .CodeMirror');
  await page.waitForFunction(() =>
    /"data"|"errors"/.test(document.querySelector('.result-window .CodeMirror')?.CodeMirror.getValue() ?? ''),
  );
  const result = await answer.evaluate((element) => element.CodeMirror.getValue());
  await page.screenshot({ path: screenshot });
  await page.keyboard.press('Escape');
  await page.click('button[aria-label="Show Documentation Explorer"]');
  await page.waitForSelector('.graphiql-doc-explorer-content a');
  const documented = await page.locator('.graphiql-doc-explorer-content').innerText();
  const kept = await page.evaluate(async () => ({
    local: { ...localStorage },
    session: { ...sessionStorage },
    cookies: document.cookie,
    databases: (await indexedDB.databases()).map(({ name }) => name),
  }));
  const logins = await page.locator('header select').first().locator('option').allTextContents();
  await page.locator('header select').first().selectOption({ index: logins.length - 1 });
  await page.waitForSelector('.graphiql-execute-button');
  const others = await page.locator('.graphiql-tab-button').allTextContents();
  console.log(JSON.stringify({ requests, complaints, tabs, others, logins, result, documented, kept }));
} finally {
  await browser.close();
}
