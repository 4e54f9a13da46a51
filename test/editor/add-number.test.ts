import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Flow } from '#runtime/flow/schema';
import { axeFindings } from '../support/axe.ts';
import { hasBrowser, useBrowser } from '../support/browser.ts';
import { FakeCarrier } from '../support/carrier/fake-carrier.ts';
import { useInstance } from '../support/instance.ts';
import { request, signedIn } from '../support/person.ts';

const instance = useInstance();
const browser = useBrowser({ viewport: { width: 1280, height: 1000 } });
let page: Page;
let carrier: FakeCarrier;

const flow = Flow.parse({
  schemaVersion: 1,
  id: 'desk',
  name: 'Desk',
  nodes: [
    { id: 'start', step: 'incoming-call' },
    { id: 'bye', step: 'hang-up', settings: { prompt: { say: 'Good bye.' } }, position: { x: 320, y: 0 } },
  ],
  edges: [{ from: 'start', exit: 'next', to: 'bye' }],
});

beforeAll(async () => {
  if (!hasBrowser) return;
  carrier = await FakeCarrier.start({ accounts: { alice: 'correct horse' } });
  await instance().publish(flow, '500');
  page = await signedIn(browser(), instance());
  page.setDefaultTimeout(20_000);
});
afterAll(() => carrier?.stop());

const button = (name: string | RegExp) => page.getByRole('button', { name });
const field = (name: string) => page.getByRole('textbox', { name, exact: true });
const rung = (id: string, state: string) => page.locator(`[data-rung="${id}"][data-state="${state}"]`);

describe.runIf(hasBrowser)('somebody who has bought a number', () => {
  test('enters the account, by keyboard alone, and a wrong password is found by the test', async () => {
    await page.goto(`${instance().supervisor.status().address}/numbers/new`);
    await button(/Another carrier, by registration/).focus();
    await page.keyboard.press('Enter');
    await field('Registrar').focus();
    await page.keyboard.type(`127.0.0.2:${carrier.port}`);
    await page.keyboard.press('Tab');
    await page.keyboard.type('alice');
    await page.keyboard.press('Tab');
    await page.keyboard.type('wrong staple');
    await page.keyboard.press('Enter');
    await rung('register', 'failed').waitFor();
    await page.getByText('One step fails.').waitFor();
    expect(await axeFindings(page)).toEqual([]);
  }, 60_000);

  test('is led to the field, mends it, and every rung is green', async () => {
    await rung('register', 'failed')
      .getByRole('button', { name: /^Change: / })
      .first()
      .click();
    await page.getByText('A password is stored.').waitFor();
    await page.getByLabel('Password', { exact: false }).first().fill('correct horse');
    await button('Save and test').click();
    await rung('register', 'ok').waitFor();
    await page.getByText('All of it works.').waitFor();
    await page.getByText('Patchcord is signed in at the carrier.').waitFor();
  }, 60_000);

  test('gives the number to a flow, and it answers the carrier’s call', async () => {
    await button('Go on').click();
    await page.getByRole('textbox', { name: 'Number' }).fill('+49 30 123456');
    await page.getByRole('textbox', { name: 'Name' }).fill('Front desk');
    await page.getByRole('combobox', { name: 'Flow that answers' }).click();
    await page.getByRole('option', { name: 'Desk' }).click();
    await button('Add the number').click();
    await page.getByRole('heading', { level: 1, name: '+4930123456' }).waitFor();
    const call = await carrier.call({ to: '+4930123456', from: '+442079460958', account: 'alice' });
    await call.until('answered');
    await page.getByText('+442079460958').first().waitFor();
    await page.goto(`${instance().supervisor.status().address}/numbers`);
    await page.getByRole('table', { name: 'Phone numbers' }).getByText('Registered').waitFor();
  }, 60_000);

  test('calls from an address that is not listed, and has it taken up', async () => {
    const known = await FakeCarrier.start({ address: '127.0.0.4' });
    const trunk = { name: 'By address', carrier: 'generic-ip', kind: 'ip', domain: '127.0.0.4', port: known.port };
    await request(page, 'POST', '/api/trunks', { ...trunk, sourceAddresses: ['127.0.0.4'] });
    await request(page, 'POST', '/api/numbers', { number: '+4930777', name: 'Other', trunkId: 'by-address' });
    const stranger = await FakeCarrier.start({ address: '127.0.0.5' });
    try {
      await page.goto(`${instance().supervisor.status().address}/numbers/${encodeURIComponent('+4930777')}`);
      await button('I am going to call').click();
      await rung('inbound', 'running').waitFor();
      await stranger.call({ to: '+4930777', from: '+442079460958', target: instance().sip });
      await button('Take calls from 127.0.0.5').click();
      await page.getByText('Calls from 127.0.0.5 are taken now.').waitFor();
    } finally {
      await stranger.stop();
      await known.stop();
    }
    const { body } = await request<{ sourceAddresses: string[] }>(page, 'GET', '/api/trunks/by-address');
    expect(body.sourceAddresses).toEqual(['127.0.0.4', '127.0.0.5']);
  }, 60_000);
});
