import { Button, SimpleGrid } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { CalendarClock, Plus } from 'lucide-react';
import { useHours } from '../api/hours.ts';
import { Empty } from '../app/empty.tsx';
import { Page } from '../app/page.tsx';
import { ProblemBox } from '../app/problem.tsx';
import { RowsLoading } from '../app/rows-loading.tsx';
import { hoursWords as words } from '../words/hours.ts';
import { HoursCard } from './hours-card.tsx';
import { NewHoursDialog } from './new-hours-dialog.tsx';

/** All opening hours, with what they are right now. */
export function HoursPage() {
  const { data: hours, error, refetch } = useHours();
  const [isNew, dialog] = useDisclosure(false);
  const create = (
    <Button leftSection={<Plus size={16} />} onClick={dialog.open}>
      {words.create}
    </Button>
  );
  return (
    <Page title={words.title} summary={words.summary} actions={hours?.length !== 0 && create}>
      {error !== null && <ProblemBox error={error} onRetry={() => void refetch()} />}
      {hours === undefined && error === null && <RowsLoading />}
      {hours?.length === 0 && (
        <Empty icon={CalendarClock} title={words.empty.title} text={words.empty.text}>
          {create}
        </Empty>
      )}
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
        {hours?.map((one) => (
          <HoursCard key={one.id} hours={one} />
        ))}
      </SimpleGrid>
      {isNew && <NewHoursDialog onClose={dialog.close} />}
    </Page>
  );
}
