import { expect, test } from 'vitest';
import { callerIdOf } from '#asterisk-config/caller-id';
import { trunkDialString } from '#asterisk-config/dial-string';
import { trunkOf } from '../support/trunk.ts';

test.each([
  [{}, '+4930123', 'PJSIP/pc-acme/sip:+4930123@sip.example.net'],
  [{ port: 5080, transport: 'tls' }, '+4930123', 'PJSIP/pc-acme/sip:+4930123@sip.example.net:5080;transport=tls'],
  [{ leadingPlus: false, techPrefix: '12#' }, '+4930123', 'PJSIP/pc-acme/sip:12%234930123@sip.example.net'],
  [{ leadingPlus: false }, '112', 'PJSIP/pc-acme/sip:112@sip.example.net'],
  [
    { domain: undefined, registrar: 'reg.example.net:5070' },
    '+4930123',
    'PJSIP/pc-acme/sip:+4930123@reg.example.net:5070',
  ],
  [{ kind: 'pbx', pbx: { endpoint: 'theirs' } }, '+4930123', 'PJSIP/+4930123@theirs'],
  [{ kind: 'pbx', pbx: { endpoint: 'theirs', context: 'from-internal' } }, '+4930123', 'Local/+4930123@from-internal'],
])('a trunk of %o dials %s as %s', (settings, number, dialled) => {
  expect(trunkDialString(trunkOf(settings), number)).toBe(dialled);
});

test.each(['', '+', 'x', '+49@evil.example', '1&PJSIP/other/1', '1;transport=tcp', '1'.repeat(33), '+1 2', '1\n2'])(
  '%s is not dialled',
  (number) => {
    expect(() => trunkDialString(trunkOf(), number)).toThrow(expect.objectContaining({ code: 'number-undialable' }));
  },
);

test('the number that is shown is the one that calls, the fixed one, or the account', () => {
  const from = { number: '+4930999' };
  expect(callerIdOf(trunkOf(), from).number).toBe('+4930999');
  expect(callerIdOf(trunkOf({ leadingPlus: false }), from).number).toBe('4930999');
  expect(callerIdOf(trunkOf({ callerId: { show: 'fixed', fixed: '+4930111222' } }), from).number).toBe('+4930111222');
  expect(callerIdOf(trunkOf({ kind: 'digest', username: 'acme' }), undefined).number).toBe('acme');
  expect(callerIdOf(trunkOf(), undefined).number).toBeUndefined();
});

test('headers of the trunk are variables of the channel, and a 302 leads nowhere', () => {
  const { headers, variables } = callerIdOf(trunkOf({ headers: [{ name: 'X-Token', value: 'a;b, c' }] }), undefined);
  expect(headers).toEqual([['X-Token', 'a;b, c']]);
  expect(variables).toEqual({ FORWARD_CONTEXT: 'patchcord-nowhere', 'PJSIP_HEADER(add,X-Token)': 'a;b, c' });
});
