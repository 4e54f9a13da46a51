import { describe, expect, test } from 'vitest';
import type { DialOutcome, Route } from '#runtime/session/dial-plan';
import { aroundStep, compiled } from '../support/flow-of.ts';
import { SimulatedSession } from '../support/simulated-session.ts';

const flow = compiled(
  aroundStep('transfer', { to: { kind: 'number', value: '+4930123456' } }, ['ended', 'busy', 'noAnswer', 'rejected']),
);

function ports(legs = 1) {
  const outcomes: DialOutcome[] = [];
  const route = async (): Promise<Route> => ({
    ok: true,
    legs: Array.from({ length: legs }, (_, index) => ({
      label: `phone ${index}`,
      attempts: [{ endpoint: `phone-${index}`, variables: {}, reservation: `r${index}`, trunkId: 'acme' }],
    })),
    release: (outcome) => void outcomes.push(outcome),
  });
  const releaseOf = () => (outcome: DialOutcome) => void outcomes.push(outcome);
  return { outcomes, ports: { route, releaseOf } };
}

describe.each([1, 3])('a transfer that rings %i phones', async (legs) => {
  const undisturbed = ports(legs);
  const whole = await new SimulatedSession(flow, { ports: undisturbed.ports }).run();

  test('connects the caller with the first, and gives back what the gate set aside once', () => {
    expect(whole.record.trace.at(1)).toMatchObject({ exit: 'ended', data: { by: 'leg', durationMs: 10_000 } });
    expect(whole.dialled).toHaveLength(legs);
    expect(undisturbed.outcomes).toEqual([{ kind: 'answered', talkMs: 10_000, trunkId: 'acme' }]);
    expect(whole.driver.legs.size).toBe(0);
  });

  test('dials nobody twice when the runtime is killed at any moment, and leaves no leg behind', async () => {
    const exits = new Set<unknown>();
    for (let killAt = 1; killAt <= whole.moments; killAt++) {
      const call = await new SimulatedSession(flow, { ports: ports(legs).ports, killAt }).run();
      if (call.ended === 0) continue;
      expect([killAt, call.dialled.length - new Set(call.dialled).size]).toEqual([killAt, 0]);
      expect([killAt, call.driver.legs.size, call.ended]).toEqual([killAt, 0, 1]);
      const left = call.record.trace.find(({ nodeId }) => nodeId === 'node');
      exits.add(left?.exit);
      // What was written down and never dialled is the one thing that a killed runtime can't make up for.
      if (left?.exit === 'failed') expect(left.data).toMatchObject({ code: 'interrupted' });
      else expect([killAt, left]).toMatchObject([killAt, { exit: 'ended', data: { by: 'leg' } }]);
    }
    expect(exits).toContain('ended');
  });
});

test('a caller who hangs up at any moment leaves no leg behind', async () => {
  for (let atMs = 0; atMs < 16_000; atMs += 250) {
    const given = ports(2);
    const call = new SimulatedSession(flow, { ports: given.ports });
    await call.run(atMs);
    call.driver.callerHangsUp();
    await call.run();
    await call.drain();
    expect([atMs, call.driver.legs.size, call.ended, given.outcomes.length]).toEqual([
      atMs,
      0,
      1,
      call.dialled.length > 0 ? 1 : 0,
    ]);
  }
});
