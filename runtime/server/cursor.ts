import { ApiError } from './api-error.ts';

/** The last row of a page, in lists from the newest to the oldest: the next page begins after it. */
export interface Cursor {
  /** Milliseconds since the Unix epoch. */
  readonly atMs: number;
  readonly id: string;
}

export const writeCursor = ({ atMs, id }: Cursor): string => Buffer.from(`${atMs} ${id}`).toString('base64url');

/** @throws ApiError for a text that is no cursor of ours. */
export function readCursor(text: string): Cursor {
  const match = /^(\d{1,15}) ([A-Za-z0-9._:-]{1,100})$/.exec(Buffer.from(text, 'base64url').toString());
  if (!match) throw new ApiError(400, 'request-invalid', 'cursor: is not one of ours.', { field: 'cursor' });
  return { atMs: Number(match[1]), id: match[2] ?? '' };
}
