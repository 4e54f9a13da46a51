import { Box, Radio, Text } from '@mantine/core';
import { Plus } from 'lucide-react';
import type { Flow } from '#runtime/flow/schema';
import { flowsWords } from '../words/flows.ts';
import { FlowDrawing } from './flow-drawing.tsx';
import classes from './template-card.module.css';

interface TemplateCardProps {
  readonly value: string;
  readonly title: string;
  readonly summary: string;
  readonly flow: Pick<Flow, 'nodes' | 'edges'>;
}

/** One choice among the templates, with a picture of its drawing. */
export function TemplateCard({ value, title, summary, flow }: TemplateCardProps) {
  const steps = flow.nodes.length;
  return (
    <Radio.Card value={value} className={classes.card} aria-label={title}>
      <Box className={classes.picture}>
        {steps < 2 ? <Plus size={26} strokeWidth={1.5} color="var(--soft)" aria-hidden /> : <FlowDrawing flow={flow} />}
      </Box>
      <Box p="sm">
        <Text fw={600}>{title}</Text>
        <Text c="dimmed" size="sm" mt={2}>
          {summary}
        </Text>
        {steps > 1 && (
          <Text c="dimmed" size="xs" mt={6}>
            {flowsWords.fresh.steps(steps)}
          </Text>
        )}
      </Box>
    </Radio.Card>
  );
}
