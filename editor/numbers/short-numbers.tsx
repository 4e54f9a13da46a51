import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { type Extension, useExtensions } from '../api/extensions.ts';
import { useFlows } from '../api/flows.ts';
import { ProblemBox } from '../app/problem.tsx';
import { RowsLoading } from '../app/rows-loading.tsx';
import { numbersWords } from '../words/numbers.ts';
import { HowToCall } from './how-to-call.tsx';
import { ShortNumberDialog } from './short-number-dialog.tsx';
import { ShortNumberList } from './short-number-list.tsx';

const words = numbersWords.short;

/** Numbers inside, each with the flow that answers it, and how to call one. */
export function ShortNumbers() {
  const { data: extensions, error, refetch } = useExtensions();
  const { data: flows = [] } = useFlows();
  const [edited, setEdited] = useState<Extension | 'new'>();
  return (
    <section aria-label={words.title}>
      <Group justify="space-between" align="flex-end" mb="xs">
        <div>
          <Title order={2}>{words.title}</Title>
          <Text c="dimmed">{words.hint}</Text>
        </div>
        <Button variant="default" leftSection={<Plus size={16} />} onClick={() => setEdited('new')}>
          {words.add}
        </Button>
      </Group>
      <Stack gap="md">
        {error !== null && <ProblemBox error={error} onRetry={() => void refetch()} />}
        {extensions === undefined && error === null && <RowsLoading />}
        {extensions?.length === 0 && <Text c="dimmed">{words.empty}</Text>}
        {extensions !== undefined && extensions.length > 0 && (
          <ShortNumberList extensions={extensions} flows={flows} onChange={setEdited} />
        )}
        <HowToCall number={extensions?.[0]?.extension ?? '100'} />
      </Stack>
      {edited !== undefined && (
        <ShortNumberDialog
          extension={edited === 'new' ? undefined : edited}
          extensions={extensions ?? []}
          flows={flows}
          onClose={() => setEdited(undefined)}
        />
      )}
    </section>
  );
}
