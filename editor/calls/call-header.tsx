import { Badge, Group, Text, Title } from '@mantine/core';
import { Fragment, type ReactNode } from 'react';
import { Link } from 'react-router';
import type { CallFlow } from '../api/call-flow.ts';
import type { CallDetails } from '../api/calls.ts';
import { callsWords, callWords as words } from '../words/calls.ts';
import classes from './call-header.module.css';
import { clockText, dayText, endSentence, fullText, lengthText, safeText, timeText, whoText } from './call-text.ts';
import { DeleteCall } from './delete-call.tsx';
import { EndMark } from './end-mark.tsx';
import type { FollowedCall } from './use-call.ts';
import { useNodeName } from './use-node-name.ts';
import { useSeconds } from './use-seconds.ts';

const AT_ONCE_MS = 500;

interface HeaderProps {
  readonly call: FollowedCall;
  readonly details: CallDetails;
  readonly drawn: CallFlow | null;
}

/** Who called, when, for how long, and how it ended. */
export function CallHeader({ call, details, drawn }: HeaderProps) {
  const { record } = details;
  const isOut = record.direction === 'outbound';
  const { main, more } = isOut ? whoText(record.called) : whoText(record.caller.number, record.caller.name);
  const title = isOut ? words.titleOut(main) : words.title(main);
  return (
    <header className={classes.header}>
      <title>{`${title} - Patchcord`}</title>
      <Group justify="space-between" align="flex-start" wrap="nowrap" gap="sm">
        <Group gap="8px 12px" align="center">
          <Title order={1}>
            <bdi>{title}</bdi>
          </Title>
          {more !== '' && (
            <Text c="dimmed" size="lg" component="bdi">
              {more}
            </Text>
          )}
          {record.test && (
            <Badge variant="light" color="gray">
              {callsWords.test}
            </Badge>
          )}
        </Group>
        {!call.isLive && <DeleteCall id={record.id} />}
      </Group>
      <EndLine call={call} details={details} />
      <Facts facts={factsOf(details, drawn)} />
    </header>
  );
}

function EndLine({ call, details }: Omit<HeaderProps, 'drawn'>) {
  const { record } = details;
  const nowMs = useSeconds(call.isLive);
  const ended = call.events.findLast((event) => event.type === 'call.ended');
  const end = record.end ?? (ended?.type === 'call.ended' ? ended.end : undefined);
  // After a hang-up the flow's own handler still runs: the caller was in the node before it.
  const last = nodeAtEnd(call);
  const node = useNodeName(record.flowId, record.revision, end === undefined ? undefined : last);
  const text = end === undefined ? words.liveSince(clockText(nowMs - record.startedMs)) : endSentence(end, node);
  return (
    <Group gap={10} wrap="nowrap" mt={6}>
      <EndMark by={end?.by ?? null} />
      <Text size="md" fw={550}>
        {text}
      </Text>
    </Group>
  );
}

function nodeAtEnd({ events }: FollowedCall): string | undefined {
  const entered = events.filter((event) => event.type === 'step.entered');
  const left = new Set(events.flatMap((event) => (event.type === 'step.left' ? [event.seq] : [])));
  // The node that a hang-up ends is the only one that is never left.
  return (entered.find(({ seq }) => !left.has(seq)) ?? entered.at(-1))?.nodeId;
}

type Fact = readonly [label: string, value: ReactNode];

function factsOf({ record }: CallDetails, drawn: CallFlow | null): readonly Fact[] {
  const { facts } = words;
  const { startedMs, answeredMs, endedMs, flowId, revision } = record;
  const startedAt = new Date(startedMs);
  const when = (
    <span key="when" title={fullText(startedAt)}>
      {dayText(startedAt, new Date())} {timeText(startedAt)}
    </span>
  );
  const flow = (
    <Fragment key="flow">
      <Link to={`/flows/${flowId}`}>{safeText(drawn?.flow.name ?? flowId)}</Link> {facts.revision(revision)}
    </Fragment>
  );
  return [
    [facts.when, when],
    ...(endedMs === undefined ? [] : [[facts.length, lengthText(endedMs - startedMs)] as const]),
    [facts.answered, answeredText(answeredMs === undefined ? undefined : answeredMs - startedMs)],
    [facts.flow, flow],
    [facts.called, <bdi key="called">{safeText(record.called)}</bdi>],
  ];
}

function answeredText(afterMs: number | undefined): string {
  if (afterMs === undefined) return words.facts.notAnswered;
  return afterMs < AT_ONCE_MS ? words.facts.atOnce : words.facts.answeredAfter(lengthText(afterMs));
}

const Facts = ({ facts }: { readonly facts: readonly Fact[] }) => (
  <dl className={classes.facts}>
    {facts.map(([label, value]) => (
      <div key={label}>
        <dt>{label}</dt>
        <dd>{value}</dd>
      </div>
    ))}
  </dl>
);
