import type { Readable } from 'node:stream';
import type { AriUnavailable } from './ari-error.ts';
import type { Query } from './path.ts';

export type AriMethod = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** Where an Asterisk's ARI is. `url` is of the form http://127.0.0.1:8088/ari */
export interface AriServer {
  readonly url: string;
  readonly username: string;
  readonly password: string;
}

export interface AriRequestOptions {
  readonly query?: Query;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Deadline for the answer; 5,000 if not given. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

/** `body` is Asterisk's answer as text (JSON, or empty): most answers are not needed, so they are not parsed here. */
export interface AriResponse {
  readonly status: number;
  readonly body: string;
}

export interface AriRequester {
  /**
   * One ARI request. `path` comes from `ariPath`. Never throws on an HTTP status.
   * @throws AriUnavailable when no answer can come; the command may or may not have been carried out.
   * @throws AriRefused with status 0 on a value that can't be sent.
   */
  request(method: AriMethod, path: string, options?: AriRequestOptions): Promise<AriResponse>;
}

/** One connection to one Asterisk, serving one application. It never reconnects: `AriConnection` makes a new one. */
export interface AriTransport extends AriRequester {
  readonly kind: 'websocket' | 'ari-client';
  readonly state: 'connecting' | 'open' | 'closed';
  /** Settles once, when the connection has ended for whatever reason. */
  readonly closed: Promise<AriUnavailable>;
  /** Milliseconds since anything was last heard from Asterisk. */
  silentMs(): number;
  /** Binary content (a recording), over HTTP. @throws AriRefused on an error status, AriUnavailable. */
  fetchFile(path: string): Promise<Readable>;
  close(reason?: AriUnavailable): void;
}

export interface AriTransportOptions {
  readonly server: AriServer;
  readonly app: string;
  /** Everything that Asterisk sends but answers to requests; parsed JSON, not yet validated. */
  readonly onEvent: (message: unknown) => void;
  /** A message that is no JSON object; the transport goes on. */
  readonly onMalformed: (reason: string) => void;
  readonly pingMs?: number;
  readonly deadAfterMs?: number;
  readonly connectTimeoutMs?: number;
}

export const DEFAULT_TIMEOUT_MS = 5_000;
