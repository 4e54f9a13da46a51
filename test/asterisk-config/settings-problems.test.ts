import { expect, test } from 'vitest';
import { findSettingsProblems } from '#asterisk-config/settings-problems';
import { trunkOf } from '../support/trunk.ts';

const password = { secret: 'ACME' };
const good = { sourceAddresses: ['192.0.2.1'] };

test('the usual but wrong settings of Twilio are recognised, with what to enter instead', () => {
  const settings = {
    kind: 'registration',
    registrar: 'sip.twilio.com:5061',
    username: 'x',
    password,
    domain: undefined,
  };
  const [problem, ...more] = findSettingsProblems(trunkOf(settings));
  expect(more).toEqual([]);
  expect(problem).toMatchObject({
    severity: 'error',
    code: 'twilio-registrar',
    field: 'registrar',
    fix: expect.stringContaining('pstn.twilio.com'),
    suggestion: { carrier: 'twilio', kind: 'digest' },
  });
  expect(findSettingsProblems(trunkOf({ ...settings, registrar: 'acme.SIP.twilio.com' }))).toHaveLength(1);
});

test.each([
  ['nothing', { ...good }, []],
  ['no registrar', { kind: 'registration', domain: undefined, username: 'x', password }, ['trunk-registrar-missing']],
  ['no user name', { kind: 'registration', registrar: 'x.example', password }, ['trunk-username-missing']],
  ['no password', { kind: 'digest', username: 'x', ...good }, ['trunk-password-missing']],
  ['no server', { domain: undefined, ...good }, ['trunk-domain-missing']],
  ['no addresses', {}, ['source-addresses-missing']],
  ['the whole internet', { sourceAddresses: ['0.0.0.0/0'] }, ['source-addresses-wide', 'source-address-own']],
  ['this machine', { sourceAddresses: ['127.0.0.0/30'] }, ['source-address-own']],
  ['another loopback address', { sourceAddresses: ['127.0.0.2'] }, []],
  ['TLS on 5060', { ...good, transport: 'tls', port: 5060 }, ['tls-on-5060']],
  ['UDP on 5061', { ...good, port: 5061 }, ['plain-on-5061']],
  ['keys in the open', { ...good, mediaEncryption: 'sdes' }, ['sdes-without-tls']],
  ['a certificate unread', { ...good, transport: 'tls', verifyCertificate: false }, ['certificate-unchecked']],
  ['no fixed number', { ...good, callerId: { show: 'fixed' } }, ['caller-id-missing']],
  ['a second From', { ...good, headers: [{ name: 'f', value: 'x' }] }, ['header-reserved']],
  [
    'a header twice',
    {
      ...good,
      headers: [
        { name: 'X-A', value: 'x' },
        { name: 'x-a', value: 'y' },
      ],
    },
    ['header-repeated'],
  ],
  ['a host of somebody else', { ...good, carrier: 'vonage' }, ['host-of-another-carrier']],
  ['no endpoint', { kind: 'pbx' }, ['trunk-pbx-missing']],
  ['their endpoint', { kind: 'pbx', pbx: { endpoint: 'theirs' } }, []],
])('%s: %o has the problems %o', (_what, settings, codes) => {
  const problems = findSettingsProblems(trunkOf(settings));
  expect(problems.map(({ code }) => code)).toEqual(codes);
  for (const { message, fix } of problems) expect([message, fix].every((text) => /[.]$/.test(text))).toBe(true);
});
