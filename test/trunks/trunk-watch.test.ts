import { once } from 'node:events';
import { afterEach, describe, expect, test } from 'vitest';
import type { Trunk } from '#asterisk-config/trunk';
import { trunkObjects } from '#asterisk-config/trunk-objects';
import type { TrunkState } from '#asterisk-config/trunk-state';
import { AmiConnection } from '#runtime/ami/ami-connection';
import { dynamicConfigOf } from '#runtime/ari/dynamic-config';
import { openTransport } from '#runtime/ari/open-transport';
import { openSipTap } from '#runtime/hep/sip-tap';
import { freePort } from '#runtime/supervisor/ports';
import { RegisterAnswers } from '#runtime/trunks/register-answers';
import { TrunkStates } from '#runtime/trunks/trunk-states';
import { TrunkWatch } from '#runtime/trunks/trunk-watch';
import { startPrivateAsterisk } from '../support/asterisk.ts';
import { FakeCarrier } from '../support/carrier/fake-carrier.ts';
import { until } from '../support/supervisor.ts';
import { ipTrunk } from '../support/trunk.ts';

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

/** An Asterisk with this trunk, watched. */
async function watched(make: (carrier: FakeCarrier) => Trunk, rules: FakeCarrier['rules'] = {}) {
  const carrier = await FakeCarrier.start({ accounts: { alice: 'secret' }, rules });
  const hepPort = await freePort();
  const control = { httpPort: await freePort(), amiPort: await freePort(), hepPort };
  const asterisk = await startPrivateAsterisk({ control });
  const tap = await openSipTap({ port: hepPort, sipPorts: [asterisk.sipPort], onError: () => {} });
  const ami = new AmiConnection({ server: asterisk.ami, log: { info: () => {}, warn: () => {} } });
  const ari = await openTransport(undefined, {
    server: asterisk.ari,
    app: 'watch',
    onEvent: () => {},
    onMalformed: () => {},
  });
  const states = new TrunkStates();
  const seen: TrunkState[] = [];
  states.observe((_id, state) => seen.push(state));
  const watch = new TrunkWatch({ ami, states, answers: new RegisterAnswers(tap) });
  ends.push(
    () => carrier.stop(),
    () => asterisk.stop(),
    () => tap.close(),
    () => ari.close(),
    () => ami.close(),
    () => watch.stop(),
  );
  const isOpen = once(ami, 'open');
  ami.start();
  await isOpen;
  const trunk = make(carrier);
  const config = dynamicConfigOf(ari);
  const options = { host: asterisk.host, dialplanContext: 'x', secretOf: () => 'secret' };
  for (const { type, id, fields } of trunkObjects([trunk], options)) await config.put(type, id, fields);
  watch.follow([trunk]);
  return { carrier, seen, ami, state: () => states.of(trunk), asterisk };
}

const registering = (carrier: FakeCarrier): Trunk =>
  ipTrunk('acme', {
    kind: 'registration',
    domain: carrier.address,
    port: carrier.port,
    username: 'alice',
    password: { secret: 'x' },
    sourceAddresses: [],
    qualifySeconds: 0,
  });

describe('the state of a trunk', () => {
  test('tells that it is registered', async () => {
    const { state, seen } = await watched(registering);
    await until('the registration', () => state().registration?.state === 'registered', 15_000);
    expect(state().registration?.code).toBeUndefined();
    expect(seen.at(-1)).toEqual(state());
  }, 30_000);

  test('tells with which code and why the carrier refuses to register it, in words', async () => {
    const { state } = await watched(registering, { REGISTER: { status: 403, reason: 'Account <locked>' } });
    await until('the refusal', () => state().registration?.state === 'rejected', 15_000);
    await until('the code', () => state().registration?.code !== undefined, 15_000);
    expect(state().registration).toMatchObject({ code: 403, reason: 'Account <locked>', words: expect.any(String) });
  }, 30_000);

  test('tells whether the carrier answers', async () => {
    const trunk = (carrier: FakeCarrier) =>
      ipTrunk('acme', {
        domain: carrier.address,
        port: carrier.port,
        sourceAddresses: ['192.0.2.1'],
        qualifySeconds: 1,
      });
    const { state, carrier } = await watched(trunk);
    await until('an answer', () => state().reachable?.ok === true, 15_000);
    expect(state().reachable).toMatchObject({ ok: true, at: expect.any(String) });
    carrier.rules.OPTIONS = { silent: true };
    await until('the silence', () => state().reachable?.ok === false, 15_000);
  }, 40_000);
});

test('security events tell who was turned away', async () => {
  const { ami, carrier, asterisk } = await watched(() => ipTrunk('other'));
  const turnedAway = new Promise<Record<string, string>>((resolve) => {
    ami.on('event', (event) => event.event === 'InvalidAccountID' && resolve(event));
  });
  expect((await carrier.call({ to: '+4930', target: asterisk.sip })).status).toBe(401);
  expect(await turnedAway).toMatchObject({ remoteaddress: expect.stringContaining('127.0.0.2') });
}, 30_000);
