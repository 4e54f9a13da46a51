import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CallRecord } from '#runtime/flow/record';
import { compiled, flowOf } from '../support/flow-of.ts';
import { SimulatedSession } from '../support/simulated-session.ts';

// Every kind of operation, two rounds of a counting loop, and a failure that is handled.
const flow = compiled(
  flowOf(
    {
      start: { step: 'incoming-call', to: { next: 'welcome' } },
      welcome: { step: 'play', settings: { sounds: [{ say: 'Welcome.' }], times: 2 }, to: { next: 'menu' } },
      menu: {
        step: 'menu',
        settings: {
          prompt: { say: 'Press 1.' },
          invalidPrompt: { say: 'No.' },
          bargeIn: 'none',
          options: [{ id: 'a', key: '1', label: 'A' }],
        },
        to: { 'options:a': 'number', noInput: 'end', invalid: 'end' },
      },
      number: {
        step: 'collect',
        settings: {
          prompt: { say: 'Two digits.' },
          type: 'number',
          min: 2,
          max: 2,
          variable: 'last',
          readBack: { after: { say: 'Right?' } },
        },
        to: { collected: 'count', noInput: 'end', invalid: 'end' },
      },
      count: {
        step: 'set-variable',
        settings: {
          assignments: [
            { id: 'a', variable: 'rounds', value: 'vars.rounds + 1' },
            { id: 'b', variable: 'sum', value: 'vars.sum + vars.last' },
          ],
        },
        to: { next: 'more' },
      },
      more: {
        step: 'branch',
        settings: { rules: [{ id: 'r', when: 'vars.rounds < 2' }] },
        to: { 'rules:r': 'number', otherwise: 'message' },
      },
      message: { step: 'record', settings: { prompt: { say: 'Speak.' } }, to: { recorded: 'hear', silent: 'end' } },
      hear: { step: 'play', settings: { sounds: [{ recordedBy: 'message' }] }, to: { next: 'wrong' } },
      wrong: {
        step: 'branch',
        settings: { rules: [{ id: 'r', when: '1 + 1' }] },
        to: { 'rules:r': 'end', otherwise: 'end' },
      },
      oops: { step: 'on-error', to: { next: 'sorry' } },
      sorry: { step: 'hang-up', settings: { prompt: { say: 'Sorry: {{ steps.oops.code }}.' } } },
      end: { step: 'hang-up', settings: { prompt: { say: 'Bye.' } } },
    },
    {
      variables: [
        { name: 'rounds', type: 'number', default: 0 },
        { name: 'sum', type: 'number', default: 0 },
        { name: 'last', type: 'number' },
      ],
    },
  ),
);
const actions = [
  // Dropped, for that prompt can't be interrupted.
  { at: 'menu', afterMs: 100, press: '1' },
  { press: '7' },
  { at: 'menu', afterMs: 3_000, press: '1' },
  { press: '12' },
  { press: '2' },
  { press: '34' },
  { press: '1' },
  { press: '56' },
  { press: '1' },
  { speak: 'This is my message to you.' },
];

/** What must be the same with and without a restart. */
const outcome = (record: CallRecord) => ({
  path: record.trace.map(({ nodeId, exit }) => [nodeId, exit]),
  data: record.trace.map(({ data }) => data ?? null),
  variables: record.variables,
  end: record.end?.by,
});

const scripts = { 'a silence': actions, 'a key': [...actions, { afterMs: 0, press: '4#' }] };

describe.each(Object.entries(scripts))('a call whose recording is ended by %s', async (_, actions) => {
  const whole = await new SimulatedSession(flow, { actions }).run();

  test('the call that is killed below runs through every node', () => {
    expect(whole.record.variables).toEqual({ rounds: 2, sum: 90, last: 56 });
    expect(new Set(whole.record.trace.map(({ nodeId }) => nodeId)).size).toBe(flow.nodes.size - 1);
    expect(whole.record.end).toMatchObject({ by: 'flow' });
    expect(whole.moments).toBeGreaterThan(50);
  });

  describe('a runtime killed at any moment of a call', () => {
    const moments = Array.from({ length: whole.moments }, (_, index) => index + 1);

    test('goes on, ends the same way, and does nothing twice', async () => {
      let resumed = 0;
      for (const killAt of moments) {
        const call = await new SimulatedSession(flow, { actions, killAt }).run();
        // Where the call was over for Asterisk, or had not begun for us, its record is only closed.
        if (call.ended === 0) {
          expect([killAt, call.driver.gone || call.events.length === 0]).toEqual([killAt, true]);
          continue;
        }
        resumed += 1;
        expect({ killAt, ...outcome(call.record) }).toEqual({ killAt, ...outcome(whole.record) });
        expect([killAt, call.begun.length - new Set(call.begun).size]).toEqual([killAt, 0]);
        expect([killAt, call.begun]).toEqual([killAt, whole.begun]);
        expect(call.ended).toBe(1);
        expect(call.driver.running).toBe(0);
      }
      expect(resumed).toBeGreaterThan(whole.moments - 10);
    });

    test('writes each operation once', async () => {
      await fc.assert(
        fc.asyncProperty(fc.integer({ min: 1, max: whole.moments }), async (killAt) => {
          const call = await new SimulatedSession(flow, { actions, killAt }).run();
          const done = call.events.flatMap((event) =>
            event.type === 'operation.finished' ? [`${event.seq}:${event.n}`] : [],
          );
          expect(new Set(done).size).toBe(done.length);
        }),
        { numRuns: 30 },
      );
    });
  });
});
