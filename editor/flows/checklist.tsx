import { ActionIcon, Anchor, Box, Group, Paper, SimpleGrid, Text, Title } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { CircleCheck, CircleDashed, X } from 'lucide-react';
import { Link } from 'react-router';
import type { FlowInfo } from '../api/flows.ts';
import { flowsWords } from '../words/flows.ts';
import { type ChecklistStep, useChecklist } from './use-checklist.ts';

const words = flowsWords.checklist;

/** The first steps of somebody new, each with a tick once it is done. It goes when they hide it. */
export function Checklist({ flows }: { readonly flows: readonly FlowInfo[] }) {
  const [isHidden, setHidden] = useLocalStorage({
    key: 'patchcord.checklist-hidden',
    defaultValue: false,
    getInitialValueInEffect: false,
  });
  const steps = useChecklist(flows, !isHidden);
  if (isHidden) return null;
  const done = steps.filter((step) => step.isDone).length;
  return (
    <Paper component="section" p="md" mb="lg" aria-label={words.title}>
      <Group justify="space-between" mb="sm" wrap="nowrap">
        <Group gap="xs">
          <Title order={2} size="h3">
            {words.title}
          </Title>
          <Text c="dimmed">{words.progress(done, steps.length)}</Text>
        </Group>
        <ActionIcon variant="subtle" color="gray" onClick={() => setHidden(true)} aria-label={words.hide}>
          <X size={16} />
        </ActionIcon>
      </Group>
      <SimpleGrid cols={{ base: 1, xs: 2, md: 4 }} spacing="md">
        {steps.map((step) => (
          <Step key={step.id} step={step} />
        ))}
      </SimpleGrid>
    </Paper>
  );
}

function Step({ step: { id, to, isDone } }: { readonly step: ChecklistStep }) {
  const { title, text } = words.steps[id];
  return (
    <Group gap={9} wrap="nowrap" align="flex-start">
      {isDone ? (
        <CircleCheck size={18} color="var(--mantine-color-green-6)" style={{ flex: 'none' }} aria-label={words.done} />
      ) : (
        <CircleDashed size={18} color="var(--soft)" style={{ flex: 'none' }} aria-hidden />
      )}
      <Box>
        <Anchor component={Link} to={to} fw={550} c={isDone ? 'dimmed' : undefined} lh={1.3} display="block">
          {title}
        </Anchor>
        <Text c="dimmed" size="sm" mt={2}>
          {text}
        </Text>
      </Box>
    </Group>
  );
}
