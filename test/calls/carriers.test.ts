import { afterAll, beforeAll, expect, test } from 'vitest';
import { carriers } from '#asterisk-config/carriers';
import { DialRules } from '#asterisk-config/dial-rules';
import { Trunk, type TrunkKind } from '#asterisk-config/trunk';
import type { TrunkTest } from '#asterisk-config/trunk-test';
import { type ApiClient, apiClient } from '#runtime/cli/api-client';
import { loadKeyring } from '#runtime/secrets/key';
import { setSecret } from '#runtime/secrets/secrets';
import { saveDialRules } from '#runtime/store/dial-rules';
import { saveNumber } from '#runtime/store/numbers';
import { listTrunkRevisions, saveTrunk } from '#runtime/store/trunks';
import { ensureOwner } from '#runtime/store/users';
import { FakeCarrier } from '../support/carrier/fake-carrier.ts';
import { partsOf, requestUriOf } from '../support/carrier/sip-message.ts';
import { flowOf } from '../support/flow-of.ts';
import { useInstance } from '../support/instance.ts';
import { until } from '../support/supervisor.ts';
import { numberAt } from '../support/trunk.ts';

const instance = useInstance();
const password = 'planted-secret-4711';

interface Line {
  readonly id: string;
  readonly preset: string;
  readonly kind: TrunkKind;
  readonly transport: 'udp' | 'tcp';
  readonly number: string;
}

/** Every preset in every kind that it has; TLS with encrypted sound is in ladder-srtp.test.ts. */
const lines: readonly Line[] = carriers
  .flatMap(({ id, kinds }) =>
    kinds.flatMap((kind) => (['udp', 'tcp'] as const).map((transport) => ({ preset: id, kind, transport }))),
  )
  .map((line, index) => ({ ...line, id: `trunk-${index}`, number: `+4930${100_000 + index}` }));
const running = new Map<string, FakeCarrier>();
let api: ApiClient;

beforeAll(async () => {
  const { store, publish, supervisor, folder } = instance();
  api = await apiClient(supervisor.status().address ?? '', supervisor.config.tokenFile);
  const owner = await ensureOwner(store.db);
  const keyring = await loadKeyring(folder, {});
  await setSecret(store.db, keyring, 'carrier', password, owner.id);
  const hello = { step: 'play', settings: { sounds: [{ say: 'Hello.' }] }, to: { next: 'bye' } };
  const bye = { step: 'hang-up' };
  await publish(
    flowOf({ start: { step: 'incoming-call', to: { next: 'hello' } }, hello, bye }, { id: 'reception' }),
    '100',
  );
  const exits = { answered: 'hello', busy: 'bye', noAnswer: 'bye', rejected: 'bye' };
  const out = { step: 'outgoing-call', settings: { ringMs: 5_000 }, to: exits };
  await publish(flowOf({ start: out, hello, bye }, { id: 'reminder' }), '101');
  await saveDialRules(
    store.db,
    DialRules.parse({ countries: ['GB'], callsPerSecond: 100, perNumberPerDay: 1_000 }),
    owner.id,
  );
  for (const [index, line] of lines.entries()) {
    const account = `user-${index}`;
    const carrier = await FakeCarrier.start({
      address: `127.0.1.${index + 1}`,
      transports: [line.transport],
      accounts: line.kind === 'ip' ? {} : { [account]: password },
    });
    running.set(line.id, carrier);
    const defaults = carriers.find(({ id }) => id === line.preset)?.defaults[line.kind as 'ip'] ?? {};
    const { registrar: _registrar, outboundProxy: _proxy, mediaEncryption: _encryption, ...rest } = defaults;
    const trunk = Trunk.parse({
      ...rest,
      id: line.id,
      name: line.id,
      carrier: line.preset,
      kind: line.kind,
      transport: line.transport,
      domain: carrier.address,
      port: carrier.port,
      sourceAddresses: [carrier.address],
      ...(line.kind === 'ip' ? {} : { username: account, password: { secret: 'carrier' } }),
    });
    await saveTrunk(store.db, trunk, owner.id, true);
    const flows = { inboundFlow: 'reception', outboundFlow: 'reminder' };
    await saveNumber(store.db, numberAt(line.id, line.number, flows), owner.id, true);
  }
}, 90_000);
afterAll(async () => {
  await Promise.all([...running.values()].map((carrier) => carrier.stop()));
});

test.each(lines)(
  '$preset ($kind, $transport): a call in and a call out',
  async ({ id, kind, number }) => {
    const carrier = running.get(id);
    if (carrier === undefined) throw new Error(`There is no carrier ${id}.`);
    const [account = ''] = Object.keys(carrier.accounts);
    if (kind === 'registration') await until('the registration', () => carrier.registrations.has(account), 15_000);
    const callIn = () =>
      carrier.call({
        to: number,
        from: '+442079460123',
        ...(kind === 'registration' ? { account, uri: undefined } : { target: instance().sip }),
      });
    let incoming = await callIn();
    // The trunk may still be on its way to Asterisk.
    await until(
      'an answer',
      async () => {
        if (incoming.status === 401) incoming = await callIn();
        return incoming.status !== 401;
      },
      15_000,
    );
    expect(incoming.status).toBe(200);
    await incoming.until('ended');
    expect(incoming.rtp.received).toBeGreaterThan(5);

    await api.request('POST', '/api/calls', {
      flowId: 'reminder',
      to: { number: '+442079460999' },
      from: number,
      trunkId: id,
    });
    const outgoing = await carrier.nextCall();
    expect(partsOf(requestUriOf(outgoing.invite)).user.replace('+', '')).toBe('442079460999');
    await outgoing.until('ended');
    expect(outgoing.rtp.received).toBeGreaterThan(5);
    expect(outgoing.end).toBe('bye-received');
  },
  40_000,
);

test('the test of a stored trunk passes by the API, and its revision is marked', async () => {
  const line = lines.find(({ kind }) => kind === 'registration');
  if (line === undefined) throw new Error('No preset registers.');
  const { id } = await api.request<TrunkTest>('POST', '/api/trunk-tests', { trunkId: line.id, to: '+442079460999' });
  let result: TrunkTest | undefined;
  await until(
    'the end of the test',
    async () => {
      result = await api.request<TrunkTest>('GET', `/api/trunk-tests/${id}`);
      return result.state !== 'running';
    },
    30_000,
  );
  expect(result?.state, JSON.stringify(result, null, 1)).toBe('passed');
  expect(result?.rungs.find((rung) => rung.id === 'audio')?.state).toBe('ok');
  expect(JSON.stringify(result)).not.toContain(password);
  const [revision] = await listTrunkRevisions(instance().store.db, line.id);
  expect(revision?.passedAt).not.toBeNull();
  // The real trunk is registered again.
  await until('the registration', () => running.get(line.id)?.registrations.size === 1, 10_000);
}, 60_000);
