import { Alert, Modal, PasswordInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useSetSecret } from '../api/secrets.ts';
import { DialogForm } from '../app/dialog-form.tsx';
import { secretsWords } from '../words/secrets.ts';

const words = secretsWords.dialog;

interface SecretDialogProps {
  /** The one that is replaced; empty for a new one. */
  readonly name: string;
  readonly taken: readonly string[];
  readonly onClose: () => void;
  /** Told the name once it is kept. */
  readonly onKept?: (name: string) => void;
}

/** Takes the value of a secret. It leaves the page with the dialog. */
export function SecretDialog({ name, taken, onClose, onKept }: SecretDialogProps) {
  const [typed, setTyped] = useState('');
  const [value, setValue] = useState('');
  const set = useSetSecret();
  const isNew = name === '';
  const wanted = isNew ? typed : name;
  const keep = () => {
    onKept?.(wanted);
    onClose();
  };
  return (
    <Modal opened onClose={onClose} title={isNew ? words.add : words.replace(name)}>
      <DialogForm
        submit={isNew ? words.submitAdd : words.submitReplace}
        change={set}
        isReady={wanted !== '' && value !== ''}
        onSubmit={() => set.mutate({ name: wanted, value }, { onSuccess: keep })}
        onClose={onClose}
      >
        {isNew && (
          <TextInput
            label={words.name}
            description={words.nameHint}
            ff="monospace"
            autoComplete="off"
            spellCheck={false}
            value={typed}
            maxLength={64}
            onChange={(event) => setTyped(event.currentTarget.value.toUpperCase().replace(/[\s-]+/g, '_'))}
            data-autofocus
          />
        )}
        {isNew && taken.includes(typed) && <Alert color="yellow">{words.exists}</Alert>}
        <PasswordInput
          label={words.value}
          description={words.valueHint}
          autoComplete="new-password"
          value={value}
          onChange={(event) => setValue(event.currentTarget.value)}
          data-autofocus={isNew ? undefined : true}
        />
      </DialogForm>
    </Modal>
  );
}
