import { useInfiniteQuery } from '@tanstack/react-query';
import { queryOf, request } from './client.ts';
import { useChange } from './use-change.ts';

/** A voicemail message. */
export interface Message {
  readonly id: string;
  readonly mailbox: string;
  readonly callId: string;
  readonly flowId: string;
  readonly nodeId: string;
  /** Either is empty when the caller did not send it. */
  readonly caller: { readonly number: string; readonly name: string };
  readonly createdAt: string;
  readonly durationMs: number;
  readonly readAt: string | null;
  readonly emailed: {
    readonly state: 'none' | 'waiting' | 'sent' | 'failed';
    readonly at?: string;
    readonly error?: string;
  };
}

interface MessagePage {
  readonly messages: readonly Message[];
  readonly nextCursor: string | null;
  readonly mailboxes: readonly { readonly name: string; readonly unread: number; readonly total: number }[];
}

const keys = { all: ['messages'] } as const;
const path = (id: string) => `/api/messages/${encodeURIComponent(id)}`;

/** Messages, newest first; asked again every 15 s, since one may be left at any moment. */
export const useMessages = (filter: { mailbox: string | undefined; unread: boolean }) =>
  useInfiniteQuery({
    queryKey: [...keys.all, filter],
    refetchInterval: 15_000,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam: cursor }) =>
      request<MessagePage>(
        'GET',
        `/api/messages${queryOf({ mailbox: filter.mailbox, unread: filter.unread || undefined, cursor })}`,
      ),
    getNextPageParam: (last) => last.nextCursor ?? undefined,
  });

export const useMarkMessage = () =>
  useChange(({ id, read }: { id: string; read: boolean }) => request<unknown>('PATCH', path(id), { read }), keys.all);

export const useDeleteMessage = () => useChange((id: string) => request<void>('DELETE', path(id)), keys.all);

/** Where the browser plays a message from. */
export const messageAudio = (id: string): string => `${path(id)}/audio`;
