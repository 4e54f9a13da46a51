import { toE164 } from '#asterisk-config/called-number';
import type { Finding } from '#asterisk-config/finding';
import type { PhoneNumber } from '#asterisk-config/number';
import { isAmong } from '#asterisk-config/source-groups';
import type { Trunk } from '#asterisk-config/trunk';
import type { AriEvent } from '#runtime/ari/events';
import type { CallEvent, CallEventOf } from '#runtime/flow/record';
import type { TappedMessage } from '#runtime/hep/tapped-message';
import { AudioSampler, type ReadCounts } from './audio-sampler.ts';
import { CallLegs, isTrunkLeg, type Leg, trunkOfLeg } from './call-legs.ts';
import { diagnose } from './diagnose.ts';
import type { Evidence } from './evidence.ts';
import { dialledNumber } from './not-taken.ts';
import type { SipDialogue } from './sip-dialogue.ts';
import { SipMemory } from './sip-memory.ts';

/** A call that is over, with what is to be kept of it. */
export interface WatchedCall {
  readonly callId: string;
  /** The number of ours that was called, or called from. */
  readonly number: string | undefined;
  readonly trunkId: string | undefined;
  readonly findings: readonly Finding[];
  /** Of all its legs, in their order; none where nobody will ask. */
  readonly messages: readonly TappedMessage[];
}

/** A call that reached no flow. */
export interface RefusedCall {
  readonly at: Date;
  readonly from: string;
  readonly dialled: string;
  readonly number: string | undefined;
  readonly trunkId: string | undefined;
  readonly sourceAddress: string;
  readonly status: number;
  readonly finding: Finding;
  readonly messages: readonly TappedMessage[];
}

export interface CallWatchOptions {
  /** Trunks and numbers as they are now. */
  readonly settings: () => Promise<{
    readonly trunks: ReadonlyMap<string, Trunk>;
    readonly numbers: ReadonlyMap<string, PhoneNumber>;
  }>;
  readonly readCounts: ReadCounts;
  /** The SIP Call-ID of a channel. */
  readonly readCallId: (channelId: string) => Promise<string | undefined>;
  readonly audioPorts?: Evidence['audioPorts'];
  readonly onCall: (call: WatchedCall) => Promise<void>;
  readonly onRefused: (call: RefusedCall) => Promise<void>;
  readonly onError: (error: unknown, message: string) => void;
}

/** The last messages, and the channel's end, come a moment after the call's. */
const SETTLE_MS = 1_000;
/** A challenge may still be answered. */
const REFUSED_MS = 2_500;
/** A scanner may call a thousand times a second; so many at a time are looked at. */
const MOST_REFUSED = 200;

/** Watches the calls of this machine's Asterisk, and says what went wrong with those that are over. */
export class CallWatch {
  readonly #options: CallWatchOptions;
  readonly #memory = new SipMemory();
  readonly #legs = new CallLegs();
  readonly #sampler: AudioSampler;
  readonly #calls = new Map<string, CallEventOf<'call.started'>>();
  readonly #channels = new Set<string>();
  readonly #timers = new Set<NodeJS.Timeout>();
  #refused = 0;

  constructor(options: CallWatchOptions) {
    this.#options = options;
    this.#sampler = new AudioSampler(options.readCounts);
  }

  takeMessage(message: TappedMessage): void {
    const channel = this.#memory.take(message);
    const { status, method } = message.sip;
    if (method !== 'INVITE' || status === undefined || status < 200) return;
    if (status < 300 && channel !== undefined && isTrunkLeg(channel)) {
      const id = this.#legs.idOf(channel);
      if (id !== undefined) this.#sampler.start(id);
    }
    if (status >= 300 && message.direction === 'out') this.#maybeRefused(message.sip.callId);
  }

  takeAriEvent(event: AriEvent): void {
    this.#legs.take(event);
    // Of calls out no copy names the channel; one question a call over a trunk does. A call in begins in another state.
    if (event.type !== 'StasisStart' || event.channel.state !== 'Down' || !isTrunkLeg(event.channel.name)) return;
    const { id, name } = event.channel;
    this.#options.readCallId(id).then(
      (callId) => callId !== undefined && this.#memory.link(name, callId),
      () => {},
    );
  }

  takeCallEvent(event: CallEvent): void {
    if (event.type === 'call.started') {
      this.#calls.set(event.callId, event);
      // A call out begins without a channel.
      if (event.channelId !== '') this.#channels.add(event.channelId);
    }
    if (event.type !== 'call.ended') return;
    const started = this.#calls.get(event.callId);
    if (started === undefined) return;
    this.#later(SETTLE_MS, 'A call could not be diagnosed.', () => this.#over(started, event));
  }

  /** What has been seen so far of a call that goes on. */
  messagesOf(callId: string): readonly TappedMessage[] | undefined {
    const started = this.#calls.get(callId);
    return started && this.#messages(this.#legs.ofCall(callId, started.channelId));
  }

  close(): void {
    this.#sampler.close();
    for (const timer of this.#timers) clearTimeout(timer);
  }

  async #over(started: CallEventOf<'call.started'>, { end, atMs }: CallEventOf<'call.ended'>): Promise<void> {
    const { callId, channelId } = started;
    const legs = this.#legs.ofCall(callId, channelId);
    try {
      const { trunks, numbers } = await this.#options.settings();
      const messages = this.#messages(legs);
      const number = ourNumber(
        started.direction === 'inbound' ? started.called : started.caller.number,
        numbers,
        trunks,
      );
      const trunkOf = (leg: Leg) =>
        trunks.get(trunkOfLeg(leg.name) ?? (isTrunkLeg(leg.name) ? (numbers.get(number ?? '')?.trunkId ?? '') : ''));
      const findings = legs.flatMap((leg) => {
        const dialogue = this.#memory.ofChannel(leg.name);
        // Phones of this house have no carrier whose faults could be named.
        if (dialogue === undefined || !isTrunkLeg(leg.name)) return [];
        return diagnose(this.#evidence(dialogue, leg, trunkOf(leg), numbers, trunks), atMs);
      });
      const trunkId = legs.map((leg) => trunkOf(leg)?.id).find((id) => id !== undefined);
      const isAsked =
        findings.length > 0 || end.by === 'failed' || end.by === 'lost' || legs.some(({ name }) => isTrunkLeg(name));
      if (isAsked) await this.#options.onCall({ callId, number, trunkId, findings, messages });
    } finally {
      for (const leg of legs) this.#forget(leg);
      this.#channels.delete(channelId);
      this.#calls.delete(callId);
    }
  }

  #maybeRefused(sipCallId: string): void {
    if (this.#refused >= MOST_REFUSED) return;
    this.#refused++;
    this.#later(REFUSED_MS, 'A refused call could not be diagnosed.', async () => {
      this.#refused--;
      const dialogue = this.#memory.ofCallId(sipCallId);
      const channel = this.#memory.channelOf(sipCallId);
      const id = channel === undefined ? undefined : this.#legs.idOf(channel);
      const isOver = dialogue?.isInbound === true && (dialogue.final?.sip.status ?? 0) >= 300;
      // A call of ours is dealt with when it is over.
      if (dialogue === undefined || !isOver || (id !== undefined && this.#channels.has(id))) return;
      await this.#refuse(dialogue, channel);
      this.#memory.forget(sipCallId);
      if (id !== undefined) this.#legs.forget(id);
    });
  }

  async #refuse(dialogue: SipDialogue, channel: string | undefined): Promise<void> {
    const { invite, final, peer } = dialogue;
    if (invite === undefined || final === undefined || peer === undefined) return;
    const { trunks, numbers } = await this.#options.settings();
    const dialled = dialledNumber(dialogue);
    const number = ourNumber(dialled, numbers, trunks);
    const trunkId = channel === undefined ? undefined : (trunkOfLeg(channel) ?? numbers.get(number ?? '')?.trunkId);
    const trunk = trunks.get(trunkId ?? '') ?? trunkAt(peer.address, trunks);
    const [finding] = diagnose(this.#evidence(dialogue, undefined, trunk, numbers, trunks), invite.atMs);
    if (finding === undefined) return;
    await this.#options.onRefused({
      at: new Date(invite.atMs),
      from: (/[^<]*<?sips?:([^@>;]{0,80})@/i.exec(invite.sip.header('from') ?? '')?.[1] ?? '').slice(0, 80),
      dialled,
      number,
      trunkId: trunk?.id,
      sourceAddress: peer.address,
      status: final.sip.status ?? 0,
      finding,
      messages: dialogue.messages,
    });
  }

  #evidence(
    dialogue: SipDialogue,
    leg: Leg | undefined,
    trunk: Trunk | undefined,
    numbers: ReadonlyMap<string, PhoneNumber>,
    trunks: ReadonlyMap<string, Trunk>,
  ): Evidence {
    const { audioPorts } = this.#options;
    return {
      dialogue,
      samples: leg === undefined ? [] : this.#sampler.samples(leg.channelId),
      isOurNumber: (dialled) => ourNumber(dialled, numbers, trunks) !== undefined,
      ...(leg?.hangup === undefined ? {} : { hangup: leg.hangup }),
      ...(trunk === undefined ? {} : { trunk }),
      ...(audioPorts === undefined ? {} : { audioPorts }),
    };
  }

  #messages(legs: readonly Leg[]): readonly TappedMessage[] {
    return legs.flatMap((leg) => this.#memory.ofChannel(leg.name)?.messages ?? []).toSorted((a, b) => a.atMs - b.atMs);
  }

  #forget(leg: Leg): void {
    this.#memory.forgetChannel(leg.name);
    this.#sampler.forget(leg.channelId);
    this.#legs.forget(leg.channelId);
  }

  #later(ms: number, failure: string, act: () => Promise<void>): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      act().catch((error) => this.#options.onError(error, failure));
    }, ms);
    timer.unref();
    this.#timers.add(timer);
  }
}

/** The number of ours that is meant, however it is written. */
function ourNumber(
  written: string,
  numbers: ReadonlyMap<string, PhoneNumber>,
  trunks: ReadonlyMap<string, Trunk>,
): string | undefined {
  if (numbers.has(written)) return written;
  const countries = new Set([undefined, ...[...trunks.values()].map(({ country }) => country)]);
  for (const country of countries) {
    const number = toE164(written, country);
    if (number !== undefined && numbers.has(number)) return number;
  }
  return undefined;
}

/** Whose address it is: of a call that was refused before it had a channel. */
const trunkAt = (address: string, trunks: ReadonlyMap<string, Trunk>): Trunk | undefined =>
  [...trunks.values()].find(({ sourceAddresses }) => isAmong(address, sourceAddresses));
