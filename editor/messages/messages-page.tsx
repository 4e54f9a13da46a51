import { Button, Center, Group, Paper, SegmentedControl } from '@mantine/core';
import { Voicemail } from 'lucide-react';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { type Message, useDeleteMessage, useMessages } from '../api/messages.ts';
import { Empty } from '../app/empty.tsx';
import { Page } from '../app/page.tsx';
import { ProblemBox, showProblem } from '../app/problem.tsx';
import { RowsLoading } from '../app/rows-loading.tsx';
import { showUndo } from '../app/undo.tsx';
import { commonWords } from '../words/common.ts';
import { messagesWords as words } from '../words/messages.ts';
import { Mailboxes } from './mailboxes.tsx';
import { callerOf, MessageItem } from './message-item.tsx';

/** The voicemail inbox. */
export function MessagesPage() {
  const [params, setParams] = useSearchParams();
  const mailbox = params.get('mailbox') ?? undefined;
  const [isUnreadOnly, setUnreadOnly] = useState(false);
  const [hidden, setHidden] = useState<readonly string[]>([]);
  const found = useMessages({ mailbox, unread: isUnreadOnly });
  const remove = useDeleteMessage();
  const pages = found.data?.pages;
  const messages = pages?.flatMap((page) => page.messages).filter(({ id }) => !hidden.includes(id));
  const mailboxes = pages?.[0]?.mailboxes ?? [];
  /** The audio can not come back, so it is deleted only once nobody pressed Undo. */
  const removeSoon = (message: Message) => {
    setHidden((before) => [...before, message.id]);
    const show = () => setHidden((before) => before.filter((id) => id !== message.id));
    showUndo(words.deleted(callerOf(message)), show, () =>
      remove.mutateAsync(message.id).catch((error) => {
        show();
        showProblem(error);
      }),
    );
  };
  return (
    <Page title={words.title} summary={words.summary}>
      <Group justify="space-between" mb="md" gap="sm">
        <Mailboxes
          mailboxes={mailboxes}
          chosen={mailbox}
          onChoose={(name) => setParams(name === undefined ? {} : { mailbox: name })}
        />
        <SegmentedControl
          aria-label={words.show}
          size="xs"
          value={isUnreadOnly ? 'unread' : 'all'}
          onChange={(value) => setUnreadOnly(value === 'unread')}
          data={[
            { value: 'all', label: words.every },
            { value: 'unread', label: words.unread },
          ]}
        />
      </Group>
      {found.error !== null && <ProblemBox error={found.error} onRetry={() => void found.refetch()} />}
      {messages === undefined && found.error === null && <RowsLoading />}
      {messages?.length === 0 && <Empty icon={Voicemail} {...(isUnreadOnly ? words.emptyUnread : words.empty)} />}
      {messages !== undefined && messages.length > 0 && (
        <Paper component="ul" aria-label={words.list} m={0} p={0} style={{ listStyle: 'none' }}>
          {messages.map((message) => (
            <MessageItem
              key={message.id}
              message={message}
              isMailboxShown={mailbox === undefined && mailboxes.length > 1}
              onDelete={() => removeSoon(message)}
            />
          ))}
        </Paper>
      )}
      {found.hasNextPage && (
        <Center mt="md">
          <Button variant="default" loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
            {commonWords.loadMore}
          </Button>
        </Center>
      )}
    </Page>
  );
}
