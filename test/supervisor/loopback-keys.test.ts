import { once } from 'node:events';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { RunningAsterisk } from '#runtime/supervisor/asterisk';
import { useAsterisk } from '../support/asterisk.ts';
import { until } from '../support/supervisor.ts';

const callee = useAsterisk();
const caller = useAsterisk();
const events: { from: string; type: string; digit?: string; channel: { id: string } }[] = [];
const sockets: WebSocket[] = [];

async function listen(from: string, asterisk: RunningAsterisk): Promise<void> {
  const { url, username, password } = asterisk.ari;
  const socket = new WebSocket(`${url.replace('http', 'ws')}/events?app=patchcord&api_key=${username}:${password}`);
  sockets.push(socket);
  socket.on('message', (data) => events.push({ from, ...JSON.parse(String(data)) }));
  await once(socket, 'open');
}

async function ari(asterisk: RunningAsterisk, method: string, path: string): Promise<number> {
  const { url, username, password } = asterisk.ari;
  const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  return (await fetch(`${url}${path}`, { method, headers: { authorization } })).status;
}

beforeAll(async () => {
  await listen('callee', callee());
  await listen('caller', caller());
});
afterAll(() => {
  for (const socket of sockets) socket.terminate();
});

test('a call over SIP from this machine reaches the application, and its RFC 4733 keys arrive in order', async () => {
  const to = encodeURIComponent(`PJSIP/loopback/sip:+4930123@127.0.0.1:${callee().sipPort}`);
  expect(await ari(caller(), 'POST', `/channels?endpoint=${to}&app=patchcord&channelId=out`)).toBe(200);
  const started = (from: string) => events.find((event) => event.from === from && event.type === 'StasisStart');
  await until('the callee', () => started('callee') !== undefined, 5000);
  expect(await ari(callee(), 'POST', `/channels/${started('callee')?.channel.id}/answer`)).toBe(204);
  await until('the caller', () => started('caller') !== undefined, 5000);
  expect(await ari(caller(), 'POST', '/channels/out/dtmf?dtmf=1590%23')).toBe(204);
  const keys = () =>
    events.filter(({ from, type }) => from === 'callee' && type === 'ChannelDtmfReceived').map(({ digit }) => digit);
  await until('five keys', () => keys().length >= 5, 5000);
  expect(keys()).toEqual(['1', '5', '9', '0', '#']);
  await ari(caller(), 'DELETE', '/channels/out');
});
