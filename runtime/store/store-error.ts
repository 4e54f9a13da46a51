import type { Json } from '#runtime/flow/json';

/** The store refuses something, or can't do it. `details` says more to a program than `message` to a person. */
export class StoreError extends Error {
  readonly code: string;
  readonly fix: string | undefined;
  readonly details: Json | undefined;
  constructor(code: string, message: string, more: { fix?: string; details?: Json; cause?: unknown } = {}) {
    super(message, { cause: more.cause });
    this.code = code;
    this.fix = more.fix;
    this.details = more.details;
  }
}

/** SQLSTATE of an error of node-postgres, also where drizzle has wrapped it; undefined for other errors. */
export function sqlState(error: unknown): string | undefined {
  for (let one = error; one instanceof Error; one = one.cause) {
    if ('code' in one && typeof one.code === 'string' && /^[0-9A-Z]{5}$/.test(one.code)) return one.code;
  }
  return undefined;
}

const away = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENOTFOUND']);
const awayWords = /Connection terminated|timeout exceeded when trying to connect|Query read timeout|not queryable/;

/** Postgres can't be reached or is going down: the same query may work later. */
export function isAway(error: unknown): boolean {
  const state = sqlState(error);
  // 08: connection, 53: out of resources, 57P: shutting down or starting up
  if (state !== undefined) return /^(08|53|57P)/.test(state);
  for (let one = error; one instanceof Error; one = one.cause) {
    if ('code' in one && typeof one.code === 'string' && away.has(one.code)) return true;
    if (awayWords.test(one.message)) return true;
  }
  return false;
}
