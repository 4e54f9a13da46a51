import type { NotReached } from '#runtime/flow/call';

/** How an attempt to reach a telephone ended without an answer. */
export interface Ending {
  readonly sipCode?: number | undefined;
  /** Q.850. */
  readonly hangupCause?: number | undefined;
  /** The telephone rang, or the exchange said something. */
  readonly rang: boolean;
  /** We gave up: nothing came back at all, or nobody picked up in time. */
  readonly gaveUp?: 'silence' | 'time';
}

const words: Readonly<Record<number, string>> = {
  400: 'did not understand the request',
  401: 'wants a login, and did not take ours',
  403: 'does not allow this call',
  404: 'does not know this number',
  407: 'wants a login, and did not take ours',
  408: 'has no answer from the other side',
  410: 'says that this number is no longer in use',
  480: 'says that nobody can be reached there now',
  484: 'says that this number is not complete',
  486: 'says that the line is busy',
  487: 'ended the call before it was answered',
  488: 'does not take our audio formats or encryption',
  500: 'has an internal error',
  502: 'has no connection to where the call should go',
  503: 'can not take the call now',
  504: 'has waited in vain for another server',
  600: 'says that the line is busy everywhere',
  603: 'says that the call was declined',
  604: 'says that this number exists nowhere',
  607: 'says that the call is not wanted',
  608: 'has rejected the call for the callee',
};

/** RFC 3261, 21: what an answer means for the flow. */
const kinds: Readonly<Record<number, NotReached['kind']>> = {
  408: 'noAnswer',
  480: 'noAnswer',
  486: 'busy',
  487: 'noAnswer',
  600: 'busy',
  603: 'rejected',
  607: 'rejected',
  608: 'rejected',
};

/** Q.850 causes, where Asterisk gave no SIP answer. */
const causes: Readonly<Record<number, NotReached['kind']>> = {
  17: 'busy',
  18: 'noAnswer',
  19: 'noAnswer',
  21: 'rejected',
};

export function notReached({ sipCode, hangupCause, rang, gaveUp }: Ending): NotReached {
  if (gaveUp === 'silence')
    return { kind: 'unreachable', code: 'no-sign-of-life', message: 'Nothing came back from the other side.' };
  if (gaveUp === 'time') return { kind: 'noAnswer', code: 'ring-time-over', message: 'Nobody picked up in time.' };
  if (sipCode === undefined) {
    const kind = causes[hangupCause ?? 0] ?? 'unreachable';
    return { kind, code: kind === 'unreachable' ? 'callee-unreachable' : codes[kind], message: unexplained[kind] };
  }
  // Without a ring 408 is the network's own: nobody was there to pick up.
  const kind = sipCode === 408 && !rang ? 'unreachable' : (kinds[sipCode] ?? 'unreachable');
  const meaning =
    words[sipCode] ?? (sipCode < 400 ? 'sent the call elsewhere, which is not followed' : 'refused the call');
  return { kind, code: codes[kind], message: `The other side ${meaning} (SIP ${sipCode}).`, sipCode };
}

const codes = {
  busy: 'callee-busy',
  noAnswer: 'callee-silent',
  rejected: 'callee-declined',
  unreachable: 'callee-unreachable',
  refused: 'dial-refused',
} as const;

const unexplained = {
  busy: 'The line is busy.',
  noAnswer: 'Nobody picked up.',
  rejected: 'The call was declined.',
  unreachable: 'The other side can not be reached.',
  refused: 'The call was not let out.',
} as const;

/**
 * Whether the next trunk may be tried: only where this one has reached nobody. A busy line, a number that does not exist
 * or somebody who declined would be the same there, and what has rung once must not ring a second time.
 */
export function mayTryNext({ sipCode, rang, gaveUp, hangupCause }: Ending): boolean {
  if (rang || gaveUp === 'time') return false;
  if (gaveUp === 'silence') return true;
  if (sipCode === undefined) return hangupCause === undefined || !(hangupCause in causes || hangupCause === 1);
  return sipCode === 408 || (sipCode >= 500 && sipCode < 600);
}

/** Of several telephones: the one that says most. */
export const mostTelling = (all: readonly NotReached[]): NotReached | undefined =>
  (['rejected', 'busy', 'noAnswer', 'unreachable', 'refused'] as const)
    .flatMap((kind) => all.filter((one) => one.kind === kind))
    .at(0);
