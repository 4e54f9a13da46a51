import { Badge, Button, Group } from '@mantine/core';
import { messagesWords as words } from '../words/messages.ts';

interface Mailbox {
  readonly name: string;
  readonly unread: number;
  readonly total: number;
}

interface MailboxesProps {
  readonly mailboxes: readonly Mailbox[];
  readonly chosen: string | undefined;
  readonly onChoose: (name: string | undefined) => void;
}

/** The mailboxes, with how many messages in each nobody heard. */
export function Mailboxes({ mailboxes, chosen, onChoose }: MailboxesProps) {
  const all = { name: undefined, unread: mailboxes.reduce((sum, { unread }) => sum + unread, 0) };
  const shown = mailboxes.length > 1 ? [all, ...mailboxes] : [all];
  return (
    <Group gap={6} role="group" aria-label={words.mailboxes}>
      {shown.map(({ name, unread }) => (
        <Button
          key={name ?? ''}
          size="compact-md"
          variant={name === chosen ? 'light' : 'subtle'}
          color={name === chosen ? 'cord' : 'gray'}
          aria-pressed={name === chosen}
          maw={220}
          onClick={() => onChoose(name)}
          rightSection={
            unread > 0 && (
              <Badge size="sm" circle={unread < 10} aria-label={words.unreadCount(unread)} role="img">
                {unread}
              </Badge>
            )
          }
        >
          {name ?? words.all}
        </Button>
      ))}
    </Group>
  );
}
