import { Button, Table } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { type ApiToken, useRevokeToken } from '../api/tokens.ts';
import { Ago } from '../app/ago.tsx';
import { Confirm } from '../app/confirm.tsx';
import { showProblem } from '../app/problem.tsx';
import { commonWords } from '../words/common.ts';
import { settingsWords } from '../words/settings.ts';

const words = settingsWords.tokens;

/** A token of the list. */
export function TokenRow({ token: { id, name, createdAt, lastUsedAt } }: { readonly token: ApiToken }) {
  const [isAsked, dialog] = useDisclosure(false);
  const revoke = useRevokeToken();
  return (
    <Table.Tr>
      <Table.Td fw={550} style={{ overflowWrap: 'anywhere' }}>
        {name}
      </Table.Td>
      <Table.Td visibleFrom="sm" c="dimmed">
        <Ago at={createdAt} />
      </Table.Td>
      <Table.Td c="dimmed">{lastUsedAt === null ? commonWords.never : <Ago at={lastUsedAt} />}</Table.Td>
      <Table.Td ta="right">
        <Button size="compact-sm" variant="subtle" color="red" aria-label={words.revokeOne(name)} onClick={dialog.open}>
          {words.revoke}
        </Button>
        {isAsked && (
          <Confirm
            title={words.confirm.title}
            text={words.confirm.text(name)}
            label={words.revoke}
            isBusy={revoke.isPending}
            onConfirm={() => revoke.mutate(id, { onError: showProblem, onSettled: dialog.close })}
            onClose={dialog.close}
          />
        )}
      </Table.Td>
    </Table.Tr>
  );
}
