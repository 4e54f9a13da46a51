import { afterAll, beforeAll } from 'vitest';
import { trunkDialString } from '#asterisk-config/dial-string';
import { inboundContext } from '#asterisk-config/dialplan';
import type { SipHost } from '#asterisk-config/host';
import type { PhoneNumber } from '#asterisk-config/number';
import type { Trunk } from '#asterisk-config/trunk';
import { trunkObjects } from '#asterisk-config/trunk-objects';
import { channelsOf } from '#runtime/ari/channels';
import { AriConnection } from '#runtime/ari/connection';
import type { AriEvent } from '#runtime/ari/events';
import { CallWatch, type RefusedCall, type WatchedCall } from '#runtime/diagnosis/call-watch';
import { openSipTap, type SipTap } from '#runtime/hep/sip-tap';
import { freeHost, type RunningAsterisk } from '#runtime/supervisor/asterisk';
import { freePort } from '#runtime/supervisor/ports';
import { startPrivateAsterisk } from './asterisk.ts';
import { pushObject } from './pjsip-objects.ts';

/** A real Asterisk whose calls are watched, with the least of a runtime: calls in are answered, calls out are dialled. */
export interface WatchedAsterisk {
  readonly asterisk: RunningAsterisk;
  readonly host: SipHost;
  /** Calls out; what is said of the call when it is over. `hangUpAfterMs` after the answer. */
  dial(trunk: Trunk, number: string, hangUpAfterMs?: number): Promise<WatchedCall>;
  /** What is said of the next call in to that number, once it is over. */
  callIn(number: string, hangUpAfterMs?: number): Promise<WatchedCall>;
  refused(from: string): Promise<RefusedCall>;
}

export function useWatchedAsterisk(
  settings: () => Promise<{
    readonly trunks: readonly Trunk[];
    readonly numbers: readonly PhoneNumber[];
    readonly secret: string;
  }>,
): () => WatchedAsterisk {
  let running: (WatchedAsterisk & { stop(): Promise<void> }) | undefined;
  beforeAll(async () => {
    running = await start(await settings());
  }, 60_000);
  afterAll(() => running?.stop());
  return () => {
    if (running === undefined) throw new Error('It runs only while tests do.');
    return running;
  };
}

async function start({ trunks, numbers, secret }: Awaited<ReturnType<Parameters<typeof useWatchedAsterisk>[0]>>) {
  const host = await freeHost();
  const failed = (error: unknown) => {
    throw error;
  };
  const tap: SipTap = await openSipTap({ port: 0, sipPorts: [host.sipPort], onError: failed });
  const control = { httpPort: await freePort(), amiPort: await freePort(), hepPort: tap.port };
  const asterisk = await startPrivateAsterisk({ host, control });
  for (const object of trunkObjects(trunks, { host, secretOf: () => secret, dialplanContext: inboundContext })) {
    const error = await pushObject(asterisk.ari, object);
    if (error !== undefined) throw new Error(`${object.type} ${object.id}: ${error}`);
  }
  const connection = new AriConnection({ server: asterisk.ari, app: 'patchcord', log: { info() {}, warn() {} } });
  const channels = channelsOf(connection);
  const watched = new Map<string, (call: WatchedCall) => void>();
  const refusals: RefusedCall[] = [];
  const arriving = new Map<string, { callId: string; hangUpAfterMs: number }>();
  const live = new Map<string, { callId: string; hangUpAfterMs: number }>();
  let count = 0;

  const watch = new CallWatch({
    settings: async () => ({
      trunks: new Map(trunks.map((trunk) => [trunk.id, trunk])),
      numbers: new Map(numbers.map((number) => [number.number, number])),
    }),
    async readCounts(id) {
      const counts = await channels.rtpStatistics(id);
      if (counts === undefined) return undefined;
      const { txcount: sent, rxcount: received, txploss, rtt } = counts;
      return { sent, received, lostThere: rtt > 0 || txploss > 0 ? txploss : undefined };
    },
    readCallId: (id) => channels.getVariable(id, 'CHANNEL(pjsip,call-id)'),
    audioPorts: { first: host.rtpFirstPort, last: host.rtpLastPort },
    onCall: async (call) => watched.get(call.callId)?.(call),
    onRefused: async (call) => void refusals.push(call),
    onError: failed,
  });
  tap.onMessage((message) => watch.takeMessage(message));

  const began = (
    callId: string,
    channelId: string,
    direction: 'inbound' | 'outbound',
    called: string,
    caller: string,
  ) =>
    watch.takeCallEvent({
      type: 'call.started',
      callId,
      atMs: Date.now(),
      flowId: 'f',
      revision: 1,
      direction,
      caller: { number: caller, name: '' },
      called,
      test: false,
      variables: {},
      channelId,
    });
  const hangUpLater = (id: string, ms: number) =>
    void setTimeout(() => void channels.hangUp(id).catch(() => {}), ms).unref();

  async function take(event: AriEvent): Promise<void> {
    watch.takeAriEvent(event);
    if (event.type === 'StasisStart') {
      const { id, dialplan, caller } = event.channel;
      const out = live.get(id);
      if (out !== undefined) return void (await channels.dial(id, { timeoutSeconds: 60 }));
      const known = arriving.get(dialplan.exten);
      if (known === undefined) return void (await channels.hangUp(id, 'unallocated'));
      live.set(id, known);
      began(known.callId, id, 'inbound', dialplan.exten, caller.number);
      await channels.answer(id);
      await channels.startSilence(id);
      hangUpLater(id, known.hangUpAfterMs);
    } else if (event.type === 'ChannelStateChange' && event.channel.state === 'Up') {
      const out = live.get(event.channel.id);
      if (out === undefined) return;
      await channels.startSilence(event.channel.id);
      hangUpLater(event.channel.id, out.hangUpAfterMs);
    } else if (event.type === 'StasisEnd') {
      const call = live.get(event.channel.id);
      if (call === undefined) return;
      watch.takeCallEvent({ type: 'call.ended', callId: call.callId, atMs: Date.now(), end: { by: 'flow' } });
    }
  }
  connection.on('event', (event) => void take(event).catch(() => {}));
  await connection.start();

  const over = (callId: string): Promise<WatchedCall> => new Promise((resolve) => watched.set(callId, resolve));
  return {
    asterisk,
    host,
    async dial(trunk: Trunk, number: string, hangUpAfterMs = 500) {
      const callId = `out${++count}`;
      const id = `${callId}:1:1`;
      const told = over(callId);
      live.set(id, { callId, hangUpAfterMs });
      began(callId, id, 'outbound', number, '+4930111111');
      await channels.create({ id, endpoint: trunkDialString(trunk, number), app: 'patchcord' });
      return told;
    },
    callIn(number: string, hangUpAfterMs = 500) {
      const callId = `in${++count}`;
      arriving.set(number, { callId, hangUpAfterMs });
      return over(callId);
    },
    async refused(from: string) {
      for (let tries = 0; tries < 200; tries++) {
        const found = refusals.find((one) => one.from === from);
        if (found !== undefined) return found;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      throw new Error(`No call of ${from} was refused.`);
    },
    async stop() {
      watch.close();
      connection.close();
      await asterisk.stop();
      await tap.close();
    },
  };
}
