import { Button, Group, Stack, TextInput } from '@mantine/core';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import type { JsonObject } from '#runtime/flow/json';
import { type ConnectionKind, useConnectionKinds, useConnections, useCreateConnection } from '../../api/connections.ts';
import { showProblem } from '../../app/problem.tsx';
import { formWords as words } from '../../words/form.ts';
import classes from '../form.module.css';
import { FormProvider, useForm, type WidgetProps } from '../form-context.tsx';
import { ObjectFields } from '../object-fields.tsx';
import { Picker } from './picker.tsx';

/** A connection of the kind that the hint `kind` names; a new one is made right here. */
export function Connection(props: WidgetProps) {
  const { field, onChange } = props;
  const { data: connections } = useConnections();
  const { data: kinds = [] } = useConnectionKinds();
  const [isNew, setNew] = useState(false);
  const fitting = connections?.filter(({ kind }) => field.schema.kind === undefined || kind === field.schema.kind);
  const kind = kinds.find((each) => each.kind === field.schema.kind);
  return (
    <Stack gap={6}>
      <Group gap={6} wrap="nowrap">
        <div style={{ flex: 1, minWidth: 0 }}>
          <Picker
            of={props}
            options={fitting?.map(({ id, name }) => ({ value: id, label: name }))}
            placeholder={words.connection.choose}
          />
        </div>
        {kind !== undefined && !isNew && (
          <Button variant="default" px={10} leftSection={<Plus size={14} aria-hidden />} onClick={() => setNew(true)}>
            {words.connection.create}
          </Button>
        )}
      </Group>
      {isNew && kind !== undefined && (
        <NewConnection
          kind={kind}
          onClose={() => setNew(false)}
          onMade={(id) => {
            onChange(id);
            setNew(false);
          }}
        />
      )}
    </Stack>
  );
}

interface NewConnectionProps {
  readonly kind: ConnectionKind;
  readonly onMade: (id: string) => void;
  readonly onClose: () => void;
}

function NewConnection({ kind, onMade, onClose }: NewConnectionProps) {
  const form = useForm();
  const [name, setName] = useState(kind.title);
  const [options, setOptions] = useState<JsonObject>({});
  const create = useCreateConnection();
  return (
    <div className={classes.box}>
      <TextInput
        label={words.connection.name}
        value={name}
        onChange={({ currentTarget }) => setName(currentTarget.value)}
      />
      <FormProvider
        value={{
          ...form,
          root: kind.settings,
          settings: options,
          issues: [],
          surroundings: undefined,
          reveal: undefined,
        }}
      >
        <ObjectFields schema={kind.settings} value={options} onChange={(next) => setOptions(next)} path={['options']} />
      </FormProvider>
      <Group gap={6}>
        <Button
          size="xs"
          loading={create.isPending}
          disabled={name.trim() === ''}
          onClick={() =>
            create.mutate(
              { kind: kind.kind, name: name.trim(), options },
              { onSuccess: ({ id }) => onMade(id), onError: showProblem },
            )
          }
        >
          {words.connection.save}
        </Button>
        <Button size="xs" variant="subtle" color="gray" onClick={onClose}>
          {words.connection.cancel}
        </Button>
      </Group>
    </div>
  );
}
