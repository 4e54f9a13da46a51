import { Alert, Button, Group, Paper, Stack, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { useState } from 'react';
import type { JsonObject } from '#runtime/flow/json';
import { ApiProblem } from '../api/client.ts';
import { connectionsWords as words } from '../words/connections.ts';
import { OptionInput } from './option-input.tsx';
import { givenOptions, isComplete, type OptionField } from './options-schema.ts';

export interface ConnectionBody {
  readonly name: string;
  readonly options: JsonObject;
}

interface ConnectionFormProps {
  readonly fields: readonly OptionField[];
  readonly initial: ConnectionBody;
  readonly error: Error | null;
  readonly isSaving: boolean;
  readonly onSave: (body: ConnectionBody) => void;
  /** At the left of Save. */
  readonly children?: ReactNode;
}

/** The name and the options of a connection. */
export function ConnectionForm({ fields, initial, error, isSaving, onSave, children }: ConnectionFormProps) {
  const [name, setName] = useState(initial.name);
  const [options, setOptions] = useState(initial.options);
  const problem = error instanceof ApiProblem ? error : undefined;
  const badField = fields.find((field) => problem?.field?.split('.').includes(field.name))?.name;
  const isReady = name.trim() !== '' && isComplete(fields, options);
  return (
    <Paper
      p="md"
      component="form"
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady) onSave({ name: name.trim(), options: givenOptions(options) });
      }}
    >
      <Stack gap="md" maw={560}>
        <TextInput
          label={words.name}
          description={words.nameHint}
          required
          value={name}
          maxLength={120}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        {fields.map((field) => (
          <OptionInput
            key={field.name}
            field={field}
            value={options[field.name]}
            error={field.name === badField ? problem?.message : undefined}
            onChange={(value) => setOptions((before) => ({ ...before, [field.name]: value }))}
          />
        ))}
        {error !== null && badField === undefined && (
          <Alert color="red" title={error.message} role="alert">
            {problem?.fix}
          </Alert>
        )}
        <Group justify="flex-end">
          {children}
          <Button type="submit" loading={isSaving} disabled={!isReady}>
            {words.save}
          </Button>
        </Group>
      </Stack>
    </Paper>
  );
}
