import { randomUUID } from 'node:crypto';
import { applicationsOf } from '#runtime/ari/applications';
import { bridgesOf } from '#runtime/ari/bridges';
import { channelsOf } from '#runtime/ari/channels';
import type { AriEvent } from '#runtime/ari/events';
import { reconcile } from '#runtime/ari/reconcile';
import type { Channel } from '#runtime/ari/resources';
import type { AriRequester } from '#runtime/ari/transport';
import type { CompiledFlow } from '#runtime/compile/compile';
import { StepFailed } from '#runtime/flow/call';
import { type Destination, destinationText } from '#runtime/flow/destination';
import type { JsonObject } from '#runtime/flow/json';
import type { CallEvent, Party } from '#runtime/flow/record';
import { AriCall } from './ari-call.ts';
import { LEG } from './ari-legs.ts';
import type { AriNouns } from './ari-nouns.ts';
import type { CallJournal, CallJournals } from './call-journals.ts';
import { CallRecorder, RECORDER } from './call-recorder.ts';
import { foldCall } from './call-state.ts';
import { realClock } from './clock.ts';
import { FirstDial } from './first-dial.ts';
import type { SessionPorts } from './ports.ts';
import { Session } from './session.ts';

/** A published revision, ready for calls. */
export interface Runnable {
  readonly compiled: CompiledFlow;
  readonly revision: number;
  readonly test?: boolean;
  /** The hour that a test call pretends to begin at, in milliseconds since the Unix epoch. */
  readonly pretendedMs?: number | undefined;
  /** Whom a test call pretends to come from, and to have dialled; the channel's own without them. */
  readonly pretendedCaller?: Party | undefined;
  readonly pretendedCalled?: string | undefined;
  /** The trunk that the call came by. */
  readonly trunkId?: string | undefined;
}

export interface LiveCallsOptions {
  readonly ari: AriNouns;
  /** Names this runtime's calls among others' on the same Asterisk: 1 to 12 letters and digits. */
  readonly instance: string;
  readonly journals: CallJournals;
  readonly ports: SessionPorts;
  /** The flow that answers an extension; undefined turns the call away. */
  readonly flowFor: (extension: string, channel: Channel) => Promise<Runnable | undefined>;
  readonly revisionOf: (flowId: string, revision: number) => Promise<Runnable | undefined>;
  /** Keeps a call that is over; the journal is removed once this settles. */
  readonly keep: (events: readonly CallEvent[]) => Promise<void>;
  readonly onError: (error: unknown, message: string, callId?: string) => void;
}

interface Live {
  readonly session: Session;
  readonly driver: AriCall;
  readonly recorder: CallRecorder;
}

/** What an earlier runtime left of a call, beside its own channel. */
interface LeftLegs {
  readonly legIds: readonly string[];
  readonly bridgeIds: readonly string[];
}
const NO_LEGS: LeftLegs = { legIds: [], bridgeIds: [] };

interface More {
  readonly direction?: 'inbound' | 'outbound';
  readonly variables?: JsonObject | undefined;
  readonly left?: LeftLegs;
  readonly dialBy?: string | undefined;
  readonly onDialled?: FirstDial['onDialled'];
  readonly onEnd?: FirstDial['onEnd'];
}

/** An outbound call that reached nobody before a gap longer than this is not gone on with: nobody expects it any more. */
const STALE_MS = 30_000;

export interface OutboundCall {
  readonly runnable: Runnable;
  readonly to: Destination;
  /** Number of ours that it is made from. */
  readonly from?: string | undefined;
  readonly variables?: JsonObject | undefined;
  readonly trunkId?: string | undefined;
  /** Reaches this telephone before the flow begins, which then finds the call answered. */
  readonly ringFirstMs?: number | undefined;
}

/** Every call of this runtime: from `StasisStart` to its record, and across restarts and lost connections. */
export class LiveCalls {
  readonly #options: LiveCallsOptions;
  readonly #byChannel = new Map<string, Live>();
  readonly #byId = new Map<string, Live>();
  /** Closes of calls that are being kept. */
  readonly #keeping = new Set<Promise<void>>();
  /** Callers whose flow is being looked up; one that hangs up meanwhile is taken out. */
  readonly #arriving = new Set<string>();
  /** What all our calls' ids begin with, and so those of all that they make. */
  readonly #prefix: string;
  #draining = false;

  constructor(options: LiveCallsOptions) {
    this.#options = options;
    this.#prefix = `c${options.instance}_`;
  }

  get size(): number {
    return this.#byId.size;
  }

  sessions(): readonly Session[] {
    return [...this.#byId.values()].map(({ session }) => session);
  }

  /** Ends calls, whatever they are doing. */
  stop(callIds: readonly string[], code: string, message: string): void {
    for (const callId of new Set(callIds)) this.#byId.get(callId)?.session.stop(code, message);
  }

  /** No new call from now on; settles when the last one is over and kept. */
  async drain(): Promise<void> {
    this.#draining = true;
    while (this.#byId.size > 0 || this.#keeping.size > 0) {
      await Promise.all([...this.#keeping]);
      if (this.#byId.size > 0) await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  handle(event: AriEvent): void {
    switch (event.type) {
      case 'StasisStart':
        this.#entered(event);
        break;
      case 'Dial':
        this.#ofId(event.peer.id)?.driver.legs.handle(event);
        break;
      case 'PlaybackFinished':
        this.#byChannel.get(target(event.playback.target_uri))?.driver.handle(event);
        break;
      case 'RecordingFinished':
      case 'RecordingFailed': {
        const channelId = target(event.recording.target_uri);
        this.#byChannel.get(channelId)?.driver.handle(event);
        this.#ofId(channelId)?.recorder.handle(event);
        break;
      }
      default:
        if ('channel' in event && event.channel !== undefined) {
          const live = this.#byChannel.get(event.channel.id);
          if (live !== undefined) live.driver.handle(event);
          else if (event.channel.id.startsWith(this.#prefix)) this.#ofId(event.channel.id)?.driver.legs.handle(event);
          if (event.type === 'ChannelDestroyed') this.#arriving.delete(event.channel.id);
        }
    }
  }

  /**
   * Runs on every connect, before events come. Asterisk repeats nothing of the gap, so what it has is compared with what
   * we know: calls still there are gone on with, ended ones are closed, and what belongs to no call is removed.
   */
  async reconcile(requester: AriRequester): Promise<void> {
    const { app } = this.#options.ari;
    const channels = channelsOf(requester);
    const bridges = bridgesOf(requester);
    const [application, allChannels, allBridges] = await Promise.all([
      applicationsOf(requester).get(app),
      channels.list(),
      bridges.list(),
    ]);
    const left = this.#leftCalls();
    const known = [...this.#byId].map(([callId, { driver }]) => ({ callId, channelId: driver.channelId }));
    const found = reconcile(
      app,
      { appChannelIds: application?.channel_ids ?? [], channels: allChannels, bridges: allBridges },
      [...known, ...left],
      (id) => (id.startsWith(this.#prefix) ? id.split(':')[0] : undefined),
    );
    const belongsTo = (callId: string, { id }: { readonly id: string }) =>
      id.startsWith(`${callId}:`) && !id.includes(':rec:');
    for (const { callId, channel } of found.adopt) {
      const live = this.#byId.get(callId);
      if (live !== undefined)
        live.session.reconnected().catch((error) => this.#options.onError(error, 'A call could not catch up.', callId));
      else
        void this.#adopt(callId, channel, {
          legIds: allChannels.filter((one) => one.id !== channel?.id && belongsTo(callId, one)).map(({ id }) => id),
          bridgeIds: allBridges.filter((one) => belongsTo(callId, one)).map(({ id }) => id),
        });
    }
    for (const callId of found.gone) {
      const live = this.#byId.get(callId);
      if (live !== undefined)
        live.session.stop('lost-in-gap', 'The call ended while Asterisk was out of reach.', 'lost');
      else this.#closeLost(callId, this.#options.journals.takeUp(callId));
    }
    for (const id of found.orphaned.channelIds) await channels.hangUp(id);
    for (const id of found.orphaned.bridgeIds) await bridges.destroy(id);
  }

  /**
   * Begins a call that nobody has called for: its flow dials. `letOut` settles with its first call out; it rejects with the
   * code of the dial gate, or of a call that ended before.
   */
  startOutbound({ runnable, to, from = '', variables, trunkId, ringFirstMs }: OutboundCall): {
    readonly callId: string;
    readonly letOut: Promise<void>;
  } {
    if (this.#draining) throw new StepFailed('shutting-down', 'Patchcord is shutting down: no call begins any more.');
    const callId = this.#newId();
    const journal = this.#options.journals.create(callId);
    const ours = { ...runnable, pretendedCaller: runnable.pretendedCaller ?? { number: from, name: '' } };
    const first = new FirstDial();
    const { onDialled, onEnd } = first;
    const more = { variables, dialBy: trunkId, onDialled, onEnd };
    const session = this.#begin(callId, undefined, destinationText(to), ours, journal, more);
    try {
      session.start(ringFirstMs === undefined ? undefined : { to, timeoutMs: ringFirstMs });
    } catch (error) {
      // Its variables don't fit the flow: there was no call.
      this.#byId.delete(callId);
      journal.keep();
      throw error;
    }
    return { callId, letOut: first.letOut };
  }

  #entered(event: Extract<AriEvent, { type: 'StasisStart' }>): void {
    const { channel, args } = event;
    if (args[0] === RECORDER) this.#ofId(channel.id)?.recorder.handle(event);
    else if (args[0] === LEG) {
      const live = this.#ofId(channel.id);
      if (live !== undefined) live.driver.legs.handle(event);
      // Its call ended while it was being made.
      else if (channel.id.startsWith(this.#prefix)) this.#options.ari.channels.hangUp(channel.id).catch(() => {});
    } else {
      const live = this.#byChannel.get(channel.id);
      if (live !== undefined) live.driver.handle(event);
      else void this.#arrived(channel);
    }
  }

  #newId(): string {
    return `${this.#prefix}${randomUUID().replaceAll('-', '').slice(0, 16)}`;
  }

  async #arrived(channel: Channel): Promise<void> {
    const { ari, flowFor, onError } = this.#options;
    const called = channel.dialplan.exten.slice(0, 80);
    const callId = this.#newId();
    this.#arriving.add(channel.id);
    try {
      const runnable = this.#draining ? undefined : await flowFor(called, channel);
      if (!this.#arriving.delete(channel.id)) return;
      if (runnable === undefined) {
        await ari.channels.hangUp(channel.id, this.#draining ? 'congestion' : 'unallocated');
        return;
      }
      const journal = this.#options.journals.create(callId);
      this.#begin(callId, channel, runnable.pretendedCalled ?? called, runnable, journal).start();
    } catch (error) {
      onError(error, 'A call could not be started.', callId);
      await ari.channels.hangUp(channel.id, 'failure').catch(() => {});
    }
  }

  #begin(
    callId: string,
    channel: Channel | undefined,
    called: string,
    { compiled, revision, test = false, pretendedMs, pretendedCaller: caller, trunkId }: Runnable,
    journal: CallJournal,
    { direction = compiled.direction, variables, left = NO_LEGS, dialBy, onDialled, onEnd }: More = {},
  ): Session {
    const { ari, ports, onError } = this.#options;
    const failed = (error: unknown) => onError(error, 'A command to Asterisk failed.', callId);
    const recorder = new CallRecorder(ari, failed);
    const onChannel = (channelId: string) => void this.#byChannel.set(channelId, live);
    const driver = new AriCall({ ari, channel, caller, called, direction, recorder, onChannel, onError: failed });
    if (left !== NO_LEGS) driver.legs.adopt(left.legIds, left.bridgeIds);
    const onEnded = () => {
      onEnd?.(session.end);
      this.#ended(callId, driver.channelId, journal);
    };
    const session = new Session({
      callId,
      compiled,
      revision,
      driver,
      clock: realClock,
      journal,
      ports,
      test,
      ...(pretendedMs === undefined ? {} : { pretendedMs }),
      ...(variables === undefined ? {} : { variables }),
      ...(trunkId === undefined ? {} : { trunkId }),
      ...(onDialled === undefined ? {} : { onDialled }),
      ...(dialBy === undefined ? {} : { dialBy }),
      onEnded,
    });
    const live: Live = { session, driver, recorder };
    this.#byId.set(callId, live);
    if (channel !== undefined) this.#byChannel.set(channel.id, live);
    return session;
  }

  #ended(callId: string, channelId: string, journal: CallJournal): void {
    this.#byId.delete(callId);
    this.#byChannel.delete(channelId);
    this.#keepJournal(callId, journal);
  }

  #keepJournal(callId: string, journal: CallJournal): void {
    const keeping = this.#options
      .keep(journal.events())
      .then(() => journal.keep())
      // The journal still has the call: the next start tries again.
      .catch((error) => this.#options.onError(error, 'A call record could not be kept.', callId))
      .finally(() => this.#keeping.delete(keeping));
    this.#keeping.add(keeping);
  }

  async #adopt(callId: string, channel: Channel | undefined, left: LeftLegs): Promise<void> {
    const { journals, ports, revisionOf, onError, ari } = this.#options;
    const journal = journals.takeUp(callId);
    const state = foldCall(journal.events(), ports.open);
    const runnable = state && (await revisionOf(state.started.flowId, state.started.revision).catch(() => undefined));
    const isStale = channel === undefined && state !== undefined && realClock.now() - state.lastMs > STALE_MS;
    if (state === undefined || runnable === undefined || isStale) {
      if (!isStale) onError(new Error('Its flow is gone.'), 'A call could not be gone on with.', callId);
      for (const id of [channel?.id ?? [], left.legIds].flat())
        await ari.channels.hangUp(id, 'failure').catch(() => {});
      for (const id of left.bridgeIds) await ari.bridges.destroy(id).catch(() => {});
      this.#closeLost(callId, journal);
      return;
    }
    const { started } = state;
    const outbound = started.direction === 'outbound' ? { pretendedCaller: started.caller } : {};
    const as = { ...runnable, ...outbound, test: started.test };
    this.#begin(callId, channel, started.called, as, journal, { direction: started.direction, left }).resume(state);
  }

  /** The record of a call that nobody will go on with. */
  #closeLost(callId: string, journal: CallJournal): void {
    const events = journal.events();
    if (events.at(-1)?.type !== 'call.ended') {
      const end = { by: 'lost', code: 'lost-in-gap', message: 'The call ended while Patchcord was away.' } as const;
      journal.append({ type: 'call.ended', callId, atMs: realClock.now(), end });
      journal.flush();
    }
    if (events[0]?.type === 'call.started') this.#keepJournal(callId, journal);
    else journal.keep();
  }

  /** Calls in the journal that no session of this process runs. */
  #leftCalls(): { callId: string; channelId: string }[] {
    return [...this.#options.journals.left].map(([callId, events]) => ({ callId, channelId: channelOf(events) }));
  }

  #ofId(id: string): Live | undefined {
    return this.#byId.get(id.split(':')[0] ?? '');
  }
}

/** The call's own channel; of an outbound call, once it has one. A call that is over has none that could be found. */
function channelOf(events: readonly CallEvent[]): string {
  const [started] = events;
  if (started?.type !== 'call.started' || events.at(-1)?.type === 'call.ended') return '-';
  if (started.direction === 'inbound' || started.channelId !== '') return started.channelId;
  return events.flatMap((event) => (event.type === 'call.answered' ? (event.channelId ?? []) : []))[0] ?? '';
}

/** `channel:<id>` -> `<id>` */
const target = (uri: string): string => uri.slice(uri.indexOf(':') + 1);
