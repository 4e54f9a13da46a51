import { connect } from 'ari-client';
import WebSocket from 'ws';
import { AriConnection } from '#runtime/ari/connection';
import { percentile } from '../figures.ts';
import { readProgramInput } from './program-input.ts';

// One request after the other to an idle Asterisk, by the client that `application` names: its times and its CPU.

const WARM_UP = 500;
const REQUESTS = 2_000;
const { url, username, password, application } = readProgramInput();
const client = { handWritten, ariClient, patchcord }[application];
if (client === undefined) throw new Error(`There is no client ${application}.`);
const request = await client();

const timesMs: number[] = [];
for (let count = 0; count < WARM_UP; count++) await request();
const before = process.cpuUsage();
for (let count = 0; count < REQUESTS; count++) {
  const startedAt = performance.now();
  await request();
  timesMs.push(performance.now() - startedAt);
}
const { user, system } = process.cpuUsage(before);
process.send?.({
  cpuMs: (user + system) / 1_000 / REQUESTS,
  p50Ms: percentile(timesMs, 50),
  p99Ms: percentile(timesMs, 99),
});
process.on('disconnect', () => process.exit(0));

async function handWritten(): Promise<() => Promise<unknown>> {
  const address = `${url.replace('http', 'ws')}/events?app=bench-requests&api_key=${username}:${password}`;
  const socket = new WebSocket(address, { perMessageDeflate: false });
  await new Promise((resolve) => socket.on('open', resolve));
  const waiting = new Map<string, (message: unknown) => void>();
  let lastId = 0;
  socket.on('message', (data) => {
    const message = JSON.parse(String(data)) as { readonly request_id: string };
    waiting.get(message.request_id)?.(message);
    waiting.delete(message.request_id);
  });
  return () =>
    new Promise((resolve) => {
      const id = String(++lastId);
      waiting.set(id, resolve);
      const uri = 'asterisk/variable?variable=BENCH';
      socket.send(JSON.stringify({ type: 'RESTRequest', transaction_id: id, request_id: id, method: 'GET', uri }));
    });
}

async function ariClient(): Promise<() => PromiseLike<unknown>> {
  const library = await connect(url.replace(/\/ari$/, ''), username, password);
  return () => library.asterisk.getGlobalVar({ variable: 'BENCH' });
}

async function patchcord(): Promise<() => Promise<unknown>> {
  const log = { info() {}, warn() {} };
  const connection = new AriConnection({ server: { url, username, password }, app: 'bench-requests', log });
  await connection.start();
  return () => connection.request('GET', 'asterisk/variable', { query: { variable: 'BENCH' } });
}
