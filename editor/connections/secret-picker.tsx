import { Button, Group, Select } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { KeyRound } from 'lucide-react';
import type { Json } from '#runtime/flow/json';
import { useSecrets } from '../api/secrets.ts';
import { SecretDialog } from '../secrets/secret-dialog.tsx';
import { connectionsWords } from '../words/connections.ts';

const words = connectionsWords.secret;

interface SecretPickerProps {
  readonly label: string;
  readonly description: string | undefined;
  readonly required: boolean;
  readonly error: string | undefined;
  readonly value: Json | undefined;
  readonly onChange: (value: Json) => void;
}

/** Names a secret, or makes one on the spot. Its value never comes here. */
export function SecretPicker({ value, onChange, ...texts }: SecretPickerProps) {
  const { data: secrets = [] } = useSecrets();
  const [isNew, dialog] = useDisclosure(false);
  const names = secrets.map(({ name }) => name);
  const chosen =
    typeof value === 'object' && value !== null && 'secret' in value && typeof value.secret === 'string'
      ? value.secret
      : null;
  const data = chosen === null || names.includes(chosen) ? names : [chosen, ...names];
  return (
    <>
      <Group align="flex-end" gap="xs" wrap="nowrap">
        <Select
          {...texts}
          flex={1}
          searchable
          clearable
          placeholder={words.placeholder}
          data={data}
          value={chosen}
          onChange={(name) => onChange(name === null ? '' : { secret: name })}
        />
        <Button variant="default" leftSection={<KeyRound size={15} />} onClick={dialog.open}>
          {words.create}
        </Button>
      </Group>
      {isNew && (
        <SecretDialog name="" taken={names} onClose={dialog.close} onKept={(name) => onChange({ secret: name })} />
      )}
    </>
  );
}
