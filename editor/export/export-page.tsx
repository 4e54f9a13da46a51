import { Stack } from '@mantine/core';
import { useState } from 'react';
import { type ExportRequest, useAsteriskExport } from '../api/export.ts';
import { Page } from '../app/page.tsx';
import { ProblemBox } from '../app/problem.tsx';
import { RowsLoading } from '../app/rows-loading.tsx';
import { exportWords as words } from '../words/export.ts';
import { CollisionList } from './collision-list.tsx';
import { ExportDiff } from './export-diff.tsx';
import { ExportFiles } from './export-files.tsx';
import { ExportTarget } from './export-target.tsx';

/** What somebody's own Asterisk would get: every file, what collides, and what differs from the one that runs here. */
export function ExportPage() {
  const [asked, setAsked] = useState<ExportRequest>({});
  const { data, error, isFetching, refetch } = useAsteriskExport(asked);
  return (
    <Page title={words.title} summary={words.summary} back={{ to: '/numbers', label: words.back }}>
      <Stack gap="md">
        {error !== null && <ProblemBox error={error} onRetry={() => void refetch()} />}
        {data === undefined && error === null && <RowsLoading />}
        {data !== undefined && <ExportFiles files={data.files} />}
        <ExportTarget isBusy={isFetching} onAsk={setAsked} />
        {data !== undefined && asked.existing !== undefined && <CollisionList collisions={data.collisions} />}
        <ExportDiff />
      </Stack>
    </Page>
  );
}
