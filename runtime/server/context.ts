import type {
  FastifyBaseLogger,
  FastifyInstance,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Keyring } from '#runtime/secrets/key';
import type { CallWriter } from '#runtime/store/call-writer';
import type { Store } from '#runtime/store/database';
import type { EventHub } from './event-hub.ts';
import type { OpenSockets } from './open-sockets.ts';
import type { ServerPorts } from './ports.ts';

export type App = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  ZodTypeProvider
>;

/** What every route may use. */
export interface ServerContext {
  readonly store: Store;
  readonly keyring: Keyring;
  readonly calls: CallWriter;
  readonly ports: ServerPorts;
  readonly hub: EventHub;
  readonly sockets: OpenSockets;
  /** Name of the session cookie. */
  readonly cookie: string;
  /** Hash of the token that this machine's CLI presents. */
  readonly cliTokenHash: string;
  /** Where browsers reach this server, when that is not the loopback address. */
  readonly publicUrl: URL | undefined;
  /** Milliseconds since the Unix epoch. */
  now(): number;
}
