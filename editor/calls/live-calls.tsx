import { Badge, Group, Text, Title } from '@mantine/core';
import { Link } from 'react-router';
import { useFlows } from '../api/flows.ts';
import { callsWords as words } from '../words/calls.ts';
import { clockText, safeText, whoText } from './call-text.ts';
import classes from './live-calls.module.css';
import type { LiveCall } from './live-state.ts';
import { useLiveList } from './use-live-calls.ts';
import { useNodeName } from './use-node-name.ts';
import { useSeconds } from './use-seconds.ts';

/** More are only counted: nobody reads a hundred that change all the time. */
const SHOWN = 24;

/** The calls that are going on now, each with where it is in its flow. */
export function LiveCalls() {
  const calls = useLiveList();
  const { data: flows } = useFlows();
  const nowMs = useSeconds(calls !== undefined && calls.length > 0);
  return (
    <section aria-label={words.live.label} className={classes.section}>
      <Group gap={10} mb={8}>
        <Title order={2}>{words.live.title}</Title>
        {calls !== undefined && calls.length > 0 && (
          <Badge variant="light" color="green" leftSection={<span className={classes.dot} />} tt="none">
            {words.live.count(calls.length)}
          </Badge>
        )}
      </Group>
      {calls?.length === 0 && (
        <Text c="dimmed" className={classes.none}>
          {words.live.none}
        </Text>
      )}
      {calls !== undefined && calls.length > 0 && (
        <ul className={classes.cards}>
          {calls.slice(0, SHOWN).map((call) => (
            <LiveCard
              key={call.id}
              call={call}
              nowMs={nowMs}
              flowName={flows?.find((flow) => flow.id === call.flowId)?.name ?? call.flowId}
            />
          ))}
        </ul>
      )}
      {calls !== undefined && calls.length > SHOWN && (
        <Text c="dimmed" size="sm" mt={8}>
          {words.live.others(calls.length - SHOWN)}
        </Text>
      )}
    </section>
  );
}

function LiveCard({
  call,
  nowMs,
  flowName,
}: {
  readonly call: LiveCall;
  readonly nowMs: number;
  readonly flowName: string;
}) {
  const { main, more } = call.direction === 'outbound' ? whoText(call.called) : whoText(call.caller, call.callerName);
  const node = useNodeName(call.flowId, call.revision, call.nodeId);
  return (
    <li>
      <Link to={`/calls/${call.id}`} className={classes.card}>
        <span className={classes.top}>
          <bdi className={classes.who}>{main}</bdi>
          {more !== '' && <bdi className={classes.more}>{more}</bdi>}
          {call.test && (
            <Badge size="xs" variant="light" color="gray">
              {words.test}
            </Badge>
          )}
          <span className={classes.length}>{clockText(nowMs - call.startedMs)}</span>
        </span>
        <span className={classes.place}>
          {safeText(flowName)}
          <span className={classes.node}>{call.isAnswered ? (node ?? words.live.starting) : words.live.ringing}</span>
        </span>
      </Link>
    </li>
  );
}
