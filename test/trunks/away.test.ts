import { once } from 'node:events';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PhoneNumber } from '#asterisk-config/number';
import type { Trunk } from '#asterisk-config/trunk';
import { trunkObjects } from '#asterisk-config/trunk-objects';
import { AmiConnection } from '#runtime/ami/ami-connection';
import { dynamicConfigOf } from '#runtime/ari/dynamic-config';
import { openTransport } from '#runtime/ari/open-transport';
import type { CallEvent } from '#runtime/flow/record';
import { type RunningAsterisk, startAsterisk } from '#runtime/supervisor/asterisk';
import { awayEntries } from '#runtime/trunks/away-entries';
import { keepAway } from '#runtime/trunks/keep-away';
import { takeLeftMessages } from '#runtime/trunks/left-messages';
import { FakeCarrier } from '../support/carrier/fake-carrier.ts';
import { realAsterisk } from '../support/real-asterisk.ts';
import { until } from '../support/supervisor.ts';
import { ipTrunk, numberAt } from '../support/trunk.ts';

const main = '+4930123456';
const inHeader = '+442079460123';
let folder: string;
let asterisk: RunningAsterisk;
let carrier: FakeCarrier;
let other: FakeCarrier;

/** As a runtime that comes, does this, and goes away again. */
async function asRuntime<T>(work: (ami: AmiConnection) => Promise<T>): Promise<T> {
  const ami = new AmiConnection({ server: asterisk.ami, log: { info: () => {}, warn: () => {} } });
  const isOpen = once(ami, 'open');
  ami.start();
  await isOpen;
  try {
    return await work(ami);
  } finally {
    ami.close();
  }
}

const trunksHere = (): Trunk[] => [
  ipTrunk('acme', { domain: carrier.address, port: carrier.port, sourceAddresses: [carrier.address], country: 'DE' }),
  ipTrunk('to-header', { domain: other.address, sourceAddresses: [other.address], calledNumber: 'to' }),
];

function leave(numbers: PhoneNumber[], mayCall = true): Promise<void> {
  const page = {
    trunks: new Map(trunksHere().map((trunk) => [trunk.id, trunk])),
    numbers: new Map(numbers.map((number) => [number.number, number])),
  };
  return asRuntime(async (ami) => keepAway(ami, await awayEntries(page, { people: [], mayCall: async () => mayCall })));
}

const mailbox = (number: string, trunkId = 'acme') =>
  numberAt(trunkId, number, { whenAway: { kind: 'mailbox', mailbox: 'Main' } });
const call = (to: string, more: Partial<Parameters<FakeCarrier['call']>[0]> = {}) =>
  carrier.call({ to, from: '+4917012345', target: asterisk.sip, ...more });

async function begin(): Promise<void> {
  asterisk = await startAsterisk({ install: await realAsterisk(), folder });
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pc-away-'));
  carrier = await FakeCarrier.start();
  other = await FakeCarrier.start({ address: '127.0.0.3' });
  await begin();
  const silent = { onEvent: () => {}, onMalformed: () => {} };
  const ari = await openTransport(undefined, { server: asterisk.ari, app: 'other', ...silent });
  const options = { host: asterisk.host, dialplanContext: 'patchcord-inbound', secretOf: () => '' };
  for (const { type, id, fields } of trunkObjects(trunksHere(), options))
    await dynamicConfigOf(ari).put(type, id, fields);
  ari.close();
}, 30_000);
afterAll(async () => {
  await asterisk?.stop();
  await carrier?.stop();
  await other?.stop();
  await rm(folder, { recursive: true, force: true });
});

describe('while no runtime takes calls, by Asterisk alone', () => {
  test('a number without a wish is answered 503, so that the carrier tries elsewhere', async () => {
    await leave([numberAt('acme', main)]);
    expect((await call(main)).status).toBe(503);
    expect((await call('+4930999999')).status).toBe(503);
  }, 20_000);

  test('a number is passed on over its trunk, from the number that was called, also after a restart of Asterisk', async () => {
    await leave([numberAt('acme', main, { whenAway: { kind: 'number', number: '+4930777' } })]);
    await asterisk.stop();
    await begin();
    const arrived = carrier.nextCall();
    const placed = call('030123456');
    const passed = await arrived;
    expect(passed.invite.startLine).toContain('sip:+4930777@');
    expect(passed.invite.headers.find(([name]) => name === 'From')?.[1]).toContain('sip:+4930123456@');
    expect((await placed).status).toBe(200);
    await passed.until('answered');
    await (await placed).hangUp();
    await passed.until('ended');
  }, 30_000);

  test('nothing is passed on that the dial gate refuses', async () => {
    await leave([numberAt('acme', main, { whenAway: { kind: 'number', number: '+88299999' } })], false);
    expect((await call(main)).status).toBe(503);
  }, 20_000);

  test('a caller leaves a message, which a runtime takes when it is back', async () => {
    await leave([mailbox(main), mailbox(inHeader, 'to-header')]);
    const placed = await call(main, { rtp: 'tone' });
    expect(placed.status).toBe(200);
    // The greeting, and some seconds of the caller.
    await new Promise((resolve) => setTimeout(resolve, 9_000));
    const live = new Set<string>(['any']);
    const kept: CallEvent[][] = [];
    const take = () =>
      asRuntime((ami) =>
        takeLeftMessages({
          ami,
          recordingFolder: asterisk.recordingFolder,
          isLive: async () => live.size > 0,
          flowOf: async () => undefined,
          isKept: async () => false,
          keep: async (events) => void kept.push([...events]),
        }),
      );
    expect(await take()).toBe(true);
    expect(kept).toEqual([]);
    await placed.hangUp();
    await until('the end', async () => /0 active channels/.test(await asterisk.cli('core show channels')), 15_000);
    live.clear();
    expect(await take()).toBe(false);
    expect(await take()).toBe(false);
    expect(kept).toHaveLength(1);
    const [started, answered, entered, recorded, asked] = kept[0] ?? [];
    expect(started).toMatchObject({ caller: { number: '+4917012345' }, called: main, flowId: 'away', trunkId: 'acme' });
    expect([answered?.type, entered?.type]).toEqual(['call.answered', 'step.entered']);
    const { recordingId, durationMs } = (recorded as unknown as { result: { recordingId: string; durationMs: number } })
      .result;
    expect(durationMs).toBeGreaterThan(1_000);
    expect(asked).toMatchObject({ details: { job: 'voicemail.deliver', data: { recordingId, mailbox: 'Main' } } });
    expect(
      (await stat(join(asterisk.recordingFolder, `${recordingId.replaceAll(':', '-')}.wav`))).size,
    ).toBeGreaterThan(16_000);
  }, 40_000);

  test('the number is found in To where the trunk says so, and a hostile name does no harm', async () => {
    await leave([mailbox(inHeader, 'to-header')]);
    const target = asterisk.sip;
    const placed = await other.call({ to: inHeader, uri: `sip:account@${target.host}:${target.port}`, target });
    expect(placed.status).toBe(200);
    await placed.hangUp();
    for (const to of ['1)}${SHELL(touch', '1,dial', '"]?found:1', '+44\\"$[1', "a'b"]) {
      const user = encodeURIComponent(to);
      const { status } = await other.call({ to: user, uri: `sip:${user}@${target.host}:${target.port}`, target });
      expect([404, 484, 503], to).toContain(status);
    }
  }, 30_000);
});
