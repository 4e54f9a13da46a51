/** One thing the robot does; it does them in order, once the call is answered. */
export type RobotAction =
  /** Waits until a prompt has begun since the last act, and has been followed by silence. */
  | { readonly kind: 'listen' }
  /** Waits until a prompt has begun since the last act: so that the next act interrupts it. */
  | { readonly kind: 'hear' }
  | { readonly kind: 'wait'; readonly ms: number }
  | { readonly kind: 'press'; readonly keys: string }
  | { readonly kind: 'say' }
  | { readonly kind: 'hang-up' };

export type KeyPlan = readonly RobotAction[];

/** A plan that can't be read: `word` is the part that isn't understood. */
export class KeyPlanError extends Error {
  readonly code = 'bad-key-plan';
  readonly fix = 'Write keys (0-9 * # A-D), wait:<milliseconds>, hear, say and hangup, with spaces between.';
  readonly word: string;

  constructor(word: string) {
    super(`"${word.slice(0, 40)}" is no part of a key plan.`);
    this.name = 'KeyPlanError';
    this.word = word;
  }
}

const LONGEST_WAIT_MS = 600_000;
const MOST_WORDS = 500;

function actOf(word: string): RobotAction {
  if (/^[0-9*#A-D]{1,64}$/.test(word)) return { kind: 'press', keys: word };
  if (word === 'say') return { kind: 'say' };
  if (word === 'hangup') return { kind: 'hang-up' };
  if (word === 'hear') return { kind: 'hear' };
  const ms = Number(/^wait:([0-9]{1,6})$/.exec(word)?.[1] ?? Number.NaN);
  if (ms <= LONGEST_WAIT_MS) return { kind: 'wait', ms };
  throw new KeyPlanError(word);
}

/**
 * Reads a key plan such as `1 wait:500 2#`: words with spaces between.
 *
 * - `2#` presses 2, then #. Before it presses, the robot listens as a person would: until a prompt has begun since
 *   the call was answered or the last act, and has ended. So `1` answers the first menu, `1 4` answers two.
 * - `wait:500` waits 500 ms after the answer or the last act; the act after it then comes without listening.
 * - `hear` waits only until a prompt begins; the act after it then interrupts it: `hear wait:300 1`.
 * - `say` speaks the utterance (a plan without the word speaks it last, if there is one); `hangup` hangs up.
 *
 * When the plan is done, the robot stays on the line until the other side hangs up.
 * @throws KeyPlanError
 */
export function parseKeyPlan(text: string, options: { says?: boolean } = {}): KeyPlan {
  const words = text.split(/\s+/).filter((word) => word !== '');
  if (words.length > MOST_WORDS) throw new KeyPlanError(words[MOST_WORDS] ?? '');
  if (options.says && !words.includes('say')) words.push('say');
  const plan: RobotAction[] = [];
  for (const action of words.map(actOf)) {
    const timed = action.kind === 'wait' || action.kind === 'hear';
    const previous = plan.at(-1)?.kind;
    if (!timed && previous !== 'wait' && previous !== 'hear') plan.push({ kind: 'listen' });
    plan.push(action);
  }
  return plan;
}
