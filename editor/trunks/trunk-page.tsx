import { Anchor, Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { Plus } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Link, useLocation, useParams } from 'react-router';
import { useCarriers } from '../api/carriers.ts';
import { type TrunkInfo, useRemoveTrunk, useTrunks } from '../api/trunks.ts';
import { ErrorPage } from '../app/error-page.tsx';
import { Page } from '../app/page.tsx';
import { ProblemBox } from '../app/problem.tsx';
import { RemoveButton } from '../app/remove-button.tsx';
import { RowsLoading } from '../app/rows-loading.tsx';
import { trunksWords as words } from '../words/trunks.ts';
import { Revisions } from './revisions.tsx';
import { showSetting } from './show-setting.ts';
import { TrunkSettings } from './trunk-settings.tsx';
import { TrunkStateLine } from './trunk-state-badge.tsx';
import { TrunkTestPanel } from './trunk-test.tsx';

/** A trunk: how it is doing, its settings, its test, earlier settings, its numbers. */
export function TrunkPage() {
  const { id = '' } = useParams();
  const { data: trunks, error, refetch } = useTrunks();
  const trunk = trunks?.find((one) => one.id === id);
  if (trunks !== undefined && trunk === undefined) return <ErrorPage />;
  return (
    <Page title={trunk?.name ?? words.title} back={{ to: '/numbers', label: words.back }}>
      {error !== null && <ProblemBox error={error} onRetry={() => void refetch()} />}
      {trunk === undefined && error === null && <RowsLoading />}
      {trunk !== undefined && <Content trunk={trunk} />}
    </Page>
  );
}

function Content({ trunk }: { readonly trunk: TrunkInfo }) {
  // A finding of a call leads here, to the setting that it names.
  const { hash } = useLocation();
  const asked = hash === '' ? undefined : decodeURIComponent(hash.slice(1));
  const [wanted, setWanted] = useState<readonly string[]>(asked === undefined ? [] : [asked]);
  useEffect(() => {
    if (asked !== undefined) showSetting(asked);
  }, [asked]);
  const remove = useRemoveTrunk();
  const { data: carriers = [] } = useCarriers();
  const goTo = (field: string) => {
    setWanted((before) => [...before, field]);
    showSetting(field);
  };
  return (
    <Stack gap="md">
      <Paper p="md">
        <Text c="dimmed" size="sm" mb={6}>
          {carriers.find((one) => one.id === trunk.carrier)?.title ?? words.otherCarrier}
          {trunk.domain !== undefined && `, ${trunk.domain}`}
        </Text>
        <TrunkStateLine state={trunk.state} />
      </Paper>
      <TrunkSettings key={trunk.revision} trunk={trunk} wanted={wanted} />
      <TrunkTestPanel trunkId={trunk.id} onField={goTo} />
      <Revisions trunk={trunk} />
      <Paper p="md" component="section">
        <Group justify="space-between" align="flex-start">
          <div>
            <Title order={2} size="h3" mb={4}>
              {words.numbersOf}
            </Title>
            {trunk.numbers.length === 0 && <Text c="dimmed">{words.noNumbers}</Text>}
            <Stack gap={2}>
              {trunk.numbers.map((number) => (
                <Anchor key={number} component={Link} to={`/numbers/${encodeURIComponent(number)}`}>
                  {number}
                </Anchor>
              ))}
            </Stack>
          </div>
          <Button
            component={Link}
            to={`/numbers/new/assign?trunk=${trunk.id}`}
            variant="default"
            leftSection={<Plus size={16} aria-hidden />}
          >
            {words.addNumber}
          </Button>
        </Group>
      </Paper>
      <Group justify="flex-end">
        {trunk.numbers.length > 0 && <Text c="dimmed">{words.carriesNumbers}</Text>}
        {trunk.numbers.length === 0 && (
          <RemoveButton
            words={words}
            text={words.removeText(trunk.name)}
            id={trunk.id}
            mutation={remove}
            list="/numbers"
          />
        )}
      </Group>
    </Stack>
  );
}
