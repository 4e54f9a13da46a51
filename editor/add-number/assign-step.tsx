import { Alert, Button, Group, Paper, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { ApiProblem } from '../api/client.ts';
import { useCreateNumber } from '../api/numbers.ts';
import { textOf } from '../app/problem.tsx';
import { checkedNumber, type NumberDraft, NumberFields } from '../numbers/number-fields.tsx';
import { addNumberWords } from '../words/add-number.ts';
import type { AddNumberState } from './use-add-number.ts';

const words = addNumberWords.assign;

interface AssignStepProps {
  readonly state: AddNumberState;
  readonly trunkName: string | undefined;
  readonly onChange: (number: NumberDraft) => void;
  readonly onBack: () => void;
  readonly onDone: (number: string) => void;
}

/** The number, the flows that use it, and what callers get when Patchcord is away. */
export function AssignStep({ state, trunkName, onChange, onBack, onDone }: AssignStepProps) {
  const [found, setFound] = useState<Readonly<Record<string, string>>>({});
  const create = useCreateNumber();
  const { error } = create;
  const field = error instanceof ApiProblem ? error.field : undefined;
  const submit = () => {
    const checked = checkedNumber({ ...state.number, trunkId: state.trunkId });
    if ('errors' in checked) return setFound(checked.errors);
    setFound({});
    create.mutate(checked.number, {
      onSuccess: ({ number }) => {
        notifications.show({ message: words.done(number), color: 'green' });
        onDone(number);
      },
    });
  };
  return (
    <Paper
      p="md"
      component="form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Title order={2} mb="md">
        {state.carrier === undefined && trunkName !== undefined ? words.titleExisting(trunkName) : words.title}
      </Title>
      <NumberFields
        draft={state.number}
        errors={{ ...found, ...(field === undefined ? {} : { [field]: error?.message ?? '' }) }}
        isNew
        trunks={[]}
        onChange={(part) => onChange({ ...state.number, ...part })}
      />
      {error !== null && field === undefined && (
        <Alert color="red" title={error.message} role="alert" maw={560} mt="md">
          {textOf(error).fix}
        </Alert>
      )}
      <Group justify="space-between" mt="lg" maw={560}>
        <Button variant="default" onClick={onBack}>
          {addNumberWords.previous}
        </Button>
        <Button type="submit" loading={create.isPending}>
          {words.submit}
        </Button>
      </Group>
    </Paper>
  );
}
