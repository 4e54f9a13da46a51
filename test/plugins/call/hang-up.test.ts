import { expect, test } from 'vitest';
import { aroundStep, flowOf, leftBy, run } from '../../support/flow-of.ts';

test('hang-up ends the call, decided by the flow', async () => {
  const call = await run(aroundStep('hang-up', {}, []));
  expect(leftBy(call)).toEqual({ exit: 'ended', data: undefined });
  expect(call.record.end).toEqual({ by: 'flow', hangupCause: 16 });
  expect(call.heard).toEqual([]);
});

test('hang-up says goodbye first, and a key does not cut it short', async () => {
  const call = await run(aroundStep('hang-up', { prompt: { say: 'Goodbye.' } }, []), [
    { at: 'node', afterMs: 100, press: '1' },
  ]);
  expect(call.heard).toEqual(['Goodbye.']);
  expect((call.record.endedMs ?? 0) - call.record.startedMs).toBe(300 + 8 * 65);
});

test.each([
  ['busy', 17],
  ['rejected', 21],
])('hang-up turns a call away as %s without answering it', async (reason, hangupCause) => {
  const call = await run(aroundStep('hang-up', { reason }, []));
  expect(call.record.answeredMs).toBeUndefined();
  expect(call.record.end).toEqual({ by: 'flow', hangupCause });
});

test('hang-up after the hang-up of the caller is quiet', async () => {
  const call = await run(
    flowOf({
      start: { step: 'incoming-call', to: { next: 'welcome' } },
      welcome: { step: 'play', settings: { sounds: [{ say: 'Hello.' }] }, to: { next: 'end' } },
      end: { step: 'hang-up', settings: { prompt: { say: 'Goodbye.' } } },
      gone: { step: 'on-hang-up', to: { next: 'end' } },
    }),
    [{ at: 'welcome', afterMs: 100, hangUp: true }],
  );
  expect(leftBy(call, 'end').exit).toBe('ended');
  expect(call.heard).toEqual(['Hello.']);
  expect(call.record.end).toMatchObject({ by: 'caller' });
});
