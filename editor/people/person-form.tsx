import { Alert, Button, Group, Input, Menu, Paper, Stack, Switch, TextInput } from '@mantine/core';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { Person, type PersonPhone } from '#asterisk-config/person';
import type { PersonInfo } from '../api/people.ts';
import { textOf } from '../app/problem.tsx';
import { compactNumber } from '../numbers/compact-number.ts';
import { commonWords } from '../words/common.ts';
import { peopleWords as words } from '../words/people.ts';
import { PhoneRow } from './phone-row.tsx';

type PersonDraft = Omit<Person, 'id'>;

interface PersonFormProps {
  readonly initial: PersonDraft;
  /** As it is on the server; a new person is not there yet. */
  readonly saved?: PersonInfo;
  readonly error: Error | null;
  readonly isSaving: boolean;
  readonly onSave: (person: PersonDraft) => void;
}

const Body = Person.omit({ id: true });
const kinds = Object.keys(words.kinds) as PersonPhone['kind'][];

/** Name, phones, paused. */
export function PersonForm({ initial, saved, error, isSaving, onSave }: PersonFormProps) {
  const [draft, setDraft] = useState<PersonDraft>({
    name: initial.name,
    phones: initial.phones,
    paused: initial.paused,
  });
  const [isChecked, setChecked] = useState(false);
  const result = Body.safeParse({ ...draft, phones: draft.phones.map(asKept) });
  const wrong = isChecked ? (result.error?.issues ?? []) : [];
  const change = (part: Partial<PersonDraft>) => setDraft((before) => ({ ...before, ...part }));
  const problemOf = (at: number) => wrong.find(({ path }) => path[0] === 'phones' && path[1] === at)?.message;
  return (
    <Paper
      p="md"
      component="form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setChecked(true);
        if (result.success) onSave(result.data);
      }}
    >
      <Stack gap="lg" maw={640}>
        <TextInput
          label={words.fields.name}
          required
          value={draft.name}
          maxLength={80}
          error={wrong.some(({ path }) => path[0] === 'name') ? commonWords.missing : undefined}
          onChange={(event) => change({ name: event.currentTarget.value })}
        />
        <Input.Wrapper label={words.fields.phones} description={words.fields.phonesHelp} labelElement="div">
          <Stack gap="sm" mt={8}>
            {draft.phones.map((phone, at) => (
              <PhoneRow
                key={phone.id}
                phone={phone}
                person={saved}
                error={problemOf(at)}
                onChange={(next) => change({ phones: draft.phones.map((one, index) => (index === at ? next : one)) })}
                onRemove={() => change({ phones: draft.phones.filter((_, index) => index !== at) })}
              />
            ))}
            <Group>
              <Menu position="bottom-start" shadow="md" width={300}>
                <Menu.Target>
                  <Button
                    variant="default"
                    size="xs"
                    leftSection={<Plus size={14} />}
                    disabled={draft.phones.length >= 10}
                  >
                    {words.addPhone}
                  </Button>
                </Menu.Target>
                <Menu.Dropdown>
                  {kinds.map((kind) => (
                    <Menu.Item key={kind} onClick={() => change({ phones: [...draft.phones, newPhone(kind)] })}>
                      {words.kinds[kind]}
                    </Menu.Item>
                  ))}
                </Menu.Dropdown>
              </Menu>
            </Group>
          </Stack>
        </Input.Wrapper>
        <Switch
          label={words.fields.paused}
          description={words.fields.pausedHelp}
          checked={draft.paused}
          onChange={(event) => change({ paused: event.currentTarget.checked })}
        />
        {error !== null && (
          <Alert color="red" title={error.message} role="alert">
            {textOf(error).fix}
          </Alert>
        )}
        <Group justify="flex-end">
          <Button type="submit" loading={isSaving}>
            {words.save}
          </Button>
        </Group>
      </Stack>
    </Paper>
  );
}

/** A number may be written as people do. */
const asKept = (phone: PersonPhone): PersonPhone =>
  phone.kind === 'number' ? { ...phone, number: compactNumber(phone.number) } : phone;

function newPhone(kind: PersonPhone['kind']): PersonPhone {
  const id = crypto.randomUUID().replaceAll('-', '').slice(0, 8);
  if (kind === 'number') return { id, kind, number: '' };
  if (kind === 'extension') return { id, kind, extension: '' };
  return kind === 'sip' ? { id, kind, label: '' } : { id, kind };
}
