import { describe, expect, it } from 'vitest';
import {
  clockText,
  dayText,
  endSentence,
  lengthText,
  safeText,
  valueText,
  whoText,
} from '../../../editor/calls/call-text.ts';

describe('the words for a call', () => {
  it('say times as a clock shows them, and lengths as people say them', () => {
    expect([0, 7_900, 725_000, 3_723_000].map(clockText)).toEqual(['0:00', '0:07', '12:05', '1:02:03']);
    expect([340, 9_940, 9_960, 125_000, 180_000].map(lengthText)).toEqual([
      '0.3 s',
      '9.9 s',
      '10 s',
      '2 min 5 s',
      '3 min',
    ]);
  });

  it('name today and yesterday, also over the change of clocks', () => {
    expect(dayText(new Date(2027, 2, 28, 23, 59), new Date(2027, 2, 29, 0, 1))).toBe('Yesterday');
    expect(dayText(new Date(2027, 2, 28, 0, 1), new Date(2027, 2, 28, 23, 59))).toBe('Today');
  });

  it('show a name that comes with a call as text that can not disguise itself', () => {
    expect(safeText('Bank \u202egpj.exe\u2066\u0000\u200b')).toBe('Bank gpj.exe');
    expect(safeText('x'.repeat(500))).toHaveLength(80);
    expect(whoText('+4930123', '<b>Eve</b>')).toEqual({ main: '<b>Eve</b>', more: '+4930123' });
    expect(whoText('', ' \u200f ')).toEqual({ main: 'Number withheld', more: '' });
  });

  it('say how a call ended in one sentence', () => {
    expect(endSentence({ by: 'caller' }, 'Main menu')).toBe('The caller hung up at Main menu');
    expect(endSentence({ by: 'flow' }, 'Goodbye')).toBe('The flow ended it');
    expect(endSentence({ by: 'failed', code: 'step-limit', message: 'main: too many' })).toBe(
      'Something failed: the call went in circles, and was stopped',
    );
    expect(endSentence({ by: 'failed', code: 'odd', message: 'main: The door is shut.' }, 'Main menu')).toBe(
      'Failed at Main menu: The door is shut',
    );
    expect(endSentence({ by: 'lost', code: 'lost-in-gap' })).toBe(
      'The connection was lost: it ended while Patchcord was away',
    );
  });

  it('keep secret what is sealed', () => {
    expect(valueText({ sealed: true })).toBeUndefined();
    expect(valueText({ a: 1 })).toBe('{"a":1}');
    expect(valueText('')).toBe('');
  });
});
