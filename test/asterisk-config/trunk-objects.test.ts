import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SipHost } from '#asterisk-config/host';
import { pjsipObjectsFile } from '#asterisk-config/pjsip-object';
import type { Trunk } from '#asterisk-config/trunk';
import { trunkObjects } from '#asterisk-config/trunk-objects';
import { freeHost, type RunningAsterisk, startAsterisk } from '#runtime/supervisor/asterisk';
import { freePort } from '#runtime/supervisor/ports';
import { startPrivateAsterisk } from '../support/asterisk.ts';
import { complaintsOf } from '../support/asterisk-log.ts';
import { expectSample } from '../support/golden.ts';
import { misread, objectIn, pushObject } from '../support/pjsip-objects.ts';
import { realAsterisk } from '../support/real-asterisk.ts';
import { trunkOf } from '../support/trunk.ts';

const password = { secret: 'ACME' };
const quiet = { qualifySeconds: 0 };

/** Nobody listens at any of these addresses. */
const cases: Record<string, readonly Trunk[]> = {
  'registration through a proxy': [
    trunkOf({
      id: 'registered',
      kind: 'registration',
      registrar: '127.0.0.9:5070',
      username: 'jo@home;x',
      password,
      outboundProxy: '127.0.0.9:5071',
    }),
  ],
  'known addresses': [trunkOf({ id: 'known', domain: '127.0.0.9', sourceAddresses: ['127.0.0.8/31', '192.0.2.1'] })],
  'digest over TLS, number in P-Asserted-Identity': [
    trunkOf({
      id: 'digest',
      kind: 'digest',
      transport: 'tls',
      mediaEncryption: 'sdes',
      domain: '127.0.0.10',
      port: 5099,
      username: 'acme',
      password,
      callerId: { header: 'p-asserted-identity' },
      codecs: ['g722', 'alaw', 'opus'],
      sessionTimers: 'off',
      reliableProvisional: true,
      ...quiet,
    }),
  ],
  'TLS whose certificate nobody checks': [
    trunkOf({ id: 'unverified', transport: 'tls', verifyCertificate: false, domain: '127.0.0.10', ...quiet }),
  ],
  'two trunks from the same addresses': [
    trunkOf({ id: 'one', domain: '127.0.0.11', sourceAddresses: ['127.0.0.32/30', '127.0.0.40'], ...quiet }),
    trunkOf({
      id: 'other',
      domain: '127.0.0.12',
      sourceAddresses: ['127.0.0.33'],
      mediaEncryption: 'sdes',
      dtmf: 'info',
      ...quiet,
    }),
  ],
};

const host = async () =>
  SipHost.parse({ ...(await freeHost()), tls: { port: await freePort(), unverifiedPort: await freePort() } });
const fixedHost = SipHost.parse({ sipPort: 5060, rtpFirstPort: 10_000, rtpLastPort: 20_000, tls: {} });
const objectsOf = (trunks: readonly Trunk[]) =>
  trunkObjects(trunks, { host: fixedHost, secretOf: () => 's;e\\c"ret', dialplanContext: 'patchcord-inbound' });
const everything = objectsOf(Object.values(cases).flat());

let fromFile: RunningAsterisk;
let byAri: RunningAsterisk;
let folder: string;
beforeAll(async () => {
  const files = (text: Record<string, string>) => ({
    ...text,
    'pjsip.conf': `${text['pjsip.conf']}\n${pjsipObjectsFile(everything)}`,
  });
  fromFile = await startPrivateAsterisk({ host: await host(), amend: files });
  folder = await mkdtemp(join(tmpdir(), 'pc-trunks-'));
  byAri = await startAsterisk({ install: await realAsterisk(), host: await host(), folder });
});
afterAll(async () => {
  await Promise.all([fromFile.stop(), byAri.stop()]);
  await rm(folder, { recursive: true, force: true });
});

test.each(Object.keys(cases))('%s makes the objects of its sample', (name) => {
  const file = join(import.meta.dirname, 'samples', `${name.replaceAll(/[ ,]+/g, '-').toLowerCase()}.txt`);
  expectSample(pjsipObjectsFile(objectsOf(cases[name] ?? [])), file);
});

test('a file of all of them is read by a real Asterisk as it was meant, without a warning', async () => {
  for (const object of everything) expect(misread(object, await objectIn(fromFile.ari, object))).toEqual([]);
  expect(await complaintsOf(fromFile)).toEqual([]);
});

test('pushed in their order, a real Asterisk takes each of them, and has them still after a restart', async () => {
  for (const object of everything) expect(await pushObject(byAri.ari, object)).toBeUndefined();
  const allAsMeant = async () => {
    for (const object of everything) expect(misread(object, await objectIn(byAri.ari, object))).toEqual([]);
    expect(await complaintsOf(byAri)).toEqual([]);
  };
  await allAsMeant();
  await byAri.stop();
  byAri = await startAsterisk({ install: await realAsterisk(), host: await host(), folder });
  await allAsMeant();
  expect(await byAri.cli('pjsip show endpoint pc-digest')).toMatch(/allow +: \(g722\|alaw\|opus\)/);
  expect(await byAri.cli('pjsip show identifies')).toContain('127.0.0.8/31');
});

test('a trunk that was changed keeps nothing of before', async () => {
  const password = { secret: 'ACME' };
  const more = { outboundProxy: '127.0.0.9:5071', callerId: { header: 'remote-party-id' } };
  const before = trunkOf({ id: 'changed', kind: 'digest', username: 'acme', password, ...more, ...quiet });
  for (const object of objectsOf([before])) expect(await pushObject(byAri.ari, object)).toBeUndefined();
  for (const object of objectsOf([trunkOf({ id: 'changed', ...quiet })])) {
    expect(await pushObject(byAri.ari, object)).toBeUndefined();
    expect(misread(object, await objectIn(byAri.ari, object))).toEqual([]);
  }
  const endpoint = await byAri.cli('pjsip show endpoint pc-changed');
  expect(endpoint).not.toMatch(/OutAuth: +pc-changed/);
  expect(endpoint).toMatch(/outbound_proxy +: *$/m);
  expect(endpoint).toMatch(/from_user +: *$/m);
});

test('every address of trunks that share some leads to their one endpoint', async () => {
  const text = await fromFile.cli('pjsip show identifies');
  const shared = text.split('Identify:').filter((part) => /\/pc-in-[0-9a-f]{8}\b/.test(part));
  expect(shared.join('').match(/Match: \S+/g)).toEqual([
    'Match: 127.0.0.32/30',
    'Match: 127.0.0.33/32',
    'Match: 127.0.0.40/32',
  ]);
  expect(text).not.toMatch(/\/pc-(one|other)\b/);
});

test.each([
  ['a registration without a user', { kind: 'registration', password }, 'trunk-username-missing', 'username'],
  ['a digest without a password', { kind: 'digest', username: 'x' }, 'trunk-password-missing', 'password'],
  ['no server', { domain: undefined }, 'trunk-domain-missing', 'domain'],
  [
    'a user name that makes no address',
    { kind: 'registration', username: '電'.repeat(30), password },
    'trunk-username-too-long',
    'username',
  ],
])('%s is refused, and the trunk and the field are named', (_what, settings, code, field) => {
  const trunks = [trunkOf(), trunkOf({ id: 'bad', ...settings })];
  expect(() => objectsOf(trunks)).toThrow(expect.objectContaining({ code, field, trunkId: 'bad' }));
});

test('TLS where this machine offers none is refused', () => {
  const { tls: _none, ...plain } = fixedHost;
  const options = { host: plain, secretOf: () => 'x', dialplanContext: 'patchcord-inbound' };
  expect(() => trunkObjects([trunkOf({ transport: 'tls' })], options)).toThrow(
    expect.objectContaining({ code: 'trunk-tls-off', field: 'transport' }),
  );
});

test('a trunk of another Asterisk makes nothing', () => {
  expect(objectsOf([trunkOf({ kind: 'pbx', domain: undefined, pbx: { endpoint: 'theirs' } })])).toEqual([]);
});
