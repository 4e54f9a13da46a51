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
  await page.goto(`${instance().supervisor.status().address}/settings/dialling`);
});

const button = (name: string) => page.getByRole('button', { name, exact: true });
const ask = async (to: string) => {
  await page.getByRole('textbox', { name: 'Number or SIP address' }).fill(to);
  await button('Ask').click();
};

describe.runIf(hasBrowser)('what may be dialled', () => {
  test('nothing may at first, and the answer says what to do', async () => {
    await ask('+493012345678');
    await page.getByRole('alert').filter({ hasText: /./ }).first().waitFor();
    expect(await page.getByText('+493012345678 may be called.').count()).toBe(0);
  });

  test('a country is allowed, with an exception and a limit, and the rules answer so', async () => {
    await page.getByRole('combobox', { name: 'Countries' }).fill('Germany');
    await page.getByRole('option', { name: 'Germany (DE)' }).click();
    await page.keyboard.press('Escape');
    await button('Add an exception').click();
    await page.getByRole('textbox', { name: 'Begins with' }).fill('0049 30 99');
    await page.getByRole('textbox', { name: 'Note' }).fill('<script>globalThis.owned = 1</script>');
    await page.getByRole('textbox', { name: 'Minutes a day' }).fill('45');
    await button('Save').click();
    await page.getByText('Saved. It holds for the next call.').waitFor();
    const { body } = await request<{ rules: unknown }>(page, 'GET', '/api/dial-rules');
    expect(body.rules).toMatchObject({
      countries: ['DE'],
      prefixes: [{ prefix: '+493099', allow: false }],
      minutesPerDay: 45,
    });
    await ask('+493012345678');
    await page.getByText('+493012345678 may be called.').waitFor();
    await ask('+493099345678');
    await page.getByText('+493012345678 may be called.').waitFor({ state: 'detached' });
    await page.getByText('0 of 45').waitFor();
  });

  test('what is wrong is said, and nothing that was entered is lost', async () => {
    await button('Add an exception').click();
    await page.getByRole('textbox', { name: 'Begins with' }).last().fill('abc');
    await button('Save').click();
    await page.getByRole('alert').first().waitFor();
    expect(await page.getByRole('textbox', { name: 'Begins with' }).last().inputValue()).toBe('abc');
    await button('Discard').click();
    await expect.poll(() => page.getByRole('textbox', { name: 'Begins with' }).count()).toBe(1);
  });
});
