import { EventEmitter } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { AmiError, type AmiMessage } from './ami-message.ts';
import { type AmiServer, type AmiSession, openAmiSession } from './ami-session.ts';

export interface AmiConnectionOptions {
  readonly server: AmiServer;
  /** Classes of events (docs.asterisk.org, AMI Events). All that a call does would be in `call`: nobody needs it here. */
  readonly eventMask?: string;
  readonly log: { info(fields: object, message: string): void; warn(fields: object, message: string): void };
  /** How often it is asked whether it is still there. */
  readonly pingMs?: number;
}

interface AmiEvents {
  /** `event` is its name, as Asterisk writes it. */
  event: [AmiMessage];
  open: [];
  lost: [];
}

const FIRST_WAIT_MS = 200;
const LONGEST_WAIT_MS = 5_000;

/** The runtime's line to Asterisk's manager interface. Stays connected by itself, until `close`; events of a gap are lost. */
export class AmiConnection extends EventEmitter<AmiEvents> {
  readonly #options: AmiConnectionOptions;
  readonly #ended = new AbortController();
  #session: AmiSession | undefined;

  constructor(options: AmiConnectionOptions) {
    super();
    // Trunks, the ladder, diagnosis and people each listen.
    this.setMaxListeners(50);
    this.#options = options;
  }

  get isOpen(): boolean {
    return this.#session !== undefined;
  }

  start(): void {
    void this.#run();
  }

  /** @throws AmiError `ami-away` while there is no connection */
  async action(name: string, fields?: Readonly<Record<string, string>>): Promise<AmiMessage> {
    return this.#open().action(name, fields);
  }

  /** @throws AmiError */
  async list(name: string, fields?: Readonly<Record<string, string>>): Promise<readonly AmiMessage[]> {
    return this.#open().list(name, fields);
  }

  close(): void {
    this.#ended.abort();
    this.#session?.close();
  }

  #open(): AmiSession {
    if (this.#session === undefined) throw new AmiError('ami-away', 'There is no connection to AMI.');
    return this.#session;
  }

  async #run(): Promise<void> {
    const { log, server, eventMask = 'system,security' } = this.#options;
    const { signal } = this.#ended;
    for (let failures = 0; !signal.aborted; ) {
      let session: AmiSession | undefined;
      try {
        session = await openAmiSession(server, (event) => this.#heard(event));
        await session.action('Events', { EventMask: eventMask });
        if (signal.aborted) return session.close();
        failures = 0;
        this.#session = session;
        log.info({}, 'connected to the manager interface of Asterisk');
        this.emit('open');
        await this.#untilLost(session);
        this.#session = undefined;
        if (signal.aborted) return;
        log.warn({}, 'lost the connection to the manager interface of Asterisk');
        this.emit('lost');
      } catch (err) {
        session?.close();
        failures += 1;
        if (failures === 1) log.warn({ err }, 'The manager interface of Asterisk is out of reach, trying on');
      }
      const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.max(0, failures - 1));
      await sleep(wait * (0.5 + Math.random() / 2), undefined, { signal }).catch(() => {});
    }
  }

  /** A frozen Asterisk keeps its connections open: only an answer shows that it lives. */
  async #untilLost(session: AmiSession): Promise<void> {
    const { pingMs = 5_000 } = this.#options;
    const gone = session.closed.then(() => true);
    while (!(await Promise.race([gone, sleep(pingMs, false, { ref: false })]))) {
      await session.action('Ping').catch(() => session.close());
    }
  }

  #heard(event: AmiMessage): void {
    try {
      this.emit('event', event);
    } catch (err) {
      this.#options.log.warn({ err, event: event.event }, 'a listener failed on an AMI event');
    }
  }
}
