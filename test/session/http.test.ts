import { expect, test } from 'vitest';
import * as z from 'zod';
import { defineStep } from '#runtime/flow/step';
import type { SessionPorts } from '#runtime/session/ports';
import { compiled, flowOf } from '../support/flow-of.ts';
import { SimulatedSession } from '../support/simulated-session.ts';

const asking = (method: string) =>
  defineStep({
    type: 'ask',
    version: 1,
    title: 'Ask',
    group: 'data',
    icon: 'square',
    summary: 'For this test.',
    settings: z.strictObject({}),
    exits: { answered: { label: 'answered', data: z.strictObject({ said: z.string() }) } },
    traits: { waits: true, needs: 'answered', effect: 'once' },
    async run(ctx) {
      const filler = { sound: { say: 'One moment, please.' } };
      const first = await ctx
        .http({ url: 'https://example.com/?key=secret', method, once: method === 'POST', filler })
        .then(({ body }) => body)
        .catch((error: { code: string }) => error.code);
      await ctx.sleep(1_000);
      return ctx.exit('answered', { said: first });
    },
  });
const flow = flowOf({
  start: { step: 'incoming-call', to: { next: 'ask' } },
  ask: { step: 'ask', to: { answered: 'end', failed: 'end' } },
  end: { step: 'hang-up', settings: { prompt: { say: 'Bye.' } } },
});

interface Web {
  readonly ports: Partial<SessionPorts>;
  asked: number;
}
/** A service that answers after `ms`: the first time by a failure, later by words. */
function service(session: () => SimulatedSession, ms: number): Web {
  const web: Web = {
    asked: 0,
    ports: {
      http: () =>
        new Promise((resolve, reject) => {
          web.asked += 1;
          const fails = web.asked === 1;
          session().clock.after(ms, () => {
            if (fails) reject(Object.assign(new Error('No answer.'), { code: 'http-timeout' }));
            else resolve({ status: 200, headers: {}, body: 'words' });
          });
        }),
    },
  };
  return web;
}

function call(method: string, ms: number, killAt?: number) {
  const extra = [asking(method)];
  let session: SimulatedSession | undefined;
  const web = service(() => session as SimulatedSession, ms);
  session = new SimulatedSession(compiled(flow, extra), {
    extra,
    ports: web.ports,
    ...(killAt === undefined ? {} : { killAt }),
  });
  return { session, web };
}
const said = (session: SimulatedSession) => session.record.trace.find(({ nodeId }) => nodeId === 'ask');

test('that a request failed is a result: no re-run finds that it went well', async () => {
  const { session: whole } = call('GET', 2_000);
  await whole.run();
  const finishedAt = whole.events.findIndex((event) => event.type === 'operation.finished' && event.kind === 'http');
  expect(finishedAt).toBeGreaterThan(0);
  for (let killAt = 1; killAt <= whole.moments; killAt += 1) {
    const { session, web } = call('GET', 2_000, killAt);
    await session.run();
    if (session.events.length === 0) continue;
    const finished = session.events.filter((event) => event.type === 'operation.finished' && event.kind === 'http');
    expect(finished).toHaveLength(1);
    // Asked again where its end was not known; then the answer of that time counts.
    expect(said(session)).toMatchObject({
      exit: 'answered',
      data: { said: web.asked === 1 ? 'http-timeout' : 'words' },
    });
  }
});

test('a request that must not be done twice is not, wherever the runtime is killed', async () => {
  const { session: whole } = call('POST', 2_000);
  await whole.run();
  for (let killAt = 1; killAt <= whole.moments; killAt += 1) {
    const { session, web } = call('POST', 2_000, killAt);
    await session.run();
    expect(web.asked).toBeLessThanOrEqual(1);
    expect(session.driver.running).toBe(0);
  }
});

test('the caller hears something from 700 ms on, and again after a pause, until the answer is there', async () => {
  const quick = call('GET', 600).session;
  await quick.run();
  expect(quick.begun.filter((id) => id.includes('filler'))).toEqual([]);
  const slow = call('GET', 12_000).session;
  await slow.run(9_000);
  expect(slow.begun.filter((id) => id.includes('filler'))).toEqual(['call:2:1:filler1', 'call:2:1:filler2']);
  await slow.run();
  expect(slow.driver.running).toBe(0);
});

test('what is written down of a request holds no part of its address that could be a key', async () => {
  const { session } = call('GET', 100);
  await session.run();
  expect(JSON.stringify(session.events)).not.toContain('secret');
});

test('a caller who hangs up ends the wait', async () => {
  const { session } = call('GET', 60_000);
  await session.run(5_000);
  session.driver.callerHangsUp();
  await session.run();
  expect(session.record.end?.by).toBe('caller');
  expect(session.clock.now() - session.startMs).toBeLessThan(8_000);
});
