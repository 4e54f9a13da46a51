import { expect, test } from 'vitest';
import { toE164 } from '#asterisk-config/called-number';

test.each([
  ['+4930123456', undefined, '+4930123456'],
  ['004930123456', undefined, '+4930123456'],
  ['004930123456', 'US', '+4930123456'],
  ['030123456', 'DE', '+4930123456'],
  ['4930123456', 'DE', '+4930123456'],
  ['4930123456', undefined, '+4930123456'],
  ['2025550123', 'US', '+12025550123'],
  ['12025550123', 'US', '+12025550123'],
  ['12025550123', undefined, '+12025550123'],
  ['0114930123456', 'US', '+4930123456'],
  ['442071838750', 'GB', '+442071838750'],
  ['02071838750', 'GB', '+442071838750'],
  ['sip:+442071838750@example.net;user=phone', undefined, '+442071838750'],
  ['tel:+44-20-7183-8750', undefined, '+442071838750'],
  ['%2B442071838750', undefined, '+442071838750'],
  ['+442071838750;npdi', undefined, '+442071838750'],
])('%s in %s is %s', (dialled, country, number) => {
  expect(toE164(dialled, country)).toBe(number);
});

test.each(['', 's', 'sales', '+', '100', '*98', '+0123456789', '+49 abc', '%', '1'.repeat(200), '+1'.repeat(20)])(
  '%s is no telephone number',
  (dialled) => {
    expect(toE164(dialled)).toBeUndefined();
  },
);

test('a country that nobody knows changes nothing', () => {
  expect(toE164('030123456', 'XX')).toBeUndefined();
});
