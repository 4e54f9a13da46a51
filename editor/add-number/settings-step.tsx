import { Alert, Button, Grid, Group, Paper, Stack, Title } from '@mantine/core';
import { useEffect } from 'react';
import { useLocation } from 'react-router';
import type { CarrierPreset } from '../api/carriers.ts';
import { useStartTest } from '../api/trunk-tests.ts';
import { useCreateTrunk, useSaveTrunk } from '../api/trunks.ts';
import { showProblem, textOf } from '../app/problem.tsx';
import { SettingsProblems } from '../trunks/settings-problems.tsx';
import { showSetting } from '../trunks/show-setting.ts';
import { settingsOf, type TrunkDraft } from '../trunks/trunk-draft.ts';
import { TrunkForm } from '../trunks/trunk-form.tsx';
import { useTrunkForm } from '../trunks/use-trunk-form.ts';
import { addNumberWords } from '../words/add-number.ts';
import { CarrierNotes } from './carrier-notes.tsx';
import { isGeneric } from './is-generic.ts';
import { PasteSettings } from './paste-settings.tsx';
import { type AddNumberState, defaultsOf, firstDraft } from './use-add-number.ts';

const words = addNumberWords.settings;

interface SettingsStepProps {
  readonly preset: CarrierPreset;
  readonly state: AddNumberState;
  readonly onChange: (part: Partial<AddNumberState>) => void;
  readonly onBack: () => void;
  readonly onSaved: (saved: { readonly trunkId: string; readonly testId: string | undefined }) => void;
}

/** The account's settings: typed, or pasted. Saving them begins the test. */
export function SettingsStep({ preset, state, onChange, onBack, onSaved }: SettingsStepProps) {
  const draft = state.drafts[preset.id] ?? firstDraft(preset);
  const create = useCreateTrunk();
  const test = useStartTest();
  const save = useSaveTrunk();
  const refusal = create.error ?? save.error;
  const { hash } = useLocation();
  const asked = hash === '' ? undefined : decodeURIComponent(hash.slice(1));
  const form = useTrunkForm(draft, preset, refusal, asked === undefined ? [] : [asked]);
  useEffect(() => {
    if (asked !== undefined) showSetting(asked);
  }, [asked]);
  const change = (next: TrunkDraft) => onChange({ drafts: { ...state.drafts, [preset.id]: next } });
  const isBusy = create.isPending || save.isPending || test.isPending;
  const submit = async () => {
    if (!form.check()) return;
    try {
      const settings = settingsOf({ ...draft, kind: form.kind, carrier: preset.id });
      const { id: trunkId, password } =
        state.trunkId === undefined
          ? await create.mutateAsync(settings)
          : await save.mutateAsync({ id: state.trunkId, ...settings });
      // From here on only the name of the password is known here.
      onChange({ trunkId, drafts: { ...state.drafts, [preset.id]: { ...draft, password } } });
      // The settings are saved: a test that can not begin is not a reason to stay here.
      const begun = await test.mutateAsync({ trunkId }).catch((error) => void showProblem(error));
      onSaved({ trunkId, testId: begun?.id });
    } catch {
      // What was refused is shown in the form.
    }
  };
  const isPlaced = Object.keys(form.errors).length > 0;
  return (
    <Grid gap="lg">
      <Grid.Col span={{ base: 12, md: 7 }}>
        <Paper
          p="md"
          component="form"
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            void submit();
          }}
        >
          <Group justify="space-between" mb="md">
            <Title order={2}>{isGeneric(preset.id) ? words.titleGeneric : words.title(preset.title)}</Title>
            <PasteSettings onPasted={(settings) => change({ ...draft, ...settings, carrier: preset.id })} />
          </Group>
          <Stack gap="md">
            <SettingsProblems problems={form.problems} onUse={(part) => change(part(draft))} />
            <TrunkForm
              draft={draft}
              kind={form.kind}
              kinds={preset.kinds}
              fields={form.fields}
              words={preset.words}
              errors={form.errors}
              onChange={change}
              onKind={(kind) => change({ ...draft, ...defaultsOf(preset, kind), kind })}
            />
            {refusal !== null && !isPlaced && (
              <Alert color="red" title={refusal.message} role="alert">
                {textOf(refusal).fix}
              </Alert>
            )}
            <Group justify="space-between">
              <Button variant="default" onClick={onBack}>
                {addNumberWords.previous}
              </Button>
              <Button type="submit" loading={isBusy}>
                {words.submit}
              </Button>
            </Group>
          </Stack>
        </Paper>
      </Grid.Col>
      <Grid.Col span={{ base: 12, md: 5 }}>
        <CarrierNotes
          preset={preset}
          transport={draft.transport ?? 'udp'}
          ticked={state.ticked}
          onTick={(ticked) => onChange({ ticked })}
        />
      </Grid.Col>
    </Grid>
  );
}
