import { Box, Button, Group, Paper, Text, Title } from '@mantine/core';
import { PhoneIncoming, Plus } from 'lucide-react';
import { Link } from 'react-router';
import { Term } from '../app/term.tsx';
import { numbersWords } from '../words/numbers.ts';

const words = numbersWords.phone.empty;

/** Says where numbers of phone companies come from, to those who have none here yet. */
export function NoNumbers() {
  return (
    <Paper p="lg" component="section">
      <Group wrap="nowrap" align="flex-start" gap="md">
        <Box visibleFrom="xs" c="var(--cord)" pt={2}>
          <PhoneIncoming size={26} strokeWidth={1.7} aria-hidden />
        </Box>
        <div>
          <Title order={2}>{words.title}</Title>
          <Text c="dimmed" maw={560} mt={4}>
            {words.before}
            <Term name="did" />
            {words.middle}
            <Term name="trunk" />
            {words.after}
          </Text>
          <Button component={Link} to="/numbers/new" mt="md" leftSection={<Plus size={16} aria-hidden />}>
            {numbersWords.add}
          </Button>
        </div>
      </Group>
    </Paper>
  );
}
