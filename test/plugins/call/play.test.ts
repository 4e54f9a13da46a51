import { describe, expect, test } from 'vitest';
import { validateFlow } from '#runtime/flow/validate';
import { aroundStep, builtIn, flowOf, leftBy, run, timeIn } from '../../support/flow-of.ts';

const asset = `sha256:${'a'.repeat(64)}`;
const play = (settings: object, rest: object = {}) => aroundStep('play', { ...settings }, ['next'], { ...rest });

describe('play', () => {
  test('says its sounds one after another and leaves by next', async () => {
    const call = await run(play({ sounds: [{ say: 'Hello.' }, { asset }, { say: 'Bye.' }] }));
    expect(leftBy(call)).toEqual({ exit: 'next', data: undefined });
    expect(call.heard).toEqual(['Hello.  Bye.']);
    expect(timeIn(call)).toBe(300 + 6 * 65 + 2_000 + 300 + 4 * 65);
  });

  test('answers the call by itself', async () => {
    expect((await run(play({ sounds: [{ say: 'Hello.' }] }))).record.answeredMs).toBeDefined();
  });

  test('says values, and nothing for a value that is missing', async () => {
    const flow = play(
      { sounds: [{ say: 'Hello {{ vars.name }}{{ vars.none }}.' }] },
      {
        variables: [
          { name: 'name', type: 'text', default: 'Ada' },
          { name: 'none', type: 'text' },
        ],
      },
    );
    expect((await run(flow)).heard).toEqual(['Hello Ada.']);
  });

  test('is ended by a key, which stays for the next step', async () => {
    const flow = flowOf({
      start: { step: 'incoming-call', to: { next: 'node' } },
      node: { step: 'play', settings: { sounds: [{ say: 'A very long welcome.' }], times: 3 }, to: { next: 'menu' } },
      menu: {
        step: 'menu',
        settings: { prompt: { say: 'Press 1.' }, options: [{ id: 'a', key: '1' }] },
        to: { 'options:a': 'end', noInput: 'end', invalid: 'end' },
      },
      end: { step: 'hang-up' },
    });
    const call = await run(flow, [{ at: 'node', afterMs: 200, press: '1' }]);
    expect(timeIn(call)).toBe(200);
    expect(leftBy(call, 'menu').exit).toBe('options:a');
  });

  test('is played to its end when the caller may not interrupt', async () => {
    const call = await run(play({ sounds: [{ say: 'Hello.' }], bargeIn: 'none' }), [
      { at: 'node', afterMs: 100, press: '1' },
    ]);
    expect(timeIn(call)).toBe(300 + 6 * 65);
  });

  test('repeats as often as it is told', async () => {
    expect((await run(play({ sounds: [{ say: 'Hello.' }], times: 3 }))).heard).toEqual(['Hello.', 'Hello.', 'Hello.']);
  });

  const afterRecord = (sound: object) =>
    flowOf({
      start: { step: 'incoming-call', to: { next: 'message' } },
      message: { step: 'record', to: { recorded: 'node', silent: 'node' } },
      node: { step: 'play', settings: { sounds: [{ ...sound }] }, to: { next: 'end' } },
      end: { step: 'hang-up' },
    });

  test.each([
    ['the node that recorded it', { recordedBy: 'message' }],
    ['an expression', { recording: 'steps.message.recordingId' }],
  ])('plays back a recording of this call by %s', async (_, sound) => {
    const call = await run(afterRecord(sound), [{ speak: 'A message that is long enough.' }]);
    expect(leftBy(call).exit).toBe('next');
    expect(timeIn(call)).toBe(2_000);
  });

  test('leaves out a recording that was never made', async () => {
    const call = await run(afterRecord({ recordedBy: 'message' }));
    expect(leftBy(call)).toEqual({ exit: 'next', data: undefined });
    expect(timeIn(call)).toBe(0);
    expect(call.record.events).toContainEqual(
      expect.objectContaining({
        type: 'log.written',
        level: 'warn',
        message: 'There is no such recording in this call.',
      }),
    );
  });

  test("fails rather than play another call's recording", async () => {
    const call = await run(play({ sounds: [{ recording: "'other-call:1:1'" }] }));
    expect(leftBy(call)).toMatchObject({ exit: 'failed', data: { code: 'recording-not-of-this-call' } });
  });

  test('has its expression checked before publishing', () => {
    expect(validateFlow(play({ sounds: [{ recording: 'steps.nobody.recordingId' }] }), builtIn)).toMatchObject([
      { code: 'step-reference-unknown', field: 'settings.sounds[0].recording' },
    ]);
    expect(validateFlow(play({ sounds: [{ say: ' ' }] }), builtIn)).toMatchObject([{ code: 'prompt-empty' }]);
    expect(validateFlow(play({ sounds: [] }), builtIn)).toMatchObject([{ code: 'settings-invalid' }]);
  });
});
