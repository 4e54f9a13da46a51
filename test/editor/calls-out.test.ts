import type { Locator, Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { Flow } from '#runtime/flow/schema';
import { hasBrowser, useBrowser } from '../support/browser.ts';
import { EditorPage } from '../support/editor-page.ts';
import { useInstance } from '../support/instance.ts';
import { request, signedIn } from '../support/person.ts';

const instance = useInstance();
const browser = useBrowser({ viewport: { width: 1440, height: 1000 } });
let page: Page;
let editor: EditorPage;
let panel: Locator;

const to = { kind: 'number', value: '+493012345678' };
const flow = Flow.parse({
  schemaVersion: 1,
  id: 'office',
  name: 'Office',
  nodes: [
    { id: 'start', step: 'incoming-call' },
    { id: 'hand', step: 'transfer', settings: { to }, position: { x: 320, y: 0 } },
    { id: 'bye', step: 'hang-up', position: { x: 700, y: 0 } },
  ],
  edges: [
    { from: 'start', exit: 'next', to: 'hand' },
    ...['ended', 'busy', 'noAnswer', 'rejected'].map((exit) => ({ from: 'hand', exit, to: 'bye' })),
  ],
});

beforeAll(async () => {
  if (!hasBrowser) return;
  page = await signedIn(browser(), instance());
  page.setDefaultTimeout(8_000);
  expect((await request(page, 'POST', '/api/flows', { flow })).status).toBeLessThan(300);
  await page.goto(`${instance().supervisor.status().address}/flows/office`);
  editor = new EditorPage(page);
  panel = page.locator('aside').last();
  await editor.node('start').waitFor();
});

const destination = async () => {
  await editor.saved();
  const { body } = await request<{ flow: Flow }>(page, 'GET', '/api/flows/office/draft');
  return body.flow.nodes.find(({ id }) => id === 'hand')?.settings.to;
};

describe.runIf(hasBrowser)('calls out', () => {
  test('whom a transfer calls is chosen by what it is, and kept as it was written', async () => {
    await editor.node('hand').click({ position: { x: 60, y: 18 } });
    const number = panel.getByRole('textbox', { name: 'To whom: Phone number' });
    await number.fill('+44 20 7946 0958');
    await expect.poll(destination).toEqual({ kind: 'number', value: '+442079460958' });
    await panel.getByRole('combobox', { name: 'To whom: what it is' }).click();
    await page.getByRole('option', { name: 'SIP address' }).click();
    await panel.getByRole('textbox', { name: 'To whom: SIP address' }).fill('sip:anna@pbx.example.com');
    await expect.poll(destination).toEqual({ kind: 'sip', value: 'sip:anna@pbx.example.com' });
  });

  test('a phone that the rules do not allow is not rung, and it is said why', async () => {
    await page.getByRole('button', { name: 'Test', exact: true }).click();
    await page.getByText('Call me', { exact: true }).click();
    const phone = page.getByRole('textbox', { name: 'Your phone' });
    await phone.fill('nobody at all');
    await page.getByText('Write a number such as +4930123456').waitFor();
    await phone.fill('+44 20 7946 0958');
    await page.getByRole('button', { name: 'Call me' }).click();
    await page.getByRole('alert').waitFor();
    const { body } = await request<{ calls: unknown[] }>(page, 'GET', '/api/calls?test=all');
    expect(body.calls).toMatchObject([{ called: '+442079460958', answeredAt: null, endBy: 'failed' }]);
  });
});
