import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { Flow } from '#runtime/flow/schema';
import { CallWriter } from '#runtime/store/call-writer';
import { putFindings } from '#runtime/store/findings';
import { putRefusedCall } from '#runtime/store/refused-calls';
import { axeFindings } from '../support/axe.ts';
import { hasBrowser, useBrowser } from '../support/browser.ts';
import { endedCall } from '../support/call-record.ts';
import { useInstance } from '../support/instance.ts';
import { request, signedIn } from '../support/person.ts';

const instance = useInstance();
const browser = useBrowser({ viewport: { width: 1440, height: 1000 } });
let page: Page;

const HOSTILE = '<img src=x onerror="globalThis.owned=1">';
const number = '+4930123456';
const at = new Date().toISOString();
const finding = {
  ...{ code: 'missing-ack', severity: 'error' as const, title: 'The call broke off after 32 seconds', at },
  ...{ evidence: ['200 OK was sent 11 times.', `User-Agent: ${HOSTILE}`], trunkId: 'office', field: 'outboundProxy' },
  ...{ cause: 'The carrier can not reach the address that we told it.', fix: 'Enter the public address.' },
};
const message = (atMs: number, direction: 'in' | 'out', label: string) => {
  const [from, to] =
    direction === 'in' ? ['203.0.113.9:5060', '127.0.0.1:5060'] : ['127.0.0.1:5060', '203.0.113.9:5060'];
  return {
    atMs,
    from,
    to,
    direction,
    transport: 'udp',
    label,
    callId: 'x',
    text: `${label}\r\nSubject: ${HOSTILE}\r\n`,
  };
};
const sip = {
  peers: [
    { id: '203.0.113.9:5060', isHere: false },
    { id: '127.0.0.1:5060', isHere: true },
  ],
  messages: [message(0, 'in', 'INVITE'), message(40, 'out', '200 OK'), message(540, 'out', '486 Busy Here')],
};

beforeAll(async () => {
  if (!hasBrowser) return;
  const { store } = instance();
  const flow = {
    schemaVersion: 1,
    id: 'reception',
    name: 'Reception',
    nodes: [{ id: 'start', step: 'incoming-call' }],
  };
  await instance().publish(Flow.parse(flow), '500');
  page = await signedIn(browser(), instance());
  page.setDefaultTimeout(8_000);
  const trunk = {
    name: 'Office',
    carrier: 'generic-ip',
    kind: 'ip',
    domain: '127.0.0.2',
    sourceAddresses: ['127.0.0.2'],
  };
  await request(page, 'POST', '/api/trunks', trunk);
  await request(page, 'POST', '/api/numbers', { number, name: 'Desk', trunkId: 'office' });
  const writer = new CallWriter({ pool: store.pool, log: { warn() {}, error() {} } });
  writer.call(endedCall('broken', { revision: 1, called: number }));
  await writer.close();
  await putFindings(store.db, { id: 'broken', number }, [finding]);
  await putRefusedCall(store.db, {
    ...{ caller: HOSTILE, dialled: number, number, trunkId: 'office', sourceAddress: '198.51.100.7', status: 401 },
    ...{ finding: { ...finding, title: 'A call came from an address that is not listed' }, at: new Date() },
  });
  await page.route('**/api/calls/broken/sip', (route) => route.fulfill({ json: sip }));
});

const open = (path: string) => page.goto(`${instance().supervisor.status().address}${path}`);

describe.runIf(hasBrowser)('what went wrong', () => {
  test('is said on the page of its call, and leads to the setting of the trunk', async () => {
    await open('/calls/broken');
    await page.getByRole('region', { name: 'What was noticed' }).getByText('Enter the public address.').waitFor();
    await page.getByText(HOSTILE).first().waitFor();
    await page.getByRole('link', { name: 'Change: Outbound proxy' }).click();
    await page.getByRole('textbox', { name: 'Outbound proxy' }).waitFor();
    await expect.poll(() => page.evaluate('document.activeElement.id')).toBe('trunk-outboundProxy');
  });

  test('its SIP messages are drawn, read by keyboard, and taken away', async () => {
    await open('/calls/broken');
    await page.getByRole('tab', { name: 'SIP' }).click();
    const list = page.getByRole('list', { name: 'SIP messages, oldest first' });
    expect(await list.getByRole('listitem').count()).toBe(3);
    await list.getByRole('button', { name: /^INVITE from 203.0.113.9:5060 to 127.0.0.1:5060/ }).focus();
    await page.keyboard.press('Enter');
    await list.getByText(`Subject: ${HOSTILE}`).waitFor();
    expect(await page.evaluate('globalThis.owned')).toBe(undefined);
    const pcap = page.getByRole('link', { name: 'Download (pcap)' });
    expect(await pcap.getAttribute('href')).toBe('/api/calls/broken/sip.pcap');
    expect(await axeFindings(page)).toEqual([]);
  });

  test('is on the page of its number, with the calls that never reached a flow', async () => {
    await open(`/numbers/${encodeURIComponent(number)}`);
    await page.getByRole('heading', { name: 'The call broke off' }).waitFor();
    await page.getByText('A call came from an address that is not listed').waitFor();
    await page.getByText(/198\.51\.100\.7, answered 401/).waitFor();
    await page.getByRole('link', { name: 'Open the call' }).click();
    await page.getByRole('tab', { name: 'SIP' }).waitFor();
    expect(await page.evaluate('globalThis.owned')).toBe(undefined);
  });
});
