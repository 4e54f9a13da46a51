import type * as z from 'zod';
import type { JsonObject } from '#runtime/flow/json';

/** One thing that a test of a connection has tried, in words for people who don't know the protocol. */
export interface ConnectionCheck {
  readonly name: string;
  readonly ok: boolean;
  readonly message: string;
  readonly fix?: string;
}

export interface ConnectionTest {
  /** Value of a named secret. */
  readonly secret: (name: string) => Promise<string>;
  /** Where something may be sent to, such as a mail address; nothing is sent without it. */
  readonly to?: string | undefined;
}

/** A kind of service outside that can be connected to. */
export interface ConnectionKind<Options = never> {
  readonly kind: string;
  readonly title: string;
  readonly summary: string;
  /** Must survive as JSON Schema, with words and `ui` hints like a step's settings. */
  readonly options: z.ZodType;
  /** Tries it out, from the first rung to the first that fails. */
  test(options: Options, test: ConnectionTest): Promise<ConnectionCheck[]>;
}

/** The options do not fit the kind, or there is no such kind. */
export class ConnectionError extends Error {
  readonly code: string;
  readonly fix: string;
  constructor(code: string, message: string, fix: string) {
    super(message);
    this.code = code;
    this.fix = fix;
  }
}

export type Kinds = readonly ConnectionKind[];

export function kindOf(kinds: Kinds, kind: string): ConnectionKind {
  const found = kinds.find((one) => one.kind === kind);
  if (found !== undefined) return found;
  const names = kinds.map((one) => one.kind).join(', ');
  throw new ConnectionError(
    'connection-kind-invalid',
    `There is no kind of connection '${kind}'.`,
    `Use one of ${names}.`,
  );
}

/** Options with their defaults; throws `connection-options-invalid`, which names the field. */
export function checkedOptions(kind: ConnectionKind, options: JsonObject): JsonObject {
  const checked = kind.options.safeParse(options);
  if (checked.success) return checked.data as JsonObject;
  const [issue] = checked.error.issues;
  const field = issue?.path.join('.') || (issue?.code === 'unrecognized_keys' ? issue.keys[0] : '') || 'options';
  throw new ConnectionError(
    'connection-options-invalid',
    `${field}: ${issue?.message ?? 'is not valid'}`,
    `Correct '${field}'.`,
  );
}
