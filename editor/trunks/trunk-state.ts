import type { TrunkState } from '#asterisk-config/trunk-state';
import { trunksWords } from '../words/trunks.ts';

const words = trunksWords.state;

export interface StateText {
  readonly tone: 'good' | 'bad' | 'doubt' | 'busy';
  readonly label: string;
  /** What it means, or what the carrier said. */
  readonly means: string;
}

/** A trunk's state in a word and a sentence: the worst of what is known comes first. */
export function stateText({ applied, error, registration, reachable }: TrunkState): StateText {
  if (applied === 'failed')
    return {
      tone: 'bad',
      label: words.failed,
      means: error === undefined ? words.means.failed : [error.message, error.fix].filter(Boolean).join(' '),
    };
  if (applied === 'pending') return { tone: 'busy', label: words.pending, means: words.means.pending };
  if (registration?.state === 'rejected') {
    const { code, reason, words: said } = registration;
    const label = code === undefined ? words.rejected : `${words.rejected}, ${words.code(code)}`;
    return { tone: 'bad', label, means: said ?? reason ?? words.means.rejected };
  }
  if (registration?.state === 'stopped')
    return { tone: 'bad', label: words.stopped, means: registration.words ?? words.means.stopped };
  if (registration?.state === 'registering')
    return { tone: 'busy', label: words.registering, means: registration.words ?? words.means.registering };
  if (reachable?.ok === false) return { tone: 'bad', label: words.unreachable, means: words.means.unreachable };
  if (registration?.state === 'registered')
    return { tone: 'good', label: words.registered, means: words.means.registered };
  if (reachable?.ok === true) return { tone: 'good', label: words.reachable, means: words.means.reachable };
  return { tone: 'doubt', label: words.ready, means: words.means.ready };
}
