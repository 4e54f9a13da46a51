import { describe, expect, test } from 'vitest';
import { validateFlow } from '#runtime/flow/validate';
import { aroundStep, builtIn, leftBy, run, timeIn, visitOf } from '../../support/flow-of.ts';

const record = (settings: object = {}) => aroundStep('record', { ...settings }, ['recorded', 'silent']);
const words = 'I would like to order twelve of the blue ones.';
const spokenMs = words.length * 65;

describe('record', () => {
  test('leaves by recorded when the caller falls silent', async () => {
    const call = await run(record(), [{ speak: words }]);
    expect(leftBy(call)).toEqual({
      exit: 'recorded',
      data: { recordingId: 'simulated:2:1', durationMs: 1_000 + spokenMs, endedBy: 'silence' },
    });
    expect(call.record.recordings).toEqual([
      { id: 'simulated:2:1', kind: 'step', durationMs: 1_000 + spokenMs, nodeId: 'node' },
    ]);
  });

  test('ends with the finish key, and not with another one', async () => {
    const call = await run(record(), [{ speak: words }, { afterMs: 0, press: '5' }, { afterMs: 0, press: '#' }]);
    expect(leftBy(call).data).toMatchObject({ endedBy: 'key', durationMs: 1_000 + spokenMs + 250 });
  });

  test('ends with any key where that is chosen', async () => {
    const call = await run(record({ finishKey: 'any' }), [{ speak: words }, { afterMs: 0, press: '5' }]);
    expect(leftBy(call).data).toMatchObject({ endedBy: 'key' });
  });

  test('ends at the longest time', async () => {
    const call = await run(record({ maxMs: 5_000, silenceMs: 0 }), [{ speak: words }]);
    expect(leftBy(call)).toMatchObject({ exit: 'recorded', data: { endedBy: 'max', durationMs: 5_000 } });
  });

  test('leaves by silent when nothing is said', async () => {
    const call = await run(record({ silenceMs: 3_000 }));
    expect(leftBy(call)).toEqual({ exit: 'silent', data: undefined });
    expect(timeIn(call)).toBe(3_000);
  });

  test('leaves by silent when the finish key comes too early', async () => {
    const call = await run(record({ minMs: 2_000 }), [{ press: '#' }]);
    expect(leftBy(call).exit).toBe('silent');
  });

  test("keeps what was recorded before the caller's hang-up", async () => {
    const call = await run(record(), [{ speak: words }, { afterMs: 0, hangUp: true }]);
    expect(visitOf(call)).toMatchObject({ exit: 'recorded', data: { endedBy: 'hangUp' } });
    expect(call.record.end).toMatchObject({ by: 'caller' });
    expect(call.record.recordings).toHaveLength(1);
  });

  test('says its prompt to the end first', async () => {
    const call = await run(record({ prompt: { say: 'After the tone.' }, silenceMs: 3_000 }), [
      { at: 'node', afterMs: 100, press: '1' },
    ]);
    expect(call.heard).toEqual(['After the tone.']);
    expect(timeIn(call)).toBe(300 + 15 * 65 + 3_000);
  });

  test('refuses times that contradict each other', () => {
    const issues = validateFlow(record({ maxMs: 2_000, minMs: 2_000, silenceMs: 3_000 }), builtIn);
    expect(issues.map(({ code, field }) => [code, field])).toEqual([
      ['check-failed', 'settings.minMs'],
      ['check-failed', 'settings.silenceMs'],
    ]);
  });
});
