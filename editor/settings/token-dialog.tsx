import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useMakeToken } from '../api/tokens.ts';
import { CopyText } from '../app/copy-text.tsx';
import { DialogForm } from '../app/dialog-form.tsx';
import { settingsWords } from '../words/settings.ts';

const words = settingsWords.tokens;

/** Makes a token and shows it, this once. */
export function TokenDialog({ onClose }: { readonly onClose: () => void }) {
  const [name, setName] = useState('');
  const make = useMakeToken();
  return (
    <Modal opened onClose={onClose} title={words.make} closeOnClickOutside={make.data === undefined}>
      {make.data === undefined ? (
        <DialogForm
          submit={words.make}
          change={make}
          isReady={name.trim() !== ''}
          onSubmit={() => make.mutate(name.trim())}
          onClose={onClose}
        >
          <TextInput
            label={words.name}
            placeholder={words.namePlaceholder}
            value={name}
            maxLength={80}
            onChange={(event) => setName(event.currentTarget.value)}
            data-autofocus
          />
        </DialogForm>
      ) : (
        <Stack gap="md">
          <Text>{words.once}</Text>
          <CopyText text={make.data.token} />
          <Group justify="flex-end">
            <Button onClick={onClose}>{words.done}</Button>
          </Group>
        </Stack>
      )}
    </Modal>
  );
}
