import { EventEmitter } from 'node:events';
import type { Readable } from 'node:stream';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { applicationsOf } from './applications.ts';
import { AriUnavailable } from './ari-error.ts';
import { backoffMs } from './backoff.ts';
import { Echo } from './echo.ts';
import { ARI_EVENT_TYPES, type AriEvent, type AriEventType, parseEvent } from './events.ts';
import { Gate } from './gate.ts';
import { openTransport } from './open-transport.ts';
import {
  type AriMethod,
  type AriRequester,
  type AriRequestOptions,
  type AriResponse,
  type AriTransport,
  type AriTransportOptions,
  DEFAULT_TIMEOUT_MS,
} from './transport.ts';

export type AriState = 'idle' | 'connecting' | 'reconciling' | 'open' | 'lost' | 'replaced' | 'closed';

/** A pino logger is one. */
export interface AriLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

export interface AriConnectionOptions extends Omit<AriTransportOptions, 'onEvent' | 'onMalformed'> {
  /** Without one, the server is asked whether it takes REST requests over the WebSocket. */
  readonly transport?: AriTransport['kind'];
  /** The events that `event` listeners act upon; all by default. Each one left out is CPU saved on both sides. */
  readonly events?: readonly AriEventType[];
  /**
   * Awaited on every connect, before any event is delivered and any other request let through: the place to reconcile.
   * Only requests made with its argument pass meanwhile. If it throws, the connection is made anew.
   */
  readonly onConnect?: (ari: AriRequester) => Promise<void>;
  readonly log: AriLog;
  readonly random?: () => number;
}

/** From the first time that events are seen to arrive to the second and last. */
const AGAIN_MS = 2_000;

interface AriConnectionEvents {
  event: [AriEvent];
  open: [];
  lost: [AriUnavailable];
  replaced: [];
}

/**
 * The runtime's line to its Asterisk. It stays connected by itself until `close`, or until another process takes over
 * the application (`replaced`): then it stops at once and for good, since two may not act on one call.
 * A request made while the connection is being restored waits for it, within its own deadline.
 */
export class AriConnection extends EventEmitter<AriConnectionEvents> implements AriRequester {
  readonly #options: AriConnectionOptions;
  readonly #ended = new AbortController();
  readonly #gate = new Gate();
  readonly #echo = new Echo();
  readonly #doubtfulMs: number;
  #state: AriState = 'idle';
  #transport: AriTransport | undefined;
  #kind: AriTransport['kind'] | undefined;
  #held: AriEvent[] = [];
  #wasOpen = false;

  constructor(options: AriConnectionOptions) {
    super();
    this.#options = options;
    this.#kind = options.transport;
    this.#doubtfulMs = options.deadAfterMs ?? 6_000;
  }

  get state(): AriState {
    return this.#state;
  }

  /** The transport in use; undefined before the first connect if the server is to be asked. */
  get transport(): AriTransport['kind'] | undefined {
    return this.#kind;
  }

  /**
   * Connects, for as long as it takes; settles on the first success.
   * @throws AriUnavailable `ari-unauthorized`, or `ari-replaced` or `ari-closed` if that comes first
   */
  start(): Promise<void> {
    if (this.#state === 'idle') {
      this.#state = 'connecting';
      this.#run();
    }
    return this.#gate.wait();
  }

  request(method: AriMethod, path: string, options?: AriRequestOptions): Promise<AriResponse> {
    const transport = this.#transport;
    const fresh = this.#state === 'open' && transport !== undefined && transport.silentMs() < this.#doubtfulMs;
    return fresh ? transport.request(method, path, options) : this.#requestLater(method, path, options);
  }

  async fetchFile(path: string): Promise<Readable> {
    return (await this.#whenOpen({ timeoutMs: DEFAULT_TIMEOUT_MS })).fetchFile(path);
  }

  close(): void {
    this.#end('closed', new AriUnavailable('ari-closed', 'The connection to Asterisk was closed.'));
  }

  async #requestLater(method: AriMethod, path: string, options: AriRequestOptions = {}): Promise<AriResponse> {
    const startedAt = performance.now();
    const { timeoutMs = DEFAULT_TIMEOUT_MS, signal } = options;
    // If this thread was blocked, what Asterisk sent is still unread, and it may be that we have been replaced. The
    // sockets are read between two turns; before the first they may have been already.
    await nextTurn();
    await nextTurn();
    const transport = await this.#whenOpen({ timeoutMs, signal });
    const leftMs = Math.max(1, timeoutMs - (performance.now() - startedAt));
    return transport.request(method, path, { ...options, timeoutMs: leftMs });
  }

  async #whenOpen(limits: { timeoutMs: number; signal?: AbortSignal | undefined }): Promise<AriTransport> {
    await this.#gate.wait(limits);
    if (this.#transport === undefined) throw new AriUnavailable('ari-lost', 'There is no connection to Asterisk.');
    return this.#transport;
  }

  async #run(): Promise<void> {
    const { log, app, random = Math.random } = this.#options;
    const { signal } = this.#ended;
    for (let failures = 0; !signal.aborted; ) {
      try {
        const transport = await this.#connect();
        failures = 0;
        const again = setTimeout(() => this.#listenAgain(transport), AGAIN_MS);
        const reason = await transport.closed;
        clearTimeout(again);
        if (signal.aborted) return;
        this.#lost(reason);
      } catch (error) {
        if (signal.aborted) return;
        failures += 1;
        this.#transport = undefined;
        this.#state = 'lost';
        if (failures === 1) log.warn({ err: error, app }, 'Asterisk is out of reach, trying on');
        if (isRefusedLogin(error) && !this.#wasOpen) return this.#end('closed', error);
      }
      await sleep(backoffMs(failures, random), undefined, { signal }).catch(() => {});
    }
  }

  async #connect(): Promise<AriTransport> {
    const { app, log, onConnect, events = ARI_EVENT_TYPES } = this.#options;
    this.#state = 'connecting';
    this.#held = [];
    const transport = await openTransport(this.#kind, {
      ...this.#options,
      onEvent: (message) => this.#receive(message),
      onMalformed: (reason) => log.warn({ app, reason }, 'dropped a malformed ARI message'),
    });
    this.#transport = transport;
    try {
      this.#ended.signal.throwIfAborted();
      this.#state = 'reconciling';
      await applicationsOf(transport).allowEvents(app, [...events, 'ApplicationReplaced', 'ChannelUserevent']);
      if (!(await this.#echo.comesBack(transport, app))) throw deaf();
      await onConnect?.(transport);
      if (transport.state !== 'open') throw await transport.closed;
    } catch (error) {
      transport.close();
      throw error;
    }
    this.#opened(transport);
    return transport;
  }

  /** The end of an earlier connection may still have been on its way at the first time. */
  async #listenAgain(transport: AriTransport): Promise<void> {
    const isHeard = await this.#echo.comesBack(transport, this.#options.app).catch(() => false);
    if (!isHeard) transport.close(deaf());
  }

  #opened(transport: AriTransport): void {
    this.#kind = transport.kind;
    this.#state = 'open';
    this.#wasOpen = true;
    const held = this.#held;
    this.#held = [];
    this.#options.log.info({ app: this.#options.app, transport: transport.kind }, 'connected to Asterisk');
    this.emit('open');
    for (const event of held) this.#deliver(event);
    this.#gate.open();
  }

  #lost(reason: AriUnavailable): void {
    this.#gate.shut();
    this.#transport = undefined;
    this.#state = 'lost';
    this.#options.log.warn({ app: this.#options.app, code: reason.code }, 'lost the connection to Asterisk');
    this.emit('lost', reason);
  }

  #receive(message: unknown): void {
    if (this.#ended.signal.aborted) return;
    const { app, log } = this.#options;
    const parsed = parseEvent(message);
    if ('malformed' in parsed) log.warn({ app, reason: parsed.malformed }, 'dropped a malformed ARI message');
    if (!('event' in parsed)) return;
    const { event } = parsed;
    if (event.type === 'ChannelUserevent' && this.#echo.heard(event.eventname)) return;
    if (event.type === 'ApplicationReplaced') {
      if (event.application === app) this.#replaced();
    } else if (this.#state === 'open') this.#deliver(event);
    else this.#held.push(event);
  }

  #deliver(event: AriEvent): void {
    try {
      this.emit('event', event);
    } catch (err) {
      this.#options.log.warn({ err, type: event.type }, 'a listener failed on an ARI event');
    }
  }

  #replaced(): void {
    this.#options.log.warn({ app: this.#options.app }, 'another process took over the application; stopped acting');
    this.#end('replaced', new AriUnavailable('ari-replaced', 'Another process took over the application.'));
    this.emit('replaced');
  }

  #end(state: 'closed' | 'replaced', reason: AriUnavailable): void {
    if (this.#ended.signal.aborted) return;
    this.#state = state;
    this.#ended.abort();
    this.#held = [];
    this.#gate.lock(reason);
    this.#transport?.close(reason);
    this.#transport = undefined;
  }
}

const deaf = () => new AriUnavailable('ari-lost', "Asterisk's events do not arrive.");

function isRefusedLogin(error: unknown): error is AriUnavailable {
  return error instanceof AriUnavailable && error.code === 'ari-unauthorized';
}
