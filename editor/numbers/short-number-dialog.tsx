import { Alert, Modal, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { type Extension, useAssignExtension } from '../api/extensions.ts';
import type { FlowInfo } from '../api/flows.ts';
import { DialogForm } from '../app/dialog-form.tsx';
import { numbersWords } from '../words/numbers.ts';

const words = numbersWords.dialog;
const FORM = /^[A-Za-z0-9+*#_.-]{1,40}$/;

interface ShortNumberDialogProps {
  /** The one whose flow is changed; a new one is added without. */
  readonly extension: Extension | undefined;
  readonly extensions: readonly Extension[];
  readonly flows: readonly FlowInfo[];
  readonly onClose: () => void;
}

/** Lets a flow answer a number. */
export function ShortNumberDialog({ extension, extensions, flows, onClose }: ShortNumberDialogProps) {
  const [typed, setTyped] = useState('');
  const [flowId, setFlowId] = useState<string | null>(extension?.flowId ?? null);
  const assign = useAssignExtension();
  const number = extension?.extension ?? typed.trim();
  const isValid = FORM.test(number);
  const taken = extension === undefined ? extensions.find((one) => one.extension === number) : undefined;
  return (
    <Modal opened onClose={onClose} title={extension === undefined ? words.add : words.change(number)}>
      <DialogForm
        submit={extension === undefined ? words.submitAdd : words.submitChange}
        change={assign}
        isReady={isValid && flowId !== null}
        onSubmit={() => assign.mutate({ extension: number, flowId: flowId ?? '' }, { onSuccess: onClose })}
        onClose={onClose}
      >
        {extension === undefined && (
          <TextInput
            label={words.number}
            description={words.numberHint}
            inputMode="tel"
            value={typed}
            maxLength={40}
            error={number === '' || isValid ? undefined : words.invalid}
            onChange={(event) => setTyped(event.currentTarget.value)}
            data-autofocus
          />
        )}
        <Select
          label={words.flow}
          placeholder={words.flowPlaceholder}
          searchable
          allowDeselect={false}
          data={flows.map(({ id, name }) => ({ value: id, label: name }))}
          value={flowId}
          onChange={setFlowId}
        />
        {taken !== undefined && (
          <Alert color="yellow">{words.taken(flows.find(({ id }) => id === taken.flowId)?.name ?? taken.flowId)}</Alert>
        )}
      </DialogForm>
    </Modal>
  );
}
