import type { WebSocket } from 'ws';
import type { CompiledFlow } from '#runtime/compile/compile';
import type { Party } from '#runtime/flow/record';
import type { PhoneAccount } from './phone-accounts.ts';

/** What a browser phone's call is to be: a draft, as if this caller called this number at this hour. */
export interface PhoneTest {
  readonly compiled: CompiledFlow;
  readonly caller?: Party;
  readonly called: string;
  /** The hour that the flow takes for the beginning of the call, ms since the Unix epoch; now without it. */
  readonly startsAtMs?: number;
  /** The user: nobody else sees or uses the session. */
  readonly owner: string;
}

/** A browser phone for one person and one flow. */
export interface PhoneSession {
  readonly id: string;
  readonly account: PhoneAccount;
  readonly test: PhoneTest;
  readonly expiresMs: number;
  /** Of its latest call. */
  callId: string | undefined;
  /** Of its latest call, which goes on if it is `live`. */
  channelId: string | undefined;
  live: boolean;
  socket: WebSocket | undefined;
  /** Ends a session that nobody is connected to. */
  idle: NodeJS.Timeout | undefined;
}

/** A browser phone that can't be had; `code` is stable. */
export class PhoneError extends Error {
  readonly code: 'phone-too-many' | 'phone-flow-invalid';
  readonly fix: string;

  constructor(code: PhoneError['code'], message: string, fix: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'PhoneError';
    this.code = code;
    this.fix = fix;
  }
}
