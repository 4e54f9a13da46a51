import { setTimeout as sleep } from 'node:timers/promises';
import { AriRefused, isGone } from '#runtime/ari/ari-error';
import type { AriEvent } from '#runtime/ari/events';
import type { AriNouns } from './ari-nouns.ts';
import type { DialAttempt } from './dial-plan.ts';
import type { LegDriver, LegEvent, LegNow } from './leg-driver.ts';
import { untilAnswered } from './until-answered.ts';

/** First argument of a leg's channel, and of a call that comes back from its `refer`, in the Stasis application. */
export const LEG = 'leg';
const REFER = 'refer';

/** How long a new channel may take to come into the application. */
const ARRIVAL_MS = 2_000;
/** Should this runtime die and never come back, a leg rings this much longer than it may. */
const RING_GRACE_MS = 5_000;
/** Like every call from outside, a leg lives no longer, whoever forgets it. */
const LONGEST_SECONDS = 14_400;

export interface AriLegsOptions {
  readonly ari: AriNouns;
  /** The call's own channel; empty while there is none. */
  readonly own: () => string;
  readonly isOver: () => boolean;
  readonly emit: (event: LegEvent) => void;
  /** A leg has become the call's own. */
  readonly becomes: (legId: string) => void;
  readonly onError: (error: unknown) => void;
}

/** The legs that a call has dialled on Asterisk. They are heard of by `Dial`, which no inbound call ever causes. */
export class AriLegs implements LegDriver {
  readonly #options: AriLegsOptions;
  /** Legs and bridges that Asterisk may still have. */
  readonly #legs = new Set<string>();
  readonly #bridges = new Set<string>();
  readonly #names = new Map<string, string>();
  readonly #arrived = new Map<string, () => void>();

  constructor(options: AriLegsOptions) {
    this.#options = options;
  }

  /** What an earlier runtime has left of this call. */
  adopt(legIds: readonly string[], bridgeIds: readonly string[]): void {
    for (const id of legIds) this.#legs.add(id);
    for (const id of bridgeIds) this.#bridges.add(id);
  }

  /** An event of a leg's channel, or of the caller's that comes back. */
  handle(event: AriEvent): void {
    const { emit } = this.#options;
    switch (event.type) {
      case 'StasisStart':
        if (event.args[0] === REFER)
          emit({ type: 'referred', ok: event.args[1] === 'SUCCESS', sipCode: Number(event.args[2]) || 0 });
        else {
          this.#names.set(event.channel.id, event.channel.name);
          this.#arrived.get(event.channel.id)?.();
        }
        break;
      case 'Dial':
        this.#dialled(event.peer.id, event.dialstatus);
        break;
      case 'ChannelHangupRequest':
      case 'ChannelDestroyed':
        this.#gone(event.channel.id, event.cause, event.tech_cause);
        break;
    }
  }

  async dial(id: string, attempt: DialAttempt, longestMs: number): Promise<void> {
    const { channels, app } = this.#options.ari;
    this.#legs.add(id);
    const arrival = new Promise<void>((resolve) => this.#arrived.set(id, resolve));
    try {
      const isNew = await this.#asked(() =>
        channels.create({ id, endpoint: attempt.endpoint, app, appArgs: [LEG], variables: variablesOf(attempt) }),
      );
      // It exists already: an answer was lost, and it can't be told whether it rings. It is not dialled twice.
      if (!isNew) return;
      await Promise.race([arrival, sleep(ARRIVAL_MS, undefined, { ref: false })]);
      const timeoutSeconds = Math.ceil((longestMs + RING_GRACE_MS) / 1_000);
      await this.#asked(async (again) => {
        if (!again) await channels.dial(id, { timeoutSeconds });
      });
    } catch (error) {
      if (!isGone(error)) {
        this.#legs.delete(id);
        await channels.hangUp(id).catch(() => {});
        throw error;
      }
      // Refused already: the event that says so is on its way, or came before anybody knew the leg.
      this.#gone(id, undefined, undefined);
    } finally {
      this.#arrived.delete(id);
    }
  }

  async legNow(id: string): Promise<LegNow> {
    const channel = await this.#asked(() => this.#options.ari.channels.get(id));
    if (channel === undefined) return 'gone';
    this.#legs.add(id);
    this.#names.set(id, channel.name);
    if (channel.state === 'Up') return 'answered';
    return channel.state === 'Ringing' ? 'ringing' : 'dialling';
  }

  /** Asterisk notes the latest answer of each channel: "SIP 100 Trying" where nothing else was heard yet. */
  async heardFrom(id: string): Promise<boolean> {
    const name = this.#names.get(id);
    // What stays in this Asterisk, such as an extension, has no other side that could be silent.
    if (!name?.startsWith('PJSIP/') || !/^[A-Za-z0-9/_.@;:+-]+$/.test(name)) return true;
    const { channels } = this.#options.ari;
    try {
      return /^SIP \d/.test((await channels.getVariable(id, `HANGUPCAUSE(${name},tech)`)) ?? '');
    } catch (error) {
      // It can't read what is not there.
      if (error instanceof AriRefused) return false;
      // Nobody can say: who rings already must not ring twice.
      return true;
    }
  }

  async hangUpLeg(id: string, reason: 'normal' | 'answeredElsewhere'): Promise<void> {
    this.#legs.delete(id);
    const why = reason === 'normal' ? 'normal' : 'answered_elsewhere';
    await this.#options.ari.channels.hangUp(id, why).catch(this.#failed);
  }

  async connect(bridgeId: string, legId: string): Promise<boolean> {
    const { ari, own } = this.#options;
    this.#bridges.add(bridgeId);
    try {
      // `proxy_media`: the audio goes through Asterisk, where it can be recorded.
      const isNew = await this.#asked(() => ari.bridges.create({ id: bridgeId, type: ['mixing', 'proxy_media'] }));
      const both = [own(), legId];
      const inside = isNew ? [] : ((await this.#asked(() => ari.bridges.get(bridgeId)))?.channels ?? []);
      const missing = both.filter((id) => !inside.includes(id));
      if (missing.length > 0) await this.#asked(() => ari.bridges.add(bridgeId, missing));
      return true;
    } catch (error) {
      if (isGone(error) || (error instanceof AriRefused && error.code === 'ari-bad-value')) return false;
      throw error;
    }
  }

  async disconnect(bridgeId: string): Promise<void> {
    this.#bridges.delete(bridgeId);
    await this.#options.ari.bridges.destroy(bridgeId).catch(this.#failed);
  }

  async refer(address: string): Promise<void> {
    const { channels, refer } = this.#options.ari;
    const id = this.#options.own();
    await this.#asked(() => channels.setVariable(id, refer.variable, address));
    await this.#asked(async (again) => {
      if (!again) await channels.continueInDialplan(id, { context: refer.context, extension: refer.extension });
    });
  }

  becomeCaller(legId: string): void {
    const isThere = this.#legs.delete(legId);
    this.#options.becomes(legId);
    // Hung up again before anybody knew that it was the call's own.
    if (!isThere) this.#options.emit({ type: 'callee.gone', id: legId });
  }

  /** After a gap: what happened meanwhile. */
  async catchUp(): Promise<void> {
    for (const id of [...this.#legs]) {
      const now = await this.legNow(id);
      if (now === 'gone') this.#gone(id, undefined, undefined);
      else if (now === 'answered') this.#options.emit({ type: 'callee.answered', id });
      else if (now === 'ringing') this.#options.emit({ type: 'callee.ringing', id, early: false });
    }
  }

  /** Nothing of them outlives the call. */
  async close(): Promise<void> {
    await Promise.all([
      ...[...this.#legs].map((id) => this.hangUpLeg(id, 'normal')),
      ...[...this.#bridges].map((id) => this.disconnect(id)),
    ]);
  }

  #dialled(id: string, status: string): void {
    const { emit } = this.#options;
    if (status === 'RINGING') emit({ type: 'callee.ringing', id, early: false });
    else if (status === 'PROGRESS') emit({ type: 'callee.ringing', id, early: true });
    else if (status === 'ANSWER') emit({ type: 'callee.answered', id });
  }

  #gone(id: string, hangupCause: number | undefined, sipCode: number | undefined): void {
    this.#legs.delete(id);
    this.#names.delete(id);
    this.#options.emit({
      type: 'callee.gone',
      id,
      ...(hangupCause === undefined ? {} : { hangupCause }),
      ...(sipCode === undefined ? {} : { sipCode }),
    });
  }

  readonly #failed = (error: unknown): void => {
    if (!isGone(error)) this.#options.onError(error);
  };

  #asked<T>(send: (again: boolean) => Promise<T>): Promise<T> {
    return untilAnswered(send, this.#options.isOver);
  }
}

/** PJSIP shows the callee what the channel says of the line it is connected to. Values reach no parser. */
function variablesOf({ callerId, callerName, variables }: DialAttempt): Record<string, string> {
  return {
    'TIMEOUT(absolute)': String(LONGEST_SECONDS),
    ...(callerId === undefined ? {} : { 'CONNECTEDLINE(num,i)': callerId, 'CONNECTEDLINE(pres,i)': 'allowed' }),
    ...(callerName === undefined ? {} : { 'CONNECTEDLINE(name,i)': callerName }),
    ...variables,
  };
}
