import { Alert, Paper, Select, Stack, Switch, TagsInput, Text, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import type { SipHostSettings } from '#asterisk-config/sip-host-settings';
import { ApiProblem } from '../api/client.ts';
import { useSaveSipHost, useSipHost } from '../api/sip-host.ts';
import { ProblemBox, textOf } from '../app/problem.tsx';
import { RowsLoading } from '../app/rows-loading.tsx';
import { SaveBar } from '../hours/save-bar.tsx';
import { sipHostWords as words } from '../words/sip-host.ts';
import { RestartNotice } from './restart-notice.tsx';
import { TlsFields } from './tls-fields.tsx';

/** How carriers reach this machine, and whether a restart is needed for it. */
export function SipHostTab() {
  const { data, error, refetch } = useSipHost();
  const [draft, setDraft] = useState<SipHostSettings>();
  const save = useSaveSipHost();
  if (data === undefined)
    return error === null ? <RowsLoading /> : <ProblemBox error={error} onRetry={() => void refetch()} />;
  const host = draft ?? data.host;
  const { publicAddress: _, ...others } = host;
  const problem = save.error instanceof ApiProblem ? save.error : undefined;
  const errorOf = (field: string) => (problem?.field?.startsWith(field) ? problem.message : undefined);
  const choices: Readonly<Record<string, string>> = words.bind.choices;
  return (
    <Stack gap="md">
      <Text c="dimmed" maw={680}>
        {words.intro}
      </Text>
      {data.restartNeeded && <RestartNotice isWaiting={data.waiting} />}
      <Paper p="md">
        <Stack gap="md" maw={560}>
          <Select
            label={words.bind.label}
            description={words.bind.help}
            allowDeselect={false}
            data={[...new Set([...Object.keys(choices), host.bindAddress])].map((value) => ({
              value,
              label: choices[value] ?? value,
            }))}
            value={host.bindAddress}
            error={errorOf('bindAddress')}
            onChange={(bindAddress) => bindAddress !== null && setDraft({ ...host, bindAddress })}
          />
          <TextInput
            label={words.publicAddress.label}
            description={words.publicAddress.help}
            value={host.publicAddress ?? ''}
            maxLength={253}
            spellCheck={false}
            error={errorOf('publicAddress')}
            onChange={({ currentTarget: { value } }) =>
              setDraft(value === '' ? others : { ...others, publicAddress: value })
            }
          />
          <TagsInput
            label={words.localNetworks.label}
            description={words.localNetworks.help}
            {...(host.localNetworks.length === 0 ? { placeholder: words.localNetworks.placeholder } : {})}
            acceptValueOnBlur
            value={[...host.localNetworks]}
            error={errorOf('localNetworks')}
            onChange={(localNetworks) => setDraft({ ...host, localNetworks })}
          />
          <Switch
            label={words.tls.label}
            description={words.tls.help}
            checked={host.tls.enabled}
            onChange={({ currentTarget: { checked } }) => setDraft({ ...host, tls: { ...host.tls, enabled: checked } })}
          />
          {host.tls.enabled && <TlsFields tls={host.tls} onChange={(tls) => setDraft({ ...host, tls })} />}
          {save.error !== null && (
            <Alert color="red" title={save.error.message} role="alert">
              {textOf(save.error).fix}
            </Alert>
          )}
        </Stack>
      </Paper>
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
                notifications.show({ message: words.saved, color: 'green', autoClose: 2_000 });
              },
            })
          }
        />
      )}
    </Stack>
  );
}
