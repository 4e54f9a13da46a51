import { Paper, Skeleton, Stack, VisuallyHidden } from '@mantine/core';
import { commonWords } from '../words/common.ts';

/** Holds the place of a list until it is there. */
export function RowsLoading({ rows = 4 }: { readonly rows?: number }) {
  return (
    <Paper p="md" aria-busy="true">
      <VisuallyHidden role="status">{commonWords.loading}</VisuallyHidden>
      <Stack gap="md">
        {Array.from({ length: rows }, (_, row) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: they are all the same
          <Skeleton key={row} height={18} width={`${88 - ((row * 17) % 40)}%`} />
        ))}
      </Stack>
    </Paper>
  );
}
