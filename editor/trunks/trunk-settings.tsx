import { Alert, Button, Group, Paper, Stack, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useCarriers } from '../api/carriers.ts';
import { type TrunkInfo, useSaveTrunk } from '../api/trunks.ts';
import { textOf } from '../app/problem.tsx';
import { trunksWords as words } from '../words/trunks.ts';
import { SettingsProblems } from './settings-problems.tsx';
import { settingsOf, type TrunkDraft } from './trunk-draft.ts';
import { TrunkForm } from './trunk-form.tsx';
import { useTrunkForm } from './use-trunk-form.ts';

interface TrunkSettingsProps {
  readonly trunk: TrunkInfo;
  /** A setting that somebody was sent to. */
  readonly wanted: readonly string[];
}

/** The settings of a trunk that is in use. */
export function TrunkSettings({ trunk, wanted }: TrunkSettingsProps) {
  const [draft, setDraft] = useState<TrunkDraft>(() => draftOf(trunk));
  const [isChanged, setChanged] = useState(false);
  const { data: carriers = [] } = useCarriers();
  const preset = carriers.find(({ id }) => id === trunk.carrier);
  const save = useSaveTrunk();
  const form = useTrunkForm(draft, preset, save.error, wanted);
  const change = (next: TrunkDraft) => {
    setDraft(next);
    setChanged(true);
  };
  const submit = () => {
    if (!form.check()) return;
    save.mutate(
      { id: trunk.id, ...settingsOf({ ...draft, kind: form.kind, carrier: trunk.carrier }) },
      {
        onSuccess: () => {
          setChanged(false);
          notifications.show({ message: words.saved, color: 'green', autoClose: 3_000 });
        },
      },
    );
  };
  const isPlaced = Object.keys(form.errors).length > 0;
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
      <Stack gap="md">
        <SettingsProblems problems={form.problems} onUse={(part) => change(part(draft))} />
        <TrunkForm
          draft={draft}
          kind={form.kind}
          kinds={kindsOf(preset?.kinds ?? [], form.kind)}
          fields={form.fields}
          words={preset?.words ?? {}}
          errors={form.errors}
          onChange={change}
          onKind={(kind) => change({ ...draft, kind })}
        />
        {save.error !== null && !isPlaced && (
          <Alert color="red" title={save.error.message} role="alert" maw={560}>
            {textOf(save.error).fix}
          </Alert>
        )}
        <Group justify="flex-end" maw={560}>
          <Button type="submit" loading={save.isPending} disabled={!isChanged}>
            {words.save}
          </Button>
        </Group>
      </Stack>
    </Paper>
  );
}

function draftOf(trunk: TrunkInfo): TrunkDraft {
  const { id: _id, revision: _r, updatedAt: _a, updatedBy: _b, state: _s, numbers: _n, problems: _p, ...rest } = trunk;
  return rest;
}

const kindsOf = <Kind,>(ofPreset: readonly Kind[], kind: Kind): readonly Kind[] =>
  ofPreset.includes(kind) ? ofPreset : [kind, ...ofPreset];
