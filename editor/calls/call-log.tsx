import { Button, Center, Skeleton, Stack, Text } from '@mantine/core';
import { PhoneCall, SearchX } from 'lucide-react';
import { Link } from 'react-router';
import { useCallLog } from '../api/calls.ts';
import { useFlows } from '../api/flows.ts';
import { Empty } from '../app/empty.tsx';
import { ProblemBox } from '../app/problem.tsx';
import { callsWords as words } from '../words/calls.ts';
import classes from './call-log.module.css';
import { CallRow } from './call-row.tsx';
import { type CallSearch, filterOf, isNarrowed } from './call-search.ts';

/** All calls that are looked for, a page at a time. */
export function CallLog({ search, onClear }: { readonly search: CallSearch; readonly onClear: () => void }) {
  const log = useCallLog(filterOf(search, new Date()));
  const { data: flows } = useFlows();
  const nameOf = (id: string) => flows?.find((flow) => flow.id === id)?.name ?? id;
  const calls = log.data?.pages.flatMap((page) => page.calls);
  if (log.error !== null) return <ProblemBox error={log.error} onRetry={() => void log.refetch()} />;
  if (calls === undefined) return <Waiting />;
  if (calls.length === 0) return isNarrowed(search) ? <NoMatch onClear={onClear} /> : <NoCalls />;
  return (
    <>
      <div className={classes.frame} style={{ opacity: log.isPlaceholderData ? 0.6 : 1 }}>
        <div className={classes.head} aria-hidden>
          <span>{words.log.when}</span>
          <span>{words.log.who}</span>
          <span>{words.log.flow}</span>
          <span>{words.log.end}</span>
          <span>{words.log.length}</span>
        </div>
        <ul className={classes.list} aria-label={words.log.label} aria-busy={log.isFetching}>
          {calls.map((call) => (
            <CallRow key={call.id} call={call} flowName={nameOf(call.flowId)} />
          ))}
        </ul>
      </div>
      <Center py="md">
        {log.hasNextPage ? (
          <Button variant="default" loading={log.isFetchingNextPage} onClick={() => void log.fetchNextPage()}>
            {words.log.more}
          </Button>
        ) : (
          <Text size="sm" c="dimmed">
            {words.log.all(calls.length)}
          </Text>
        )}
      </Center>
    </>
  );
}

function Waiting() {
  return (
    <Stack gap={8} aria-busy>
      {[0, 1, 2, 3, 4].map((line) => (
        <Skeleton key={line} height={44} radius="md" />
      ))}
    </Stack>
  );
}

function NoCalls() {
  return (
    <Empty icon={PhoneCall} title={words.empty.title} text={words.empty.text}>
      <Button component={Link} to="/flows" mt="sm">
        {words.empty.action}
      </Button>
    </Empty>
  );
}

function NoMatch({ onClear }: { readonly onClear: () => void }) {
  return (
    <Empty icon={SearchX} title={words.noMatch.title} text={words.noMatch.text}>
      <Button variant="default" mt="sm" onClick={onClear}>
        {words.noMatch.action}
      </Button>
    </Empty>
  );
}
