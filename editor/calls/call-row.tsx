import { Badge } from '@mantine/core';
import { PhoneIncoming, PhoneOutgoing } from 'lucide-react';
import { Link } from 'react-router';
import type { CallRow as Row } from '../api/calls.ts';
import { callsWords as words } from '../words/calls.ts';
import classes from './call-log.module.css';
import { clockText, dayText, endSentence, fullText, safeText, timeText, whoText } from './call-text.ts';
import { EndMark } from './end-mark.tsx';
import { useNodeName } from './use-node-name.ts';

/** One call of the log; all of it leads to the call's page. */
export function CallRow({ call, flowName }: { readonly call: Row; readonly flowName: string }) {
  const startedAt = new Date(call.startedAt);
  const isOut = call.direction === 'outbound';
  const who = isOut ? whoText(call.called) : whoText(call.caller, call.callerName ?? '');
  const day = dayText(startedAt, new Date());
  const Way = isOut ? PhoneOutgoing : PhoneIncoming;
  return (
    <li>
      <Link to={`/calls/${call.id}`} className={classes.row}>
        <span className={classes.when} title={fullText(startedAt)}>
          <span>{day}</span> <span className={classes.time}>{timeText(startedAt)}</span>
        </span>
        <span className={classes.who}>
          <Way
            size={14}
            strokeWidth={2}
            className={classes.way}
            role="img"
            aria-label={words.direction[call.direction]}
          />
          <bdi className={classes.main}>{who.main}</bdi>
          {who.more !== '' && <bdi className={classes.more}>{who.more}</bdi>}
          {call.test && (
            <Badge size="xs" variant="light" color="gray">
              {words.test}
            </Badge>
          )}
        </span>
        <span className={classes.flow}>{safeText(call.flowName ?? flowName)}</span>
        <span className={classes.end}>
          <EndMark by={call.endBy} />
          <EndText call={call} />
        </span>
        <span className={classes.length}>{lengthOf(call)}</span>
      </Link>
    </li>
  );
}

function EndText({ call }: { readonly call: Row }) {
  const { flowId, revision, endBy, endCode } = call;
  const failedIn = endBy === 'failed' ? (call.nodeId ?? undefined) : undefined;
  const node = useNodeName(flowId, revision, failedIn);
  const text = endBy === null ? words.end.goesOn : endSentence({ by: endBy, code: endCode ?? undefined }, node);
  return (
    <span className={classes.endText} data-kind={endBy}>
      {text}
    </span>
  );
}

function lengthOf({ durationMs, startedAt, endedAt }: Row): string {
  const ms = durationMs ?? (endedAt === null ? undefined : Date.parse(endedAt) - Date.parse(startedAt));
  return ms === undefined ? '' : clockText(ms);
}
