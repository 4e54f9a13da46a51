import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { expectQuiet, pathOf, recordsOf, recordsSoFar } from '../support/calls-over.ts';
import { flowOf } from '../support/flow-of.ts';
import { useInstance } from '../support/instance.ts';
import { runSipp } from '../support/sipp.ts';
import { answered, byeFromCallee, infoKey, invite, pause } from '../support/sipp-scenario.ts';
import { until } from '../support/supervisor.ts';

const instance = useInstance();

const flow = (id: string) =>
  flowOf(
    {
      start: { step: 'incoming-call', to: { next: 'menu' } },
      menu: {
        step: 'menu',
        settings: { prompt: { say: 'Press one.' }, options: [{ id: 'one', key: '1' }], noInputMs: 30_000 },
        to: { 'options:one': 'end', noInput: 'end', invalid: 'end' },
      },
      end: { step: 'hang-up' },
    },
    // Recordings of whole calls die with Asterisk too.
    { id, recording: { calls: id === 'during' ? 'always' : 'never', retentionDays: 1 } },
  );

test('calls of a killed Asterisk are closed as lost within 5 s, and the next call works within 5 s', async () => {
  const { supervisor, sip, publish } = instance();
  await publish(flow('during'), 'during');
  await publish(flow('after'), 'after');
  const waiting = [invite(), answered(), byeFromCallee(4_000)];
  const during = runSipp({ sip, extension: 'during', parts: waiting, calls: 20 });
  await until('20 calls', () => supervisor.status().liveCalls === 20, 10_000);
  await sleep(500);

  const killedMs = Date.now();
  process.kill(supervisor.status().asterisk?.pid ?? 0, 'SIGKILL');
  const tryUntilAnswered = async () => {
    const parts = [invite(), answered(1_000), pause(200), infoKey('1'), byeFromCallee(1_000)];
    await runSipp({ sip, extension: 'after', parts, withinMs: 4_000 });
    return (await recordsSoFar(instance(), 'after')).length > 0;
  };
  const [lost] = await Promise.all([recordsOf(instance(), 'during', 20), until('a call', tryUntilAnswered, 10_000)]);

  expect(lost.map(({ end }) => end?.by)).toEqual(Array(20).fill('lost'));
  expect(lost.map(pathOf)).toEqual(Array(20).fill('start menu'));
  const closedMs = lost.map(({ endedMs }) => (endedMs ?? Number.NaN) - killedMs);
  expect(Math.max(...closedMs)).toBeLessThan(5_000);
  const [next] = await recordsSoFar(instance(), 'after');
  expect(next?.end).toMatchObject({ by: 'flow' });
  expect((next?.answeredMs ?? Number.NaN) - killedMs).toBeLessThan(5_000);
  expect(supervisor.status().asterisk?.restarts).toBe(1);
  await during;
  await expectQuiet(instance(), lost);
  const answeredMs = (next?.answeredMs ?? Number.NaN) - killedMs;
  console.info(`calls closed ${Math.max(...closedMs)} ms, the next one answered ${answeredMs} ms after the kill`);
}, 60_000);
