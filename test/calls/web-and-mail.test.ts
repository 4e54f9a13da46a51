import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CallRecord } from '#runtime/flow/record';
import { parseKeyPlan } from '#runtime/robot-caller/key-plan';
import { startRobot } from '#runtime/robot-caller/robot';
import { getCall, listCalls } from '#runtime/store/calls';
import { createConnection } from '#runtime/store/connections';
import { ensureOwner } from '#runtime/store/users';
import { flowOf } from '../support/flow-of.ts';
import { useInstance } from '../support/instance.ts';
import { useMailServers } from '../support/mail-server.ts';
import { realAsterisk } from '../support/real-asterisk.ts';
import { until } from '../support/supervisor.ts';

const instance = useInstance({ httpAllow: '127.0.0.1' });
const newMailServer = useMailServers();

/** Answers a GET after three seconds, and a POST after twelve. */
const requests: string[] = [];
const service = createServer((request, response) => {
  requests.push(`${request.method} ${request.url}`);
  const ms = request.method === 'GET' ? 3_000 : 12_000;
  setTimeout(() => response.end(JSON.stringify({ name: 'Ann' })), ms).unref();
});
let url = '';
beforeAll(async () => {
  await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(service.address() as AddressInfo).port}`;
});
afterAll(() => {
  service.closeAllConnections();
  service.close();
});

const asking = (id: string, settings: Record<string, unknown>) =>
  flowOf(
    {
      start: { step: 'incoming-call', to: { next: 'answer' } },
      answer: { step: 'answer', to: { next: 'ask' } },
      ask: {
        step: 'http-request',
        settings: { url: `${url}/${id}`, ...settings },
        to: { ok: 'mail', clientError: 'sorry', serverError: 'sorry', timeout: 'sorry', failed: 'sorry' },
      },
      mail: {
        step: 'send-email',
        settings: {
          connection: 'office',
          to: 'ann@example.com',
          subject: 'Call for {{ vars.name }}',
          text: 'From {{ caller.number }}.',
        },
        to: { queued: 'bye' },
      },
      bye: { step: 'hang-up', settings: { prompt: { say: 'Thank you for your call.' } } },
      sorry: { step: 'hang-up', settings: { prompt: { say: 'Sorry, this did not work.' } } },
    },
    { id, variables: [{ name: 'name', type: 'text' }] },
  );

async function lastCall(flowId: string): Promise<CallRecord> {
  const { store } = instance();
  const ended = async () => (await listCalls(store.db, { flowId }, 1)).filter((row) => row.endedAt !== null);
  await until('the record of the call', async () => (await ended()).length === 1, 10_000);
  const record = await getCall(store.db, (await ended())[0]!.id);
  if (record === undefined) throw new Error('It has no record.');
  return record;
}

test('a caller hears ticks while a web service thinks, and the mail is sent after it', async () => {
  const { store, sip, publish } = instance();
  const mails = await newMailServer();
  const owner = await ensureOwner(store.db);
  const options = { host: '127.0.0.1', port: mails.port, security: 'none', from: 'office@example.com' };
  await createConnection(store.db, { id: 'office', kind: 'smtp', name: 'Office', options }, owner.id);
  await publish(asking('slow', { results: [{ id: 'r', variable: 'name', value: 'response.body.name' }] }), '600');
  const robot = await startRobot(await realAsterisk());
  try {
    const report = await robot.call({ target: { ...sip, extension: '600' }, plan: parseKeyPlan('') });
    expect(report.endedBy).toBe('callee');
    const ticks = report.heard.filter((segment) => segment.lengthMs < 500 && segment.startMs < 3_000);
    expect(ticks.length).toBeGreaterThan(0);
    expect(ticks[0]!.startMs).toBeGreaterThan(400);
    expect(ticks[0]!.startMs).toBeLessThan(1_300);
    await until('the mail', () => mails.mails.length === 1, 10_000);
    expect(mails.mails[0]!.raw).toMatch(/^Subject: Call for Ann\r$/m);
    const record = await lastCall('slow');
    expect(record.trace.map(({ nodeId }) => nodeId)).toEqual(['start', 'answer', 'ask', 'mail', 'bye']);
    expect(requests.filter((line) => line.endsWith('/slow'))).toHaveLength(1);
  } finally {
    await robot.stop();
  }
}, 60_000);

test('a POST is not repeated when the runtime is killed while it waits, and its ticks do not stay in the call', async () => {
  const { supervisor, sip, publish } = instance();
  await publish(asking('killed', { method: 'POST', timeoutMs: 20_000 }), '601');
  const robot = await startRobot(await realAsterisk());
  try {
    const calling = robot.call({ target: { ...sip, extension: '601' }, plan: parseKeyPlan(''), maxMs: 30_000 });
    await until('the request', () => requests.some((line) => line.endsWith('/killed')), 10_000);
    await sleep(2_000);
    process.kill(supervisor.status().runtime?.pid ?? 0, 'SIGKILL');
    const report = await calling;
    expect(report.endedBy).toBe('callee');
    const record = await lastCall('killed');
    expect(record.trace.map(({ nodeId }) => nodeId)).toEqual(['start', 'answer', 'ask', 'sorry']);
    expect(record.trace[2]).toMatchObject({ exit: 'failed', data: { code: 'interrupted' } });
    expect(requests.filter((line) => line.endsWith('/killed'))).toHaveLength(1);
    // The words of the end, and nothing that ticks behind them.
    expect(report.heard.at(-1)!.lengthMs).toBeGreaterThan(500);
  } finally {
    await robot.stop();
  }
}, 60_000);
