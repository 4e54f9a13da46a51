import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Trunk } from '#asterisk-config/trunk';
import { dynamicConfigOf } from '#runtime/ari/dynamic-config';
import { openTransport } from '#runtime/ari/open-transport';
import type { AriTransport } from '#runtime/ari/transport';
import { type RunningAsterisk, startAsterisk } from '#runtime/supervisor/asterisk';
import { AppliedMemory } from '#runtime/trunks/applied-memory';
import { TrunkApplier } from '#runtime/trunks/apply-trunks';
import { type Pushed, pushObjects } from '#runtime/trunks/push-objects';
import { TrunkStates } from '#runtime/trunks/trunk-states';
import { FakeCarrier } from '../support/carrier/fake-carrier.ts';
import { realAsterisk } from '../support/real-asterisk.ts';
import { until } from '../support/supervisor.ts';
import { ipTrunk } from '../support/trunk.ts';

let folder: string;
let asterisk: RunningAsterisk;
let ari: AriTransport;
const carriers: FakeCarrier[] = [];

async function begin(): Promise<void> {
  asterisk = await startAsterisk({ install: await realAsterisk(), folder });
  const silent = { onEvent: () => {}, onMalformed: () => {} };
  ari = await openTransport(undefined, { server: asterisk.ari, app: 'trunks', ...silent });
}
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pc-trunks-'));
  await begin();
});
afterAll(async () => {
  ari.close();
  await asterisk.stop();
  await rm(folder, { recursive: true, force: true });
});
afterEach(async () => {
  await database([]).request();
  await Promise.all(carriers.splice(0).map((carrier) => carrier.stop()));
});

/** An applier on a database that holds these. */
function database(trunks: Trunk[], secrets: Record<string, string> = {}) {
  const states = new TrunkStates();
  const pushes: Pushed[] = [];
  const memory = new AppliedMemory(join(folder, 'trunks-applied.json'));
  const applier = new TrunkApplier({
    trunks: async () => trunks,
    secret: async (name) => {
      if (secrets[name] !== undefined) return secrets[name];
      throw Object.assign(new Error(`There is no secret '${name}'.`), { code: 'secret-unknown', fix: 'Set it.' });
    },
    host: asterisk.host,
    dialplanContext: 'patchcord-inbound',
    states,
    push: async (wanted, isOurs) => {
      const pushed = await pushObjects(ari, { wanted, isOurs, memory });
      pushes.push(pushed);
      return pushed;
    },
    log: { info: () => {}, warn: (fields) => Promise.reject(fields) },
  });
  return { request: (options?: { anew?: boolean }) => applier.request(options), states, pushes, trunks, secrets };
}

async function newCarrier(): Promise<FakeCarrier> {
  const carrier = await FakeCarrier.start({ accounts: { alice: 'secret', bob: 'secret' } });
  carriers.push(carrier);
  return carrier;
}
const registers = (carrier: FakeCarrier, user: string) =>
  carrier.requests.filter(
    (request) => /^REGISTER/.test(request.startLine) && JSON.stringify(request).includes(`${user}@`),
  );

const registering = (id: string, carrier: FakeCarrier, username: string): Trunk =>
  ipTrunk(id, {
    kind: 'registration',
    domain: carrier.address,
    port: carrier.port,
    username,
    password: { secret: username },
    sourceAddresses: [],
    qualifySeconds: 0,
  });

describe('trunks in Asterisk', () => {
  test('are made, registered, and taken out without a trace when they are removed', async () => {
    const carrier = await newCarrier();
    const { request, states, trunks, pushes } = database([registering('acme', carrier, 'alice')], { alice: 'secret' });
    await request();
    expect(pushes).toMatchObject([{ failures: [], made: 4, removed: 0 }]);
    expect(states.of({ id: 'acme', kind: 'registration' })).toMatchObject({ applied: 'yes' });
    await until('the registration', () => carrier.registrations.has('alice'), 15_000);
    trunks.splice(0);
    await request();
    await until('the end of the registration', () => !carrier.registrations.has('alice'), 15_000);
    const config = dynamicConfigOf(ari);
    for (const type of ['auth', 'aor', 'endpoint', 'registration'] as const)
      expect(await config.get(type, 'pc-acme')).toBeUndefined();
  });

  test('are not touched where nothing differs: a refused registration is tried again only with another password', async () => {
    const carrier = await newCarrier();
    const trunks = [registering('good', carrier, 'alice'), registering('bad', carrier, 'bob')];
    const first = database(trunks, { alice: 'secret', bob: 'wrong' });
    await first.request();
    await until('the refusal', () => registers(carrier, 'bob').length >= 2, 15_000);
    await until('the registration', () => carrier.registrations.has('alice'), 15_000);
    const [alice, bob] = [registers(carrier, 'alice').length, registers(carrier, 'bob').length];
    await first.request({ anew: true });
    // Another runtime, on the same Asterisk.
    const second = database([...trunks, ipTrunk('third')], first.secrets);
    await second.request();
    expect(second.pushes).toMatchObject([{ made: 3, removed: 0 }]);
    // Each request of ours takes less than a hundredth of this.
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect([registers(carrier, 'alice').length, registers(carrier, 'bob').length]).toEqual([alice, bob]);
    second.secrets.bob = 'secret';
    await second.request();
    await until('the registration', () => carrier.registrations.has('bob'), 15_000);
    expect(registers(carrier, 'alice').length).toBe(alice);
  });

  test('outlive a restart of Asterisk, and are not made again', async () => {
    const carrier = await newCarrier();
    const { request, pushes } = database([registering('acme', carrier, 'alice'), ipTrunk('ip')], { alice: 'secret' });
    await request();
    ari.close();
    await asterisk.stop();
    await begin();
    await until('the registration', () => carrier.registrations.has('alice'), 15_000);
    await request({ anew: true });
    expect(pushes.at(-1)).toMatchObject({ failures: [], made: 0, removed: 0 });
  });

  test('that somebody changed or removed behind our back are mended', async () => {
    const { request, pushes } = database([ipTrunk('acme')]);
    await request();
    const config = dynamicConfigOf(ari);
    await config.remove('aor', 'pc-acme');
    await config.put('endpoint', 'pc-acme', { context: 'elsewhere', allow: 'ulaw' });
    await request({ anew: true });
    expect(pushes.at(-1)).toMatchObject({ made: 2 });
    expect(new Map(await config.get('endpoint', 'pc-acme')).get('context')).toBe('patchcord-inbound');
    await config.put('endpoint', 'pc-left-behind', { context: 'elsewhere', allow: 'ulaw' });
    await config.put('endpoint', 'pc-test-1', { context: 'elsewhere', allow: 'ulaw' });
    await request({ anew: true });
    expect(await config.endpoints()).not.toContain('pc-left-behind');
    expect(await config.endpoints()).toContain('pc-test-1');
    await config.remove('endpoint', 'pc-test-1');
  });

  test('that can not be applied say why, and the others go on', async () => {
    const lost = ipTrunk('lost', { kind: 'digest', username: 'u', password: { secret: 'gone' } });
    const encrypted = ipTrunk('encrypted', { transport: 'tls' });
    const { request, states } = database([lost, ipTrunk('good'), encrypted]);
    await request();
    expect(states.of(lost)).toMatchObject({
      applied: 'failed',
      error: { code: 'secret-unknown', field: 'password', fix: 'Set it.' },
    });
    expect(states.of(encrypted)).toMatchObject({
      applied: 'failed',
      error: { code: 'trunk-tls-off', field: 'transport' },
    });
    expect(states.of({ id: 'good', kind: 'ip' })).toMatchObject({ applied: 'yes' });
    expect(await dynamicConfigOf(ari).endpoints()).toEqual(['loopback', 'pc-good']);
  });

  test('from the same addresses share one endpoint for their calls in', async () => {
    const both = [ipTrunk('one'), ipTrunk('two', { sourceAddresses: ['192.0.2.0/30', '198.51.100.1'] })];
    const { request, pushes, trunks } = database(both);
    await request();
    expect(pushes[0]?.failures).toEqual([]);
    const shown = await asterisk.cli('pjsip show identifies');
    expect(shown.match(/pc-in-[0-9a-f]{8}_/g)).toHaveLength(3);
    trunks.pop();
    await request();
    expect(await asterisk.cli('pjsip show identifies')).toMatch(/pc-one_192-0-2-1\/pc-one/);
    expect(await dynamicConfigOf(ari).endpoints()).toEqual(['loopback', 'pc-one']);
  });
});
