import { Button, Group, Title } from '@mantine/core';
import { Download } from 'lucide-react';
import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router';
import { csvAddress } from '../api/calls.ts';
import { Page } from '../app/page.tsx';
import { callsWords as words } from '../words/calls.ts';
import { CallFilters } from './call-filters.tsx';
import { CallLog } from './call-log.tsx';
import { type CallSearch, filterOf, paramsOf, searchOf } from './call-search.ts';
import { LiveCalls } from './live-calls.tsx';
import { StatisticsStrip } from './statistics-strip.tsx';

/** The calls that are going on, and all that were. */
export function CallsPage() {
  const [params, setParams] = useSearchParams();
  const search = useMemo(() => searchOf(params), [params]);
  const change = useCallback(
    (part: Partial<CallSearch>) =>
      setParams((before) => paramsOf({ ...searchOf(before), ...part }), { replace: true, preventScrollReset: true }),
    [setParams],
  );
  const clear = useCallback(() => setParams({}, { replace: true }), [setParams]);
  return (
    <Page title={words.title} summary={words.summary} width={1240}>
      <LiveCalls />
      <StatisticsStrip onEnd={(end) => change({ end, days: 'week' })} />
      <section aria-label={words.log.title}>
        <Group justify="space-between" mb={10}>
          <Title order={2}>{words.log.title}</Title>
          <Button
            component="a"
            href={csvAddress(filterOf(search, new Date()))}
            download
            variant="subtle"
            size="xs"
            leftSection={<Download size={15} aria-hidden />}
          >
            {words.csv}
          </Button>
        </Group>
        <CallFilters search={search} onChange={change} onClear={clear} />
        <CallLog search={search} onClear={clear} />
      </section>
    </Page>
  );
}
