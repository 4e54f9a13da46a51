import { Box, Paper, Stack, Text, Title } from '@mantine/core';
import { useStatus } from '../api/system.ts';
import { CopyText } from '../app/copy-text.tsx';
import { Term } from '../app/term.tsx';
import { numbersWords } from '../words/numbers.ts';

const words = numbersWords.how;

/** How somebody without a phone line calls a number now. */
export function HowToCall({ number }: { readonly number: string }) {
  const { data: status } = useStatus();
  return (
    <Paper p="md" component="section">
      <Title order={2} size="h3" mb="xs">
        {words.title}
      </Title>
      <Stack gap="sm">
        <Box>
          <Text fw={550}>{words.browser.title}</Text>
          <Text c="dimmed">{words.browser.text}</Text>
        </Box>
        <Box>
          <Text fw={550}>
            {words.softphone.title} <Term name="softphone" />
          </Text>
          {status?.asterisk == null ? (
            <Text c="dimmed">{status !== undefined && words.away}</Text>
          ) : (
            <>
              <Text c="dimmed" mb={4}>
                {words.softphone.text}
              </Text>
              <CopyText text={`sip:${number}@${status.asterisk.sip}`} />
            </>
          )}
        </Box>
      </Stack>
    </Paper>
  );
}
