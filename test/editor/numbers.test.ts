import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { axeFindings } from '../support/axe.ts';
import { hasBrowser, useBrowser } from '../support/browser.ts';
import { useInstance } from '../support/instance.ts';
import { request, signedIn } from '../support/person.ts';

const instance = useInstance();
const browser = useBrowser({ viewport: { width: 1280, height: 1000 } });
let page: Page;

const hostile = `<img src=x onerror="globalThis.owned=1"> ${'x'.repeat(20)}`;
const sent: string[] = [];
const answers: string[] = [];

beforeAll(async () => {
  if (!hasBrowser) return;
  page = await signedIn(browser(), instance());
  page.setDefaultTimeout(8_000);
  await request(page, 'POST', '/api/flows', { name: 'Front desk' });
  page.on('response', async (answer) => {
    if (!answer.url().includes('/api/')) return;
    sent.push(answer.request().postData() ?? '');
    answers.push(await answer.text().catch(() => ''));
  });
});

const open = async (path: string) => {
  await page.goto(`${instance().supervisor.status().address}${path}`);
  await page.getByRole('heading', { level: 1 }).waitFor();
};
const field = (name: string) => page.getByLabel(name, { exact: false }).first();
const button = (name: string | RegExp) => page.getByRole('button', { name });
interface TrunkAnswer {
  readonly trunks: readonly { readonly id: string; readonly name: string; readonly username?: string }[];
}

describe.runIf(hasBrowser)('a number is added in four steps', () => {
  test('what is usual for Twilio and yet wrong is said, and mended by one press', async () => {
    await open('/numbers');
    await page.getByRole('link', { name: 'Add a number' }).click();
    await button(/Another carrier, by registration/).click();
    await page.getByRole('textbox', { name: 'Registrar' }).fill('sip.twilio.com');
    await page.getByText('belongs to another Twilio product').waitFor();
    await button('Use this instead').click();
    await page.getByText('belongs to another Twilio product').waitFor({ state: 'detached' });
    await button('Back').click();
  });

  test('a block of settings fills the form; its password goes to the server once, and comes back never', async () => {
    await button(/Another carrier, by registration/).click();
    await button('Paste settings').click();
    const block =
      'server: 127.0.0.2\nusername: alice\npassword: correct horse\nregister: yes\nfavourite colour: blue\n';
    await page.getByRole('textbox', { name: 'Settings as text' }).fill(block);
    await button('Fill the form').click();
    await page.getByText('left out: favourite colour').waitFor();
    expect(await page.getByRole('textbox', { name: 'User name' }).inputValue()).toBe('alice');
    expect(await page.getByRole('textbox', { name: 'Server or SIP domain' }).inputValue()).toBe('127.0.0.2');
    expect(sent.join()).not.toContain('correct horse');
  });

  test('what is missing is marked, and the first of it has the cursor', async () => {
    await page.getByRole('textbox', { name: 'User name' }).fill('');
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill(hostile);
    await button('Save and test').click();
    await page.getByText('Please fill this in.').waitFor();
    expect(await page.evaluate('document.activeElement.id')).toBe('trunk-username');
  });

  test('going back keeps everything, also over a reload; only a password is typed again', async () => {
    await page.getByRole('textbox', { name: 'User name' }).fill('alice');
    await page.goBack();
    await page.getByRole('heading', { name: 'Where is the number from?' }).waitFor();
    await page.goForward();
    expect(await page.getByRole('textbox', { name: 'User name' }).inputValue()).toBe('alice');
    await page.reload();
    expect(await page.getByRole('textbox', { name: 'Name', exact: true }).inputValue()).toBe(hostile);
    expect(await field('Password').inputValue()).toBe('');
    expect(await page.evaluate('JSON.stringify(sessionStorage)')).not.toContain('correct horse');
    await field('Password').fill('correct horse');
  });

  test('saved, the line is shown as it is, and going back to the settings makes no second trunk', async () => {
    await button('Save and test').click();
    await page.getByText('The line right now').waitFor();
    await button('Change the settings').click();
    expect(await field('Password').inputValue()).toBe('');
    await page.getByText('A password is stored.').waitFor();
    await button('Save and test').click();
    await page.getByText('The line right now').waitFor();
    const { trunks } = (await request<TrunkAnswer>(page, 'GET', '/api/trunks')).body;
    expect(trunks.map(({ name, username }) => [name, username])).toEqual([[hostile, 'alice']]);
    expect(answers.join()).not.toContain('correct horse');
  });

  test('the number is given to a flow, and what is wrong in it is said beside it', async () => {
    await button(/^Go on/).click();
    await page.getByRole('textbox', { name: 'Number' }).fill('030 123456');
    await page.getByRole('textbox', { name: 'Name' }).fill(hostile);
    await button('Add the number').click();
    await page.getByText('Write the number with + and its country code').waitFor();
    await page.getByRole('textbox', { name: 'Number' }).fill('+49 (30) 123456');
    await page.getByRole('combobox', { name: 'Flow that answers' }).click();
    await page.getByRole('option', { name: 'Front desk' }).click();
    await page.getByRole('combobox', { name: 'When Patchcord is away' }).click();
    await page.getByRole('option', { name: 'Call another number' }).click();
    await page.getByRole('textbox', { name: 'Other number' }).fill('+49 170 1234567');
    await button('Add the number').click();
    await page.getByRole('heading', { level: 1, name: '+4930123456' }).waitFor();
    const { body } = await request<{ numbers: unknown[] }>(page, 'GET', '/api/numbers');
    expect(body.numbers).toMatchObject([
      { number: '+4930123456', inboundFlow: 'front-desk', whenAway: { kind: 'number', number: '+491701234567' } },
    ]);
  });
});

describe.runIf(hasBrowser)('numbers and trunks', () => {
  test('the list shows number, flow and line, and hostile names as text', async () => {
    await open('/numbers');
    const row = page.getByRole('table', { name: 'Phone numbers' }).getByRole('row').last();
    await row.getByText('+49 30 123456').waitFor();
    await row.getByRole('link', { name: 'Front desk' }).waitFor();
    await row.getByText('<img src=x').first().waitFor();
    expect(await page.evaluate('globalThis.owned')).toBe(undefined);
    await page.getByRole('table', { name: 'Trunks' }).getByText('<img src=x').waitFor();
  });

  test('a second number of the same account needs no settings', async () => {
    await page.getByRole('link', { name: 'Add a number' }).click();
    await button(/<img src=x/).click();
    await page.getByRole('textbox', { name: 'Number' }).fill('+4930123457');
    await page.getByRole('textbox', { name: 'Name' }).fill('Second');
    await button('Add the number').click();
    await page.getByRole('heading', { level: 1, name: '+4930123457' }).waitFor();
  });

  test('earlier settings of a trunk are restored', async () => {
    await page.getByRole('link', { name: 'Open the trunk' }).click();
    await page.getByRole('textbox', { name: 'User name' }).fill('bob');
    await button('Save').click();
    await page.getByText('Saved. Asterisk takes').waitFor();
    await button('Restore r2').click();
    await page.getByText('The settings of r2 are in use again.').waitFor();
    await expect.poll(() => page.getByRole('textbox', { name: 'User name' }).inputValue()).toBe('alice');
  });

  test('a trunk goes once its numbers are gone', async () => {
    await page.getByText('It can be removed once no number is on it.').waitFor();
    for (const number of ['+4930123456', '+4930123457']) {
      await open(`/numbers/${encodeURIComponent(number)}`);
      await button('Remove this number').click();
      await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
      await page.getByRole('heading', { level: 1, name: 'Numbers' }).waitFor();
    }
    await page.getByRole('table', { name: 'Trunks' }).getByRole('link').click();
    await button('Remove this trunk').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
    await page.getByText('Numbers the whole world can call').waitFor();
  });
});

describe.runIf(hasBrowser)('axe finds nothing serious', () => {
  test('on the pages of numbers and trunks, light, dark and narrow, and they fit', async () => {
    const trunk = {
      name: 'Line',
      carrier: 'generic-ip',
      kind: 'ip',
      domain: '127.0.0.2',
      sourceAddresses: ['127.0.0.2'],
    };
    const made = await request<{ id: string }>(page, 'POST', '/api/trunks', trunk);
    expect(made.status).toBe(201);
    await request(page, 'POST', '/api/numbers', { number: '+4930123456', name: 'Desk', trunkId: made.body.id });
    const found: string[] = [];
    const paths = ['/numbers', '/numbers/%2B4930123456', '/trunks/line', '/numbers/new/assign?trunk=line'];
    for (const path of paths)
      for (const colorScheme of ['light', 'dark'] as const)
        for (const width of [1280, 390]) {
          await page.emulateMedia({ colorScheme });
          await page.setViewportSize({ width, height: 900 });
          await open(path);
          await page.waitForLoadState('networkidle');
          const tooWide = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
          if (tooWide !== 0) found.push(`${path} ${width}: the page is ${tooWide} px too wide`);
          found.push(...(await axeFindings(page)).map((finding) => `${path} ${colorScheme} ${width}: ${finding}`));
        }
    expect(found).toEqual([]);
  }, 90_000);
});
