import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseCarrierSettings } from '#asterisk-config/parse-carrier-settings';
import { Trunk } from '#asterisk-config/trunk';

test('a block of YAML fills the form, and the password comes apart from it', () => {
  const { settings, secrets, unknown, problems } = parseCarrierSettings(`
provider: Telnyx
sip:
  server: sip.telnyx.com
  Registrar: sip.telnyx.com
  User Name: 00123
  password: 0x1F
  transport: TCP
  codecs: [PCMA, G.711u, G729, speex]
  DTMF: RFC2833
color: blue
`);
  expect(settings).toEqual({
    carrier: 'telnyx-credentials',
    domain: 'sip.telnyx.com',
    registrar: 'sip.telnyx.com',
    username: '00123',
    transport: 'tcp',
    codecs: ['alaw', 'ulaw', 'g729'],
    dtmf: 'rfc4733',
    kind: 'registration',
    sourceAddresses: ['192.76.120.10', '64.16.250.10'],
  });
  expect(secrets).toEqual({ password: '0x1F' });
  expect(unknown).toEqual(['color']);
  expect(problems).toEqual([]);
});

test('JSON, lines, and an address that says several things are read as well', () => {
  const json = '{"trunk": {"domain": "sip:acme.pstn.twilio.com:5061;transport=tls"}}';
  expect(parseCarrierSettings(json).settings).toEqual({
    carrier: 'twilio',
    kind: 'ip',
    domain: 'acme.pstn.twilio.com',
    port: 5061,
    transport: 'tls',
    // What the preset knows beside it.
    mediaEncryption: 'sdes',
    sourceAddresses: expect.arrayContaining(['54.172.60.0/30']),
  });
  const lines = parseCarrierSettings('SIP Server = sip.example.net\nUsername: jo\nPassword: a: b # c\n"');
  expect(lines.settings).toEqual({
    domain: 'sip.example.net',
    username: 'jo',
    kind: 'digest',
    carrier: 'generic-digest',
  });
  expect(lines.secrets).toEqual({ password: 'a: b # c' });
});

test('the usual but wrong block for Twilio is recognised', () => {
  const text = 'Proxy/Registrar: sip.twilio.com\nTransport: TLS\nPort: 5061\nUsername: acme\nPassword: x';
  expect(parseCarrierSettings(text).problems).toEqual([expect.objectContaining({ code: 'twilio-registrar' })]);
});

test('a value that no trunk can have is named and left out', () => {
  const { settings, problems } = parseCarrierSettings('server: "a b; c"\nport: 99999\nusername: "a\\nb"');
  expect(settings).toEqual({ kind: 'ip', carrier: 'generic-ip' });
  const unusable = problems.filter(({ code }) => code === 'pasted-value-unusable');
  expect(unusable.map(({ field }) => field)).toEqual(['domain', 'port', 'username']);
});

test.each([
  ['nothing', ''],
  ['prose', 'please call us'],
  ['more than a page', `a: b\n`.repeat(10_000)],
])('%s is no settings, and says so', (_what, text) => {
  expect(parseCarrierSettings(text)).toMatchObject({ settings: {}, problems: [{ code: 'pasted-unreadable' }] });
});

test.each([
  [
    'aliases of aliases',
    `a: &a [x,x]\n${[...'bcdefghij'].map((c, i) => `${c}: &${c} [${`*${'abcdefghi'[i]},`.repeat(9)}x]`).join('\n')}`,
  ],
  ['very deep lists', '['.repeat(15_000)],
  ['very deep maps', `${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`],
  ['names of prototypes', '{"__proto__": {"domain": "evil.example"}, "constructor": {"prototype": {"x": 1}}}'],
  ['merge keys', 'base: &b {port: 1}\n<<: *b\n'],
  ['tags', 'password: !!js/function "x"\nserver: !!binary aGk='],
])('%s do no harm', (_what, text) => {
  const begun = performance.now();
  const { settings } = parseCarrierSettings(text);
  expect(performance.now() - begun).toBeLessThan(1500);
  expect(Trunk.partial().safeParse(settings).success).toBe(true);
  expect(({} as Record<string, unknown>).x).toBeUndefined();
});

test('of whatever text, only settings come that a trunk can have, and no password but apart', () => {
  const name = fc.constantFrom(
    'server',
    'registrar',
    'user',
    'port',
    'transport',
    'ips',
    'did',
    'x',
    '__proto__',
    'codecs',
  );
  const line = fc.tuple(name, fc.string({ unit: 'grapheme', maxLength: 20 })).map(([a, b]) => `${a}: ${b}`);
  fc.assert(
    fc.property(
      fc.oneof(
        fc.array(line).map((lines) => lines.join('\n')),
        fc.string(),
        fc.json(),
      ),
      (text) => {
        const { settings, unknown } = parseCarrierSettings(`${text}\npassword: S3cret-planted`);
        expect(Trunk.partial().safeParse(settings).success).toBe(true);
        expect(JSON.stringify([settings, unknown])).not.toContain('S3cret-planted');
      },
    ),
    { numRuns: 500 },
  );
});
