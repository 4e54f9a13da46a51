import { Alert, Paper, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import type { DialRules } from '#asterisk-config/dial-rules';
import { useDialRules, useSaveDialRules } from '../api/dial-rules.ts';
import { ProblemBox, textOf } from '../app/problem.tsx';
import { RowsLoading } from '../app/rows-loading.tsx';
import { SaveBar } from '../hours/save-bar.tsx';
import { dialRulesWords as words } from '../words/dial-rules.ts';
import { DialCheck } from './dial-check.tsx';
import { DialLimits } from './dial-limits.tsx';
import { DialPlaces } from './dial-places.tsx';
import { DialUsageStrip } from './dial-usage.tsx';

/** What may be dialled: places, limits, how much of them is used; and a question to the rules. */
export function DialRulesTab() {
  const { data, error, refetch } = useDialRules();
  const [draft, setDraft] = useState<DialRules>();
  const save = useSaveDialRules();
  if (data === undefined)
    return error === null ? <RowsLoading /> : <ProblemBox error={error} onRetry={() => void refetch()} />;
  const rules = draft ?? data.rules;
  const change = (part: Partial<DialRules>) => setDraft({ ...rules, ...part });
  return (
    <Stack gap="md">
      <Text c="dimmed" maw={680}>
        {words.intro}
      </Text>
      <DialUsageStrip usage={data.usage} rules={data.rules} />
      <Paper p="md">
        <DialPlaces rules={rules} onChange={change} />
      </Paper>
      <Paper p="md">
        <DialLimits rules={rules} onChange={change} />
      </Paper>
      <DialCheck key={JSON.stringify(data.rules)} />
      {save.error !== null && (
        <Alert color="red" title={save.error.message} role="alert">
          {textOf(save.error).fix}
        </Alert>
      )}
      {draft !== undefined && (
        <SaveBar
          isSaving={save.isPending}
          isReady
          onDiscard={() => {
            setDraft(undefined);
            save.reset();
          }}
          onSave={() =>
            save.mutate(draft, {
              onSuccess: () => {
                setDraft(undefined);
                notifications.show({ message: words.saved, color: 'green', autoClose: 3_000 });
              },
            })
          }
        />
      )}
    </Stack>
  );
}
