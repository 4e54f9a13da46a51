import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DialRules } from '#asterisk-config/dial-rules';
import { mayShow } from '#runtime/dial-gate/caller-id';
import { mayDialNumber } from '#runtime/dial-gate/may-dial';
import { mayDialSip } from '#runtime/dial-gate/may-dial-sip';
import { destinationOf, destinations, tableRules } from './destinations.ts';

const nothing = DialRules.parse({});
const decide = (rules: DialRules, to: string) => {
  const destination = destinationOf(to);
  return 'sip' in destination ? mayDialSip(rules, destination.sip) : mayDialNumber(rules, destination.number);
};
const codeOf = (rules: DialRules, to: string) => {
  const decided = decide(rules, to);
  return decided.allowed ? 'allowed' : decided.code;
};

describe('the toll-fraud table', () => {
  test('holds 300 destinations at least, none of them twice', () => {
    expect(destinations.length).toBeGreaterThanOrEqual(300);
    expect(new Set(destinations.map(({ to }) => to)).size).toBe(destinations.length);
  });

  test.each(destinations.map((row) => [row.expected, row.to.slice(0, 60), row] as const))(
    '%s: %s',
    (_code, _to, row) => {
      expect(codeOf(tableRules, row.to), row.why).toBe(row.expected);
    },
  );

  test('without rules nothing of it may be called', () => {
    for (const { to } of destinations) expect(codeOf(nothing, to)).not.toBe('allowed');
  });

  test('every refusal says what to do', () => {
    for (const { to } of destinations) {
      const decided = decide(tableRules, to);
      if (!decided.allowed)
        expect([decided.message.length > 10, decided.fix.length > 10, to]).toEqual([true, true, to]);
    }
  });
});

describe('the rules', () => {
  const rules = (prefixes: DialRules['prefixes'], countries: string[] = []): DialRules =>
    DialRules.parse({ prefixes, countries });

  test('the longest prefix decides, before the country', () => {
    const some = rules(
      [
        { prefix: '+4930', allow: false },
        { prefix: '+49301', allow: true },
      ],
      ['DE'],
    );
    expect(codeOf(some, '+4930212345')).toBe('destination-denied');
    expect(codeOf(some, '+4930123456')).toBe('allowed');
    expect(codeOf(some, '+4940123456')).toBe('allowed');
  });

  test('of two rules for the same prefix the one that denies counts, in either order', () => {
    const both = [
      { prefix: '+4930', allow: true },
      { prefix: '+4930', allow: false },
    ];
    expect(codeOf(rules(both), '+4930123456')).toBe('destination-denied');
    expect(codeOf(rules(both.toReversed()), '+4930123456')).toBe('destination-denied');
  });

  test('a prefix for a whole country opens none of its premium numbers', () => {
    expect(codeOf(rules([{ prefix: '+49', allow: true }]), '+499003123456')).toBe('destination-premium');
    expect(codeOf(rules([{ prefix: '+4990', allow: true }]), '+499003123456')).toBe('destination-premium');
    expect(codeOf(rules([{ prefix: '+49900', allow: true }]), '+499003123456')).toBe('allowed');
  });

  test('a national number is read by the country of the number it is called from', () => {
    expect(mayDialNumber(rules([], ['DE']), '030 123456', 'DE')).toEqual({ allowed: true, number: '+4930123456' });
    expect(mayDialNumber(rules([], ['US']), '(212) 555-1234', 'US')).toEqual({ allowed: true, number: '+12125551234' });
    expect(mayDialNumber(rules([], ['DE']), '09003123456', 'DE')).toMatchObject({ code: 'destination-premium' });
    expect(mayDialNumber(rules([], ['DE']), '030123456', '__proto__')).toMatchObject({ code: 'destination-malformed' });
  });

  test('a short number is allowed only by a rule for itself, also where a country code begins like it', () => {
    expect(codeOf(rules([{ prefix: '+112', allow: true }]), '112')).toBe('destination-emergency');
    expect(codeOf(rules([{ prefix: '11', allow: true }]), '112')).toBe('destination-emergency');
    expect(codeOf(rules([{ prefix: '112', allow: true }]), '112')).toBe('allowed');
  });
});

test('whatever text is asked for, what is dialled is a number or nothing', () => {
  const open = DialRules.parse({
    countries: ['DE', 'US', 'GB'],
    prefixes: [1, 2, 3, 4, 5, 6, 7, 8, 9].map((digit) => ({ prefix: `+${digit}`, allow: true })),
    sipHosts: ['pbx.example.com'],
  });
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.stringMatching(/^[+0-9*#() .;,@&a-z/-]{0,40}$/),
    fc.stringMatching(/^\+[0-9]{5,16}$/),
  );
  fc.assert(
    fc.property(text, (to) => {
      const number = mayDialNumber(open, to, 'DE');
      if (number.allowed) expect(number.number).toMatch(/^(\+[1-9][0-9]{5,14}|[0-9*#]{1,6})$/);
      const sip = mayDialSip(open, to);
      if (sip.allowed) expect(sip.uri).toMatch(/^sip:[A-Za-z0-9+*#_.-]+@pbx\.example\.com(:[0-9]+)?$/);
    }),
    { numRuns: 5_000 },
  );
});

describe('the caller ID', () => {
  const rules = DialRules.parse({ callerIds: ['+493099999999'] });
  const own = new Set(['+4930123456']);
  test('is one of our numbers, or a verified one', () => {
    expect(mayShow(rules, own, '+4930123456')).toEqual({ allowed: true });
    expect(mayShow(rules, own, '+493099999999')).toEqual({ allowed: true });
    expect(mayShow(rules, own, '+4930123457')).toMatchObject({ code: 'caller-id-not-owned' });
  });

  test('is a number and nothing else', () => {
    for (const hostile of ['', '030123', '"Bank" <+4930123456>', '+4930123456\r\nX: y', '+4930123456;x', 'anonymous'])
      expect(mayShow(rules, own, hostile)).toMatchObject({ code: 'caller-id-malformed' });
  });
});
