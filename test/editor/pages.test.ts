import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { axeFindings } from '../support/axe.ts';
import { hasBrowser, useBrowser } from '../support/browser.ts';
import { useInstance } from '../support/instance.ts';
import { request, signedIn } from '../support/person.ts';

const instance = useInstance();
const browser = useBrowser({ viewport: { width: 1280, height: 1000 } });
let page: Page;
const day = [{ from: '09:00', to: '17:00' }];
const week = { mon: day, tue: day, wed: day, thu: day, fri: day, sat: [], sun: [] };

beforeAll(async () => {
  if (!hasBrowser) return;
  page = await signedIn(browser(), instance());
  page.setDefaultTimeout(8_000);
  await request(page, 'POST', '/api/hours', { name: 'Shop', zone: 'Europe/Berlin', week, holidays: { country: 'DE' } });
  const options = { host: '127.0.0.1', from: 'pbx@example.com' };
  await request(page, 'POST', '/api/connections', { kind: 'smtp', name: 'Mail', options });
});

const open = async (path: string) => {
  await page.goto(`${instance().supervisor.status().address}${path}`);
  await page.getByRole('heading', { level: 1 }).waitFor();
};
interface HoursAnswer {
  readonly week: Record<string, { from: string; to: string }[]>;
  readonly now: { readonly state: string };
}
const hours = async (id: string) => (await request<HoursAnswer>(page, 'GET', `/api/hours/${id}`)).body;

describe.runIf(hasBrowser)('opening hours', () => {
  test('are made, dragged over the grid, copied by a day, and saved', async () => {
    await open('/hours');
    await page.getByRole('button', { name: 'New hours' }).first().click();
    await page.getByRole('textbox', { name: 'Name' }).fill('Office');
    await page.getByRole('radio', { name: 'An empty week' }).check();
    await page.getByRole('button', { name: 'Make the hours' }).click();
    await page.waitForURL('**/hours/office');
    const column = page.locator('[data-day=mon]');
    await column.scrollIntoViewIfNeeded();
    const box = (await column.boundingBox())!;
    const at = (hour: number) => box.y + (box.height * hour) / 24;
    await page.mouse.move(box.x + 20, at(9) + 2);
    await page.mouse.down();
    await page.mouse.move(box.x + 20, at(17) - 2, { steps: 4 });
    await page.mouse.up();
    await page.getByLabel('Monday closes at').fill('16:45');
    await page.getByRole('button', { name: 'Copy Monday to other days' }).click();
    await page.getByRole('menuitem', { name: 'To Monday to Friday' }).click();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('button', { name: 'Save', exact: true }).waitFor({ state: 'detached' });
    const saved = (await hours('office')).week;
    expect([saved.mon, saved.fri, saved.sat]).toEqual([
      [{ from: '09:00', to: '16:45' }],
      [{ from: '09:00', to: '16:45' }],
      [],
    ]);
  });

  test('an override acts at once, and goes back to the week', async () => {
    await open('/hours/shop');
    const before = (await hours('shop')).now.state;
    const [choice, state] = before === 'open' ? ['Closed', 'closed'] : ['Open', 'open'];
    await page.getByRole('button', { name: 'Override now' }).click();
    await page.getByRole('dialog').getByText(choice, { exact: true }).click();
    await page.getByRole('button', { name: 'Do it now' }).click();
    await page.getByText('Set by hand').waitFor();
    expect((await hours('shop')).now.state).toBe(state);
    await page.getByRole('button', { name: 'Back to the week' }).click();
    await page.getByText('Set by hand').waitFor({ state: 'detached' });
    expect((await hours('shop')).now.state).toBe(before);
  });
});

describe.runIf(hasBrowser)('what is set up', () => {
  test('the value of a secret goes in, and comes out nowhere', async () => {
    const answers: string[] = [];
    page.on('response', async (answer) => {
      if (answer.url().includes('/api/')) answers.push(await answer.text().catch(() => ''));
    });
    await open('/secrets');
    await page.getByRole('button', { name: 'Add a secret' }).click();
    await page.getByRole('textbox', { name: 'Name' }).fill('mail password');
    await page.getByRole('dialog').getByLabel('Value').fill('correct horse battery');
    await page.getByRole('dialog').getByRole('button', { name: 'Add' }).click();
    await page.getByRole('button', { name: 'Replace MAIL_PASSWORD' }).click();
    expect(await page.getByRole('dialog').getByLabel('Value').inputValue()).toBe('');
    await page.keyboard.press('Escape');
    await page.reload();
    await page.getByText('MAIL_PASSWORD').waitFor();
    expect(await page.content()).not.toContain('correct horse');
    expect(answers.join()).not.toContain('correct horse');
    await page.getByRole('button', { name: 'Remove MAIL_PASSWORD' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
    await page.getByText('No secrets yet').waitFor();
  });

  test('a short number is given to a flow, to another, taken away, and given back by Undo', async () => {
    for (const name of ['First', 'Second']) await request(page, 'POST', '/api/flows', { name });
    await open('/numbers');
    await page.getByRole('button', { name: 'Add a short number' }).click();
    await page.getByRole('textbox', { name: 'Number' }).fill('200');
    await page.getByRole('combobox', { name: 'Flow that answers' }).click();
    await page.getByRole('option', { name: 'First' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Add' }).click();
    const row = page.getByRole('row').filter({ hasText: '200' });
    await row.getByText('Not published').waitFor();
    await page.getByRole('button', { name: 'Actions for 200' }).click();
    await page.getByRole('menuitem', { name: 'Let another flow answer' }).click();
    await page.getByRole('combobox', { name: 'Flow that answers' }).click();
    await page.getByRole('option', { name: 'Second' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Change' }).click();
    await row.getByRole('link', { name: 'Second' }).waitFor();
    await page.getByRole('button', { name: 'Actions for 200' }).click();
    await page.getByRole('menuitem', { name: 'Remove' }).click();
    await page.getByRole('button', { name: 'Undo' }).click();
    await row.getByRole('link', { name: 'Second' }).waitFor();
  });

  test('a word of the trade explains itself', async () => {
    await open('/numbers');
    await page.getByRole('button', { name: 'trunk' }).click();
    await page.getByText('The line between Patchcord and a phone company.').waitFor();
  });

  test('a connection is made of the schema of its kind, and its test says which rung fails', async () => {
    await open('/connections');
    await page.getByRole('link', { name: 'Connect a mail server' }).click();
    await page.getByRole('textbox', { name: 'Name', exact: false }).first().fill('Office mail');
    await page.getByRole('textbox', { name: 'Server' }).fill('127.0.0.1');
    await page.getByRole('textbox', { name: 'Port' }).fill('1');
    await page.getByRole('textbox', { name: 'From', exact: false }).first().fill('pbx@example.com');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.waitForURL('**/connections/office-mail');
    await page.getByRole('button', { name: 'Test now' }).click();
    await page.getByText('Something is not right yet.').waitFor();
    await page.getByText('Find the server: Passed').waitFor();
    await page.getByText('Connect: Failed').waitFor();
  });

  test('an API token is shown once, works, and is refused once it is revoked', async () => {
    await open('/settings/tokens');
    await page.getByRole('button', { name: 'Make a token' }).click();
    await page.getByRole('textbox').fill('CRM');
    await page.getByRole('dialog').getByRole('button', { name: 'Make a token' }).click();
    const token = (await page.getByRole('dialog').locator('code').textContent()) ?? '';
    await page.getByRole('button', { name: 'I have copied it' }).click();
    const { address } = instance().supervisor.status();
    const ask = async () =>
      (await fetch(`${address}/api/flows`, { headers: { authorization: `Bearer ${token}` } })).status;
    expect(await ask()).toBe(200);
    expect(await page.content()).not.toContain(token);
    await page.getByRole('button', { name: 'Revoke CRM' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
    await page.getByText('No API tokens').waitFor();
    expect(await ask()).toBe(401);
  });
});

describe.runIf(hasBrowser)('axe finds nothing serious', () => {
  const pages = [
    '/flows',
    '/flows?view=bin',
    '/hours',
    '/hours/shop',
    '/messages',
    '/numbers',
    '/numbers/new',
    '/connections',
    '/connections/mail',
    '/secrets',
    '/settings',
    '/settings/people',
    '/settings/dialling',
    '/settings/sip',
    '/settings/tokens',
    '/settings/machine',
    '/settings/figures',
  ];
  test.each(pages)('on %s, light, dark and narrow, and it fits', async (path) => {
    const found: string[] = [];
    for (const colorScheme of ['light', 'dark'] as const)
      for (const width of [1280, 390]) {
        await page.emulateMedia({ colorScheme });
        await page.setViewportSize({ width, height: 900 });
        await open(path);
        await page.waitForLoadState('networkidle');
        const tooWide = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
        if (tooWide !== 0) found.push(`${width}: the page is ${tooWide} px too wide`);
        found.push(...(await axeFindings(page)).map((finding) => `${colorScheme} ${width}: ${finding}`));
      }
    expect(found).toEqual([]);
  });
});
