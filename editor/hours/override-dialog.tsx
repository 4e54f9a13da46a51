import { Input, Modal, SegmentedControl, Select, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { HoursState } from '#runtime/flow/hours';
import { type HoursInfo, useOverrideHours } from '../api/hours.ts';
import { DialogForm } from '../app/dialog-form.tsx';
import { hoursWords } from '../words/hours.ts';
import { endOfDay, localIn, momentIn } from './zone.ts';

const words = hoursWords.override;
const HOUR_MS = 3_600_000;
type Until = keyof typeof words.untils;

function untilMsOf(until: Until, zone: string, local: string): number | null {
  if (until === 'forever') return null;
  if (until === 'hour') return Date.now() + HOUR_MS;
  return until === 'today' ? endOfDay(zone, Date.now()) : momentIn(zone, local);
}

/** Asks what to be instead of what the week says, and until when. */
export function OverrideDialog({ hours, onClose }: { readonly hours: HoursInfo; readonly onClose: () => void }) {
  const { id, zone } = hours;
  const [state, setState] = useState<HoursState>(hours.now.state === 'open' ? 'closed' : 'open');
  const [until, setUntil] = useState<Until>('today');
  const [local, setLocal] = useState(() => localIn(zone, Date.now() + 24 * HOUR_MS));
  const [note, setNote] = useState('');
  const change = useOverrideHours();
  const apply = () => {
    const untilMs = untilMsOf(until, zone, local);
    const override = {
      state,
      until: untilMs === null ? null : new Date(untilMs).toISOString(),
      ...(note.trim() === '' ? {} : { note: note.trim() }),
    };
    change.mutate({ id, override }, { onSuccess: onClose });
  };
  return (
    <Modal opened onClose={onClose} title={words.dialog}>
      <DialogForm
        submit={words.submit}
        change={change}
        isReady={until !== 'time' || local !== ''}
        onSubmit={apply}
        onClose={onClose}
      >
        <Text c="dimmed">{words.hint}</Text>
        <Input.Wrapper label={words.state} labelElement="div">
          <SegmentedControl
            fullWidth
            mt={4}
            aria-label={words.state}
            value={state}
            onChange={(value) => setState(value as HoursState)}
            data={Object.entries(words.states).map(([value, label]) => ({ value, label }))}
          />
        </Input.Wrapper>
        <Select
          label={words.until}
          allowDeselect={false}
          value={until}
          onChange={(value) => value !== null && setUntil(value as Until)}
          data={Object.entries(words.untils).map(([value, label]) => ({ value, label }))}
        />
        {until === 'time' && (
          <TextInput
            type="datetime-local"
            label={words.time}
            description={zone}
            value={local}
            min={localIn(zone, Date.now())}
            onChange={(event) => setLocal(event.currentTarget.value)}
          />
        )}
        <TextInput
          label={words.note}
          value={note}
          maxLength={200}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
      </DialogForm>
    </Modal>
  );
}
