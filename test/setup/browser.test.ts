import { expect, test } from 'vitest';
import { hasBrowser, launchBrowser } from '../support/browser.ts';

test.skipIf(!hasBrowser)('the browser of the tests shows a page, with a font to write it in', async () => {
  const browser = await launchBrowser({ colorScheme: 'dark' });
  try {
    const page = await browser.context.newPage();
    await page.setContent('<b>Patchcord</b>');
    expect(await page.locator('b').evaluate((element) => element.getBoundingClientRect().width)).toBeGreaterThan(40);
    expect(await page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")).toBe(true);
  } finally {
    await browser.close();
  }
});
