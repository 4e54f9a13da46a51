import { Alert, Stack } from '@mantine/core';
import type { TrunkTest } from '#asterisk-config/trunk-test';
import { ladderWords as words } from '../words/ladder.ts';
import classes from './ladder.module.css';
import { LadderRung } from './ladder-rung.tsx';

interface LadderProps {
  readonly test: TrunkTest;
  /** Leads to the setting that a rung names. */
  readonly onField: (field: string) => void;
}

/** The rungs of a test as they are climbed, and what came of it. */
export function Ladder({ test, onField }: LadderProps) {
  return (
    <Stack gap="md" aria-live="polite">
      <ol className={classes.rungs} aria-label={words.label}>
        {test.rungs.map((rung) => (
          <LadderRung key={rung.id} rung={rung} onField={onField} />
        ))}
      </ol>
      {test.state !== 'running' && (
        <Alert
          color={test.state === 'passed' ? 'green' : test.state === 'failed' ? 'red' : 'gray'}
          variant="light"
          role="status"
        >
          {words.result[test.state]}
        </Alert>
      )}
    </Stack>
  );
}
