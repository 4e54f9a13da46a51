import { Badge, Group, Loader, Text } from '@mantine/core';
import { CircleCheck, CircleDashed, CircleX } from 'lucide-react';
import type { TrunkState } from '#asterisk-config/trunk-state';
import { Ago } from '../app/ago.tsx';
import { trunksWords } from '../words/trunks.ts';
import { type StateText, stateText } from './trunk-state.ts';

const words = trunksWords.state;
const colors: Readonly<Record<StateText['tone'], string>> = { good: 'green', bad: 'red', doubt: 'gray', busy: 'gray' };
const icons = { good: CircleCheck, bad: CircleX, doubt: CircleDashed };

/** How a trunk is doing, in a word. */
export function TrunkStateBadge({ state }: { readonly state: TrunkState }) {
  const { tone, label } = stateText(state);
  const Icon = tone === 'busy' ? undefined : icons[tone];
  return (
    <Badge
      variant="light"
      color={colors[tone]}
      tt="none"
      size="lg"
      fw={550}
      style={{ flex: 'none', width: 'max-content' }}
      leftSection={Icon === undefined ? <Loader size={12} color="gray" /> : <Icon size={14} aria-hidden />}
    >
      {label}
    </Badge>
  );
}

/** The same with what it means, and when it was so. */
export function TrunkStateLine({ state }: { readonly state: TrunkState }) {
  const { registration, reachable } = state;
  return (
    <div aria-live="polite">
      <Group gap="sm">
        <TrunkStateBadge state={state} />
        <Text c="dimmed" size="sm">
          {words.seen} <Ago at={state.updatedAt} />
        </Text>
      </Group>
      <Text mt={6} style={{ overflowWrap: 'anywhere' }}>
        {stateText(state).means}
      </Text>
      {reachable?.ok === true && reachable.roundTripMs !== undefined && (
        <Text c="dimmed">{words.answersIn(reachable.roundTripMs)}</Text>
      )}
      {registration?.state === 'registered' && reachable?.ok === false && <Text c="dimmed">{words.silent}</Text>}
      {registration?.state === 'rejected' && registration.nextAt !== undefined && (
        <Text c="dimmed">{words.next(new Date(registration.nextAt).toLocaleTimeString())}</Text>
      )}
    </div>
  );
}
