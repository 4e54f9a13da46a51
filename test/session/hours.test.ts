import { expect, test } from 'vitest';
import * as z from 'zod';
import { defineStep } from '#runtime/flow/step';
import { MemoryJournal } from '#runtime/session/journal';
import type { SessionPorts } from '#runtime/session/ports';
import { Session } from '#runtime/session/session';
import { SimulatedCall } from '#runtime/session/simulated-call';
import { VirtualClock } from '#runtime/session/virtual-clock';
import { aroundStep, compiled, stepsByType } from '../support/flow-of.ts';
import { SimulatedSession } from '../support/simulated-session.ts';

/** Reads the hours, then says something: so it can be cut off in between. */
const announce = defineStep({
  type: 'announce',
  version: 1,
  title: 'Announce',
  group: 'logic',
  icon: 'clock',
  summary: 'Says whether it is open.',
  settings: z.strictObject({}),
  exits: { open: {}, closed: {} },
  traits: { waits: true, needs: 'answered', effect: 'repeatable' },
  async run(ctx) {
    const { state } = await ctx.hours('office');
    ctx.vars.set('asked', ctx.now());
    await ctx.call.play({ say: state });
    return ctx.exit(state === 'open' ? 'open' : 'closed');
  },
});
const flow = compiled(
  aroundStep('announce', {}, ['open', 'closed'], { variables: [{ name: 'asked', type: 'number' }] }),
  [announce],
);

test('hours that a step has read are the same when it is run again, though they have changed', async () => {
  let kills = 0;
  for (let killAt = 1; ; killAt++) {
    let asked = 0;
    const hours: SessionPorts['hours'] = async () => {
      asked += 1;
      return { state: asked === 1 ? 'open' : 'closed', untilMs: null, holiday: '' };
    };
    const call = await new SimulatedSession(flow, { extra: [announce], killAt, ports: { hours } }).run();
    // Killed before its journal has a word, or when the telephone is gone, nobody goes on with the call.
    if (call.ended === 0) continue;
    const prompts = call.events.filter((event) => event.type === 'operation.started' && event.kind === 'play');
    // Killed before anything followed from what it read, a step may read again; afterwards it must not.
    const said = prompts.map((event) => (event.type === 'operation.started' ? event.details : null));
    expect(new Set(said.map((details) => JSON.stringify(details))).size).toBeLessThan(2);
    const [first] = said as { text: string }[];
    expect(call.record.trace.find(({ nodeId }) => nodeId === 'node')?.exit).toBe(first?.text);
    if (!call.killed) break;
    kills += 1;
  }
  expect(kills).toBeGreaterThan(2);
});

test('a test call sees the hour that it pretends', async () => {
  const clock = new VirtualClock(Date.parse('2030-01-07T09:00:00Z'));
  const pretendedMs = Date.parse('2031-12-25T20:00:00Z');
  const seen: number[] = [];
  const caller = { number: '1', name: '' };
  const driver = new SimulatedCall({ clock, caller, called: '100', lengthOf: () => 1_000 });
  const journal = new MemoryJournal();
  let ended = false;
  new Session({
    callId: 'pretended',
    compiled: flow,
    revision: 0,
    driver,
    clock,
    journal,
    pretendedMs,
    ports: {
      steps: stepsByType([announce]),
      playable: () => ({ media: 'x', durationMs: 1_000 }),
      http: () => Promise.reject(new Error('none')),
      route: () => Promise.reject(new Error('none')),
      secret: () => Promise.reject(new Error('none')),
      hours: async (_, atMs) => {
        seen.push(atMs);
        return { state: 'closed', untilMs: null, holiday: '' };
      },
      afterwards: () => Promise.resolve(),
      seal: (value) => value,
      open: (value) => value,
      observe: () => {},
    },
    onEnded: () => {
      ended = true;
    },
  }).start();
  while (!ended) {
    await new Promise((resolve) => setImmediate(resolve));
    clock.advance();
  }
  expect(seen).toEqual([pretendedMs]);
  const set = journal.events().find((event) => event.type === 'variable.set');
  expect(set).toMatchObject({ name: 'asked', value: pretendedMs, atMs: Date.parse('2030-01-07T09:00:00Z') });
});
