import { cp, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { existingAsterisk } from '#asterisk-config/existing-asterisk';
import { type ExportParts, exportAsterisk, redacted } from '#asterisk-config/export-asterisk';
import { SipHost } from '#asterisk-config/host';
import { PhoneNumber } from '#asterisk-config/number';
import { readConfigFolder } from '#runtime/export/config-folder';
import { writeExport } from '#runtime/export/write-export';
import { type AsteriskOptions, freeHost } from '#runtime/supervisor/asterisk';
import { startPrivateAsterisk } from '../support/asterisk.ts';
import { complaintsOf } from '../support/asterisk-log.ts';
import { expectSample } from '../support/golden.ts';
import { presetKinds, presetTrunk } from '../support/preset-trunk.ts';
import { trunkOf } from '../support/trunk.ts';

const planted = 'planted;S3cret';
const folders: string[] = [];
const temporary = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'pc-export-'));
  folders.push(folder);
  return folder;
};
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

/** Nothing of a test leaves this machine: nobody answers at the registrar, and nobody is looked for. */
const trunks = presetKinds.map(([, kind, preset]) =>
  presetTrunk(preset, kind, {
    qualifySeconds: 0,
    ...(kind === 'registration' ? { registrar: '127.0.0.9', transport: 'udp', mediaEncryption: 'none' } : {}),
  }),
);
const numbers = [
  PhoneNumber.parse({
    number: '+4930123456',
    name: 'Main',
    trunkId: 'plivo-ip',
    whenAway: { kind: 'number', number: '+4930999888' },
  }),
  PhoneNumber.parse({ number: '+12025550123', name: 'Sales', trunkId: 'twilio-digest' }),
];
const host = SipHost.parse({ bindAddress: '0.0.0.0', sipPort: 5060, rtpFirstPort: 10_000, rtpLastPort: 20_000 });
const partsOf = (more: Partial<ExportParts> = {}): ExportParts => ({
  trunks,
  numbers,
  host: { ...host, externalAddress: '203.0.113.5' },
  secretOf: () => planted,
  ...more,
});

/** An Asterisk of somebody who knew what he did: a template, an include, his own names. */
const theirs = (port: number, more = '') => `[global]
type=global
[my-udp]
type=transport
protocol=udp
bind=127.0.0.1:${port}
[phone](!)
type=endpoint
context=from-internal
allow=!all,ulaw
[200](phone)
aors=200
[200]
type=aor
max_contacts=1
[office]
type=endpoint
context=from-internal
[office-identify]
type=identify
endpoint=office
match=127.0.0.77
${more}
#include patchcord/pjsip.conf
`;
const theirDialplan = '[from-internal]\nexten = 200,1,Dial(PJSIP/200)\n[globals]\n#include patchcord/extensions.conf\n';

test('every preset, exported for another Asterisk, loads there without a warning, and what was there is as it was', async () => {
  const own = await freeHost();
  const files = exportAsterisk(
    partsOf({ existing: existingAsterisk({ pjsip: theirs(own.sipPort), extensions: theirDialplan }) }),
  ).files;
  const out = await temporary();
  await writeExport(out, files);
  const start = async (withOurs: boolean) => {
    const folder = await temporary();
    const amend: AsteriskOptions['amend'] = (all) => ({
      ...all,
      'pjsip.conf': withOurs ? theirs(own.sipPort) : theirs(own.sipPort).replace(/^#include.*$/m, ''),
      'extensions.conf': withOurs ? theirDialplan : theirDialplan.replace(/^#include.*$/m, ''),
    });
    await mkdir(join(folder, 'etc'), { recursive: true });
    if (withOurs) await cp(join(out, 'patchcord'), join(folder, 'etc', 'patchcord'), { recursive: true });
    const asterisk = await startPrivateAsterisk({ folder, host: own, amend });
    const text = {
      complaints: await complaintsOf(asterisk),
      endpoint: await asterisk.cli('pjsip show endpoint office'),
      dialplan: await asterisk.cli('dialplan show from-internal'),
      endpoints: await asterisk.cli('pjsip show endpoints'),
      inbound: await asterisk.cli('dialplan show 4930123456@patchcord-inbound'),
      away: await asterisk.cli('dialplan show 4930123456@patchcord-away'),
      transports: await asterisk.cli('pjsip show transports'),
    };
    await asterisk.stop();
    return text;
  };
  const before = await start(false);
  const after = await start(true);
  expect(after.complaints).toEqual([]);
  expect(after.endpoint).toBe(before.endpoint);
  expect(after.dialplan).toBe(before.dialplan);
  for (const [id, kind] of presetKinds) expect(after.endpoints).toContain(`pc-${id}-${kind}`);
  expect(after.inbound).toContain('Stasis(patchcord)');
  expect(after.away).toContain('Dial(PJSIP/pc-plivo-ip/sip:+4930999888@acme.zt.plivo.com,60)');
  // Theirs is used for UDP, so there is no second one at its port; TLS they had none.
  expect(after.transports).toContain('my-udp');
  expect(after.transports).not.toContain('pc-transport-udp');
  expect(after.transports).toContain('pc-transport-tls');
}, 60_000);

test('the same settings make the same bytes in whatever order, and a sample shows them', () => {
  const one = exportAsterisk(partsOf());
  const other = exportAsterisk(partsOf({ trunks: [...trunks].reverse(), numbers: [...numbers].reverse() }));
  expect(other).toEqual(one);
  const text = redacted(one.files).map(({ name, mode, text: body }) => `===== ${name} ${mode.toString(8)}\n${body}`);
  expectSample(text.join('\n'), join(import.meta.dirname, 'sample-export.txt'));
});

test('a password stands in one file, which nobody else can read', async () => {
  const { files } = exportAsterisk(partsOf());
  const out = await temporary();
  await writeExport(out, files);
  const escaped = planted.replace(';', '\\;');
  for (const { name, text } of files)
    expect(text.includes(escaped), name).toBe(name === 'patchcord/pjsip-secrets.conf');
  expect((await stat(join(out, 'patchcord/pjsip-secrets.conf'))).mode & 0o777).toBe(0o600);
  expect(JSON.stringify(redacted(files))).not.toContain('S3cret');
});

test('collisions with what is there are named, each with what to do', () => {
  const pjsip = `${theirs(5060)}
[their-tls]
type=transport
protocol=tls
bind=0.0.0.0:5061
[telnyx]
type=identify
endpoint=old-telnyx
match=192.76.120.10
[pc-vonage-ip]
type=endpoint`;
  const { collisions } = exportAsterisk(partsOf({ existing: existingAsterisk({ pjsip, extensions: '' }) }));
  expect(collisions.map(({ code, message }) => [code, message.slice(0, 60)])).toEqual([
    ['transport-unverified', expect.stringContaining('their-tls')],
    ['port-taken', expect.stringContaining('5061')],
    ['transport-used', expect.stringContaining('my-udp')],
    ['id-taken', expect.stringContaining('pc-vonage-ip')],
    ['source-address-taken', expect.stringContaining('192.76.120.10')],
  ]);
});

test('the configuration of another Asterisk is read with what it includes', async () => {
  const folder = await temporary();
  await writeFile(join(folder, 'pjsip.conf'), '#include "pjsip.d/*.conf"\n#tryinclude missing.conf\n[a]\ntype=aor\n');
  await mkdir(join(folder, 'pjsip.d'));
  await writeFile(join(folder, 'pjsip.d', 'x.conf'), '[t]\ntype=transport\nprotocol=tcp\n#include ../pjsip.d/x.conf\n');
  await writeFile(join(folder, 'extensions.conf'), '[from-x]\n');
  const found = existingAsterisk(await readConfigFolder(folder));
  expect(found.transports.map(({ id }) => id)).toContain('t');
  expect(found.contexts).toEqual(['from-x']);
});

test('an export is written over an earlier one and over nothing else', async () => {
  const { files } = exportAsterisk(partsOf({ trunks: [trunkOf()], numbers: [] }));
  const out = join(await temporary(), 'new');
  await writeExport(out, files);
  await writeExport(out, files);
  expect(await readFile(join(out, 'patchcord', 'pjsip.conf'), 'utf8')).toContain('[pc-acme]');
  const foreign = await temporary();
  await writeFile(join(foreign, 'pjsip.conf'), 'theirs');
  await expect(writeExport(foreign, files)).rejects.toMatchObject({ code: 'export-folder-in-use' });
  expect(await readFile(join(foreign, 'pjsip.conf'), 'utf8')).toBe('theirs');
  await expect(writeExport('relative', files)).rejects.toMatchObject({ code: 'export-path-relative' });
});
