import { Group, Text, Tooltip } from '@mantine/core';
import { Mail, MailCheck, MailX } from 'lucide-react';
import type { Message } from '../api/messages.ts';
import { fullTime } from '../app/time.ts';
import { messagesWords } from '../words/messages.ts';

const words = messagesWords.emailed;
const ICONS = { waiting: Mail, sent: MailCheck, failed: MailX };

/** What became of the mail that brings the message to somebody; nothing where none was wanted. */
export function EmailState({ emailed }: { readonly emailed: Message['emailed'] }) {
  const { state, at, error } = emailed;
  if (state === 'none') return null;
  const Icon = ICONS[state];
  const more = state === 'failed' ? error : at === undefined ? undefined : fullTime(at);
  return (
    <Tooltip label={more} disabled={more === undefined} multiline maw={320}>
      <Group gap={5} wrap="nowrap" c={state === 'failed' ? 'var(--mantine-color-red-light-color)' : 'dimmed'}>
        <Icon size={14} aria-hidden />
        <Text size="sm">{words[state]}</Text>
      </Group>
    </Tooltip>
  );
}
