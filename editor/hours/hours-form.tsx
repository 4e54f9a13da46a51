import { Group, Paper, Select, SimpleGrid, Stack, Text, TextInput, Title } from '@mantine/core';
import { type HoursInfo, useRemoveHours } from '../api/hours.ts';
import { Page } from '../app/page.tsx';
import { RemoveButton } from '../app/remove-button.tsx';
import { UsedBy } from '../app/used-by.tsx';
import { hoursWords } from '../words/hours.ts';
import { HolidaysField } from './holidays-field.tsx';
import { HoursStateText } from './hours-state.tsx';
import { OverrideButton } from './override-button.tsx';
import { SaveBar } from './save-bar.tsx';
import { SpecialDays } from './special-days.tsx';
import { useHoursDraft } from './use-hours-draft.ts';
import { WeekField } from './week-field.tsx';
import { allZones } from './zone.ts';

const words = hoursWords.edit;

/** All that can be set about opening hours. Changes wait for Save; the override acts at once. */
export function HoursForm({ hours }: { readonly hours: HoursInfo }) {
  const { current, change, isChanged, isSaving, save, discard } = useHoursDraft(hours);
  const remove = useRemoveHours();
  return (
    <Page title={hours.name} back={{ to: '/hours', label: words.back }}>
      <Stack gap="md">
        <Paper p="md">
          <Group justify="space-between">
            <HoursStateText hours={hours} />
            <OverrideButton hours={hours} />
          </Group>
          {hours.override?.note !== undefined && (
            <Text c="dimmed" mt={6}>
              {hours.override.note}
            </Text>
          )}
        </Paper>
        <Paper p="md">
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            <TextInput
              label={words.name}
              value={current.name}
              maxLength={120}
              onChange={(event) => change({ name: event.currentTarget.value })}
            />
            <Select
              label={words.zone}
              description={words.zoneHint}
              inputWrapperOrder={['label', 'input', 'description']}
              searchable
              allowDeselect={false}
              data={allZones()}
              value={current.zone}
              onChange={(zone) => zone !== null && change({ zone })}
            />
          </SimpleGrid>
        </Paper>
        <WeekField week={current.week} onChange={(week) => change({ week })} />
        <HolidaysField holidays={current.holidays} onChange={(holidays) => change({ holidays })} />
        <SpecialDays
          dates={current.holidays.dates}
          onChange={(dates) => change({ holidays: { ...current.holidays, dates } })}
        />
        <Paper p="md">
          <Group justify="space-between">
            <Stack gap={2}>
              <Title order={2} size="h3">
                {words.usedBy}
              </Title>
              <UsedBy flowIds={hours.usedBy.map(({ flowId }) => flowId)} max={20} />
            </Stack>
            <RemoveButton
              words={words}
              text={words.removeText(hours.name)}
              id={hours.id}
              mutation={remove}
              list="/hours"
            />
          </Group>
        </Paper>
      </Stack>
      {isChanged && (
        <SaveBar isSaving={isSaving} isReady={current.name.trim() !== ''} onSave={save} onDiscard={discard} />
      )}
    </Page>
  );
}
