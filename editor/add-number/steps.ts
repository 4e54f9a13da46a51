import type { AddNumberState } from './use-add-number.ts';

export const stepNames = ['carrier', 'settings', 'test', 'assign'] as const;
export type StepName = (typeof stepNames)[number];

/** The step that is asked for, or the first that must come before it. */
export function stepAt(asked: string | undefined, { carrier, trunkId }: AddNumberState): StepName {
  const step = stepNames.find((name) => name === asked) ?? 'carrier';
  if (step === 'assign' && trunkId !== undefined) return step;
  if (carrier === undefined) return 'carrier';
  return trunkId === undefined && step !== 'carrier' ? 'settings' : step;
}
