import { Anchor, Button, Group, Stack, Text, Title } from '@mantine/core';
import { FileDown, Plus } from 'lucide-react';
import { Link } from 'react-router';
import { useNumbers } from '../api/numbers.ts';
import { useTrunks } from '../api/trunks.ts';
import { Page } from '../app/page.tsx';
import { ProblemBox } from '../app/problem.tsx';
import { RowsLoading } from '../app/rows-loading.tsx';
import { TrunkList } from '../trunks/trunk-list.tsx';
import { numbersWords as words } from '../words/numbers.ts';
import { trunksWords } from '../words/trunks.ts';
import { NoNumbers } from './no-numbers.tsx';
import { PhoneNumberList } from './phone-number-list.tsx';
import { ShortNumbers } from './short-numbers.tsx';
import { UnknownNumbers } from './unknown-numbers.tsx';

/** All numbers with the flows that answer them, the lines that their calls come over, and short numbers inside. */
export function NumbersPage() {
  const { data, error, refetch } = useNumbers();
  const { data: trunks = [], error: trunksError } = useTrunks();
  const isEmpty = data?.numbers.length === 0;
  const add = (
    <Button component={Link} to="/numbers/new" leftSection={<Plus size={16} aria-hidden />}>
      {words.add}
    </Button>
  );
  return (
    <Page title={words.title} summary={words.summary} actions={data !== undefined && !isEmpty && add}>
      <Stack gap={32}>
        {error !== null && <ProblemBox error={error} onRetry={() => void refetch()} />}
        {data === undefined && error === null && <RowsLoading />}
        {isEmpty && <NoNumbers />}
        {data !== undefined && !isEmpty && <PhoneNumberList numbers={data.numbers} trunks={trunks} />}
        {data !== undefined && <UnknownNumbers unknown={data.unknown} trunks={trunks} />}
        {trunksError !== null && <ProblemBox error={trunksError} />}
        {trunks.length > 0 && (
          <section aria-label={trunksWords.title}>
            <Group justify="space-between" align="flex-end" mb="xs">
              <div>
                <Title order={2}>{trunksWords.title}</Title>
                <Text c="dimmed">{trunksWords.summary}</Text>
              </div>
              <Anchor component={Link} to="/export" display="inline-flex" style={{ alignItems: 'center', gap: 6 }}>
                <FileDown size={15} aria-hidden />
                {trunksWords.export}
              </Anchor>
            </Group>
            <TrunkList trunks={trunks} />
          </section>
        )}
        <ShortNumbers />
      </Stack>
    </Page>
  );
}
