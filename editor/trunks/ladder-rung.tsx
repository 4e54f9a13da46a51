import { Button, Collapse, Group, Loader, Text, VisuallyHidden } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { CircleCheck, CircleDashed, CircleMinus, CircleX } from 'lucide-react';
import type { Rung } from '#asterisk-config/trunk-test';
import { ladderWords as words } from '../words/ladder.ts';
import { trunkFieldWords } from '../words/trunks.ts';
import classes from './ladder.module.css';

interface LadderRungProps {
  readonly rung: Rung;
  readonly onField: (field: string) => void;
}

/** A rung: what was tried, what came back, what it means, and what to change. */
export function LadderRung({ rung, onField }: LadderRungProps) {
  const { id, title, state, seen, means, fix, field, tookMs, details = [] } = rung;
  const [isOpen, more] = useDisclosure(false);
  const isOver = state === 'ok' || state === 'failed';
  return (
    <li className={classes.rung} data-rung={id} data-state={state}>
      <span className={classes.mark}>
        <Mark state={state} />
      </span>
      <div className={classes.body}>
        <Group gap={8} justify="space-between" wrap="nowrap" align="baseline">
          <Text fw={550} component="h3" size="md" inherit={false}>
            {title}
            <VisuallyHidden>: {words.states[state]}</VisuallyHidden>
          </Text>
          <Text c="dimmed" size="sm" className="tabular" style={{ whiteSpace: 'nowrap' }}>
            {isOver && tookMs !== undefined ? words.took(tookMs) : isOver ? '' : words.states[state]}
          </Text>
        </Group>
        {seen !== '' && <Text c="dimmed">{seen}</Text>}
        {state === 'failed' && means !== '' && <Text mt={2}>{means}</Text>}
        {fix !== undefined && state !== 'ok' && (
          <Text mt={2} fw={500}>
            {fix}
          </Text>
        )}
        {(details.length > 0 || (field !== undefined && state === 'failed')) && (
          <Group gap="xs" mt={6}>
            {field !== undefined && state === 'failed' && (
              <Button size="xs" variant="light" onClick={() => onField(field)}>
                {words.change(trunkFieldWords[field]?.label ?? field)}
              </Button>
            )}
            {details.length > 0 && (
              <Button size="xs" variant="subtle" color="gray" aria-expanded={isOpen} onClick={more.toggle}>
                {words.details}
              </Button>
            )}
          </Group>
        )}
        <Collapse expanded={isOpen}>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard */}
          <div className={classes.details} tabIndex={0}>
            {details.join('\n')}
          </div>
        </Collapse>
      </div>
    </li>
  );
}

function Mark({ state }: { readonly state: Rung['state'] }) {
  if (state === 'running') return <Loader size={16} />;
  if (state === 'ok') return <CircleCheck size={20} color="var(--good)" aria-hidden />;
  if (state === 'failed') return <CircleX size={20} color="var(--bad)" aria-hidden />;
  if (state === 'skipped') return <CircleMinus size={20} color="var(--soft)" aria-hidden />;
  return <CircleDashed size={20} color="var(--soft)" aria-hidden />;
}
