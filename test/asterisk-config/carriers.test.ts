import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { atTheCarrier } from '#asterisk-config/at-the-carrier';
import { carrierOfHost, carriers } from '#asterisk-config/carriers';
import { SipHost } from '#asterisk-config/host';
import { pjsipObjectsFile } from '#asterisk-config/pjsip-object';
import { findSettingsProblems } from '#asterisk-config/settings-problems';
import { Trunk } from '#asterisk-config/trunk';
import { trunkFields } from '#asterisk-config/trunk-fields';
import { trunkObjects } from '#asterisk-config/trunk-objects';
import { freeHost, type RunningAsterisk } from '#runtime/supervisor/asterisk';
import { freePort } from '#runtime/supervisor/ports';
import { startPrivateAsterisk } from '../support/asterisk.ts';
import { complaintsOf } from '../support/asterisk-log.ts';
import { expectSample } from '../support/golden.ts';
import { misread, objectIn } from '../support/pjsip-objects.ts';
import { presetKinds, presetTrunk } from '../support/preset-trunk.ts';

const host = SipHost.parse({ sipPort: 5060, rtpFirstPort: 10_000, rtpLastPort: 20_000, tls: {} });
const objectsOf = (trunks: readonly Trunk[]) =>
  trunkObjects(trunks, { host, secretOf: () => 'its;password', dialplanContext: 'patchcord-inbound' });

/** Nothing leaves this machine: registrations go to an address where nobody answers, and no carrier is looked for. */
const quiet: Partial<Trunk> = { registrar: '127.0.0.9', qualifySeconds: 0 };
const everything = objectsOf(
  presetKinds.map(([, kind, preset]) =>
    presetTrunk(preset, kind, { ...quiet, transport: kind === 'registration' ? 'udp' : undefined }),
  ),
);

let asterisk: RunningAsterisk;
beforeAll(async () => {
  const free = { ...(await freeHost()), tls: { port: await freePort(), unverifiedPort: await freePort() } };
  asterisk = await startPrivateAsterisk({
    host: SipHost.parse(free),
    amend: (files) => ({ ...files, 'pjsip.conf': `${files['pjsip.conf']}\n${pjsipObjectsFile(everything)}` }),
  });
});
afterAll(() => asterisk.stop());

test.each(presetKinds)('%s (%s) makes the objects of its sample', (id, kind, preset) => {
  const text = pjsipObjectsFile(objectsOf([presetTrunk(preset, kind)]));
  expectSample(text, join(import.meta.dirname, 'samples', 'carriers', `${id}-${kind}.txt`));
});

test('a real Asterisk loads every preset in each kind without a warning, and reads what was meant', async () => {
  for (const object of everything) expect(misread(object, await objectIn(asterisk.ari, object))).toEqual([]);
  expect(await complaintsOf(asterisk)).toEqual([]);
});

test.each(presetKinds)(
  'what %s (%s) suggests has no problem but what its customer has to look up',
  (_id, kind, preset) => {
    const codes = findSettingsProblems(presetTrunk(preset, kind)).map(({ code }) => code);
    expect(codes.filter((code) => code !== 'source-addresses-missing')).toEqual([]);
  },
);

test('presets name their source, have fields and defaults of a trunk, and say for each kind what to fill in', () => {
  for (const preset of carriers) {
    expect(new Set(Object.keys(preset.defaults))).toEqual(new Set(preset.kinds));
    expect(new Set(Object.keys(preset.fields))).toEqual(new Set(preset.kinds));
    for (const defaults of Object.values(preset.defaults))
      expect(Trunk.partial().safeParse(defaults).success).toBe(true);
    for (const field of Object.values(preset.fields).flat()) expect(trunkFields).toHaveProperty(field);
    if (preset.verifiedAt !== null) expect(preset.source.length).toBeGreaterThan(0);
    expect(preset.checklist.length).toBeGreaterThan(1);
    expect(() => JSON.stringify(preset)).not.toThrow();
  }
  expect(new Set(carriers.map(({ id }) => id)).size).toBe(carriers.length);
});

test('every field of a trunk is explained in plain words', () => {
  const { id: _id, ...fields } = Trunk.shape;
  expect(Object.keys(trunkFields).sort()).toEqual(Object.keys(fields).sort());
  for (const { label, help } of Object.values(trunkFields)) {
    expect(label.length).toBeGreaterThan(3);
    expect(help).toMatch(/\.$/);
  }
});

test('a host tells its carrier', () => {
  expect(carrierOfHost('Acme.pstn.frankfurt.twilio.com.')?.id).toBe('twilio');
  expect(carrierOfHost('sip.telnyx.com')?.id).toBe('telnyx-credentials');
  expect(carrierOfHost('nottwilio.com')).toBeUndefined();
});

test('what to enter at the carrier is known once there is a public address', () => {
  expect(atTheCarrier({ transport: 'tls' }, { ...host, bindAddress: '0.0.0.0' }).originationUri).toBeUndefined();
  expect(atTheCarrier({ transport: 'tls' }, { ...host, externalAddress: '203.0.113.5' })).toEqual({
    originationUri: 'sip:203.0.113.5:5061;transport=tls',
    publicAddress: '203.0.113.5',
    callsOutFrom: '203.0.113.5:5061',
  });
  expect(atTheCarrier({ transport: 'udp' }, { ...host, bindAddress: '203.0.113.6' }).originationUri).toBe(
    'sip:203.0.113.6:5060',
  );
});
