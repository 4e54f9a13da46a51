import { Box } from '@mantine/core';
import { ApiProblem } from '../api/client.ts';
import { useStatus } from '../api/system.ts';
import { appWords as words } from '../words/app.ts';

/** Says that the runtime does not answer, for as long as it does not. */
export function OfflineBanner() {
  const { failureReason } = useStatus();
  if (!(failureReason instanceof ApiProblem) || failureReason.status !== 0) return null;
  return (
    <Box role="status" px="md" py={6} bg="yellow.2" c="dark.9" fz="sm" pos="sticky" top={0} style={{ zIndex: 300 }}>
      {words.offline}
    </Box>
  );
}
