import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { callerIdOf } from '#asterisk-config/caller-id';
import { trunkDialString } from '#asterisk-config/dial-string';
import { SipHost } from '#asterisk-config/host';
import type { PjsipObject } from '#asterisk-config/pjsip-object';
import type { Trunk } from '#asterisk-config/trunk';
import { trunkObjects } from '#asterisk-config/trunk-objects';
import { freeHost, type RunningAsterisk } from '#runtime/supervisor/asterisk';
import { freePort } from '#runtime/supervisor/ports';
import { startPrivateAsterisk } from '../support/asterisk.ts';
import { type Certificate, makeCertificates } from '../support/carrier/certificates.ts';
import { FakeCarrier } from '../support/carrier/fake-carrier.ts';
import { headerOf } from '../support/carrier/sip-message.ts';
import { pushObject, removeObject } from '../support/pjsip-objects.ts';
import { presetKinds, presetTrunk } from '../support/preset-trunk.ts';

const password = 'its;pass "word\\';
const dialled = '+4930123456';
const from = { number: '+4930999888' };
/** What is played to a carrier, and what sends a carrier's sound back to it. */
const dialplan = `[patchcord-inbound]
exten = _[0-9A-Za-z+*#]!,1,Answer()
 same = n,Echo()
[tone]
exten = s,1,Answer()
 same = n,Playtones(440)
 same = n,Wait(20)
`;

let folder: string;
let ours: RunningAsterisk;
let host: SipHost;
/** Asks for a password, and takes registrations. */
let strict: FakeCarrier;
/** Knows us by our address. */
let open: FakeCarrier;
/** Encrypts all: an Asterisk. */
let secure: RunningAsterisk;
let securePort: number;
const secureAddress = '127.0.0.20';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pc-presets-'));
  const [own, theirs] = [await makeCertificates('127.0.0.1'), await makeCertificates(secureAddress)];
  const authoritiesFile = await file('ca.pem', theirs.authority);
  const [certificateFile, privateKeyFile] = await pair('ours', own.good);
  host = SipHost.parse({
    ...(await freeHost()),
    tls: { port: await freePort(), unverifiedPort: await freePort(), authoritiesFile, certificateFile, privateKeyFile },
  });
  ours = await startPrivateAsterisk({ host, amend: (files) => ({ ...files, 'extensions.conf': dialplan }) });
  [strict, open] = [
    await FakeCarrier.start({ address: '127.0.0.2', transports: ['udp', 'tcp'], accounts: { acme: password } }),
    await FakeCarrier.start({ address: '127.0.0.3', transports: ['udp', 'tcp'] }),
  ];
  for (const carrier of [strict, open]) carrier.rules.INVITE = { rtp: 'tone' };
  [secure, securePort] = await startSecure(theirs.good, await file('ours-ca.pem', own.authority));
}, 60_000);
afterAll(async () => {
  await Promise.all([ours.stop(), strict.stop(), open.stop(), secure.stop()]);
  await rm(folder, { recursive: true, force: true });
});

async function file(name: string, text: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, text, { mode: 0o600 });
  return path;
}
const pair = async (name: string, { cert, key }: Certificate) =>
  [await file(`${name}.pem`, cert), await file(`${name}.key`, key)] as const;

/** A carrier that speaks TLS and SRTP alone. */
async function startSecure(certificate: Certificate, authorities: string): Promise<[RunningAsterisk, number]> {
  const [port, [cert, key]] = [await freePort(), await pair('theirs', certificate)];
  const pjsip = `[tls]
type=transport
protocol=tls
bind=${secureAddress}:${port}
cert_file=${cert}
priv_key_file=${key}
ca_list_file=${authorities}
verify_server=yes
method=tlsv1_2
[us]
type=identify
endpoint=us
match=127.0.0.1
`;
  const amend = (files: Record<string, string>) => ({ ...files, 'pjsip.conf': pjsip, 'extensions.conf': dialplan });
  return [await startPrivateAsterisk({ amend }), port];
}

/** Whether that carrier asks for a password. */
async function makeSecure(withPassword: boolean): Promise<void> {
  const objects: PjsipObject[] = [
    {
      type: 'auth',
      id: 'acme',
      fields: [
        ['auth_type', 'userpass'],
        ['username', 'acme'],
        ['password', password],
      ],
    },
    { type: 'aor', id: 'acme', fields: [['max_contacts', '1']] },
    {
      type: 'endpoint',
      id: 'us',
      fields: [
        ['context', 'patchcord-inbound'],
        ['allow', '!all,ulaw,alaw'],
        ['aors', 'acme'],
        ['media_encryption', 'sdes'],
        ['transport', 'tls'],
        ['rewrite_contact', 'no'],
        ['auth', withPassword ? 'acme' : ''],
      ],
    },
  ];
  for (const object of objects) expect(await pushObject(secure.ari, object)).toBeUndefined();
}

const pushed: PjsipObject[] = [];
afterEach(async () => {
  for (const object of pushed.splice(0).reverse()) await removeObject(ours.ari, object);
});

async function apply(trunk: Trunk): Promise<void> {
  const objects = trunkObjects([trunk], { host, secretOf: () => password, dialplanContext: 'patchcord-inbound' });
  for (const object of objects) {
    expect(await pushObject(ours.ari, object)).toBeUndefined();
    pushed.push(object);
  }
}

async function ask<T>({ ari }: RunningAsterisk, method: string, path: string, body?: unknown): Promise<T> {
  const authorization = `Basic ${Buffer.from(`${ari.username}:${ari.password}`).toString('base64')}`;
  const response = await fetch(`${ari.url}/${path}`, {
    method,
    headers: { authorization, 'content-type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  expect(response.ok, `${method} ${path}: ${response.status}`).toBe(true);
  const text = await response.text();
  return (text === '' ? undefined : JSON.parse(text)) as T;
}

/** Calls, and plays a tone to whoever answers. */
const originate = (asterisk: RunningAsterisk, endpoint: string, callerId?: string, variables = {}) =>
  ask(asterisk, 'POST', 'channels', { endpoint, context: 'tone', extension: 's', priority: 1, callerId, variables });

const dial = (trunk: Trunk) => {
  const { number, variables } = callerIdOf(trunk, from);
  return originate(ours, trunkDialString(trunk, dialled), number, variables);
};

/** Settings of a preset for a carrier on this machine. */
const at = (address: string, port: number): Partial<Trunk> => ({
  domain: address,
  port,
  sourceAddresses: [address],
  qualifySeconds: 0,
});

const plain = presetKinds.flatMap(([id, kind, preset]) => {
  if (preset.defaults[kind]?.transport === 'tls') return [];
  return (id.startsWith('generic') ? (['udp', 'tcp'] as const) : (['udp'] as const)).map(
    (transport) => [id, kind, transport, preset] as const,
  );
});

test.each(plain)(
  '%s (%s, %s): a call in and a call out are heard',
  async (_id, kind, transport, preset) => {
    const carrier = kind === 'ip' ? open : strict;
    const { address, port } = carrier;
    const trunk = presetTrunk(preset, kind, { ...at(address, port), transport, registrar: `${address}:${port}` });
    carrier.registrations.clear();
    await apply(trunk);
    if (kind === 'registration')
      await expect.poll(() => carrier.registrations.has('acme'), { timeout: 8000 }).toBe(true);

    const target = { host: '127.0.0.1', port: host.sipPort };
    const incoming = await carrier.call({
      to: dialled,
      transport,
      ...(kind === 'registration' ? { account: 'acme' } : { target }),
    });
    await incoming.until('answered');
    await expect.poll(() => incoming.rtp.received, { timeout: 4000 }).toBeGreaterThan(10);
    incoming.hangUp();

    const next = carrier.nextCall();
    await dial(trunk);
    const outgoing = await next;
    const wanted = trunk.leadingPlus ? dialled : dialled.slice(1);
    expect(outgoing.invite.startLine).toContain(`sip:${wanted}@${address}:${port}`);
    expect(headerOf(outgoing.invite, 'From')).toContain(
      `${trunk.leadingPlus ? from.number : from.number.slice(1)}@${address}`,
    );
    await outgoing.until('answered');
    await expect.poll(() => outgoing.rtp.received, { timeout: 4000 }).toBeGreaterThan(10);
    outgoing.hangUp();
    await outgoing.until('ended');
  },
  30_000,
);

interface ChannelInfo {
  readonly id: string;
  readonly name: string;
  readonly state: string;
}

/** Our channel of a trunk, once both sides are heard, encrypted. */
async function heardEncrypted(trunk: Trunk): Promise<void> {
  const find = async () =>
    (await ask<ChannelInfo[]>(ours, 'GET', 'channels')).find(({ name }) => name.startsWith(`PJSIP/pc-${trunk.id}-`));
  await expect.poll(async () => (await find())?.state, { timeout: 8000 }).toBe('Up');
  const { id = '' } = (await find()) ?? {};
  const counts = () => ask<{ rxcount: number; txcount: number }>(ours, 'GET', `channels/${id}/rtp_statistics`);
  await expect.poll(async () => (await counts()).rxcount, { timeout: 4000 }).toBeGreaterThan(10);
  expect((await counts()).txcount).toBeGreaterThan(10);
  const secured = await ask<{ value: string }>(ours, 'GET', `channels/${id}/variable?variable=CHANNEL(rtp,secure)`);
  expect(secured.value).toBe('1');
  await ask(ours, 'DELETE', `channels/${id}`);
  await expect.poll(find).toBeUndefined();
}

const encrypted = presetKinds.filter(([, kind, preset]) => preset.defaults[kind]?.transport === 'tls');

test.each(encrypted)(
  '%s (%s, TLS and SRTP): a call in and a call out are heard',
  async (_id, kind, preset) => {
    await makeSecure(kind !== 'ip');
    const registrar = kind === 'registration' ? { registrar: `${secureAddress}:${securePort}` } : {};
    const trunk = presetTrunk(preset, kind, { ...at(secureAddress, securePort), ...registrar });
    expect(trunk).toMatchObject({ transport: 'tls', mediaEncryption: 'sdes', verifyCertificate: true });
    await apply(trunk);
    if (kind === 'registration') {
      await expect.poll(() => secure.cli('pjsip show contacts'), { timeout: 8000 }).toContain('acme/sip:');
      await originate(secure, 'PJSIP/us');
    } else {
      await originate(secure, `PJSIP/us/sip:${dialled}@127.0.0.1:${host.tls?.port};transport=tls`);
    }
    await heardEncrypted(trunk);
    await dial(trunk);
    await heardEncrypted(trunk);
  },
  40_000,
);
