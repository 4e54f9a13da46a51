import * as z from 'zod';

/** Settings that several steps have, so that they look and read the same everywhere. */

interface Words {
  readonly title: string;
  readonly description: string;
}

/** A length of time in milliseconds; the form shows seconds. */
export const duration = (minMs: number, maxMs: number, words: Words) =>
  z
    .int()
    .min(minMs)
    .max(maxMs)
    .meta({ ...words, ui: 'duration' });

/** Names the exit of a list's item for good: it stays when the item changes or moves. */
export const ItemId = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,40}$/)
  .meta({ ui: 'id' });

export const bargeIn = z
  .enum(['keys', 'none'])
  .default('keys')
  .meta({
    title: 'The caller may interrupt',
    description: 'With a key: it ends the sound at once. No: the sound is always played to its end.',
    labels: { keys: 'With a key', none: 'No' },
    ui: 'choice',
  });

export const tries = z.int().min(1).max(9).default(3).meta({
  title: 'Tries',
  description: 'How often the caller is asked before the call goes on another way.',
  ui: 'number',
});

export const firstKeyMs = duration(1_000, 60_000, {
  title: 'Wait for the first key',
  description: 'How long to wait after the prompt before the caller counts as silent.',
}).default(6_000);

/** What is said before the question is asked again. */
export const retryPrompts = {
  noInput: { title: 'When no key is pressed', description: 'Said before the question is asked again. May stay empty.' },
  invalid: {
    title: 'When the answer is wrong',
    description: 'Said before the question is asked again. May stay empty.',
  },
} as const;

/** How long somebody's phone may ring. */
export const ringMs = duration(5_000, 120_000, {
  title: 'Ring time',
  description:
    'How long the phone may ring before the call goes on by "no answer". Most mailboxes pick up after 20 to 30 s.',
}).default(30_000);

/** What an exit tells of somebody who was not reached. */
export const NotReachedData = z.strictObject({
  /** In words. */
  message: z.string(),
  /** SIP answer of the other side, where it gave one. */
  sipCode: z.int().optional(),
});
