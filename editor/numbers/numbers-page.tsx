import { Button, SimpleGrid, Stack } from '@mantine/core';
import { Hash, Plus } from 'lucide-react';
import { useState } from 'react';
import { type Extension, useExtensions } from '../api/extensions.ts';
import { useFlows } from '../api/flows.ts';
import { Empty } from '../app/empty.tsx';
import { Page } from '../app/page.tsx';
import { ProblemBox } from '../app/problem.tsx';
import { RowsLoading } from '../app/rows-loading.tsx';
import { numbersWords as words } from '../words/numbers.ts';
import { CarrierCard } from './carrier-card.tsx';
import { HowToCall } from './how-to-call.tsx';
import { NumberDialog } from './number-dialog.tsx';
import { NumberList } from './number-list.tsx';

/** All numbers, each with the flow that answers it, and how to call one. */
export function NumbersPage() {
  const { data: extensions, error, refetch } = useExtensions();
  const { data: flows = [] } = useFlows();
  const [edited, setEdited] = useState<Extension | 'new'>();
  const add = (
    <Button leftSection={<Plus size={16} />} onClick={() => setEdited('new')}>
      {words.add}
    </Button>
  );
  return (
    <Page title={words.title} summary={words.summary} actions={extensions?.length !== 0 && add}>
      <Stack gap="lg">
        {error !== null && <ProblemBox error={error} onRetry={() => void refetch()} />}
        {extensions === undefined && error === null && <RowsLoading />}
        {extensions?.length === 0 && (
          <Empty icon={Hash} title={words.empty.title} text={words.empty.text}>
            {add}
          </Empty>
        )}
        {extensions !== undefined && extensions.length > 0 && (
          <NumberList extensions={extensions} flows={flows} onChange={setEdited} />
        )}
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
          <HowToCall number={extensions?.[0]?.extension ?? '100'} />
          <CarrierCard />
        </SimpleGrid>
      </Stack>
      {edited !== undefined && (
        <NumberDialog
          extension={edited === 'new' ? undefined : edited}
          extensions={extensions ?? []}
          flows={flows}
          onClose={() => setEdited(undefined)}
        />
      )}
    </Page>
  );
}
