import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { bridgesOf } from '#runtime/ari/bridges';
import { channelsOf } from '#runtime/ari/channels';
import { playbacksOf } from '#runtime/ari/playbacks';
import { recordingFilePath, recordingName, recordingsOf } from '#runtime/ari/recordings';
import type { AriTransport } from '#runtime/ari/transport';
import { type PrivateAsteriskOptions, useAsterisk } from '../support/asterisk.ts';
import { asteriskWithTestDialplan, eventually, type Line, useLines } from './lines.ts';

const hostileText = 'a b&c=d+e%41ü/\n"\\;$1,{x}🙂<b>';

/** What every transport must do on every Asterisk; each test file runs it on one pair of them. */
export function ariContract(release: PrivateAsteriskOptions['release'], transport: AriTransport['kind']): void {
  const asterisk = useAsterisk({ ...asteriskWithTestDialplan, release });
  const openLine = useLines();
  let lastCall = 0;
  const newCall = () => `c_${transport.charAt(0)}${++lastCall}`;
  const open = () => openLine({ server: asterisk().ari, transport });

  async function enter(line: Line, id: string, extension = 'echo'): Promise<void> {
    const channels = channelsOf(line.connection);
    await channels.originate({ id, otherId: `${id}:far`, endpoint: `Local/${extension}@test/n`, app: 'patchcord' });
    await line.event('StasisStart', ({ channel }) => channel.id === id);
  }

  test('the server is asked which transport it can do', async () => {
    const line = await openLine({ server: asterisk().ari });
    expect(line.connection.transport).toBe(release === 'debian11' ? 'ari-client' : 'websocket');
    expect((await line.connection.request('GET', 'asterisk/ping')).status).toBe(200);
  });

  test('a wrong password is reported, not tried again', async () => {
    const server = { ...asterisk().ari, password: 'wrong' };
    await expect(openLine({ server, transport })).rejects.toMatchObject({ code: 'ari-unauthorized' });
  });

  describe('a channel', () => {
    test('enters the application under an id of ours, with its arguments', async () => {
      const line = await open();
      const id = `${newCall()}:3:1`;
      const endpoint = 'Local/echo@test/n';
      const variables = { GREETING: hostileText };
      const made = await channelsOf(line.connection).originate({
        id,
        endpoint,
        app: 'patchcord',
        appArgs: ['one two', 'ü=&+%41'],
        variables,
      });
      expect(made).toBe(true);
      const { args, channel } = await line.event('StasisStart', (event) => event.channel.id === id);
      expect(args).toEqual(['one two', 'ü=&+%41']);
      expect(channel.dialplan.context).toBe('test');
      expect(await channelsOf(line.connection).getVariable(id, 'GREETING')).toBe(hostileText);
    });

    test('keeps any text in a variable', async () => {
      const line = await open();
      const id = `${newCall()}:1:1`;
      await enter(line, id);
      const channels = channelsOf(line.connection);
      await channels.setVariable(id, 'X', hostileText);
      expect(await eventually('variable', () => channels.getVariable(id, 'X'))).toBe(hostileText);
    });

    test('made twice under one id is one channel', async () => {
      const line = await open();
      const channels = channelsOf(line.connection);
      const id = `${newCall()}:1:1`;
      const channel = { id, endpoint: 'Local/echo@test/n', app: 'patchcord' };
      expect(await channels.originate(channel)).toBe(true);
      expect(await channels.originate(channel)).toBe(false);
      expect(await channels.create(channel)).toBe(false);
      expect((await channels.list()).filter((listed) => listed.id === id)).toHaveLength(1);
    });

    test('can be made silently and dialled later', async () => {
      const line = await open();
      const channels = channelsOf(line.connection);
      const id = `${newCall()}:1:1`;
      expect(await channels.create({ id, endpoint: 'Local/echo@test/n', app: 'patchcord' })).toBe(true);
      const { channel: made } = await line.event('StasisStart', ({ channel }) => channel.id === id);
      expect(made.state).toBe('Down');
      await channels.dial(id);
      await line.event('ChannelStateChange', ({ channel }) => channel.id === id && channel.state === 'Up');
    });

    test('reports the keys it hears', async () => {
      const line = await open();
      const id = `${newCall()}:1:1`;
      await enter(line, id, 'digits');
      await line.event('ChannelDtmfReceived', ({ channel, digit }) => channel.id === id && digit === '5');
      await line.event('ChannelDtmfReceived', ({ channel, digit }) => channel.id === id && digit === '#');
    });

    test('hung up is destroyed, and gone for every later command', async () => {
      const line = await open();
      const channels = channelsOf(line.connection);
      const id = `${newCall()}:1:1`;
      await enter(line, id);
      expect(await channels.hangUp(id)).toBe(true);
      const { cause } = await line.event('ChannelDestroyed', ({ channel }) => channel.id === id);
      expect(cause).toBe(16);
      expect(await channels.hangUp(id)).toBe(false);
      expect(await channels.get(id)).toBeUndefined();
      await expect(channels.answer(id)).rejects.toMatchObject({ code: 'ari-not-found', status: 404 });
    });

    test('is watched by a snoop channel, once', async () => {
      const line = await open();
      const channels = channelsOf(line.connection);
      const id = `${newCall()}:1:1`;
      await enter(line, id);
      const snoop = { id: `${id}:2`, app: 'patchcord', spy: 'both' } as const;
      expect(await channels.snoop(id, snoop)).toBe(true);
      expect(await channels.snoop(id, snoop)).toBe(false);
      await line.event('StasisStart', ({ channel }) => channel.id === snoop.id);
    });
  });

  describe('a playback', () => {
    test('starts, is found, and stops under an id of ours', async () => {
      const line = await open();
      const playbacks = playbacksOf(line.connection);
      const id = newCall();
      await enter(line, `${id}:1:1`);
      const playback = { id: `${id}:2:1`, on: { channel: `${id}:1:1` }, media: ['tone:1004;tonezone=us'] };
      await playbacks.start(playback);
      await line.event('PlaybackStarted', (event) => event.playback.id === playback.id);
      expect((await playbacks.get(playback.id))?.state).toBe('playing');
      expect(await playbacks.ensure(playback)).toBe(false);
      expect(await playbacks.stop(playback.id)).toBe(true);
      await line.event('PlaybackFinished', (event) => event.playback.id === playback.id);
      await eventually('end of the playback', async () => ((await playbacks.stop(playback.id)) ? undefined : true));
    });

    test('of several sounds is one playback', async () => {
      const line = await open();
      const id = newCall();
      await enter(line, `${id}:1:1`);
      const media = ['sound:digits/1', 'sound:digits/2'];
      await playbacksOf(line.connection).start({ id: `${id}:2:1`, on: { channel: `${id}:1:1` }, media });
      const { playback } = await line.event('PlaybackFinished', (event) => event.playback.id === `${id}:2:1`);
      expect(playback.state).toBe('done');
    });
  });

  describe('a recording', () => {
    test('is made once, and its bytes are those of the file', async () => {
      const line = await open();
      const recordings = recordingsOf(line.connection);
      const id = newCall();
      await enter(line, `${id}:1:1`, 'tone');
      const name = recordingName(`${id}:2:1`);
      const recording = { name, on: { channel: `${id}:1:1` }, format: 'wav' };
      expect(await recordings.start(recording)).toBe(true);
      expect(await recordings.start(recording)).toBe(false);
      await line.event('RecordingStarted', (event) => event.recording.name === name);
      await sleep(1_500);
      expect(await recordings.stop(name)).toBe(true);
      await line.event('RecordingFinished', (event) => event.recording.name === name);
      expect(await recordings.stop(name)).toBe(false);
      expect(await recordings.start(recording)).toBe(false);

      const fetched = await buffer(await line.connection.fetchFile(recordingFilePath(name)));
      expect(fetched.length).toBeGreaterThan(4_000);
      expect(fetched.equals(await readFile(join(asterisk().recordingFolder, `${name}.wav`)))).toBe(true);
      expect(await recordings.getStored(name)).toEqual({ name, format: 'wav' });
      expect(await recordings.removeStored(name)).toBe(true);
      expect(await recordings.removeStored(name)).toBe(false);
    });

    test('that is not there is refused with its status', async () => {
      const { connection } = await open();
      const missing = connection.fetchFile(recordingFilePath('nothing-here'));
      await expect(missing).rejects.toMatchObject({ code: 'ari-not-found', status: 404 });
    });
  });

  test('a bridge joins two channels, is made once, and is gone when destroyed', async () => {
    const line = await open();
    const bridges = bridgesOf(line.connection);
    const call = newCall();
    const [one, two, id] = [`${call}:1:1`, `${call}:2:1`, `${call}:3:1`];
    await enter(line, one);
    await enter(line, two);
    const bridge = { id, type: ['mixing'], name: 'patchcord' } as const;
    expect(await bridges.create(bridge)).toBe(true);
    await bridges.create(bridge);
    expect((await bridges.list()).filter((listed) => listed.id === id)).toHaveLength(1);
    await bridges.add(id, [one, two]);
    await line.event('ChannelEnteredBridge', ({ channel }) => channel?.id === two);
    expect((await bridges.get(id))?.channels.toSorted()).toEqual([one, two]);
    expect((await bridges.get(id))?.name).toBe('patchcord');
    expect(await bridges.destroy(id)).toBe(true);
    await line.event('ChannelLeftBridge', ({ channel }) => channel.id === two);
    await eventually('end of the bridge', async () => ((await bridges.destroy(id)) ? undefined : true));
  });

  test('a hundred requests at once are all answered, each by its own answer', async () => {
    const line = await open();
    const id = `${newCall()}:1:1`;
    const channels = channelsOf(line.connection);
    const names = Array.from({ length: 100 }, (_, index) => `V${index}`);
    const variables = Object.fromEntries(names.map((name) => [name, name]));
    await channels.originate({ id, endpoint: 'Local/echo@test/n', app: 'patchcord', variables });
    expect(await Promise.all(names.map((name) => channels.getVariable(id, name)))).toEqual(names);
  });
}
