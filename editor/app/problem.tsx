import { Alert, Button, Group } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { ApiProblem } from '../api/client.ts';

/** What to say of something that failed. */
export const textOf = (error: unknown): { message: string; fix: string | undefined } =>
  error instanceof ApiProblem
    ? { message: error.message, fix: error.fix }
    : { message: error instanceof Error ? error.message : String(error), fix: undefined };

/** Says at the lower right what went wrong with something the person just did. */
export function showProblem(error: unknown): void {
  const { message, fix } = textOf(error);
  notifications.show({ color: 'red', title: message, message: fix ?? '', autoClose: 8_000 });
}

/** In place of a part of a page that could not be loaded. */
export function ProblemBox({ error, onRetry }: { readonly error: unknown; readonly onRetry?: () => void }) {
  const { message, fix } = textOf(error);
  return (
    <Alert color="red" title={message} my="md">
      <Group justify="space-between">
        {fix}
        {onRetry !== undefined && (
          <Button size="xs" variant="light" color="red" onClick={onRetry}>
            Try again
          </Button>
        )}
      </Group>
    </Alert>
  );
}
