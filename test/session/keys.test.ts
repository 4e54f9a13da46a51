import { describe, expect, test } from 'vitest';
import { foldCall } from '#runtime/session/call-state';
import { recordOf } from '#runtime/session/record-of';
import type { ShortNode } from '../support/flow-of.ts';
import { aroundStep, compiled, flowOf, leftBy, run } from '../support/flow-of.ts';
import { SimulatedSession } from '../support/simulated-session.ts';

const menu = (to: string): ShortNode => ({
  step: 'menu',
  settings: {
    prompt: { say: 'One, two or hash.' },
    options: [
      { id: 'a', key: '1' },
      { id: 'b', key: '2' },
      { id: 'c', key: '#' },
    ],
    tries: 1,
  },
  to: { 'options:a': to, 'options:b': to, 'options:c': to, noInput: 'end', invalid: 'end' },
});
const digits = (settings: object, to: string): ShortNode => ({
  step: 'collect',
  settings: { prompt: { say: 'Digits.' }, tries: 1, ...settings },
  to: { collected: to, noInput: 'end', invalid: 'end' },
});

describe('type-ahead', () => {
  test('a caller who knows the way hears nothing of it', async () => {
    const call = await run(
      flowOf({
        start: { step: 'incoming-call', to: { next: 'first' } },
        first: menu('second'),
        second: menu('number'),
        number: digits({ min: 3, max: 3 }, 'end'),
        end: { step: 'hang-up' },
      }),
      [{ at: 'first', afterMs: 100, press: '12789' }],
    );
    expect([leftBy(call, 'first').exit, leftBy(call, 'second').exit]).toEqual(['options:a', 'options:b']);
    expect(leftBy(call, 'number').data).toEqual({ value: '789', digits: '789' });
  });

  test('keys pressed before the answer count', async () => {
    const call = new SimulatedSession(
      compiled(
        flowOf({ start: { step: 'incoming-call', to: { next: 'menu' } }, menu: menu('end'), end: { step: 'hang-up' } }),
      ),
    );
    call.driver.press('2');
    await call.run();
    expect(call.record.trace[1]).toMatchObject({ exit: 'options:b', leftMs: call.startMs });
    expect(call.begun).toEqual([]);
  });
});

describe('the finish key', () => {
  const flow = flowOf({
    start: { step: 'incoming-call', to: { next: 'number' } },
    number: digits({ min: 2, max: 2 }, 'menu'),
    menu: menu('end'),
    end: { step: 'hang-up' },
  });

  test('pressed after a full entry is not the answer to the next question', async () => {
    expect(leftBy(await run(flow, [{ press: '12#' }]), 'menu').exit).toBe('noInput');
  });

  test('pressed much later is', async () => {
    expect(leftBy(await run(flow, [{ press: '12' }, { at: 'menu', afterMs: 4_500, press: '#' }]), 'menu').exit).toBe(
      'options:c',
    );
  });

  test('after another key is', async () => {
    const call = await run(
      flowOf({
        start: { step: 'incoming-call', to: { next: 'number' } },
        number: digits({ min: 2, max: 2 }, 'first'),
        first: menu('second'),
        second: menu('end'),
        end: { step: 'hang-up' },
      }),
      [{ press: '121#' }],
    );
    expect([leftBy(call, 'first').exit, leftBy(call, 'second').exit]).toEqual(['options:a', 'options:c']);
  });
});

describe('a secret answer', () => {
  const flow = aroundStep(
    'collect',
    { prompt: { say: 'Your PIN.' }, sensitive: true, variable: 'pin', check: 'bool(value) || true', tries: 2 },
    ['collected', 'noInput', 'invalid', 'failed'],
    { variables: [{ name: 'pin', type: 'text', sensitive: true }] },
  );
  const ports = { seal: () => ({ $sealed: 'x' }), open: () => '93847' };

  test('is nowhere in clear, also when the step fails with it', async () => {
    const observed: unknown[] = [];
    const call = await run(flow, [{ press: '93847#' }], { ports, observe: (event) => observed.push(event) });
    expect(leftBy(call)).toMatchObject({ exit: 'failed', data: { $sealed: 'x' } });
    expect(JSON.stringify([call, observed])).not.toMatch(/93847|9384/);
  });

  test('is nowhere in clear when it is keyed in ahead of the question', async () => {
    const ahead = flowOf(
      {
        start: { step: 'incoming-call', to: { next: 'menu' } },
        menu: menu('pin'),
        pin: digits({ sensitive: true, min: 5, max: 5 }, 'end'),
        end: { step: 'hang-up' },
      },
      {},
    );
    const call = await run(ahead, [{ at: 'menu', afterMs: 100, press: '193847' }], {
      ports: { seal: () => ({ $sealed: 'x' }), open: () => '93847' },
    });
    expect(leftBy(call, 'pin')).toEqual({ exit: 'collected', data: { $sealed: 'x' } });
    expect(call.record.events.filter((event) => event.type === 'key.pressed').map((event) => event.key)).toEqual(
      Array.from({ length: 6 }, () => ({ $sealed: 'x' })),
    );
  });

  test('stays sealed when a restarted runtime goes on from it', async () => {
    const pin = compiled(
      aroundStep(
        'collect',
        { prompt: { say: 'Your PIN.' }, sensitive: true, variable: 'pin' },
        ['collected', 'noInput', 'invalid'],
        {
          variables: [{ name: 'pin', type: 'text', sensitive: true }],
        },
      ),
    );
    const sealing = {
      seal: (value: unknown) => ({ $sealed: Buffer.from(JSON.stringify(value)).toString('base64') }),
      open: unseal,
    };
    const actions = [{ press: '93847#' }];
    const whole = await new SimulatedSession(pin, { actions, ports: sealing }).run();
    for (let killAt = 1; killAt <= whole.moments; killAt++) {
      const call = await new SimulatedSession(pin, { actions, ports: sealing, killAt }).run();
      expect(JSON.stringify(call.events)).not.toContain('93847');
      if (call.ended === 0) continue;
      expect(foldCall(call.events, unseal)?.variables).toEqual({ pin: '93847' });
      expect(recordOf(call.events, 'test').trace[1]?.data).toEqual(sealing.seal({ value: '93847', digits: '93847' }));
    }
  });
});

function unseal(value: unknown): never {
  const sealed = value !== null && typeof value === 'object' && '$sealed' in value ? String(value.$sealed) : undefined;
  return (sealed === undefined ? value : JSON.parse(Buffer.from(sealed, 'base64').toString())) as never;
}
