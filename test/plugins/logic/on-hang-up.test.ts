import { expect, test } from 'vitest';
import { flowOf, leftBy, pathOf, run } from '../../support/flow-of.ts';

const flow = flowOf(
  {
    start: { step: 'incoming-call', to: { next: 'welcome' } },
    welcome: { step: 'play', settings: { sounds: [{ say: 'Welcome to the show.' }] }, to: { next: 'end' } },
    end: { step: 'hang-up' },
    gone: { step: 'on-hang-up', to: { next: 'note' } },
    note: {
      step: 'set-variable',
      settings: { assignments: [{ id: 'a', variable: 'result', value: "'gave up'" }] },
      to: { next: 'end' },
    },
  },
  { variables: [{ name: 'result', type: 'text' }] },
);

test('on-hang-up goes on when the caller hangs up', async () => {
  const call = await run(flow, [{ at: 'welcome', afterMs: 100, hangUp: true }]);
  expect(pathOf(call)).toEqual(['start', 'welcome', 'gone', 'note', 'end']);
  expect(leftBy(call, 'gone').exit).toBe('next');
  expect(call.record.variables).toEqual({ result: 'gave up' });
  expect(call.record.end).toMatchObject({ by: 'caller' });
});

test('on-hang-up does not run when the flow hangs up', async () => {
  expect(pathOf(await run(flow))).toEqual(['start', 'welcome', 'end']);
});
