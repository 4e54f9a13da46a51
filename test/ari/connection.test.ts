import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import WebSocket from 'ws';
import { applicationsOf } from '#runtime/ari/applications';
import { bridgesOf } from '#runtime/ari/bridges';
import { channelsOf } from '#runtime/ari/channels';
import type { AriConnection } from '#runtime/ari/connection';
import { playbacksOf } from '#runtime/ari/playbacks';
import { type Reconciliation, reconcile } from '#runtime/ari/reconcile';
import type { AriRequester, AriServer } from '#runtime/ari/transport';
import { useAsterisk } from '../support/asterisk.ts';
import { type FreezingProxy, startFreezingProxy, textFrame } from './freezing-proxy.ts';
import { asteriskWithTestDialplan, eventually, newLine, useLines } from './lines.ts';

const asterisk = useAsterisk(asteriskWithTestDialplan);
const openLine = useLines();
const call = (id: string, app = 'patchcord') => ({ id, otherId: `${id}:far`, endpoint: 'Local/echo@test/n', app });

let proxy: FreezingProxy;
const throughProxy = (): AriServer => ({ ...asterisk().ari, url: `http://127.0.0.1:${proxy.port}/ari` });
beforeEach(async () => {
  proxy = await startFreezingProxy(Number(new URL(asterisk().ari.url).port));
});
afterEach(async () => {
  proxy.stop();
  await asterisk().cli('channel request hangup all');
});

function lossOf(connection: AriConnection): Promise<number> {
  return new Promise((resolve) => connection.once('lost', () => resolve(performance.now())));
}

describe.each(['websocket', 'ari-client'] as const)('over %s', (transport) => {
  test('a network cut without a word is noticed within 6 s, and the connection is made anew', async () => {
    const { connection } = await openLine({ server: throughProxy(), transport });
    const lost = lossOf(connection);
    await sleep(500);
    const cutAt = performance.now();
    proxy.freeze();
    expect((await lost) - cutAt).toBeLessThan(6_050);
    await eventually('new connection', () => connection.state === 'open' || undefined, 3_000);
    expect((await connection.request('GET', 'asterisk/ping')).status).toBe(200);
  });

  test('a request without an answer fails at its deadline with a code', async () => {
    const { connection } = await openLine({ server: throughProxy(), transport });
    proxy.freeze();
    const startedAt = performance.now();
    const request = connection.request('GET', 'channels', { timeoutMs: 300 });
    await expect(request).rejects.toMatchObject({ name: 'AriUnavailable', code: 'ari-timeout' });
    expect(performance.now() - startedAt).toBeLessThan(600);
  });

  test('a cancelled request fails at once with a code', async () => {
    const { connection } = await openLine({ server: throughProxy(), transport });
    proxy.freeze();
    const cancel = new AbortController();
    const request = connection.request('GET', 'channels', { signal: cancel.signal });
    cancel.abort();
    await expect(request).rejects.toMatchObject({ code: 'ari-aborted' });
    const late = connection.request('GET', 'channels', { signal: cancel.signal });
    await expect(late).rejects.toMatchObject({ code: 'ari-aborted' });
  });

  test('malformed and unknown events are dropped, and the next good one arrives', async () => {
    const line = await openLine({ server: throughProxy(), transport });
    const common = { application: 'patchcord', timestamp: 'now' };
    const bad = [
      'no JSON',
      'null',
      '[1,2]',
      '{}',
      '{"type":["StasisStart"]}',
      '{"__proto__":{"type":"StasisStart"}}',
      JSON.stringify({ ...common, type: 'StasisStart', args: [], channel: { id: 7 } }),
      JSON.stringify({ ...common, type: 'StasisEnd', channel: null }),
      JSON.stringify({ ...common, type: 'ChannelDtmfReceived', digit: 'way too long', channel: {} }),
      JSON.stringify({ type: 'RESTResponse', request_id: {}, status_code: 'x' }),
    ];
    const unknown = [
      JSON.stringify({ ...common, type: 'constructor' }),
      JSON.stringify({ ...common, type: 'Novelty' }),
    ];
    for (const text of [...bad, ...unknown]) proxy.inject(textFrame(text));
    await channelsOf(line.connection).originate(call('c_m1:1:1'));
    await line.event('StasisStart', ({ channel }) => channel.id === 'c_m1:1:1');
    expect(line.events.filter(({ type }) => type === 'StasisStart')).toHaveLength(1);
    expect(line.warnings.filter((warning) => warning.includes('malformed')).length).toBeGreaterThanOrEqual(8);
    expect(line.connection.state).toBe('open');
  });

  test('another process taking over the application stops everything at once', async () => {
    const first = await openLine({ server: asterisk().ari, transport });
    await channelsOf(first.connection).originate(call('c_r1:1:1'));
    await first.event('StasisStart');
    const second = await openLine({ server: asterisk().ari, transport: 'websocket' });
    await eventually('take-over', () => first.connection.state === 'replaced' || undefined);
    const seen = first.events.length;
    const channels = channelsOf(first.connection);
    await expect(channels.hangUp('c_r1:1:1')).rejects.toMatchObject({ code: 'ari-replaced' });
    await expect(first.connection.start()).rejects.toMatchObject({ code: 'ari-replaced' });
    await channelsOf(second.connection).hangUp('c_r1:1:1');
    await second.event('ChannelDestroyed');
    await sleep(2_500);
    expect(second.connection.state).toBe('open');
    expect(first.connection.state).toBe('replaced');
    expect(first.events.length).toBe(seen);
  });

  test('channels of a dead client are listed and adopted, its lost ones hung up, and the gap is noticed', async () => {
    const dead = await openLine({ server: asterisk().ari, transport });
    const channels = channelsOf(dead.connection);
    for (const id of ['c_a1:1:1', 'c_a2:1:1', 'c_a3:1:1']) await channels.originate(call(id));
    await dead.event('StasisStart', ({ channel }) => channel.id === 'c_a3:1:1');
    await bridgesOf(dead.connection).create({ id: 'c_a3:2:1', type: ['mixing'] });
    await playbacksOf(dead.connection).start({
      id: 'c_a1:2:1',
      on: { channel: 'c_a1:1:1' },
      media: ['tone:1004;tonezone=us'],
    });
    await dead.event('PlaybackStarted');
    dead.connection.close();
    await asterisk().cli('channel request hangup Local/echo@test-00000001;1');

    let found: Reconciliation | undefined;
    const adopt = async (ari: AriRequester) => {
      const known = ['c_a1', 'c_a4'].map((callId) => ({ callId, channelId: `${callId}:1:1` }));
      const app = await applicationsOf(ari).get('patchcord');
      const resources = {
        appChannelIds: app?.channel_ids ?? [],
        channels: await channelsOf(ari).list(),
        bridges: await bridgesOf(ari).list(),
      };
      found = reconcile('patchcord', resources, known, (id) => /^(c_a\d):/.exec(id)?.[1]);
      for (const id of found.orphaned.channelIds) await channelsOf(ari).hangUp(id);
      for (const id of found.orphaned.bridgeIds) await bridgesOf(ari).destroy(id);
    };
    const heir = await openLine({ server: asterisk().ari, transport, onConnect: adopt });
    expect(found?.adopt.map(({ callId, channel }) => [callId, channel?.id])).toEqual([['c_a1', 'c_a1:1:1']]);
    expect(found?.gone).toEqual(['c_a4']);
    expect(found?.orphaned.channelIds).toContain('c_a3:1:1');
    expect(found?.orphaned.bridgeIds).toEqual(['c_a3:2:1']);
    expect((await playbacksOf(heir.connection).get('c_a1:2:1'))?.state).toBe('playing');
    await channelsOf(heir.connection).hangUp('c_a1:1:1');
    await heir.event('ChannelDestroyed', ({ channel }) => channel.id === 'c_a1:1:1');
  });
});

test('reconciling comes first: events and other requests wait for it', async () => {
  const order: string[] = [];
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const line = newLine({
    server: asterisk().ari,
    async onConnect(ari) {
      await channelsOf(ari).originate(call('c_o1:1:1'));
      await held;
      order.push('reconciled');
    },
  });
  line.connection.on('event', ({ type }) => order.push(type));
  const started = line.connection.start();
  const request = line.connection.request('GET', 'asterisk/ping').then(() => order.push('request'));
  await sleep(600);
  expect(order).toEqual([]);
  expect(line.connection.state).toBe('reconciling');
  release();
  await Promise.all([started, request]);
  line.connection.close();
  expect(order[0]).toBe('reconciled');
  expect(order).toContain('StasisStart');
  expect(order.at(-1)).toBe('request');
});

test('a connection whose reconcile fails is made anew until it succeeds', async () => {
  let attempts = 0;
  const { connection } = await openLine({
    server: asterisk().ari,
    async onConnect() {
      attempts += 1;
      if (attempts < 3) throw new Error('the database is away');
    },
  });
  expect(attempts).toBe(3);
  expect(connection.state).toBe('open');
});

test('a request made while the connection is away waits for it', async () => {
  const { connection } = await openLine({ server: throughProxy(), deadAfterMs: 600, pingMs: 200 });
  const lost = lossOf(connection);
  proxy.freeze();
  await lost;
  expect((await connection.request('GET', 'asterisk/ping')).status).toBe(200);
});

test('a request waits no longer than its deadline for a connection', async () => {
  const { connection } = await openLine({ server: throughProxy() });
  const lost = lossOf(connection);
  proxy.stop();
  await lost;
  const request = connection.request('GET', 'asterisk/ping', { timeoutMs: 200 });
  await expect(request).rejects.toMatchObject({ code: 'ari-lost' });
});

test('a request in flight when the connection ends fails at once', async () => {
  const { connection } = await openLine({ server: throughProxy() });
  proxy.freeze();
  const request = connection.request('GET', 'channels');
  proxy.stop();
  await expect(request).rejects.toMatchObject({ code: 'ari-lost' });
});

test('a connection that follows another at once hears events all the same', async () => {
  for (let count = 0; count < 60; count++) {
    const line = newLine({ server: asterisk().ari });
    await line.connection.start();
    const id = `c_n${count}:1:1`;
    await channelsOf(line.connection).originate(call(id));
    await line.event('StasisStart', ({ channel }) => channel.id === id);
    await channelsOf(line.connection).hangUp(id);
    line.connection.close();
  }
});

test('a connection whose events are taken away without a word is made anew', async () => {
  const line = await openLine({ server: asterisk().ari });
  // What Asterisk may do to a second connection when the first one ends.
  await applicationsOf(line.connection).allowEvents('patchcord', []);
  await lossOf(line.connection);
  await line.connection.start();
  await eventually('new connection', () => line.connection.state === 'open' || undefined);
  await channelsOf(line.connection).originate(call('c_d1:1:1'));
  await line.event('StasisStart', ({ channel }) => channel.id === 'c_d1:1:1');
});

test('only the events asked for come', async () => {
  const events = ['StasisStart', 'ChannelDestroyed'] as const;
  const line = await openLine({ server: asterisk().ari, events });
  await channelsOf(line.connection).originate(call('c_e1:1:1'));
  await line.event('StasisStart');
  await channelsOf(line.connection).hangUp('c_e1:1:1');
  await line.event('ChannelDestroyed', ({ channel }) => channel.id === 'c_e1:1:1');
  expect(new Set(line.events.map(({ type }) => type))).toEqual(new Set(events));
});

test('a listener that throws does not end the connection', async () => {
  const line = await openLine({ server: asterisk().ari });
  line.connection.on('event', () => {
    throw new Error('a mistake in a listener');
  });
  await channelsOf(line.connection).originate(call('c_t1:1:1'));
  await line.event('StasisStart');
  await line.event('ChannelStateChange');
  expect(line.connection.state).toBe('open');
});

test('a process that was blocked, and replaced meanwhile, does nothing when it goes on', async () => {
  const { ari } = asterisk();
  const line = await openLine({ server: ari, deadAfterMs: 1_000, pingMs: 300 });
  const channels = channelsOf(line.connection);
  await channels.originate(call('c_f1:1:1'));
  await line.event('StasisStart');
  const flag = new Int32Array(new SharedArrayBuffer(4));
  const url = `${ari.url.replace('http', 'ws')}/events?app=patchcord`;
  const successor = new Worker(SUCCESSOR, {
    eval: true,
    workerData: { flag, url, login: `${ari.username}:${ari.password}` },
  });
  const send = vi.spyOn(WebSocket.prototype, 'send');
  expect(Atomics.wait(flag, 0, 0, 10_000)).toBe('ok');
  Atomics.wait(flag, 0, 1, 1_500);
  await expect(channels.hangUp('c_f1:1:1')).rejects.toMatchObject({ code: 'ari-replaced' });
  expect(line.connection.state).toBe('replaced');
  expect(send).not.toHaveBeenCalled();
  send.mockRestore();
  await successor.terminate();
});

const SUCCESSOR = `
  const WebSocket = require('ws');
  const { flag, url, login } = require('node:worker_threads').workerData;
  new WebSocket(url, { headers: { authorization: 'Basic ' + btoa(login) } }).on('open', () => {
    Atomics.store(flag, 0, 1);
    Atomics.notify(flag, 0);
  });
`;
