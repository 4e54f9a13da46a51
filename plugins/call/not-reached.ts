import type { NotReached } from 'patchcord/step';
import { StepFailed } from 'patchcord/step';

/** The exit of each way in which somebody was not reached, and what it carries. */
export type Unreached = {
  readonly exit: 'busy' | 'noAnswer' | 'rejected';
  readonly data: { readonly message: string; readonly sipCode?: number };
};

/** @throws StepFailed with the reason's own code, for what neither the callee nor the network decided */
export function exitOf({ kind, code, message, sipCode }: NotReached): Unreached {
  if (kind === 'refused' || kind === 'unreachable') throw new StepFailed(code, message);
  return { exit: kind, data: sipCode === undefined ? { message } : { message, sipCode } };
}
