import { Button, Group, PasswordInput, TextInput } from '@mantine/core';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useSecrets, useSetSecret } from '../../api/secrets.ts';
import { showProblem } from '../../app/problem.tsx';
import { formWords as words } from '../../words/form.ts';
import classes from '../form.module.css';
import type { WidgetProps } from '../form-context.tsx';
import { isObject } from '../schema/resolve.ts';
import { Picker } from './picker.tsx';

const NAME = /^[A-Z][A-Z0-9_]*$/;

/** A named secret, kept in the settings as `{ secret: NAME }` (or as its name where the schema wants a text). */
export function Secret(props: WidgetProps) {
  const { field, value, onChange } = props;
  const { data: secrets } = useSecrets();
  const [isNew, setNew] = useState(false);
  const wrap = (name: string | undefined) =>
    onChange(name === undefined ? undefined : field.schema.type === 'string' ? name : { secret: name });
  const name =
    typeof value === 'string' ? value : isObject(value) && typeof value.secret === 'string' ? value.secret : undefined;
  if (isNew)
    return (
      <NewSecret
        onClose={() => setNew(false)}
        onMade={(made) => {
          wrap(made);
          setNew(false);
        }}
      />
    );
  return (
    <Group gap={6} wrap="nowrap">
      <div style={{ flex: 1, minWidth: 0 }}>
        <Picker
          of={{ ...props, value: name, onChange: (next) => wrap(typeof next === 'string' ? next : undefined) }}
          options={secrets?.map((secret) => ({ value: secret.name, label: secret.name }))}
          placeholder={words.secret.choose}
        />
      </div>
      <Button variant="default" px={10} leftSection={<Plus size={14} aria-hidden />} onClick={() => setNew(true)}>
        {words.secret.create}
      </Button>
    </Group>
  );
}

function NewSecret({ onMade, onClose }: { readonly onMade: (name: string) => void; readonly onClose: () => void }) {
  const [name, setName] = useState('');
  const [value, setValue] = useState('');
  const set = useSetSecret();
  return (
    <div className={classes.box}>
      <TextInput
        label={words.secret.name}
        description={words.secret.nameHelp}
        value={name}
        autoComplete="off"
        onChange={({ currentTarget }) => setName(currentTarget.value.toUpperCase().replaceAll(/[^A-Z0-9_]/g, '_'))}
      />
      <PasswordInput
        label={words.secret.value}
        description={words.secret.valueHelp}
        value={value}
        autoComplete="new-password"
        onChange={({ currentTarget }) => setValue(currentTarget.value)}
      />
      <Group gap={6}>
        <Button
          size="xs"
          loading={set.isPending}
          disabled={!NAME.test(name) || value === ''}
          onClick={() => set.mutate({ name, value }, { onSuccess: () => onMade(name), onError: showProblem })}
        >
          {words.secret.save}
        </Button>
        <Button size="xs" variant="subtle" color="gray" onClick={onClose}>
          {words.secret.cancel}
        </Button>
      </Group>
    </div>
  );
}
