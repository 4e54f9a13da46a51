import { expect, test } from 'vitest';
import { outgoingCall } from '#plugins/call/outgoing-call';
import { catalogueEntry } from '#runtime/flow/catalogue';
import type { FlowTest } from '#runtime/flow/flow-test';
import type { JsonObject } from '#runtime/flow/json';
import { flowOf, leftBy, pathOf, run, timeIn } from '../../support/flow-of.ts';

const reminder = (settings: JsonObject = {}) =>
  flowOf({
    start: {
      step: 'outgoing-call',
      settings,
      to: { answered: 'remind', busy: 'end', noAnswer: 'end', rejected: 'end' },
    },
    remind: { step: 'play', settings: { sounds: [{ say: 'Your appointment is tomorrow.' }] }, to: { next: 'end' } },
    end: { step: 'hang-up' },
  });

const call = (callees: FlowTest['callees'], settings?: JsonObject, called = '+4930123456') =>
  run(reminder(settings), [], { script: { called, ...(callees === undefined ? {} : { callees }) } });

test('an outgoing call begins without anybody, rings, and goes on with whoever picks up', async () => {
  const simulated = await call([{ does: 'answers', afterMs: 4_000 }]);
  expect(pathOf(simulated)).toEqual(['start', 'remind', 'end']);
  expect(simulated.heard).toEqual(['Your appointment is tomorrow.']);
  expect(simulated.record).toMatchObject({ direction: 'outbound', called: '+4930123456', end: { by: 'flow' } });
  expect(simulated.record.answeredMs).toBe(simulated.record.startedMs + 4_000);
});

test.each([
  ['busy', 'busy', 486],
  ['declines', 'rejected', 603],
] as const)('one that is %s leaves by %s with the SIP code', async (does, exit, sipCode) => {
  const simulated = await call([{ does, afterMs: 2_000 }]);
  expect(leftBy(simulated, 'start')).toMatchObject({ exit, data: { sipCode } });
  expect(simulated.record.answeredMs).toBeUndefined();
});

test('one that nobody answers leaves by noAnswer when the ring time is over', async () => {
  const simulated = await call([{ does: 'noAnswer', afterMs: 0 }], { ringMs: 15_000 });
  expect(leftBy(simulated, 'start').exit).toBe('noAnswer');
  expect(timeIn(simulated, 'start')).toBe(15_000);
});

test('one that can not be reached fails with the reason', async () => {
  const simulated = await call([{ does: 'fails', afterMs: 500, sipCode: 404 }]);
  expect(leftBy(simulated, 'start')).toMatchObject({
    exit: 'failed',
    data: { code: 'callee-unreachable', message: 'The other side does not know this number (SIP 404).' },
  });
});

test('it calls the chosen number, in whatever form it was written, and refuses what is no number', async () => {
  const chosen = (value: string) =>
    call([{ does: 'answers', afterMs: 0, to: '+4930777' }], { to: { kind: 'number', value } });
  expect(leftBy(await chosen('0049 (30) 777-000'), 'start').exit).toBe('answered');
  expect(leftBy(await chosen('+4930777000'), 'start').exit).toBe('answered');
  for (const value of ['030777', '+49@evil', '', ' ', 'sip:a@b', '+4930777000;x=y', '+49307770001234567'])
    expect(leftBy(await chosen(value || '{{ "" }}'), 'start')).toMatchObject({ data: { code: 'destination-invalid' } });
});

test('whoever picks up and hangs up ends the call', async () => {
  const simulated = await call([{ does: 'answers', afterMs: 0, talkMs: 1_000 }]);
  expect(pathOf(simulated)).toEqual(['start', 'remind']);
  expect(simulated.record.end).toMatchObject({ by: 'caller' });
});

test('outgoing-call is where calls begin, and nothing leads to it', () => {
  expect(catalogueEntry(outgoingCall).traits).toMatchObject({ entry: 'call', dialsOut: true, needs: 'none' });
});
