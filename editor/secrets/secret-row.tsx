import { Box, Button, Group, Table, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { type SecretInfo, useRemoveSecret } from '../api/secrets.ts';
import { Ago } from '../app/ago.tsx';
import { Confirm } from '../app/confirm.tsx';
import { showProblem } from '../app/problem.tsx';
import { UsedBy } from '../app/used-by.tsx';
import { secretsWords as words } from '../words/secrets.ts';

/** A secret of the list. */
export function SecretRow({ secret, onReplace }: { readonly secret: SecretInfo; readonly onReplace: () => void }) {
  const { name, updatedAt, readable, usedBy } = secret;
  const [isAsked, dialog] = useDisclosure(false);
  const remove = useRemoveSecret();
  const flowIds = usedBy.map(({ flowId }) => flowId);
  return (
    <Table.Tr>
      <Table.Td>
        <Text ff="monospace" fw={600} style={{ overflowWrap: 'anywhere' }}>
          {name}
        </Text>
        {!readable && (
          <Text size="sm" c="var(--mantine-color-yellow-light-color)">
            {words.unreadable}
          </Text>
        )}
        <Box hiddenFrom="sm" mt={2}>
          <UsedBy flowIds={flowIds} />
        </Box>
      </Table.Td>
      <Table.Td visibleFrom="sm">
        <UsedBy flowIds={flowIds} />
      </Table.Td>
      <Table.Td visibleFrom="sm" c="dimmed">
        <Ago at={updatedAt} />
      </Table.Td>
      <Table.Td>
        <Group gap={6} justify="flex-end">
          <Button size="compact-sm" variant="default" aria-label={words.replaceOne(name)} onClick={onReplace}>
            {words.replace}
          </Button>
          <Button
            size="compact-sm"
            variant="subtle"
            color="red"
            aria-label={words.removeOne(name)}
            onClick={dialog.open}
          >
            {words.remove}
          </Button>
        </Group>
        {isAsked && (
          <Confirm
            title={words.confirm.title}
            text={words.confirm.text(name)}
            label={words.remove}
            isBusy={remove.isPending}
            onConfirm={() => remove.mutate(name, { onError: showProblem, onSettled: dialog.close })}
            onClose={dialog.close}
          />
        )}
      </Table.Td>
    </Table.Tr>
  );
}
