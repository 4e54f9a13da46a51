import { afterEach, expect, test } from 'vitest';
import { Trunk } from '#asterisk-config/trunk';
import { trunkObjects } from '#asterisk-config/trunk-objects';
import type { RungId } from '#asterisk-config/trunk-test';
import { dynamicConfigOf } from '#runtime/ari/dynamic-config';
import type { ClimbRequest } from '#runtime/trunks/ladder/climb';
import { openLadderLine, removeLeftTestTrunks } from '#runtime/trunks/ladder/ladder-line';
import type { Certificates } from '../support/carrier/certificates.ts';
import { FakeCarrier, type FakeCarrierOptions } from '../support/carrier/fake-carrier.ts';
import { useLadderBench } from '../support/carrier/ladder-bench.ts';

const bench = useLadderBench();
const running: FakeCarrier[] = [];
afterEach(async () => {
  for (const carrier of running.splice(0)) await carrier.stop();
});

const accounts = { alice: 'open sesame' };
const base = { name: 'Test', carrier: 'generic-registration' };
type Settings = Partial<Trunk>;

const registration = ({ address, port }: FakeCarrier): Settings => ({
  ...base,
  kind: 'registration',
  domain: address,
  port,
  username: 'alice',
  password: { secret: 'x' },
});
const digest = (carrier: FakeCarrier): Settings => ({ ...registration(carrier), kind: 'digest' });
const byAddress = ({ address, port }: FakeCarrier): Settings => ({
  ...base,
  kind: 'ip',
  domain: address,
  port,
  sourceAddresses: [address],
});

interface Fault {
  readonly carrier?: FakeCarrierOptions | ((certificates: Certificates) => FakeCarrierOptions);
  readonly trunk: (carrier: FakeCarrier) => Settings;
  readonly request?: ClimbRequest;
  readonly rung: RungId;
  readonly field: string | undefined;
  readonly seen: RegExp;
  readonly means: RegExp;
}

const to = '+442012345678';
const call = { to };
const withTls = (certificate: keyof Omit<Certificates, 'authority'>) => (certificates: Certificates) => ({
  transports: ['tls'] as const,
  certificate: certificates[certificate],
  accounts,
});
const byTls = (carrier: FakeCarrier): Settings => ({
  ...registration(carrier),
  transport: 'tls',
  port: carrier.tlsPort,
});

const faults: Readonly<Record<string, Fault>> = {
  'Twilio with a registrar': {
    trunk: (carrier) => ({ ...registration(carrier), carrier: 'twilio', registrar: 'sip.twilio.com' }),
    rung: 'settings',
    field: 'registrar',
    seen: /twilio/i,
    means: /can be made/,
  },
  'a password that is missing': {
    trunk: (carrier) => ({ ...registration(carrier), password: undefined }),
    rung: 'settings',
    field: 'password',
    seen: /password is missing/,
    means: /can be made/,
  },
  'a name that does not exist': {
    trunk: (carrier) => ({ ...registration(carrier), domain: 'sip.carier.invalid', port: undefined }),
    rung: 'dns',
    field: 'domain',
    seen: /There is no sip\.carier\.invalid/,
    means: /Nobody in the internet/,
  },
  'a registrar that does not exist': {
    trunk: (carrier) => ({ ...registration(carrier), registrar: 'reg.carier.invalid' }),
    rung: 'dns',
    field: 'registrar',
    seen: /There is no reg\.carier\.invalid/,
    means: /Nobody in the internet/,
  },
  'a name that only this machine knows': {
    trunk: (carrier) => ({ ...registration(carrier), domain: 'localhost' }),
    rung: 'dns',
    field: 'domain',
    seen: /own table of hosts knows localhost/,
    means: /Asterisk asks name servers only/,
  },
  'a wrong port, by UDP': {
    trunk: (carrier) => ({ ...registration(carrier), port: carrier.port === 9 ? 10 : 9 }),
    rung: 'options',
    field: 'port',
    seen: /nothing listens/,
    means: /no SIP server behind this port/,
  },
  'a server that never answers, by UDP': {
    carrier: { rules: { OPTIONS: { silent: true }, REGISTER: { silent: true } } },
    trunk: digest,
    rung: 'options',
    field: 'port',
    seen: /said nothing for 3 seconds/,
    means: /firewall/,
  },
  'a wrong port, by TCP': {
    trunk: (carrier) => ({ ...registration(carrier), transport: 'tcp', port: 9 }),
    rung: 'tcp',
    field: 'port',
    seen: /refuses connections/,
    means: /nothing listens on this port/,
  },
  'a certificate that the carrier made itself': {
    carrier: withTls('selfSigned'),
    trunk: byTls,
    rung: 'tls',
    field: 'verifyCertificate',
    seen: /made by 127\.0\.0\.2 itself/,
    means: /anybody could have made/,
  },
  'a certificate for another name': {
    carrier: withTls('wrongName'),
    trunk: byTls,
    rung: 'tls',
    field: 'domain',
    seen: /for sip\.elsewhere\.example, not for 127\.0\.0\.2/,
    means: /another server/,
  },
  'a certificate that is out of date': {
    carrier: withTls('expired'),
    trunk: byTls,
    rung: 'tls',
    field: 'domain',
    seen: /was good until/,
    means: /out of date/,
  },
  'TLS to a port without': {
    carrier: { transports: ['tcp'], accounts },
    trunk: (carrier) => ({ ...byTls(carrier), port: carrier.port }),
    rung: 'tls',
    field: 'port',
    seen: /does not speak TLS/,
    means: /without encryption/,
  },
  'TCP to a port for TLS': {
    carrier: withTls('good'),
    trunk: (carrier) => ({ ...byTls(carrier), transport: 'tcp' }),
    rung: 'options',
    field: 'transport',
    seen: /TLS|closed the connection/,
    means: /encrypted|another kind of connection/,
  },
  'a wrong password': {
    carrier: { accounts: { alice: 'another' } },
    trunk: registration,
    rung: 'register',
    field: 'password',
    seen: /says 401/,
    means: /user name or the password/,
  },
  'a user that the carrier does not know (404)': {
    carrier: { rules: { REGISTER: { status: 404 } } },
    trunk: registration,
    rung: 'register',
    field: 'username',
    seen: /says 404/,
    means: /does not know this user/,
  },
  'an account that is blocked (403)': {
    carrier: { accounts, rules: { REGISTER: { status: 403, reason: 'Account suspended' } } },
    trunk: registration,
    rung: 'register',
    field: 'username',
    seen: /says 403 Account suspended/,
    means: /blocked, unpaid/,
  },
  'a carrier that is overloaded (503)': {
    carrier: { accounts, rules: { REGISTER: { status: 503 } } },
    trunk: registration,
    rung: 'register',
    field: 'maxCallsPerSecond',
    seen: /says 503/,
    means: /overloaded/,
  },
  'a server that takes no registrations (405)': {
    carrier: { rules: { REGISTER: { status: 405, reason: 'Method Not Allowed' } } },
    trunk: registration,
    rung: 'register',
    field: 'registrar',
    seen: /says 405/,
    means: /takes no registrations/,
  },
  'no answer to the registration': {
    carrier: { rules: { REGISTER: { silent: true } } },
    trunk: registration,
    rung: 'register',
    field: 'port',
    seen: /no answer to the registration/,
    means: /does not arrive/,
  },
  'a destination that the dial gate refuses': {
    trunk: digest,
    request: { to: '+88213123456' },
    rung: 'call',
    field: 'to',
    seen: /not allowed/,
    means: /dial gate/,
  },
  'a wrong password for calls (407)': {
    carrier: { accounts: { alice: 'another' } },
    trunk: digest,
    request: call,
    rung: 'call',
    field: 'password',
    seen: /says 407/,
    means: /user and password/,
  },
  'a carrier that wants a password of an address that it does not know': {
    carrier: { accounts },
    trunk: byAddress,
    request: call,
    rung: 'call',
    field: 'kind',
    seen: /says 407/,
    means: /does not know your address/,
  },
  'a number that does not exist (404)': {
    carrier: { rules: { INVITE: { status: 404 } } },
    trunk: byAddress,
    request: call,
    rung: 'call',
    field: 'leadingPlus',
    seen: /says 404/,
    means: /no such number/,
  },
  'a caller ID that the carrier does not allow (403)': {
    carrier: { rules: { INVITE: { callerIds: ['+4930777'] } } },
    trunk: byAddress,
    request: { to, from: '+4930123456' },
    rung: 'call',
    field: 'callerId',
    seen: /says 403 Caller ID not allowed/,
    means: /number shown/,
  },
  'a carrier that has no line free (503)': {
    carrier: { rules: { INVITE: { status: 503 } } },
    trunk: byAddress,
    request: call,
    rung: 'call',
    field: 'maxCallsPerSecond',
    seen: /says 503/,
    means: /limit of calls/,
  },
  'a call that nobody answers with a single message': {
    carrier: { rules: { INVITE: { silent: true } } },
    trunk: byAddress,
    request: call,
    rung: 'call',
    field: 'port',
    seen: /no answer to the call/,
    means: /does not arrive/,
  },
  'a call that is sent elsewhere (302)': {
    carrier: { rules: { INVITE: { status: 302, headers: [['Contact', '<sip:+88213123456@127.0.0.9>']] } } },
    trunk: byAddress,
    request: call,
    rung: 'call',
    field: 'domain',
    seen: /says 302/,
    means: /does not follow/,
  },
  'no codec in common (488)': {
    carrier: { rules: { INVITE: { codecs: ['PCMU'] } } },
    trunk: (carrier) => ({ ...byAddress(carrier), codecs: ['g722'] }),
    request: call,
    rung: 'call',
    field: 'codecs',
    seen: /says 488/,
    means: /no codec in common/,
  },
  'a carrier that wants encrypted audio (488)': {
    carrier: { rules: { INVITE: { srtp: 'required' } } },
    trunk: byAddress,
    request: call,
    rung: 'call',
    field: 'mediaEncryption',
    seen: /says 488/,
    means: /wants encrypted audio/,
  },
  'encrypted audio that the carrier does not take (488)': {
    trunk: (carrier) => ({ ...byAddress(carrier), mediaEncryption: 'sdes' }),
    request: call,
    rung: 'call',
    field: 'mediaEncryption',
    seen: /says 488/,
    means: /insists on encrypted audio/,
  },
  'no sound that comes in': {
    carrier: { rules: { INVITE: { rtp: 'mute' } } },
    trunk: byAddress,
    request: call,
    rung: 'audio',
    field: 'publicAddress',
    seen: /\d\d+ packets of sound went out and 0 came in/,
    means: /You hear nothing/,
  },
  'a private address in what the carrier says of its sound': {
    carrier: { rules: { INVITE: { rtp: 'mute', sdpAddress: '10.1.2.3' } } },
    trunk: byAddress,
    request: call,
    rung: 'audio',
    field: 'domain',
    seen: /0 came in/,
    means: /names 10\.1\.2\.3/,
  },
  'sound that the other side does not take': {
    carrier: { rules: { INVITE: { direction: 'sendonly', rtp: 'tone' } } },
    trunk: byAddress,
    request: call,
    rung: 'audio',
    field: 'to',
    seen: /packets/,
    means: /hears nothing: it said itself/,
  },
  'sound of ours that gets lost on the way': {
    carrier: { rules: { INVITE: { rtp: 'tone', saysLost: true } } },
    trunk: byAddress,
    request: call,
    rung: 'audio',
    field: 'publicAddress',
    seen: /packets/,
    means: /our packets do not arrive/,
  },
};

test.each(Object.entries(faults))(
  '%s: the right rung, words and field',
  async (_name, fault) => {
    const { certificates, climb, left } = bench();
    const options = typeof fault.carrier === 'function' ? fault.carrier(certificates) : fault.carrier;
    const carrier = await FakeCarrier.start(options);
    running.push(carrier);
    bench().gate = async (wanted) =>
      wanted.to.startsWith('+882')
        ? { ok: false, message: 'Calls there are not allowed.', fix: 'Allow them.' }
        : { ok: true, release() {} };
    const { test: result, failed } = await climb(fault.trunk(carrier), fault.request);
    expect(failed, JSON.stringify(result.rungs, null, 1)).toMatchObject({
      id: fault.rung,
      field: fault.field,
      seen: expect.stringMatching(fault.seen),
      means: expect.stringMatching(fault.means),
      fix: expect.stringMatching(/\.$/),
    });
    expect(result.state).toBe('failed');
    for (const rung of result.rungs) expect(rung.tookMs ?? 0, rung.id).toBeLessThan(15_000);
    expect(JSON.stringify(result)).not.toContain('open sesame');
    await expect.poll(left, { timeout: 3_000 }).toEqual([]);
    await expect.poll(() => carrier.registrations.size).toBe(0);
  },
  40_000,
);

const ways: Readonly<Record<string, { carrier?: Fault['carrier']; trunk: Fault['trunk'] }>> = {
  'registration by UDP': { carrier: { accounts }, trunk: registration },
  'registration by TCP': {
    carrier: { accounts, transports: ['tcp'] },
    trunk: (carrier) => ({ ...registration(carrier), transport: 'tcp' }),
  },
  'registration by TLS': { carrier: withTls('good'), trunk: byTls },
  'registration by TLS whose certificate nobody checks': {
    carrier: withTls('expired'),
    trunk: (carrier) => ({ ...byTls(carrier), verifyCertificate: false }),
  },
  'password for each call': { carrier: { accounts }, trunk: digest },
  'addresses alone': { trunk: byAddress },
  'a carrier that does not answer strangers': {
    carrier: { accounts, rules: { OPTIONS: { silent: true } } },
    trunk: registration,
  },
  'names by NAPTR, SRV and A': {
    carrier: { port: 5099 },
    trunk: (carrier) => ({
      ...byAddress(carrier),
      domain: 'carrier.test',
      outboundProxy: '127.0.0.2:5099',
      port: undefined,
    }),
  },
};

test.each(Object.entries(ways))(
  '%s: passes with a call that is heard on both sides',
  async (_name, way) => {
    const { certificates, climb, left, passed } = bench();
    const carrier = await FakeCarrier.start(
      typeof way.carrier === 'function' ? way.carrier(certificates) : way.carrier,
    );
    running.push(carrier);
    const { test: result, failed } = await climb(way.trunk(carrier), { to, stored: { trunkId: 'acme', revision: 7 } });
    expect(failed, JSON.stringify(result.rungs, null, 1)).toBeUndefined();
    expect(result.state).toBe('passed');
    expect(passed.pop()).toBe('acme r7');
    expect(result.rungs.find(({ id }) => id === 'audio')?.means).toBe('Sound goes both ways.');
    await expect.poll(left, { timeout: 3_000 }).toEqual([]);
    await expect.poll(() => carrier.registrations.size, { timeout: 3_000 }).toBe(0);
  },
  40_000,
);

test('a domain without a port is looked up by NAPTR, SRV and A', async () => {
  const carrier = await FakeCarrier.start({ port: 5099 });
  running.push(carrier);
  const { test: result } = await bench().climb({ ...byAddress(carrier), domain: 'carrier.test', port: undefined });
  expect(result.state).toBe('passed');
  expect(result.rungs.find(({ id }) => id === 'dns')).toMatchObject({
    seen: 'carrier.test leads to 127.0.0.2:5099.',
    details: [
      'NAPTR carrier.test: SIP+D2U _sip._udp.carrier.test',
      'SRV _sip._udp.carrier.test: srv1.carrier.test:5099',
      'A srv1.carrier.test: 127.0.0.2',
    ],
  });
});

test('a busy number shows that the trunk works', async () => {
  const carrier = await FakeCarrier.start({ rules: { INVITE: { status: 486 } } });
  running.push(carrier);
  const { test: result } = await bench().climb(byAddress(carrier), call);
  expect(result.state).toBe('passed');
  const rungs = Object.fromEntries(result.rungs.map((rung) => [rung.id, rung]));
  expect(rungs.call).toMatchObject({ state: 'ok', means: expect.stringMatching(/The trunk itself works/) });
  expect(rungs.audio?.state).toBe('skipped');
});

test('a call in is seen to arrive over the registration', async () => {
  const { tests, left } = bench();
  const carrier = await FakeCarrier.start({ accounts });
  running.push(carrier);
  const { id } = tests.start({
    settings: { ...registration(carrier), country: 'DE' },
    secretOf: () => 'open sesame',
    callMe: { number: '+4930123456' },
  });
  await expect
    .poll(() => tests.get(id)?.rungs.find((rung) => rung.id === 'inbound')?.seen, { timeout: 15_000 })
    .toMatch(/Call \+4930123456 now/);
  const incoming = await carrier.call({ account: 'alice', to: '030123456', from: '+441' });
  const result = await tests.ended(id);
  expect(
    result?.rungs.find((rung) => rung.id === 'inbound'),
    JSON.stringify(result?.rungs),
  ).toMatchObject({ state: 'ok' });
  await incoming.hangUp();
  await expect.poll(left, { timeout: 3_000 }).toEqual([]);
}, 40_000);

test('a call in from an address that is not on the list is seen, with the address to add', async () => {
  const { tests, asterisk } = bench();
  const [carrier, other] = await Promise.all([FakeCarrier.start(), FakeCarrier.start({ address: '127.0.0.3' })]);
  running.push(carrier, other);
  const { id } = tests.start({
    settings: byAddress(carrier),
    secretOf: () => '',
    callMe: { number: '+4930123456' },
  });
  await expect.poll(() => tests.get(id)?.rungs.find((rung) => rung.id === 'inbound')?.seen).toMatch(/Call/);
  await other.call({ target: asterisk.sip, to: '+4930123456' });
  const result = await tests.ended(id);
  expect(result?.rungs.find((rung) => rung.id === 'inbound')).toMatchObject({
    state: 'failed',
    seen: 'A call to +4930123456 came from 127.0.0.3 and was turned away.',
    field: 'sourceAddresses',
    fix: expect.stringMatching(/add 127\.0\.0\.3/),
  });
}, 40_000);

test('a test that is cancelled during its call leaves nothing behind', async () => {
  const { tests, left } = bench();
  const carrier = await FakeCarrier.start({ accounts });
  running.push(carrier);
  const { id } = tests.start({ settings: registration(carrier), secretOf: () => 'open sesame', to, hold: true });
  const theirs = await (await carrier.nextCall(20_000)).until('acknowledged');
  expect(await left()).not.toEqual([]);
  await tests.cancel(id);
  expect(tests.get(id)?.state).toBe('cancelled');
  await theirs.until('ended');
  await expect.poll(left, { timeout: 3_000 }).toEqual([]);
  await expect.poll(() => carrier.registrations.size).toBe(0);
}, 40_000);

test('what a killed process left in Asterisk is taken away by the next', async () => {
  const { asterisk, left, host } = bench();
  const line = await openLadderLine(asterisk.ari, { info() {}, warn() {} });
  const settings = { ...base, kind: 'ip', domain: '127.0.0.2', qualifySeconds: 0 };
  const trunks = ['test-0123456789ab', 'test-drive'].map((id) => Trunk.parse({ ...settings, id }));
  await line.push(trunkObjects(trunks, { host, secretOf: () => '', dialplanContext: 'patchcord-inbound' }));
  expect(await removeLeftTestTrunks(line.ari)).toBe(1);
  expect((await left()).filter((name) => !name.includes(line.app))).toEqual([]);
  expect(await dynamicConfigOf(line.ari).get('endpoint', 'pc-test-drive')).toBeDefined();
  await line.close();
  await expect.poll(left, { timeout: 3_000 }).toEqual([]);
});

test('a carrier that never gets our confirmation hangs up after 32 seconds, which is explained', async () => {
  const carrier = await FakeCarrier.start({ rules: { INVITE: { deafTo: ['ACK'] } } });
  running.push(carrier);
  const { failed } = await bench().climb(byAddress(carrier), { to, hold: true });
  expect(failed).toMatchObject({ id: 'hold', field: 'publicAddress', means: expect.stringMatching(/ACK/) });
}, 60_000);
