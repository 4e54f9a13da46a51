import { execFileSync } from 'node:child_process';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { axeFindings } from '../support/axe.ts';
import { hasBrowser, useBrowser } from '../support/browser.ts';
import { useInstance } from '../support/instance.ts';
import { request, signedIn } from '../support/person.ts';

const instance = useInstance();
const browser = useBrowser({ viewport: { width: 1280, height: 1000 } });
let page: Page;

beforeAll(async () => {
  if (!hasBrowser) return;
  page = await signedIn(browser(), instance());
  page.setDefaultTimeout(8_000);
  const trunk = {
    ...{ name: 'Office', carrier: 'generic-registration', kind: 'registration', domain: '127.0.0.2' },
    ...{ username: 'alice', password: { value: 'correct horse' } },
  };
  expect((await request(page, 'POST', '/api/trunks', trunk)).status).toBe(201);
  await page.goto(`${instance().supervisor.status().address}/export`);
});

describe.runIf(hasBrowser)('the export for an Asterisk of one’s own', () => {
  test('shows every file without passwords, and gives them all as one archive', async () => {
    const list = page.getByRole('navigation', { name: 'Files of the export' });
    await list.getByRole('button', { name: /holds passwords/ }).click();
    await page.getByText('username = alice').waitFor();
    expect(await page.content()).not.toContain('correct horse');
    const names = await list.getByRole('button').evaluateAll((all) => all.map((one) => one.textContent ?? ''));
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download all' }).click(),
    ]);
    const archive = await download.path();
    const listed = execFileSync('tar', ['-tvf', archive], { encoding: 'utf8' }).trim().split('\n');
    expect(listed).toHaveLength(names.length);
    expect(listed.filter((line) => line.startsWith('-rw-------'))).toHaveLength(1);
    const all = execFileSync('tar', ['-xOf', archive], { encoding: 'utf8' });
    expect(all).toContain('pc-office');
    expect(all).not.toContain('correct horse');
  });

  test('says what collides with the Asterisk that it is for', async () => {
    await page.getByRole('button', { name: 'The Asterisk that it is for' }).click();
    const conf = '[pc-office]\ntype = endpoint\ncontext = default\n';
    await page.getByRole('textbox', { name: 'Its pjsip.conf' }).fill(conf);
    await page.getByRole('button', { name: 'Use these' }).click();
    await page.getByRole('heading', { name: 'What collides' }).waitFor();
    await page.getByRole('alert').filter({ hasText: 'pc-office' }).first().waitFor();
  });

  test('axe finds nothing serious on it, light, dark and narrow, and it fits', async () => {
    const found: string[] = [];
    for (const colorScheme of ['light', 'dark'] as const)
      for (const width of [1280, 390]) {
        await page.emulateMedia({ colorScheme });
        await page.setViewportSize({ width, height: 900 });
        await page.goto(`${instance().supervisor.status().address}/export`);
        await page.waitForLoadState('networkidle');
        const tooWide = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
        if (tooWide !== 0) found.push(`${width}: the page is ${tooWide} px too wide`);
        found.push(...(await axeFindings(page)).map((finding) => `${colorScheme} ${width}: ${finding}`));
      }
    expect(found).toEqual([]);
  });
});
