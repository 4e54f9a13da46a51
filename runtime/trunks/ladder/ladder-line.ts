import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { PjsipObject, PjsipType } from '#asterisk-config/pjsip-object';
import { trunkObjectId } from '#asterisk-config/trunk-names';
import { type Channels, channelsOf } from '#runtime/ari/channels';
import { AriConnection, type AriLog } from '#runtime/ari/connection';
import { dynamicConfigOf } from '#runtime/ari/dynamic-config';
import type { AriEvent } from '#runtime/ari/events';
import { playbacksOf } from '#runtime/ari/playbacks';
import type { AriRequester, AriServer } from '#runtime/ari/transport';

/** Nobody's trunk is called so: names of trunks that only a test knows. */
const testTrunk = /^test-[0-9a-f]{12}$/;
export const newTestTrunkId = (): string => `test-${randomBytes(6).toString('hex')}`;

/** One test's own application in Asterisk: what comes to it is no call of a flow. */
export interface LadderLine {
  readonly app: string;
  readonly ari: AriRequester;
  readonly channels: Channels;
  readonly playbacks: ReturnType<typeof playbacksOf>;
  onEvent(listener: (event: AriEvent) => void): () => void;
  /** Makes the objects of the temporary trunk, in order. */
  push(objects: readonly PjsipObject[]): Promise<void>;
  /** Takes those of one kind away. */
  remove(type: PjsipType): Promise<void>;
  /** Takes all away again, in reverse; a call of this test is hung up. Tries for 15 s where Asterisk is away. */
  close(): Promise<void>;
}

/** @throws where there is no Asterisk within 5 s */
export async function openLadderLine(server: AriServer, log: AriLog): Promise<LadderLine> {
  const app = `patchcord-test-${randomBytes(6).toString('hex')}`;
  const connection = new AriConnection({
    server,
    app,
    log,
    events: ['StasisStart', 'ChannelStateChange', 'ChannelHangupRequest', 'ChannelDestroyed', 'PlaybackFinished'],
  });
  const started = connection.start();
  const late = setTimeout(() => connection.close(), 5_000);
  await started.finally(() => clearTimeout(late));
  const config = dynamicConfigOf(connection);
  const pushed: PjsipObject[] = [];
  const channels = channelsOf(connection);
  const made: string[] = [];
  const removeAll = async (fits: (object: PjsipObject) => boolean) => {
    for (const object of pushed.filter(fits).reverse()) {
      await removed(() => config.remove(object.type, object.id));
      pushed.splice(pushed.indexOf(object), 1);
    }
  };
  return {
    app,
    ari: connection,
    channels: {
      ...channels,
      originate: (channel) => {
        made.push(channel.id);
        return channels.originate(channel);
      },
    },
    playbacks: playbacksOf(connection),
    onEvent(listener) {
      connection.on('event', listener);
      return () => void connection.off('event', listener);
    },
    async push(objects) {
      for (const object of objects) {
        pushed.push(object);
        await config.put(object.type, object.id, object.fields);
      }
    },
    remove: (type) => removeAll((object) => object.type === type),
    async close() {
      for (const id of made) await gone(channels, id).catch(() => {});
      await removeAll(() => true);
      connection.close();
    },
  };
}

/** An application that still has a channel when its line closes stays in Asterisk's list until another one comes or goes. */
async function gone(channels: Channels, id: string): Promise<void> {
  if (!(await channels.hangUp(id))) return;
  for (let attempt = 0; attempt < 20 && (await channels.get(id)) !== undefined; attempt++) await sleep(50);
  await sleep(100);
}

/** Asterisk may be restarting just now; what stays behind would register for ever. */
async function removed(remove: () => Promise<unknown>): Promise<void> {
  for (let attempt = 0; attempt < 3; attempt++) {
    try {
      await remove();
      return;
    } catch {
      await sleep(500);
    }
  }
}

/** Takes away what tests left behind that were killed with their process; how many it were. */
export async function removeLeftTestTrunks(ari: AriRequester): Promise<number> {
  const config = dynamicConfigOf(ari);
  let removed = 0;
  for (const id of (await config.endpoints()).filter(isTestEndpoint))
    for (const type of ['registration', 'endpoint', 'aor', 'auth'] as const)
      if ((await config.remove(type, id)) && type === 'endpoint') removed += 1;
  return removed;
}

const prefix = trunkObjectId('');
const isTestEndpoint = (id: string): boolean => id.startsWith(prefix) && testTrunk.test(id.slice(prefix.length));
