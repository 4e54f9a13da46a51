import { randomUUID } from 'node:crypto';
import { applicationsOf } from '#runtime/ari/applications';
import { bridgesOf } from '#runtime/ari/bridges';
import { channelsOf } from '#runtime/ari/channels';
import type { AriEvent } from '#runtime/ari/events';
import { reconcile } from '#runtime/ari/reconcile';
import type { Channel } from '#runtime/ari/resources';
import type { AriRequester } from '#runtime/ari/transport';
import type { CompiledFlow } from '#runtime/compile/compile';
import type { CallEvent, Party } from '#runtime/flow/record';
import { AriCall } from './ari-call.ts';
import type { AriNouns } from './ari-nouns.ts';
import type { CallJournal, CallJournals } from './call-journals.ts';
import { CallRecorder, RECORDER } from './call-recorder.ts';
import { foldCall } from './call-state.ts';
import { realClock } from './clock.ts';
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

/** Every call of this runtime: from `StasisStart` to its record, and across restarts and lost connections. */
export class LiveCalls {
  readonly #options: LiveCallsOptions;
  readonly #byChannel = new Map<string, Live>();
  readonly #byId = new Map<string, Live>();
  /** Closes of calls that are being kept. */
  readonly #keeping = new Set<Promise<void>>();
  /** Callers whose flow is being looked up; one that hangs up meanwhile is taken out. */
  readonly #arriving = new Set<string>();
  #draining = false;

  constructor(options: LiveCallsOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#byId.size;
  }

  sessions(): readonly Session[] {
    return [...this.#byId.values()].map(({ session }) => session);
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
        if (event.args[0] === RECORDER) this.#ofId(event.channel.id)?.recorder.handle(event);
        else if (!this.#byChannel.has(event.channel.id)) void this.#arrived(event.channel);
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
          this.#byChannel.get(event.channel.id)?.driver.handle(event);
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
    for (const { callId, channel } of found.adopt) {
      const live = this.#byId.get(callId);
      if (live !== undefined)
        live.session.reconnected().catch((error) => this.#options.onError(error, 'A call could not catch up.', callId));
      else void this.#adopt(callId, channel);
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

  get #prefix(): string {
    return `c${this.#options.instance}_`;
  }

  async #arrived(channel: Channel): Promise<void> {
    const { ari, flowFor, onError } = this.#options;
    const called = channel.dialplan.exten.slice(0, 80);
    const callId = `${this.#prefix}${randomUUID().replaceAll('-', '').slice(0, 16)}`;
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
    channel: Channel,
    called: string,
    { compiled, revision, test = false, pretendedMs, pretendedCaller: caller }: Runnable,
    journal: CallJournal,
  ): Session {
    const { ari, ports, onError } = this.#options;
    const failed = (error: unknown) => onError(error, 'A command to Asterisk failed.', callId);
    const recorder = new CallRecorder(ari, failed);
    const { direction } = compiled.flow;
    const driver = new AriCall({ ari, channel, caller, called, direction, recorder, onError: failed });
    const onEnded = () => this.#ended(callId, channel.id, journal);
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
      onEnded,
    });
    const live = { session, driver, recorder };
    this.#byId.set(callId, live);
    this.#byChannel.set(channel.id, live);
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

  async #adopt(callId: string, channel: Channel): Promise<void> {
    const { journals, ports, revisionOf, onError, ari } = this.#options;
    const journal = journals.takeUp(callId);
    const state = foldCall(journal.events(), ports.open);
    const runnable = state && (await revisionOf(state.started.flowId, state.started.revision).catch(() => undefined));
    if (state === undefined || runnable === undefined) {
      onError(new Error('Its flow is gone.'), 'A call could not be gone on with.', callId);
      await ari.channels.hangUp(channel.id, 'failure').catch(() => {});
      this.#closeLost(callId, journal);
      return;
    }
    this.#begin(callId, channel, state.started.called, { ...runnable, test: state.started.test }, journal).resume(
      state,
    );
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
    return [...this.#options.journals.left].map(([callId, [started]]) => ({
      callId,
      channelId: started?.type === 'call.started' ? started.channelId : '',
    }));
  }

  #ofId(id: string): Live | undefined {
    return this.#byId.get(id.split(':')[0] ?? '');
  }
}

/** `channel:<id>` -> `<id>` */
const target = (uri: string): string => uri.slice(uri.indexOf(':') + 1);
