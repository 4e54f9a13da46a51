import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import type { ShownProblem } from '../api/trunks.ts';
import { trunkFieldWords, trunksWords as words } from '../words/trunks.ts';
import type { TrunkDraft } from './trunk-draft.ts';

interface SettingsProblemsProps {
  readonly problems: readonly ShownProblem[];
  /** Takes what is suggested instead. */
  readonly onUse?: (change: (draft: TrunkDraft) => TrunkDraft) => void;
}

/** Settings that are usual and yet wrong, each with what to enter instead. */
export function SettingsProblems({ problems, onUse }: SettingsProblemsProps) {
  if (problems.length === 0) return null;
  return (
    <Stack gap="sm" aria-live="polite">
      {problems.map(({ code, field, message, fix, suggestion, clear = [] }) => (
        <Alert key={`${code} ${field}`} color="yellow" title={message}>
          <Text style={{ overflowWrap: 'anywhere' }}>{fix}</Text>
          {suggestion !== undefined && onUse !== undefined && (
            <Group mt="xs" gap="sm">
              <Button
                size="xs"
                variant="default"
                onClick={() => onUse((draft) => ({ ...without(draft, clear), ...suggestion }))}
              >
                {words.useInstead}
              </Button>
              <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
                {suggestionText(suggestion, clear)}
              </Text>
            </Group>
          )}
        </Alert>
      ))}
    </Stack>
  );
}

const without = (draft: TrunkDraft, names: readonly string[]): TrunkDraft =>
  Object.fromEntries(Object.entries(draft).filter(([name]) => !names.includes(name)));

/** What would be changed, as the form calls it. */
function suggestionText(suggestion: TrunkDraft, clear: readonly string[]): string {
  const label = (name: string) => trunkFieldWords[name]?.label ?? name;
  const kind = suggestion.kind === undefined ? [] : [words.kinds[suggestion.kind]];
  const set = Object.entries(suggestion)
    .filter(([name, value]) => !['carrier', 'kind'].includes(name) && ['string', 'number'].includes(typeof value))
    .map(([name, value]) => `${label(name)}: ${value}`);
  return [...kind, ...set, ...clear.map((name) => words.emptied(label(name)))].join(', ');
}
