import type { TappedMessage } from '#runtime/hep/tapped-message';
import { SipDialogue } from './sip-dialogue.ts';

const MOST_DIALOGUES = 5_000;
const MOST_BYTES = 32 << 20;
const MOST_MESSAGES = 300;
const MOST_DIALOGUE_BYTES = 192 << 10;

interface Kept {
  readonly messages: TappedMessage[];
  bytes: number;
  channel: string | undefined;
}

/** The SIP messages of calls that go on or have just ended, by Call-ID; the oldest give way. */
export class SipMemory {
  readonly #dialogues = new Map<string, Kept>();
  readonly #byChannel = new Map<string, string>();
  /** Channels of dialogues that have not begun yet. */
  readonly #awaited = new Map<string, string>();
  #bytes = 0;

  get size(): number {
    return this.#dialogues.size;
  }

  /** Takes in a message of a call; gives the name of its channel, once it has one. */
  take(message: TappedMessage): string | undefined {
    const { callId } = message.sip;
    const key = callId.slice(0, 256);
    const kept = this.#dialogues.get(key) ?? this.#begin(key, message);
    if (kept === undefined) return undefined;
    const size = message.sip.bytes.length;
    if (kept.messages.length < MOST_MESSAGES && kept.bytes + size <= MOST_DIALOGUE_BYTES) {
      kept.messages.push(message);
      kept.bytes += size;
      this.#bytes += size;
    }
    // Without a channel the Call-ID stands there.
    if (kept.channel === undefined && message.correlation !== callId && message.correlation.includes('/'))
      this.link(message.correlation, key);
    this.#makeRoom();
    return kept.channel;
  }

  ofCallId(callId: string): SipDialogue | undefined {
    const kept = this.#dialogues.get(callId.slice(0, 256));
    return kept && new SipDialogue(kept.messages);
  }

  ofChannel(name: string): SipDialogue | undefined {
    const key = this.#byChannel.get(name);
    return key === undefined ? undefined : this.ofCallId(key);
  }

  channelOf(callId: string): string | undefined {
    return this.#dialogues.get(callId.slice(0, 256))?.channel;
  }

  /** Tells whose a dialogue is: res_hep knows it of calls in only. */
  link(channel: string, callId: string): void {
    const key = callId.slice(0, 256);
    const kept = this.#dialogues.get(key);
    this.#byChannel.set(channel, key);
    if (kept !== undefined) kept.channel = channel;
    else this.#awaited.set(key, channel);
    if (this.#awaited.size > MOST_DIALOGUES) this.#awaited.delete(this.#awaited.keys().next().value ?? '');
  }

  forgetChannel(name: string): void {
    const key = this.#byChannel.get(name);
    if (key === undefined) return;
    this.forget(key);
    this.#awaited.delete(key);
    this.#byChannel.delete(name);
  }

  forget(callId: string): void {
    const key = callId.slice(0, 256);
    const kept = this.#dialogues.get(key);
    if (kept === undefined) return;
    this.#dialogues.delete(key);
    this.#bytes -= kept.bytes;
    if (kept.channel !== undefined) this.#byChannel.delete(kept.channel);
  }

  /** Only an INVITE begins a call. Browser phones are left out: their way is on this machine. */
  #begin(key: string, { sip }: TappedMessage): Kept | undefined {
    if (key === '' || sip.status !== undefined || sip.method !== 'INVITE') return undefined;
    if (/^SIP\s*\/\s*2\.0\s*\/\s*WSS?\s/i.test(sip.header('via') ?? '')) return undefined;
    const kept: Kept = { messages: [], bytes: 0, channel: this.#awaited.get(key) };
    this.#awaited.delete(key);
    this.#dialogues.set(key, kept);
    return kept;
  }

  #makeRoom(): void {
    while (this.#dialogues.size > MOST_DIALOGUES || this.#bytes > MOST_BYTES) {
      const oldest = this.#dialogues.keys().next().value;
      if (oldest === undefined) return;
      this.forget(oldest);
    }
  }
}
