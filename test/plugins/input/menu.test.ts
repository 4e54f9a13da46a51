import { describe, expect, test } from 'vitest';
import { validateFlow } from '#runtime/flow/validate';
import { aroundStep, builtIn, leftBy, run, timeIn } from '../../support/flow-of.ts';

const settings = {
  prompt: { say: 'For sales press 1, for support press 2.' },
  options: [
    { id: 'sales', key: '1', label: 'Sales' },
    { id: 'support', key: '2', label: 'Support' },
  ],
};
const exits = ['options:sales', 'options:support', 'noInput', 'invalid'];
const menu = (more: Record<string, never> | object = {}) => aroundStep('menu', { ...settings, ...more }, exits);

describe('menu', () => {
  test('leaves by the choice whose key is pressed', async () => {
    const call = await run(menu(), [{ press: '2' }]);
    expect(leftBy(call)).toEqual({ exit: 'options:support', data: { key: '2', label: 'Support' } });
    expect(call.record.end).toMatchObject({ by: 'flow' });
  });

  test('leaves by noInput when no key is pressed, after asking three times', async () => {
    const call = await run(menu());
    expect(leftBy(call)).toEqual({ exit: 'noInput', data: { tries: 3 } });
    expect(call.heard).toEqual([settings.prompt.say, settings.prompt.say, settings.prompt.say]);
    expect(timeIn(call)).toBeGreaterThanOrEqual(3 * 6_000);
  });

  test('leaves by invalid with the last wrong key', async () => {
    const call = await run(menu({ tries: 2 }), [{ press: '7' }, { press: '9' }]);
    expect(leftBy(call)).toEqual({ exit: 'invalid', data: { lastKey: '9' } });
  });

  test('takes a right key after a wrong one', async () => {
    const call = await run(menu(), [{ press: '7' }, { press: '1' }]);
    expect(leftBy(call).exit).toBe('options:sales');
  });

  test('says what is for a wrong key and for no key before it asks again', async () => {
    const prompts = { invalidPrompt: { say: 'Not a choice.' }, noInputPrompt: { say: 'Nothing heard.' } };
    const call = await run(menu({ ...prompts, tries: 3 }), [{ press: '7' }]);
    expect(call.heard).toEqual([
      settings.prompt.say,
      `Not a choice. ${settings.prompt.say}`,
      `Nothing heard. ${settings.prompt.say}`,
    ]);
    expect(leftBy(call).exit).toBe('noInput');
  });

  test('lets a key interrupt the prompt', async () => {
    const call = await run(menu(), [{ at: 'node', afterMs: 100, press: '1' }]);
    expect(timeIn(call)).toBe(100);
  });

  test('drops keys during a prompt that may not be interrupted', async () => {
    const call = await run(menu({ bargeIn: 'none', tries: 1 }), [{ at: 'node', afterMs: 100, press: '1' }]);
    expect(leftBy(call).exit).toBe('noInput');
  });

  test('refuses two choices with one key', () => {
    const options = [
      { id: 'a', key: '1' },
      { id: 'b', key: '1' },
    ];
    const flow = aroundStep('menu', { ...settings, options }, ['options:a', 'options:b', 'noInput', 'invalid']);
    expect(validateFlow(flow, builtIn)).toMatchObject([{ code: 'check-failed', field: 'settings.options' }]);
  });

  test('refuses a key that no telephone has', () => {
    const flow = aroundStep('menu', { ...settings, options: [{ id: 'a', key: 'x' }] }, [
      'options:a',
      'noInput',
      'invalid',
    ]);
    expect(validateFlow(flow, builtIn)).toMatchObject([{ code: 'settings-invalid', nodeId: 'node' }]);
  });

  test('needs only a prompt and choices', () => {
    expect(validateFlow(menu(), builtIn)).toEqual([]);
  });
});
