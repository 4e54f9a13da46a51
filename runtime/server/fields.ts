import * as z from 'zod';
import { FlowId } from '#runtime/flow/schema';

/** One line of text without control characters. */
export const Line = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .regex(/^\P{Cc}*$/u, 'Use one line of text.');

/** A path of names, such as `Sales/Night`; empty at the top. */
export const Folder = z
  .string()
  .max(200)
  .regex(/^(\P{Cc}*)$/u, 'Use one line of text.')
  .meta({ description: 'A path of names, such as Sales/Night; empty at the top.' });

/** The same folder written in another way is the same folder. */
export const folderOf = (text: string): string =>
  text
    .split('/')
    .map((name) => name.trim())
    .filter((name) => name !== '')
    .join('/');

export const FlowParams = z.strictObject({ id: FlowId });

/** An id that another part made, such as a call's. */
export const Id = z
  .string()
  .regex(/^[A-Za-z0-9._:-]+$/)
  .max(100);

/** JSON in an answer whose form is described elsewhere. It was checked on its way in. */
export const AnyObject = z.looseObject({});

/** A flow in an answer. */
export const StoredFlow = z
  .looseObject({})
  .meta({ description: 'A flow; its JSON Schema is at /api/flow.schema.json.' });

/** The answer of a route that has nothing to say. */
export const Nothing = z.undefined();
