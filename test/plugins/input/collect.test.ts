import { describe, expect, test } from 'vitest';
import { validateFlow } from '#runtime/flow/validate';
import { aroundStep, builtIn, leftBy, run, timeIn } from '../../support/flow-of.ts';

const prompt = { say: 'Your number, please.' };
const exits = ['collected', 'noInput', 'invalid'];
const collect = (settings: object = {}, rest: object = {}) =>
  aroundStep('collect', { prompt, ...settings }, exits, { ...rest });
const press = (...keys: string[]) => keys.map((each) => ({ press: each }));

describe('collect', () => {
  test.each([
    ['digits', {}, '007#', '007', '007'],
    ['number', { type: 'number' }, '007#', 7, '007'],
    ['amount', { type: 'amount' }, '12*50#', 12.5, '12*50'],
    ['date', { type: 'date' }, '24122030', '2030-12-24', '24122030'],
    ['date, month first', { type: 'date', dateOrder: 'monthDayYear' }, '12242030', '2030-12-24', '12242030'],
    ['date, year first', { type: 'date', dateOrder: 'yearMonthDay' }, '20301224', '2030-12-24', '20301224'],
    ['phone', { type: 'phone' }, '2025550123#', '+12025550123', '2025550123'],
    ['phone of a country', { type: 'phone', country: 'DE' }, '030123456#', '+4930123456', '030123456'],
    ['phone abroad', { type: 'phone', country: 'DE' }, '0012025550123#', '+12025550123', '0012025550123'],
    ['yes', { type: 'yesNo' }, '1', true, '1'],
    ['no', { type: 'yesNo' }, '2', false, '2'],
  ])('understands %s', async (_, settings, keys, value, digits) => {
    const call = await run(collect(settings), press(keys));
    expect(leftBy(call)).toEqual({ exit: 'collected', data: { value, digits } });
  });

  test.each([
    ['a star among digits', {}, '12*4#'],
    ['a date that is none', { type: 'date' }, '31022030'],
    ['half a date', { type: 'date' }, '3112#'],
    ['a year without a century', { type: 'date' }, '01010030'],
    ['two decimal points', { type: 'amount' }, '1*2*3#'],
    ['a phone number that is too short', { type: 'phone' }, '12345#'],
    ['a country that is none', { type: 'phone', country: 'ZZ' }, '2025550123#'],
    ['neither yes nor no', { type: 'yesNo' }, '3'],
    ['too few digits', { min: 4 }, '123#'],
    ['what the check rejects', { type: 'number', check: 'value <= 10' }, '11#'],
  ])('leaves by invalid for %s', async (_, settings, keys) => {
    const call = await run(collect({ ...settings, tries: 1 }), press(keys));
    expect(leftBy(call)).toEqual({ exit: 'invalid', data: { digits: keys.replace('#', '') } });
  });

  test('leaves by noInput after all tries', async () => {
    const call = await run(collect({ tries: 2, firstKeyMs: 5_000 }));
    expect(leftBy(call)).toEqual({ exit: 'noInput', data: { tries: 2 } });
    expect(timeIn(call)).toBe(2 * (300 + prompt.say.length * 65 + 5_000));
  });

  test('asks again after a wrong answer and after none, and says so', async () => {
    const settings = {
      min: 4,
      max: 4,
      invalidPrompt: { say: 'Four digits, please.' },
      noInputPrompt: { say: 'Nothing heard.' },
    };
    const call = await run(collect(settings), [{ press: '12#' }, { at: 'node', afterMs: 15_000, press: '1234' }]);
    expect(call.heard).toEqual([prompt.say, `Four digits, please. ${prompt.say}`, `Nothing heard. ${prompt.say}`]);
    expect(leftBy(call)).toEqual({ exit: 'collected', data: { value: '1234', digits: '1234' } });
  });

  test('ends with the last digit that fits, and drops a finish key pressed after it', async () => {
    const call = await run(collect({ min: 2, max: 2, readBack: { after: { say: 'Right?' } } }), press('12#', '1'));
    expect(leftBy(call).data).toEqual({ value: '12', digits: '12' });
  });

  test('ends when no further key comes', async () => {
    const call = await run(collect({ nextKeyMs: 2_000, finishKey: 'none' }), press('12'));
    expect(leftBy(call).data).toEqual({ value: '12', digits: '12' });
    expect(timeIn(call)).toBe(1_000 + 250 + 2_000);
  });

  test('checks an answer against variables too', async () => {
    const flow = collect(
      { check: 'same(value, vars.code)', tries: 1 },
      {
        variables: [{ name: 'code', type: 'text', default: '4711' }],
      },
    );
    expect(leftBy(await run(flow, press('4711#'))).exit).toBe('collected');
    expect(leftBy(await run(flow, press('4712#'))).exit).toBe('invalid');
  });

  test('keeps the answer in a variable', async () => {
    const flow = collect({ type: 'number', variable: 'count' }, { variables: [{ name: 'count', type: 'number' }] });
    expect((await run(flow, press('12#'))).record.variables).toEqual({ count: 12 });
  });

  describe('read back', () => {
    const readBack = { before: { say: 'You entered' }, after: { say: 'Right: 1. Again: 2.' } };

    test.each([
      ['digits one by one', {}, '471#', '4 7 1'],
      ['a date by the name of its month', { type: 'date' }, '24122030', 'December 24, 2030'],
      ['an amount', { type: 'amount' }, '12*50#', '12.5'],
    ])('says %s', async (_, settings, keys, spoken) => {
      const call = await run(collect({ ...settings, readBack }), press(keys, '1'));
      expect(call.heard[1]).toBe(`You entered ${spoken} Right: 1. Again: 2.`);
      expect(leftBy(call).exit).toBe('collected');
    });

    test('asks anew after 2', async () => {
      const call = await run(collect({ readBack }), press('11#', '2', '22#', '1'));
      expect(leftBy(call)).toEqual({ exit: 'collected', data: { value: '22', digits: '22' } });
    });

    test('reads it again after another key', async () => {
      const call = await run(collect({ readBack }), press('11#', '5', '1'));
      expect(call.heard.filter((text) => text.startsWith('You entered'))).toHaveLength(2);
      expect(leftBy(call).exit).toBe('collected');
    });

    test('leaves by invalid when nothing was ever right', async () => {
      const call = await run(collect({ readBack, tries: 2 }), press('11#', '2', '22#', '2'));
      expect(leftBy(call)).toEqual({ exit: 'invalid', data: { digits: '22' } });
    });

    test('leaves by noInput when nobody answers', async () => {
      const call = await run(collect({ readBack, tries: 2 }), press('11#'));
      expect(leftBy(call)).toEqual({ exit: 'noInput', data: { tries: 2 } });
    });
  });

  test('keeps a secret answer out of all that is stored', async () => {
    const flow = collect(
      { sensitive: true, variable: 'pin' },
      {
        variables: [{ name: 'pin', type: 'text', sensitive: true }],
      },
    );
    const call = await run(flow, press('84736#'), {
      ports: { seal: () => ({ $sealed: 'x' }), open: (value) => value },
    });
    expect(leftBy(call)).toEqual({ exit: 'collected', data: { $sealed: 'x' } });
    expect(JSON.stringify(call.record)).not.toContain('84736');
    expect(call.record.variables).toEqual({ pin: { $sealed: 'x' } });
  });

  test.each([
    ['fewest above most', { min: 5, max: 4 }, 'min'],
    ['a star that is point and end', { type: 'amount', finishKey: '*' }, 'finishKey'],
    ['a secret that is read back', { sensitive: true, readBack: { after: { say: 'Right?' } } }, 'readBack'],
    ['a yes that is read back', { type: 'yesNo', readBack: { after: { say: 'Right?' } } }, 'readBack'],
  ])('refuses %s', (_, settings, field) => {
    expect(validateFlow(collect(settings), builtIn)).toMatchObject([
      { code: 'check-failed', field: `settings.${field}` },
    ]);
  });

  test('needs only a prompt, and lets its check read value', () => {
    expect(validateFlow(collect({ check: 'value != ""' }), builtIn)).toEqual([]);
    expect(validateFlow(collect({ check: 'valu != ""' }), builtIn)).toMatchObject([{ code: 'name-unknown' }]);
  });

  test('refuses a variable that the flow does not have', () => {
    expect(validateFlow(collect({ variable: 'nothing' }), builtIn)).toMatchObject([{ code: 'variable-undeclared' }]);
  });
});
