import { useParams } from 'react-router';
import { useOneHours } from '../api/hours.ts';
import { Page } from '../app/page.tsx';
import { ProblemBox } from '../app/problem.tsx';
import { RowsLoading } from '../app/rows-loading.tsx';
import { hoursWords as words } from '../words/hours.ts';
import { HoursForm } from './hours-form.tsx';

/** One set of opening hours: right now, the week, holidays. */
export function OneHoursPage() {
  const { id = '' } = useParams();
  const { data: hours, error, refetch } = useOneHours(id);
  if (hours !== undefined) return <HoursForm key={hours.id} hours={hours} />;
  return (
    <Page title={words.title}>
      {error === null ? <RowsLoading /> : <ProblemBox error={error} onRetry={() => void refetch()} />}
    </Page>
  );
}
