import { Alert, Button, Group, Stack } from '@mantine/core';
import type { UseMutationResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { commonWords } from '../words/common.ts';
import { textOf } from './problem.tsx';

interface DialogFormProps {
  /** On the button that sends it. */
  readonly submit: string;
  /** What the form asks the server to do; its refusal is shown in the form. */
  // biome-ignore lint/suspicious/noExplicitAny: it is only asked how it goes, whatever it sends
  readonly change: Pick<UseMutationResult<any, Error, any>, 'error' | 'isPending'>;
  readonly isReady?: boolean;
  readonly onSubmit: () => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** The inside of a dialog that changes something: fields, what went wrong, and the two buttons. Enter sends it. */
export function DialogForm({ submit, change, isReady = true, onSubmit, onClose, children }: DialogFormProps) {
  const problem = change.error === null ? undefined : textOf(change.error);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        // React lets it rise to a form around the dialog, too.
        event.stopPropagation();
        if (isReady && !change.isPending) onSubmit();
      }}
    >
      <Stack gap="md">
        {children}
        {problem !== undefined && (
          <Alert color="red" title={problem.message} role="alert">
            {problem.fix}
          </Alert>
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {commonWords.cancel}
          </Button>
          <Button type="submit" disabled={!isReady} loading={change.isPending}>
            {submit}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
