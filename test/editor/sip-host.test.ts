import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
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
});

const open = (path: string) => page.goto(`${instance().supervisor.status().address}${path}`);

describe.runIf(hasBrowser)('how carriers reach this machine', () => {
  test('a public address is set, a restart is asked for, and what to enter at a carrier has it', async () => {
    await open('/settings/sip');
    await page.getByRole('textbox', { name: 'Public address' }).fill('not an address!');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('alert').first().waitFor();
    await page.getByRole('textbox', { name: 'Public address' }).fill('203.0.113.5');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Saved, and in use after a restart of Asterisk').waitFor();
    const { body } = await request<{ host: unknown }>(page, 'GET', '/api/sip-host');
    expect(body.host).toMatchObject({ publicAddress: '203.0.113.5' });
    await open('/numbers/new');
    await page.getByRole('button', { name: /Twilio Elastic/ }).click();
    await page.getByText('sip:203.0.113.5:5061;transport=tls').waitFor();
  });
});
