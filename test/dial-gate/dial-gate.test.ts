import { describe, expect, test } from 'vitest';
import { DialRules } from '#asterisk-config/dial-rules';
import type { Person } from '#asterisk-config/person';
import { Trunk } from '#asterisk-config/trunk';
import { DialGate } from '#runtime/dial-gate/dial-gate';
import type { DialSource } from '#runtime/dial-gate/dial-source';
import type { RouteRequest } from '#runtime/dial-gate/route';
import { destinationOf, destinations, tableRules } from './destinations.ts';

const trunk = (id: string, more: Partial<Trunk> = {}): Trunk =>
  Trunk.parse({ id, name: id, carrier: 'generic-ip', kind: 'ip', domain: `${id}.example.net`, ...more });

const ann: Person = {
  id: 'ann',
  name: 'Ann',
  paused: false,
  phones: [
    { id: 'desk', kind: 'sip', label: 'desk phone' },
    { id: 'web1', kind: 'browser' },
    { id: 'cell', kind: 'number', number: '+4915112345678' },
    { id: 'ext1', kind: 'extension', extension: '200' },
  ],
};

interface World {
  rules?: Partial<DialRules>;
  trunks?: Trunk[];
  people?: Person[];
  numbers?: Record<string, string>;
  full?: string;
}

/** A gate whose counters count in memory. */
function gate(world: World = {}) {
  const counted: { number: string; trunkIds: string[] }[] = [];
  const released: [string, number | undefined][] = [];
  const { numbers = { '+4930111111': 'acme', '+4930222222': 'spare' }, people = [ann] } = world;
  const trunks = world.trunks ?? [trunk('acme'), trunk('spare')];
  const source: DialSource = {
    page: async () => ({
      rules: { ...DialRules.parse({}), ...(world.rules ?? { countries: ['DE'] }) },
      numbers: new Map(
        Object.entries(numbers).map(([number, trunkId]) => [
          number,
          { number, trunkId, name: number, whenAway: { kind: 'unavailable' as const } },
        ]),
      ),
      trunks: new Map(trunks.map((one) => [one.id, one])),
    }),
    person: async (id) => people.find((one) => one.id === id),
    hasFlow: async (extension) => extension === '200',
  };
  const dialGate = new DialGate({
    source,
    counters: {
      reserve: async ({ number, trunks: wished }) => {
        if (world.full !== undefined) return { ok: false, code: world.full, message: 'Full.', fix: 'Wait.' };
        counted.push({ number, trunkIds: wished.map(({ trunkId }) => trunkId) });
        return { ok: true, id: `r${counted.length}`, trunkIds: wished.map(({ trunkId }) => trunkId) };
      },
      release: (ids, ms) => {
        for (const id of ids) released.push([id, ms]);
      },
    },
    onError: (error) => {
      throw error;
    },
  });
  const route = (to: RouteRequest['to'], more: Partial<RouteRequest> = {}) =>
    dialGate.route({ to, from: '+4930111111', callId: 'c1', kind: 'dial', ...more });
  return { dialGate, route, counted, released };
}

describe('a number', () => {
  test('goes over the trunk of the number it is called from, then over others with a number of their own', async () => {
    const { route, counted } = gate();
    const found = await route({ number: '+4930123456' });
    expect(found).toMatchObject({
      ok: true,
      legs: [
        {
          attempts: [
            {
              endpoint: 'PJSIP/pc-acme/sip:+4930123456@acme.example.net',
              callerId: '+4930111111',
              trunkId: 'acme',
              reservation: 'r1',
            },
            {
              endpoint: 'PJSIP/pc-spare/sip:+4930123456@spare.example.net',
              callerId: '+4930222222',
              trunkId: 'spare',
              reservation: 'r1',
            },
          ],
        },
      ],
    });
    expect(counted).toEqual([{ number: '+4930123456', trunkIds: ['acme', 'spare'] }]);
  });

  test('goes over no trunk but the named one, and over none without a number', async () => {
    const named = await gate().route({ number: '+4930123456' }, { trunkId: 'spare' });
    expect(named.ok && named.legs[0]?.attempts.map(({ trunkId }) => trunkId)).toEqual(['spare']);
    const lone = await gate({ numbers: { '+4930111111': 'acme' } }).route({ number: '+4930123456' });
    expect(lone.ok && lone.legs[0]?.attempts.map(({ trunkId }) => trunkId)).toEqual(['acme']);
  });

  test('is read by the country of the number it is called from', async () => {
    const found = await gate().route({ number: '030 123456' });
    expect(found.ok && found.legs[0]?.attempts[0]?.endpoint).toBe('PJSIP/pc-acme/sip:+4930123456@acme.example.net');
  });

  test('shows our number, a verified one, or the caller where he is one of us', async () => {
    const rules = { countries: ['DE'], callerIds: ['+4930333333'] };
    const shown = async (callerId: RouteRequest['callerId'], number = '+4930999999') => {
      const found = await gate({ rules }).route(
        { number: '+4930123456' },
        { ...(callerId === undefined ? {} : { callerId }), caller: { number, name: '' } },
      );
      return found.ok ? found.legs[0]?.attempts[0]?.callerId : found.code;
    };
    expect(await shown(undefined)).toBe('+4930111111');
    expect(await shown({ show: 'fixed', number: '+4930333333' })).toBe('+4930333333');
    expect(await shown({ show: 'fixed', number: '+4930444444' })).toBe('caller-id-not-owned');
    // Nobody else's: a transfer that would show it shows ours.
    expect(await shown({ show: 'caller' })).toBe('+4930111111');
    expect(await shown({ show: 'caller' }, '+4930222222')).toBe('+4930222222');
    expect(await shown({ show: 'caller' }, '"x" <sip:y>')).toBe('+4930111111');
  });

  test('is not called from a number that is not ours, nor without one where there are several', async () => {
    const { route } = gate();
    expect(await route({ number: '+4930123456' }, { from: '+4930444444' })).toMatchObject({
      code: 'caller-id-not-owned',
    });
    const { dialGate } = gate();
    expect(await dialGate.route({ to: { number: '+4930123456' }, callId: 'c', kind: 'dial' })).toMatchObject({
      code: 'from-needed',
    });
  });

  test('is not called once a limit is reached', async () => {
    const { route } = gate({ full: 'dial-concurrent-reached' });
    expect(await route({ number: '+4930123456' })).toMatchObject({ ok: false, code: 'dial-concurrent-reached' });
  });

  test('is given back once, with the time of its talk', async () => {
    const { route, released } = gate();
    const found = await route({ number: '+4930123456' });
    if (!found.ok) throw new Error(found.message);
    found.release({ talkMs: 9_000 });
    found.release({ talkMs: 9_000 });
    expect(released).toEqual([['r1', 9_000]]);
  });
});

test('headers that say who calls, or break their line, are not sent', async () => {
  const { route } = gate();
  const to = { number: '+4930123456' };
  const ok = await route(to, { headers: [{ name: 'X-Ticket', value: '42' }] });
  expect(ok.ok && ok.legs[0]?.attempts[0]?.variables).toMatchObject({ 'PJSIP_HEADER(add,X-Ticket)': '42' });
  const hostile = [
    ...[
      'P-Asserted-Identity',
      'Remote-Party-ID',
      'From',
      'Diversion',
      'Route',
      'Contact',
      'X-a)b',
      'X-',
      'Authorization',
    ].map((name) => ({ name, value: 'x' })),
    { name: 'X-Ok', value: 'a\r\nFrom: b' },
    { name: 'X-Ok', value: 'x'.repeat(300) },
  ];
  for (const header of hostile)
    expect(await route(to, { headers: [header] })).toMatchObject({ code: 'header-not-allowed' });
});

describe('an extension', () => {
  test('is the flow that answers it', async () => {
    const found = await gate().route({ extension: '200' }, { caller: { number: '+4930999999', name: 'Bob "x" <y>' } });
    expect(found).toMatchObject({
      ok: true,
      legs: [
        {
          attempts: [{ endpoint: 'Local/200@patchcord-inbound', callerId: '+4930999999', callerName: 'Bob  x   y' }],
        },
      ],
    });
  });

  test('is a telephone of the PBX beside us, but no way to the world through it', async () => {
    const pbx = trunk('pbx', { kind: 'pbx', pbx: { endpoint: 'x', context: 'from-internal' } });
    const { route } = gate({ trunks: [trunk('acme'), pbx] });
    expect(await route({ extension: '301' })).toMatchObject({
      legs: [{ attempts: [{ endpoint: 'Local/301@from-internal' }] }],
    });
    for (const extension of ['0088213300655', '112', '911', '01', '*72', '900555123'])
      expect(await route({ extension })).toMatchObject({ ok: false, code: 'destination-short' });
    expect(await route({ extension: '200&Local/911' })).toMatchObject({ code: 'destination-malformed' });
  });

  test('that nobody answers is not called', async () => {
    expect(await gate().route({ extension: '999' })).toMatchObject({ ok: false, code: 'extension-missing' });
  });
});

describe('a person', () => {
  test('is rung at all telephones at once; own people see who calls, others our number', async () => {
    const found = await gate().route(
      { person: 'ann' },
      { caller: { number: '+4930999999', name: 'Bob' }, callerId: { show: 'caller' } },
    );
    expect(found).toMatchObject({
      ok: true,
      legs: [
        { label: 'Ann, desk phone', attempts: [{ endpoint: 'PJSIP/person-ann-desk', callerId: '+4930999999' }] },
        {
          label: 'Ann, +4915112345678',
          attempts: [
            { callerId: '+4930111111', reservation: 'r1' },
            { callerId: '+4930222222', reservation: 'r1' },
          ],
        },
        { attempts: [{ endpoint: 'Local/200@patchcord-inbound' }] },
      ],
    });
  });

  test('is rung at the other telephones where an outside number may not be called', async () => {
    const found = await gate({ rules: {} }).route({ person: 'ann' });
    expect(found.ok && found.legs.map(({ label }) => label)).toEqual(['Ann, desk phone', 'extension 200']);
  });

  test('who is paused, has no telephone, or is not there is not called', async () => {
    const bare = { ...ann, phones: [] };
    expect(await gate({ people: [{ ...ann, paused: true }] }).route({ person: 'ann' })).toMatchObject({
      code: 'person-paused',
    });
    expect(await gate({ people: [bare] }).route({ person: 'ann' })).toMatchObject({ code: 'person-no-phone' });
    expect(await gate().route({ person: 'bob' })).toMatchObject({ code: 'person-missing' });
  });
});

test('a SIP address is called where its host is allowed, and counted', async () => {
  const { route, counted } = gate({ rules: { sipHosts: ['pbx.example.com'] } });
  expect(await route({ sip: 'sip:bob@pbx.example.com' })).toMatchObject({
    legs: [{ attempts: [{ endpoint: 'PJSIP/sip-address/sip:bob@pbx.example.com', callerId: '+4930111111' }] }],
  });
  expect(counted).toEqual([{ number: 'sip:bob@pbx.example.com', trunkIds: [] }]);
  expect(await route({ sip: 'sip:bob@evil.example' })).toMatchObject({ code: 'sip-host-not-allowed' });
});

test('a carrier is asked to connect a call with a number, never with somebody inside', async () => {
  const { route } = gate();
  expect(await route({ number: '+4930123456' }, { kind: 'refer' })).toMatchObject({ ok: true });
  for (const to of [{ person: 'ann' }, { extension: '200' }])
    expect(await route(to, { kind: 'refer' })).toMatchObject({ code: 'refer-inside' });
});

test.each(['dial', 'transfer', 'refer'] as const)(
  'of the toll-fraud table only what is allowed gets a way by %s',
  async (kind) => {
    const { route, counted } = gate({ rules: tableRules });
    const wrong: unknown[] = [];
    for (const { to, expected } of destinations) {
      const before = counted.length;
      const found = await route(destinationOf(to), { kind });
      const code = found.ok ? 'allowed' : found.code;
      // A number as people of our number's country write it is one here.
      const national = expected === 'destination-malformed' && /^0[0-9]/.test(to);
      if (code !== expected && !national) wrong.push([to, expected, code]);
      if (counted.length > before !== found.ok) wrong.push([to, 'counted']);
    }
    expect(wrong).toEqual([]);
  },
);

test('what goes wrong in the gate lets nothing out', async () => {
  const broken = new DialGate({
    source: { page: () => Promise.reject(new Error('x')), person: async () => undefined, hasFlow: async () => true },
    counters: { reserve: () => Promise.reject(new Error('never')), release: () => {} },
    onError: () => {},
  });
  for (const to of [{ number: '+4930123456' }, { extension: '200' }, { person: 'ann' }])
    expect(await broken.route({ to, callId: 'c', kind: 'dial' })).toMatchObject({
      ok: false,
      code: 'dial-gate-failed',
    });
});
