import { Badge, Group, Text, UnstyledButton } from '@mantine/core';
import { ChevronRight } from 'lucide-react';
import classes from './choice-card.module.css';

interface ChoiceCardProps {
  readonly title: string;
  readonly text: string;
  readonly badge?: string | undefined;
  readonly onChoose: () => void;
}

/** A choice that leads on at once. */
export function ChoiceCard({ title, text, badge, onChoose }: ChoiceCardProps) {
  return (
    <UnstyledButton className={classes.card} onClick={onChoose}>
      <Group justify="space-between" wrap="nowrap" gap="xs" align="flex-start">
        <Text fw={600} style={{ overflowWrap: 'anywhere' }}>
          {title}
        </Text>
        <ChevronRight size={17} color="var(--soft)" style={{ flex: 'none', marginTop: 3 }} aria-hidden />
      </Group>
      <Text c="dimmed" size="sm" lineClamp={3}>
        {text}
      </Text>
      {badge !== undefined && (
        <Badge variant="light" color="yellow" tt="none" mt={8}>
          {badge}
        </Badge>
      )}
    </UnstyledButton>
  );
}
