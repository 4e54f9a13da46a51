import { describe, expect, test } from 'vitest';
import { validateFlow } from '#runtime/flow/validate';
import { aroundStep, builtIn, compiled, flowOf, leftBy, pathOf, run, timeIn, visitOf } from '../../support/flow-of.ts';
import { SimulatedSession } from '../../support/simulated-session.ts';

const GREETING = 'Nobody is here.';
const greetingMs = 300 + GREETING.length * 65;
const voicemail = (settings: object = {}) =>
  aroundStep('voicemail', { greeting: { say: GREETING }, ...settings }, ['left', 'noMessage']);
const words = 'Please call me back about the greenhouse.';
const spokenMs = words.length * 65;
const job = { name: 'voicemail.deliver', when: 'afterCall' };

describe('voicemail', () => {
  test('says its greeting to the end, records, and has the message delivered when the call is over', async () => {
    const call = await run(voicemail({ mailbox: 'Sales' }), [
      { at: 'node', afterMs: 100, press: '1' },
      { speak: words },
    ]);
    expect(call.heard).toEqual([GREETING]);
    expect(timeIn(call)).toBe(greetingMs + 1_000 + spokenMs + 5_000);
    expect(leftBy(call)).toEqual({
      exit: 'left',
      data: { messageId: 'simulated:2:2', durationMs: 1_000 + spokenMs },
    });
    const leftMs = visitOf(call).leftMs;
    const data = { recordingId: 'simulated:2:2', mailbox: 'Sales', minMs: 1_000, leftMs };
    expect(call.jobs).toEqual([{ ...job, data }]);
  });

  test('keeps the message of a caller who hangs up after it', async () => {
    const call = await run(voicemail(), [{ speak: words }, { afterMs: 200, hangUp: true }]);
    expect(visitOf(call)).toMatchObject({ exit: 'left', data: { durationMs: 1_000 + spokenMs + 200 } });
    expect(call.record.end).toMatchObject({ by: 'caller' });
    expect(call.jobs).toMatchObject([{ ...job, data: { recordingId: 'simulated:2:2', mailbox: 'Main' } }]);
  });

  test('of which a hang-up handler knows', async () => {
    const flow = flowOf(
      {
        start: { step: 'incoming-call', to: { next: 'node' } },
        node: { step: 'voicemail', to: { left: 'end', noMessage: 'end' } },
        end: { step: 'hang-up' },
        gone: { step: 'on-hang-up', to: { next: 'note' } },
        note: {
          step: 'set-variable',
          settings: { assignments: [{ id: 'a', variable: 'message', value: 'steps.node.messageId' }] },
          to: { next: 'end' },
        },
      },
      { variables: [{ name: 'message', type: 'text' }] },
    );
    const call = await run(flow, [{ speak: words }, { afterMs: 0, hangUp: true }]);
    expect(pathOf(call)).toEqual(['start', 'node', 'gone', 'note', 'end']);
    expect(call.record.variables.message).toBe('simulated:2:2');
  });

  test('leaves by no message, with no job, for silence, too little, and a hang-up during the greeting', async () => {
    const silent = await run(voicemail());
    expect([leftBy(silent).exit, silent.jobs]).toEqual(['noMessage', []]);
    const short = await run(voicemail({ minMs: 3_000 }), [{ speak: 'Hi.' }, { afterMs: 0, press: '#' }]);
    expect([leftBy(short).exit, short.jobs]).toEqual(['noMessage', []]);
    const gone = await run(voicemail(), [{ at: 'node', afterMs: 500, hangUp: true }]);
    expect([leftBy(gone).exit, gone.jobs, gone.record.recordings]).toEqual([undefined, [], []]);
  });

  test('ends at its longest time, and with #', async () => {
    const long = await run(voicemail({ maxMs: 5_000, silenceMs: 0 }), [{ speak: words.repeat(5) }]);
    expect(leftBy(long)).toMatchObject({ exit: 'left', data: { durationMs: 5_000 } });
    const key = await run(voicemail(), [{ speak: words }, { afterMs: 0, press: '#' }]);
    expect(leftBy(key)).toMatchObject({ exit: 'left', data: { durationMs: 1_000 + spokenMs } });
  });

  test('says whom to send the message to, with values filled in', async () => {
    const email = { connection: 'office-mail', to: 'ada@example.com' };
    const call = await run(voicemail({ email, mailbox: 'For {{ caller.name }}' }), [{ speak: words }], {
      script: { caller: { number: '+4930123', name: 'Grace' } },
    });
    expect(call.jobs[0]?.data).toMatchObject({
      mailbox: 'For Grace',
      email: { ...email, subject: 'Voicemail from Grace +4930123', text: '' },
    });
  });

  test('asks for the delivery once, whenever the runtime is killed', async () => {
    for (let killAt = 1; ; killAt++) {
      const keys = new Set<string>();
      const afterwards = async (_: unknown, key: string) => void keys.add(key);
      const actions = [{ speak: words }];
      const call = await new SimulatedSession(compiled(voicemail()), { killAt, actions, ports: { afterwards } }).run();
      if (call.ended > 0) expect([killAt, [...keys]]).toEqual([killAt, ['call:2:4']]);
      if (!call.killed) break;
    }
  });

  test('refuses times that contradict each other', () => {
    const issues = validateFlow(voicemail({ maxMs: 5_000, minMs: 5_000, silenceMs: 5_000 }), builtIn);
    expect(issues.map(({ code, field }) => [code, field])).toEqual([
      ['check-failed', 'settings.minMs'],
      ['check-failed', 'settings.silenceMs'],
    ]);
  });
});
