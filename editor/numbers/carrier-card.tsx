import { Paper, Text, Title } from '@mantine/core';
import { Term } from '../app/term.tsx';
import { numbersWords } from '../words/numbers.ts';

const words = numbersWords.carrier;

/** Says where numbers of phone companies come from. */
export function CarrierCard() {
  return (
    <Paper p="md" component="section">
      <Title order={2} size="h3" mb="xs">
        {words.title}
      </Title>
      <Text c="dimmed">
        {words.before}
        <Term name="did" />
        {words.middle}
        <Term name="trunk" />
        {words.after}
      </Text>
    </Paper>
  );
}
