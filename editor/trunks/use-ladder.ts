import { useState } from 'react';
import type { TrunkTest } from '#asterisk-config/trunk-test';
import { type TestOptions, useCancelTest, useStartTest, useTrunkTest } from '../api/trunk-tests.ts';
import { showProblem } from '../app/problem.tsx';

export interface LadderRun {
  readonly test: TrunkTest | undefined;
  readonly isRunning: boolean;
  readonly error: Error | null;
  start(options: TestOptions): void;
  cancel(): void;
}

/** A test of a trunk: started, followed, stopped. `kept` is one that goes on or is over, of before. */
export function useLadder(kept?: string, onStarted?: (id: string) => void): LadderRun {
  const [started, setStarted] = useState<string | undefined>(kept);
  const start = useStartTest();
  const cancel = useCancelTest();
  const { data: test, error } = useTrunkTest(started);
  return {
    test,
    isRunning: start.isPending || test?.state === 'running' || (started !== undefined && !test && !error),
    error: start.error ?? error,
    start: (options) =>
      start.mutate(options, {
        onSuccess: ({ id }) => {
          setStarted(id);
          onStarted?.(id);
        },
      }),
    cancel: () => started !== undefined && cancel.mutate(started, { onError: showProblem }),
  };
}
