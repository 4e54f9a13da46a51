import { Modal, Radio, Select, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { useCreateHours } from '../api/hours.ts';
import { DialogForm } from '../app/dialog-form.tsx';
import { hoursWords } from '../words/hours.ts';
import { DAYS, WEEKDAYS, type Week, weekOf } from './week.ts';
import { allZones, ownZone } from './zone.ts';

const words = hoursWords.fresh;
type Preset = keyof typeof words.presets;

const WEEKS: Readonly<Record<Preset, Week>> = {
  office: weekOf([{ from: '09:00', to: '17:00' }], WEEKDAYS),
  shop: weekOf([{ from: '09:00', to: '18:00' }], DAYS.slice(0, 6)),
  always: weekOf([{ from: '00:00', to: '24:00' }], DAYS),
  none: weekOf([], []),
};

/** Makes opening hours of a name and a week to begin with, and opens them. */
export function NewHoursDialog({ onClose }: { readonly onClose: () => void }) {
  const [name, setName] = useState('');
  const [preset, setPreset] = useState<Preset>('office');
  const [zone, setZone] = useState(ownZone);
  const create = useCreateHours();
  const navigate = useNavigate();
  const make = () =>
    create.mutate(
      { name: name.trim(), zone, week: WEEKS[preset], holidays: { dates: [] } },
      { onSuccess: ({ id }) => navigate(`/hours/${id}`) },
    );
  return (
    <Modal opened onClose={onClose} title={words.title}>
      <DialogForm submit={words.submit} change={create} isReady={name.trim() !== ''} onSubmit={make} onClose={onClose}>
        <TextInput
          label={words.name}
          placeholder={words.placeholder}
          value={name}
          maxLength={120}
          onChange={(event) => setName(event.currentTarget.value)}
          data-autofocus
        />
        <Radio.Group label={words.start} value={preset} onChange={(value) => setPreset(value as Preset)}>
          <Stack gap={8} mt={6}>
            {Object.entries(words.presets).map(([value, label]) => (
              <Radio key={value} value={value} label={label} />
            ))}
          </Stack>
        </Radio.Group>
        <Select
          label={hoursWords.edit.zone}
          searchable
          allowDeselect={false}
          data={allZones()}
          value={zone}
          onChange={(value) => value !== null && setZone(value)}
        />
      </DialogForm>
    </Modal>
  );
}
