import { ActionIcon, Box, Group, Menu, Text } from '@mantine/core';
import { Ellipsis, Mail, MailCheck, PhoneCall, Trash2 } from 'lucide-react';
import { Link } from 'react-router';
import { type Message, useMarkMessage } from '../api/messages.ts';
import { Ago } from '../app/ago.tsx';
import { showProblem } from '../app/problem.tsx';
import { messagesWords as words } from '../words/messages.ts';
import { AudioPlayer } from './audio-player.tsx';
import { EmailState } from './email-state.tsx';
import classes from './message-item.module.css';

/** Who left it, as people know them. */
export const callerOf = ({ caller }: Message): string => caller.name || caller.number || words.anonymous;

interface MessageItemProps {
  readonly message: Message;
  readonly isMailboxShown: boolean;
  readonly onDelete: () => void;
}

/** A message: who, when, the player, and what can be done with it. Hearing it marks it read. */
export function MessageItem({ message, isMailboxShown, onDelete }: MessageItemProps) {
  const { id, caller, callId, createdAt, readAt, mailbox, durationMs, emailed } = message;
  const mark = useMarkMessage();
  const isUnread = readAt === null;
  const from = callerOf(message);
  const markAs = (read: boolean) => mark.mutate({ id, read }, { onError: showProblem });
  return (
    <li className={classes.item} data-unread={isUnread || undefined}>
      <Box
        className={classes.dot}
        aria-label={isUnread ? words.isNew : undefined}
        role={isUnread ? 'img' : undefined}
      />
      <Box miw={0} flex={1}>
        <Group gap="xs" justify="space-between" wrap="nowrap">
          <Text fw={isUnread ? 650 : 500} truncate>
            {from}
            {caller.name !== '' && caller.number !== '' && (
              <Text span c="dimmed" fw={400} ml={8} className="tabular">
                {caller.number}
              </Text>
            )}
          </Text>
          <Text c="dimmed" style={{ flex: 'none' }}>
            <Ago at={createdAt} />
          </Text>
        </Group>
        <Group gap="sm" wrap="nowrap" mt={6}>
          <AudioPlayer id={id} from={from} durationMs={durationMs} onPlay={() => isUnread && markAs(true)} />
          <Menu position="bottom-end" width={200} shadow="md">
            <Menu.Target>
              <ActionIcon variant="subtle" color="gray" aria-label={words.actions(from)}>
                <Ellipsis size={18} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item
                leftSection={isUnread ? <MailCheck size={16} /> : <Mail size={16} />}
                onClick={() => markAs(isUnread)}
              >
                {isUnread ? words.markRead : words.markUnread}
              </Menu.Item>
              <Menu.Item component={Link} to={`/calls/${callId}`} leftSection={<PhoneCall size={16} />}>
                {words.call}
              </Menu.Item>
              <Menu.Divider />
              <Menu.Item color="red" leftSection={<Trash2 size={16} />} onClick={onDelete}>
                {words.delete}
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        </Group>
        <Group gap="md" mt={4}>
          {isMailboxShown && (
            <Text c="dimmed" size="sm">
              {mailbox}
            </Text>
          )}
          <EmailState emailed={emailed} />
        </Group>
      </Box>
    </li>
  );
}
