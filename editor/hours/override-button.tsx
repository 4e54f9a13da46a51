import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { type HoursInfo, useOverrideHours } from '../api/hours.ts';
import { showProblem } from '../app/problem.tsx';
import { hoursWords } from '../words/hours.ts';
import { OverrideDialog } from './override-dialog.tsx';

const words = hoursWords.override;

/** Opens the way to close or open at once; while that holds, takes it back. */
export function OverrideButton({ hours }: { readonly hours: HoursInfo }) {
  const [isOpen, dialog] = useDisclosure(false);
  const change = useOverrideHours();
  if (hours.override !== null)
    return (
      <Button
        size="compact-sm"
        variant="light"
        style={{ flex: 'none' }}
        loading={change.isPending}
        onClick={() => change.mutate({ id: hours.id, override: null }, { onError: showProblem })}
      >
        {words.takeBack}
      </Button>
    );
  return (
    <>
      <Button size="compact-sm" variant="default" style={{ flex: 'none' }} onClick={dialog.open}>
        {words.change}
      </Button>
      {isOpen && <OverrideDialog hours={hours} onClose={dialog.close} />}
    </>
  );
}
