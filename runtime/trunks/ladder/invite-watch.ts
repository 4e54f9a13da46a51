import type { SipTap } from '#runtime/hep/sip-tap';
import type { TappedMessage } from '#runtime/hep/tapped-message';
import { isAuthorized, isChallenge } from './challenge.ts';

/** What is seen of one call out, in SIP. */
export interface InviteWatch {
  /** The last INVITE that began it. */
  readonly invite: TappedMessage | undefined;
  /** All that came back, in order. */
  readonly statuses: readonly number[];
  /** Answered or refused; not a first challenge. */
  readonly final: TappedMessage | undefined;
  stop(): void;
}

/** Follows the next call that Asterisk makes to this user of a SIP address. */
export function watchInvite(
  tap: Pick<SipTap, 'onMessage'>,
  user: string,
  onChange: (watch: InviteWatch) => void = () => {},
): InviteWatch {
  const statuses: number[] = [];
  let invite: TappedMessage | undefined;
  let final: TappedMessage | undefined;
  const watch = {
    get invite() {
      return invite;
    },
    statuses,
    get final() {
      return final;
    },
    stop: tap.onMessage((message) => {
      const { sip } = message;
      if (sip.cseq.method !== 'INVITE') return;
      if (sip.status === undefined) {
        const isOurs = message.direction === 'out' && sip.requestUri?.startsWith(`sip:${user}@`);
        if (isOurs && (invite === undefined || invite.sip.callId === sip.callId)) invite = message;
        return;
      }
      if (invite === undefined || sip.callId !== invite.sip.callId || message.direction !== 'in') return;
      statuses.push(sip.status);
      const isFirstChallenge = isChallenge(sip.status) && !isAuthorized(invite);
      if (sip.status >= 200 && !isFirstChallenge) final ??= message;
      onChange(watch);
    }),
  };
  return watch;
}
