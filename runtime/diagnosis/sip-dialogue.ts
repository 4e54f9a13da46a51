import { type AudioDescription, readAudio } from '#runtime/hep/sdp';
import { addressIn } from '#runtime/hep/sip-message';
import type { TappedMessage } from '#runtime/hep/tapped-message';

/** The SIP messages of one leg of a call, in their order, and what is often asked of them. */
export class SipDialogue {
  readonly messages: readonly TappedMessage[];

  constructor(messages: readonly TappedMessage[]) {
    this.messages = messages;
  }

  /** The first INVITE; what is no call has none. */
  get invite(): TappedMessage | undefined {
    return this.messages.find(({ sip }) => sip.status === undefined && sip.method === 'INVITE');
  }

  /** The last INVITE of the call's beginning: with the answer to a challenge, if there was one. */
  get lastInvite(): TappedMessage | undefined {
    return this.#beginning.findLast(({ sip }) => sip.status === undefined && sip.method === 'INVITE');
  }

  get isInbound(): boolean {
    return this.invite?.direction === 'in';
  }

  /** Who the other side is, as its packets say. */
  get peer(): { readonly address: string; readonly port: number } | undefined {
    const { invite } = this;
    return invite && (invite.direction === 'in' ? invite.source : invite.destination);
  }

  /** The final response to the INVITE that began the call; the last one, after a challenge. */
  get final(): TappedMessage | undefined {
    return this.#beginning.findLast(({ sip }) => (sip.status ?? 0) >= 200 && sip.method === 'INVITE');
  }

  /** When the call was answered. */
  get answeredMs(): number | undefined {
    const found = this.messages.find(({ sip }) => isOk(sip.status) && sip.method === 'INVITE');
    return found?.atMs;
  }

  requests(method: string, direction?: 'in' | 'out'): readonly TappedMessage[] {
    return this.messages.filter(
      (one) =>
        one.sip.status === undefined &&
        one.sip.method === method &&
        (direction === undefined || one.direction === direction),
    );
  }

  responses(method: string, direction?: 'in' | 'out'): readonly TappedMessage[] {
    return this.messages.filter(
      (one) =>
        one.sip.status !== undefined &&
        one.sip.method === method &&
        (direction === undefined || one.direction === direction),
    );
  }

  /** What a side said last of its audio. */
  audio(direction: 'in' | 'out'): AudioDescription | undefined {
    for (const one of this.messages.toReversed()) {
      if (one.direction !== direction || !one.sip.body.includes('m=audio')) continue;
      return readAudio(one.sip.body);
    }
    return undefined;
  }

  /** Where a side says that requests within the call reach it. */
  contact(direction: 'in' | 'out'): string | undefined {
    const found = this.messages.findLast(
      (one) => one.direction === direction && one.sip.header('contact') !== undefined,
    );
    return addressIn(found?.sip.header('contact') ?? '')?.host;
  }

  /** Messages up to the answer: what comes after it is no longer about whether the call is possible. */
  get #beginning(): readonly TappedMessage[] {
    const answer = this.messages.findIndex(({ sip }) => isOk(sip.status) && sip.method === 'INVITE');
    return answer < 0 ? this.messages : this.messages.slice(0, answer + 1);
  }
}

const isOk = (status: number | undefined): boolean => status !== undefined && status >= 200 && status < 300;
