import { Alert, Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { TrunkTest } from '#asterisk-config/trunk-test';
import { useAddSource } from '../api/trunks.ts';
import { textOf } from '../app/problem.tsx';
import { ladderWords as words } from '../words/ladder.ts';

interface TakeAddressProps {
  readonly trunkId: string;
  readonly test: TrunkTest;
}

/** Adds the address that somebody's own call came from. Only while a test has just seen it: strangers call, too. */
export function TakeAddress({ trunkId, test }: TakeAddressProps) {
  const add = useAddSource();
  const address = addressOf(test);
  if (address === undefined || add.isSuccess) return null;
  return (
    <Alert color="yellow" title={words.wasYours}>
      <Text mb="xs">{words.wasYoursHint(address)}</Text>
      <Group gap="sm">
        <Button
          size="xs"
          variant="default"
          loading={add.isPending}
          onClick={() =>
            add.mutate(
              { id: trunkId, address, window: test.id },
              { onSuccess: () => notifications.show({ message: words.taken(address), color: 'green' }) },
            )
          }
        >
          {words.allowAddress(address)}
        </Button>
        {add.error !== null && <Text role="alert">{textOf(add.error).message}</Text>}
      </Group>
    </Alert>
  );
}

/** The first detail of a call that was turned away says where it came from. */
function addressOf({ rungs }: TrunkTest): string | undefined {
  const rung = rungs.find(({ id, state }) => id === 'inbound' && state === 'failed');
  if (rung?.field !== 'sourceAddresses') return undefined;
  return rung.details?.map((line) => /^From ([0-9.]+):\d+,/.exec(line)?.[1]).find((found) => found !== undefined);
}
