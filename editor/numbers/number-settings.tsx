import { Alert, Button, Group, Paper, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { type NumberInfo, useSaveNumber } from '../api/numbers.ts';
import type { TrunkInfo } from '../api/trunks.ts';
import { textOf } from '../app/problem.tsx';
import { numberWords as words } from '../words/numbers.ts';
import { checkedNumber, type NumberDraft, NumberFields } from './number-fields.tsx';

interface NumberSettingsProps {
  readonly number: NumberInfo;
  readonly trunks: readonly TrunkInfo[];
}

/** Name, line, flows, and what callers get when Patchcord is away. */
export function NumberSettings({ number: before, trunks }: NumberSettingsProps) {
  const { number, name, trunkId, inboundFlow, outboundFlow, whenAway } = before;
  const [draft, setDraft] = useState<NumberDraft>({ number, name, trunkId, inboundFlow, outboundFlow, whenAway });
  const [isChanged, setChanged] = useState(false);
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({});
  const save = useSaveNumber();
  const submit = () => {
    const checked = checkedNumber(draft);
    if ('errors' in checked) return setErrors(checked.errors);
    setErrors({});
    save.mutate(checked.number, {
      onSuccess: () => notifications.show({ message: words.saved, color: 'green', autoClose: 3_000 }),
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
      <Title order={2} size="h3" mb="sm">
        {words.settings}
      </Title>
      <NumberFields
        draft={draft}
        errors={errors}
        isNew={false}
        trunks={trunks}
        onChange={(part) => {
          setDraft((now) => ({ ...now, ...part }));
          setChanged(true);
        }}
      />
      {save.error !== null && (
        <Alert color="red" title={save.error.message} role="alert" maw={560} mt="md">
          {textOf(save.error).fix}
        </Alert>
      )}
      <Group justify="flex-end" mt="md" maw={560}>
        <Button type="submit" loading={save.isPending} disabled={!isChanged}>
          {words.save}
        </Button>
      </Group>
    </Paper>
  );
}
