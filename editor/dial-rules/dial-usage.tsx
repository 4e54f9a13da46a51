import { Paper, Progress, SimpleGrid, Text } from '@mantine/core';
import type { DialRules } from '#asterisk-config/dial-rules';
import { dialRulesWords } from '../words/dial-rules.ts';

const words = dialRulesWords.usage;
const NEARLY = 80;

interface DialUsageProps {
  readonly usage: { readonly callsToday: number; readonly minutesToday: number; readonly concurrent: number };
  readonly rules: DialRules;
}

/** How much of the limits is used up. */
export function DialUsageStrip({ usage, rules }: DialUsageProps) {
  return (
    <SimpleGrid cols={{ base: 1, xs: 3 }} spacing="md">
      <Figure label={`${words.calls}, ${words.title.toLowerCase()}`} value={String(usage.callsToday)} />
      <Figure
        label={`${words.minutes}, ${words.title.toLowerCase()}`}
        value={words.of(usage.minutesToday, rules.minutesPerDay)}
        percent={percentOf(usage.minutesToday, rules.minutesPerDay)}
      />
      <Figure
        label={words.concurrent}
        value={words.of(usage.concurrent, rules.concurrent)}
        percent={percentOf(usage.concurrent, rules.concurrent)}
      />
    </SimpleGrid>
  );
}

const percentOf = (used: number, most: number): number => (most === 0 ? 100 : Math.min(100, (used / most) * 100));

interface FigureProps {
  readonly label: string;
  readonly value: string;
  readonly percent?: number;
}

function Figure({ label, value, percent }: FigureProps) {
  return (
    <Paper p="md">
      <Text c="dimmed" size="sm">
        {label}
      </Text>
      <Text fw={650} fz="1.25rem" className="tabular">
        {value}
      </Text>
      {percent !== undefined && (
        <Progress
          value={percent}
          size="sm"
          mt={6}
          color={percent >= NEARLY ? 'yellow' : 'green'}
          aria-label={words.label(label)}
        />
      )}
    </Paper>
  );
}
