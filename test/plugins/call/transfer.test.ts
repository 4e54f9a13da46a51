import { expect, test } from 'vitest';
import type { FlowTest } from '#runtime/flow/flow-test';
import type { JsonObject } from '#runtime/flow/json';
import { aroundStep, leftBy, pathOf, run, timeIn } from '../../support/flow-of.ts';

const EXITS = ['ended', 'busy', 'noAnswer', 'rejected'] as const;
const TO = { kind: 'number', value: '+4930123456' };
const transfer = (
  callees: FlowTest['callees'] = [],
  settings: JsonObject = {},
  actions: FlowTest['actions'] = [],
  rest: JsonObject = {},
) => run(aroundStep('transfer', { to: TO, ...settings }, EXITS, rest), actions, { script: { callees } });

test('the caller is connected with whoever picks up, until that one hangs up', async () => {
  const call = await transfer([{ does: 'answers', afterMs: 3_000, talkMs: 20_000 }]);
  expect(leftBy(call)).toEqual({ exit: 'ended', data: { by: 'leg', durationMs: 20_000 } });
  expect(timeIn(call)).toBe(23_000);
  expect(pathOf(call)).toEqual(['start', 'node', 'end']);
  expect(call.record.end).toMatchObject({ by: 'flow' });
});

test('it ends after the longest time', async () => {
  const call = await transfer([{ does: 'answers', afterMs: 1_000 }], { longestMs: 60_000 });
  expect(leftBy(call)).toEqual({ exit: 'ended', data: { by: 'limit', durationMs: 60_000 } });
});

test('a caller who hangs up ends the conversation and the call', async () => {
  const call = await transfer([{ does: 'answers', afterMs: 1_000 }], {}, [
    { hangUp: true, at: 'node', afterMs: 9_000 },
  ]);
  expect(leftBy(call)).toEqual({ exit: 'ended', data: { by: 'caller', durationMs: 8_000 } });
  expect(call.record.end).toMatchObject({ by: 'caller' });
});

test('a caller who hangs up while it rings ends the call there', async () => {
  const call = await transfer([{ does: 'noAnswer', afterMs: 0 }], {}, [{ hangUp: true, at: 'node', afterMs: 5_000 }]);
  expect(pathOf(call)).toEqual(['start', 'node']);
  expect(leftBy(call).exit).toBeUndefined();
  expect(call.record.end).toMatchObject({ by: 'caller' });
});

test.each([
  ['busy', 'busy', 486],
  ['declines', 'rejected', 603],
] as const)('somebody who is %s leaves by %s, and the caller is still there', async (does, exit, sipCode) => {
  const call = await transfer([{ does, afterMs: 1_000 }]);
  expect(leftBy(call)).toMatchObject({ exit, data: { sipCode } });
  expect(call.record.end).toMatchObject({ by: 'flow' });
});

test('nobody who picks up in the ring time leaves by noAnswer', async () => {
  const call = await transfer([{ does: 'noAnswer', afterMs: 0 }], { ringMs: 20_000 });
  expect(leftBy(call).exit).toBe('noAnswer');
  expect(timeIn(call)).toBe(20_000);
});

test('what the carrier does not connect is bridged, if that is wanted', async () => {
  const callees = [{ does: 'answers', afterMs: 1_000, talkMs: 1_000 } as const];
  expect(leftBy(await transfer(callees, { mode: 'auto' }))).toMatchObject({ exit: 'ended', data: { by: 'leg' } });
  expect(leftBy(await transfer(callees, { mode: 'refer' }))).toMatchObject({
    exit: 'failed',
    data: { code: 'refer-refused' },
  });
});

test('keys that are pressed in the conversation are not for the flow', async () => {
  const call = await transfer([{ does: 'answers', afterMs: 1_000, talkMs: 9_000 }], {}, [
    { press: '12', at: 'node', afterMs: 4_000 },
  ]);
  const left = call.record.events.findLast((event) => event.type === 'operation.finished');
  expect(left).toMatchObject({ keysTaken: 2 });
});

test('a header that says who calls, or with a line break, is refused', async () => {
  for (const header of [
    { name: 'From', value: 'x' },
    { name: 'P-Asserted-Identity', value: 'x' },
    { name: 'X-Ok', value: '{{ "a\\r\\nFrom: b" }}' },
  ]) {
    const call = await transfer([], { headers: [{ id: 'a', ...header }] });
    expect(leftBy(call)).toMatchObject({ exit: 'failed', data: { code: 'header-not-allowed' } });
  }
});

test('a destination out of a variable is checked when the call comes there', async () => {
  const variables = [{ name: 'number', type: 'text', default: '+4930123456@evil.example' }];
  const call = await transfer([], { to: { kind: 'number', value: '{{ vars.number }}' } }, [], { variables });
  expect(leftBy(call)).toMatchObject({ exit: 'failed', data: { code: 'destination-invalid' } });
});
