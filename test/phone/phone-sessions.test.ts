import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { WebSocketServer } from 'ws';
import * as z from 'zod';
import { dynamicConfigOf } from '#runtime/ari/dynamic-config';
import { defineStep } from '#runtime/flow/step';
import { addPhone } from '#runtime/phone/phone-accounts';
import type { PhoneSession } from '#runtime/phone/phone-session';
import { PhoneSessions } from '#runtime/phone/phone-sessions';
import { relayCodes } from '#runtime/phone/sip-relay';
import { compiled, flowOf } from '../support/flow-of.ts';
import { type Line, startLine } from '../support/line.ts';
import { SipPhone } from '../support/sip-phone.ts';

/** Tells what the flow believes the time to be, then waits for the caller to hang up. */
const hour = defineStep({
  type: 'hour',
  version: 1,
  title: 'Hour',
  group: 'logic',
  icon: 'clock',
  summary: 'Tells the time.',
  settings: z.strictObject({}),
  exits: { next: { data: z.strictObject({ atMs: z.int() }) } },
  traits: { needs: 'answered', waits: true },
  async run(ctx) {
    await ctx.sleep(100);
    return ctx.exit('next', { atMs: ctx.now() });
  },
});
const draft = flowOf({
  start: { step: 'incoming-call', to: { next: 'hour' } },
  hour: { step: 'hour', to: { next: 'record' } },
  record: { step: 'record', settings: { maxMs: 60_000, silenceMs: 0 }, to: { recorded: 'end', silent: 'end' } },
  end: { step: 'hang-up' },
});

let line: Line;
let server: WebSocketServer;
let url: string;
/** The session that the next WebSocket belongs to. */
let next: PhoneSession;
let phones: PhoneSessions;

beforeAll(async () => {
  line = await startLine({
    flows: { '100': flowOf({ start: { step: 'incoming-call', to: { next: 'end' } }, end: { step: 'hang-up' } }) },
    extra: [hour],
  });
  phones = line.engine.phones;
  server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  const address = server.address();
  url = `ws://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  server.on('connection', (socket) => phones.connect(next.id, socket));
});
afterAll(async () => {
  server?.close();
  await line?.stop();
});
beforeEach(() => {
  phones = line.engine.phones;
});

const endpoints = async () =>
  (await dynamicConfigOf(line.engine.connection).endpoints()).filter((name) => name !== 'loopback');

async function newSession(more: object = {}): Promise<PhoneSession> {
  const flow = compiled(draft, [hour]);
  next = await phones.open({ compiled: flow, called: '100', owner: 'ada', ...more });
  return next;
}

const own = ({ account }: PhoneSession) => ({ from: account.name, password: account.password });

describe('a browser phone', () => {
  it('is in Asterisk for as long as its session, and only its owner finds it', async () => {
    const session = await newSession();
    expect(await endpoints()).toEqual([session.account.name]);
    expect(phones.find(session.id, 'ada')).toBe(session);
    expect(phones.find(session.id, 'eve')).toBeUndefined();
    await phones.close(session.id);
    expect(await endpoints()).toEqual([]);
    expect(phones.find(session.id, 'ada')).toBeUndefined();
    expect(await line.asterisk.cli('pjsip show auths')).toContain('No objects found');
  });

  it('is made again in an Asterisk that lacks it; what another runtime left is removed', async () => {
    const session = await newSession();
    const config = dynamicConfigOf(line.engine.connection);
    await config.remove('auth', session.account.name);
    await config.remove('endpoint', session.account.name);
    const left = `phone-${'0'.repeat(32)}`;
    await addPhone(line.engine.connection, { name: left, password: 'x'.repeat(32) });
    await phones.align(line.engine.connection);
    expect(await endpoints()).toEqual([session.account.name]);
    await phones.close(session.id);
  });

  it('calls the draft, with the pretended caller, number and hour; what is kept has the real time', async () => {
    const startsAtMs = Date.parse('2031-12-24T22:30:00Z');
    const caller = { number: '+4930123', name: 'Ada' };
    const session = await newSession({ caller, called: '4711', startsAtMs });
    const phone = await new SipPhone(url).open();
    expect(await phone.call(session.account.name, own(session))).toBe(200);
    await vi.waitFor(() => expect(session.callId).toBeDefined());
    await vi.waitFor(() => expect(line.engine.calls.sessions()[0]?.nodeId).toBe('record'));
    phone.socket.close();
    await vi.waitFor(() => expect(line.records.at(-1)?.id).toBe(session.callId), 5_000);
    const record = line.records.at(-1);
    expect(record).toMatchObject({ test: true, revision: 0, caller, called: '4711' });
    expect(Math.abs((record?.startedMs ?? 0) - Date.now())).toBeLessThan(10_000);
    const told = record?.trace.find(({ nodeId }) => nodeId === 'hour')?.data;
    const { atMs } = z.object({ atMs: z.number() }).parse(told);
    expect(atMs - startsAtMs).toBeGreaterThanOrEqual(100);
    expect(atMs - startsAtMs).toBeLessThan(3_000);
    await phones.close(session.id);
  });

  it('reaches nothing but its own flow, and nobody without its password', async () => {
    const other = await newSession();
    const session = await newSession();
    const phone = await new SipPhone(url).open();
    const mine = session.account.name;
    expect(await phone.call('100', own(session))).toBe(404);
    expect(await phone.call(other.account.name, own(session))).toBe(403);
    expect(await phone.call(mine, { from: mine })).toBe(401);
    expect(await phone.call(mine, { from: mine, password: 'wrong' })).toBe(401);
    expect(await phone.call(other.account.name, { ...own(session), from: other.account.name })).toBe(401);
    // As the endpoint of callers on this machine, which has no password.
    expect(await phone.call('100', { from: 'loopback' })).toBe(401);
    expect(await phone.call('100', { from: 'anybody' })).toBe(401);
    phone.socket.close();
    expect(line.arrived).toEqual([]);
    await phones.close(other.id);
    await phones.close(session.id);
  });

  it('makes one call at a time; with its session it ends', async () => {
    const session = await newSession();
    const phone = await new SipPhone(url).open();
    expect(await phone.call(session.account.name, own(session))).toBe(200);
    expect(await phone.call(session.account.name, own(session))).toBe(404);
    const before = line.records.length;
    const closed = phone.closed();
    await phones.close(session.id);
    expect(await closed).toBe(relayCodes.ended);
    await vi.waitFor(() => expect(line.records.length).toBe(before + 1), 5_000);
  });

  it('is cut off when it sends more than a phone does, or something else than SIP', async () => {
    await newSession();
    const large = await new SipPhone(url).open();
    large.socket.send('x'.repeat(40_000));
    expect(await large.closed()).toBe(relayCodes.tooMuch);
    const many = await new SipPhone(url).open();
    for (let sent = 0; sent < 100; sent += 1) many.socket.send('\r\n\r\n');
    expect(await many.closed()).toBe(relayCodes.tooMuch);
    expect(await new SipPhone(url, 'chat').closed()).toBe(relayCodes.notSip);
    await phones.close(next.id);
  });

  it('that nobody uses, or left, is over soon; and nobody has many', async () => {
    const { connection } = line.engine;
    const socketUrl = `${line.asterisk.ari.url.replace('http', 'ws').replace('/ari', '/ws')}`;
    const problems: unknown[] = [];
    phones = new PhoneSessions({
      ari: connection,
      socketUrl,
      onError: (error) => problems.push(error),
      // Long enough for five to be made on a machine with much to do.
      unusedMs: 2_500,
      awayMs: 100,
    });
    await newSession();
    await vi.waitFor(() => expect(phones.size).toBe(0), 10_000);
    await newSession();
    const phone = await new SipPhone(url).open();
    await sleep(3_000);
    expect(phones.size).toBe(1);
    phone.socket.close();
    await vi.waitFor(() => expect(phones.size).toBe(0), 10_000);
    for (let made = 0; made < 5; made += 1) await newSession();
    await expect(newSession()).rejects.toMatchObject({ code: 'phone-too-many' });
    await newSession({ owner: 'eve' });
    await phones.stop();
    expect(await endpoints()).toEqual([]);
    expect(problems).toEqual([]);
  });
});
