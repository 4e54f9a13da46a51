import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { axeFindings } from '../support/axe.ts';
import { hasBrowser, useBrowser } from '../support/browser.ts';
import { useInstance } from '../support/instance.ts';
import { request, signedIn } from '../support/person.ts';

const instance = useInstance();
const browser = useBrowser({ viewport: { width: 1280, height: 1000 } });
let page: Page;

const HOSTILE = 'Ann <img src=x onerror="globalThis.owned=1">';

beforeAll(async () => {
  if (!hasBrowser) return;
  page = await signedIn(browser(), instance());
  page.setDefaultTimeout(10_000);
});

const open = (path: string) => page.goto(`${instance().supervisor.status().address}${path}`);
const button = (name: string) => page.getByRole('button', { name, exact: true });
const addPhone = async (kind: string) => {
  await button('Add a phone').click();
  await page.getByRole('menuitem', { name: kind }).click();
};
const people = async () => (await request<{ people: unknown[] }>(page, 'GET', '/api/people')).body.people;

describe.runIf(hasBrowser)('people', () => {
  test('somebody is added with a mobile and a softphone; what is missing is said', async () => {
    await open('/people');
    await page.getByRole('link', { name: 'Add a person' }).click();
    await addPhone('Outside number');
    await button('Save').click();
    await page.getByText('Please fill this in.').waitFor();
    await page.getByRole('textbox', { name: 'Name' }).fill(HOSTILE);
    await page.getByRole('textbox', { name: 'Outside number' }).fill('0049 170 1234567');
    await addPhone('Softphone or desk phone');
    await page.getByRole('textbox', { name: 'What you call it' }).fill('Desk');
    await button('Save').click();
    await page.getByRole('heading', { level: 1, name: HOSTILE }).waitFor();
    expect(await people()).toMatchObject([
      {
        name: HOSTILE,
        phones: [
          { kind: 'number', number: '+491701234567' },
          { kind: 'sip', label: 'Desk' },
        ],
      },
    ]);
  });

  test('the account of a softphone is shown once', async () => {
    await button('Show how to set it up').click();
    await button('Make a new password').click();
    await page.getByRole('tab', { name: 'Any phone' }).click();
    const password =
      (await page.getByRole('tabpanel', { name: 'Any phone' }).locator('code').nth(1).textContent()) ?? '';
    expect(password.length).toBeGreaterThan(20);
    await button('Done').click();
    await page.reload();
    await button('Show how to set it up').waitFor();
    expect(await page.content()).not.toContain(password);
  });

  test('is paused, and the list says so', async () => {
    await page.getByRole('switch', { name: 'Paused' }).click();
    await button('Save').click();
    await page.getByText('Saved. It holds for the next call.').waitFor();
    await open('/people');
    await page.getByRole('row').filter({ hasText: HOSTILE }).getByText('Paused').waitFor();
    expect(await page.evaluate('globalThis.owned')).toBe(undefined);
  });

  test('axe finds nothing serious, light, dark and narrow, and the pages fit', async () => {
    const found: string[] = [];
    const [{ id = '' } = {}] = (await people()) as { id: string }[];
    for (const path of ['/people', `/people/${id}`, '/people/new'])
      for (const colorScheme of ['light', 'dark'] as const)
        for (const width of [1280, 390]) {
          await page.emulateMedia({ colorScheme });
          await page.setViewportSize({ width, height: 900 });
          await open(path);
          await page.getByRole('heading', { level: 1 }).waitFor();
          await page.waitForLoadState('networkidle');
          const tooWide = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
          if (tooWide !== 0) found.push(`${path} ${width}: the page is ${tooWide} px too wide`);
          found.push(...(await axeFindings(page)).map((finding) => `${path} ${colorScheme} ${width}: ${finding}`));
        }
    expect(found).toEqual([]);
  }, 90_000);
});
