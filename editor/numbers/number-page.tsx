import { Anchor, Button, Group, Paper, Stack, Title } from '@mantine/core';
import { Hash } from 'lucide-react';
import { Link, useNavigate, useParams } from 'react-router';
import { type NumberInfo, useNumbers, useRemoveNumber } from '../api/numbers.ts';
import { type TrunkInfo, useTrunks } from '../api/trunks.ts';
import { Empty } from '../app/empty.tsx';
import { Page } from '../app/page.tsx';
import { ProblemBox } from '../app/problem.tsx';
import { RemoveButton } from '../app/remove-button.tsx';
import { RowsLoading } from '../app/rows-loading.tsx';
import { CallNow } from '../trunks/call-now.tsx';
import { TrunkStateLine } from '../trunks/trunk-state-badge.tsx';
import { numberWords as words } from '../words/numbers.ts';
import { NumberSettings } from './number-settings.tsx';
import { NumberTroubles } from './number-troubles.tsx';
import { RecentCalls } from './recent-calls.tsx';
import { SoftphoneCheck } from './softphone-check.tsx';

/** A number: its flows, its line, what happened to its calls, and how to check it. */
export function NumberPage() {
  const { number = '' } = useParams();
  const { data, error, refetch } = useNumbers();
  const { data: trunks = [] } = useTrunks();
  const found = data?.numbers.find((one) => one.number === number);
  if (data !== undefined && found === undefined)
    return (
      <Empty icon={Hash} title={words.gone.title} text={words.gone.text}>
        <Button component={Link} to="/numbers">
          {words.gone.action}
        </Button>
      </Empty>
    );
  return (
    <Page
      title={number}
      {...(found === undefined || found.name === number ? {} : { summary: found.name })}
      back={{ to: '/numbers', label: words.back }}
    >
      {error !== null && <ProblemBox error={error} onRetry={() => void refetch()} />}
      {found === undefined && error === null && <RowsLoading />}
      {found !== undefined && <Content number={found} trunks={trunks} />}
    </Page>
  );
}

interface ContentProps {
  readonly number: NumberInfo;
  readonly trunks: readonly TrunkInfo[];
}

function Content({ number, trunks }: ContentProps) {
  const trunk = trunks.find(({ id }) => id === number.trunkId);
  const remove = useRemoveNumber();
  const navigate = useNavigate();
  const goTo = (field: string) => void navigate(`/trunks/${number.trunkId}#${encodeURIComponent(field)}`);
  return (
    <Stack gap="md">
      {trunk !== undefined && (
        <Paper p="md" component="section">
          <Group justify="space-between" align="flex-start">
            <div>
              <Title order={2} size="h3" mb={6}>
                {words.state}
              </Title>
              <TrunkStateLine state={trunk.state} />
            </div>
            <Anchor component={Link} to={`/trunks/${trunk.id}`}>
              {words.openTrunk}
            </Anchor>
          </Group>
        </Paper>
      )}
      <NumberTroubles number={number.number} />
      <NumberSettings key={number.updatedAt} number={number} trunks={trunks} />
      <CallNow trunkId={number.trunkId} number={number.number} onField={goTo} />
      <RecentCalls number={number.number} />
      {trunk !== undefined && <SoftphoneCheck trunk={trunk} />}
      <Group justify="flex-end">
        <RemoveButton
          words={words}
          text={words.removeText(number.number)}
          id={number.number}
          mutation={remove}
          list="/numbers"
        />
      </Group>
    </Stack>
  );
}
