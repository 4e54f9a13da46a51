import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SipExchange } from '#runtime/hep/sip-exchanges';
import { openSipTap, type SipTap } from '#runtime/hep/sip-tap';
import type { TappedMessage } from '#runtime/hep/tapped-message';
import type { RunningAsterisk } from '#runtime/supervisor/asterisk';
import { freeHost } from '#runtime/supervisor/asterisk';
import { freePort } from '#runtime/supervisor/ports';
import { startPrivateAsterisk } from '../support/asterisk.ts';
import { runSipp } from '../support/sipp.ts';
import { answered, bye, invite, refused } from '../support/sipp-scenario.ts';
import { until } from '../support/supervisor.ts';

let asterisk: RunningAsterisk;
let tap: SipTap;
const relay = createSocket('udp4');
const relayed: Buffer[] = [];

beforeAll(async () => {
  const host = await freeHost();
  relay.on('message', (packet) => relayed.push(packet));
  relay.bind(0, '127.0.0.1');
  await once(relay, 'listening');
  tap = await openSipTap({
    port: 0,
    sipPorts: [host.sipPort],
    relay: relay.address(),
    onError: (error) => {
      throw error;
    },
  });
  asterisk = await startPrivateAsterisk({
    host,
    control: { httpPort: await freePort(), amiPort: await freePort(), hepPort: tap.port },
    amend: (files) => ({
      ...files,
      'extensions.conf': `[patchcord-inbound]\nexten = echo,1,Answer()\n same = n,Echo()\nexten = busy,1,Hangup(17)\n`,
    }),
  });
}, 60_000);

afterAll(async () => {
  await asterisk?.stop();
  await tap?.close();
  relay.close();
});

test('every message of a call is seen, with its direction, and its channel once there is one', async () => {
  const messages: TappedMessage[] = [];
  const stop = tap.onMessage((message) => messages.push(message));
  await runSipp({ sip: asterisk.sip, extension: 'echo', parts: [invite(), answered(), bye()] });
  await until('the answer to BYE', () => messages.some(({ sip }) => sip.status === 200 && sip.method === 'BYE'), 5_000);
  stop();
  const seen = messages.map(({ direction, sip }) =>
    `${direction} ${sip.status ?? ''} ${sip.method}`.replace('  ', ' '),
  );
  expect(seen).toEqual(['in INVITE', 'out 100 INVITE', 'out 200 INVITE', 'in ACK', 'in BYE', 'out 200 BYE']);
  expect(new Set(messages.map(({ sip }) => sip.callId)).size).toBe(1);
  expect(messages[0]?.correlation).toBe(messages[0]?.sip.callId);
  expect(messages[2]?.correlation).toMatch(/^PJSIP\/loopback-/);
  expect(Math.abs((messages[0]?.atMs ?? 0) - Date.now())).toBeLessThan(10_000);
  expect(messages[0]?.destination).toEqual({ address: '127.0.0.1', port: asterisk.sip.port });
});

test('a request is put to its final response', async () => {
  const exchanges: SipExchange[] = [];
  const stop = tap.onExchange((exchange) => exchanges.push(exchange));
  await runSipp({ sip: asterisk.sip, extension: 'busy', parts: [invite(), refused(486)] });
  await until('an exchange', () => exchanges.length > 0, 5_000);
  stop();
  expect(exchanges).toHaveLength(1);
  expect(exchanges[0]).toMatchObject({ request: { direction: 'in' }, final: { direction: 'out' }, repeats: 0 });
  expect(exchanges[0]?.final.sip.status).toBe(486);
});

test('another collector gets the same packets, without what is secret', async () => {
  const secret = 'WnD7c1ksDGs+dIefCEo8omPg4uO8DYIinNGL5yxQ';
  const text = `OPTIONS sip:a SIP/2.0\r\nCall-ID: 1\r\n\r\na=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:${secret}\r\n`;
  const own = createSocket('udp4');
  own.send(hepPacket(text), tap.port, '127.0.0.1');
  const mine = () =>
    relayed.map((packet) => packet.toString('latin1')).find((packet) => packet.includes('OPTIONS sip:a'));
  await until('the packet', () => mine() !== undefined, 5_000);
  own.close();
  expect(mine()).toContain('AES_CM_128_HMAC_SHA1_80 inline:xxxx');
  expect(mine()).not.toContain(secret);
});

test('a port that is taken is an error, and nothing is left of it', async () => {
  await expect(openSipTap({ port: tap.port, sipPorts: [], onError: () => {} })).rejects.toMatchObject({
    code: 'EADDRINUSE',
  });
});

test('what is no packet of HEP is passed over', async () => {
  const messages: TappedMessage[] = [];
  const stop = tap.onMessage((message) => messages.push(message));
  const own = createSocket('udp4');
  const good = hepPacket('OPTIONS sip:a SIP/2.0\r\n\r\n');
  for (let length = 0; length < good.length; length++) own.send(good.subarray(0, length), tap.port, '127.0.0.1');
  const lying = Buffer.from(good);
  lying.writeUInt16BE(0xffff, 10);
  own.send(lying, tap.port, '127.0.0.1');
  own.send(good, tap.port, '127.0.0.1');
  await until('the good one', () => messages.length > 0, 5_000);
  own.close();
  stop();
  expect(messages).toHaveLength(1);
});

function hepPacket(text: string): Buffer {
  const chunk = (type: number, data: Buffer) => {
    const head = Buffer.alloc(6);
    head.writeUInt16BE(type, 2);
    head.writeUInt16BE(6 + data.length, 4);
    return Buffer.concat([head, data]);
  };
  const chunks = Buffer.concat([chunk(11, Buffer.from([1])), chunk(15, Buffer.from(text))]);
  const head = Buffer.from('HEP3\0\0');
  head.writeUInt16BE(6 + chunks.length, 4);
  return Buffer.concat([head, chunks]);
}
