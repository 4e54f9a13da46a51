import { Text } from '@mantine/core';
import { Check } from 'lucide-react';
import { addNumberWords as words } from '../words/add-number.ts';
import classes from './step-trail.module.css';
import { type StepName, stepNames } from './steps.ts';

interface StepTrailProps {
  readonly at: StepName;
  /** A trunk that is there already needs no settings and no test. */
  readonly isExisting: boolean;
  readonly onGo: (step: StepName) => void;
}

/** Where one is, and the way back to what is done. */
export function StepTrail({ at, isExisting, onGo }: StepTrailProps) {
  const here = stepNames.indexOf(at);
  return (
    <>
      <Text hiddenFrom="sm" fw={600} mb="md" aria-hidden>
        {words.progress(here + 1, stepNames.length, words.steps[at])}
      </Text>
      <ol className={classes.trail}>
        {stepNames.map((name, index) => {
          const isDone = index < here;
          const mayGo = isDone && !(isExisting && (name === 'settings' || name === 'test'));
          return (
            <li key={name} data-done={isDone} aria-current={name === at ? 'step' : undefined}>
              <span className={classes.mark} aria-hidden>
                {isDone ? <Check size={14} strokeWidth={3} /> : index + 1}
              </span>
              {mayGo ? (
                <button type="button" onClick={() => onGo(name)}>
                  {words.steps[name]}
                </button>
              ) : (
                <span>{words.steps[name]}</span>
              )}
            </li>
          );
        })}
      </ol>
    </>
  );
}
