import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { WebSocket } from 'ws';
import { phoneContext, phonePrefix } from '#asterisk-config/dialplan';
import { channelsOf } from '#runtime/ari/channels';
import type { Channel } from '#runtime/ari/resources';
import type { AriRequester } from '#runtime/ari/transport';
import type { CallEvent } from '#runtime/flow/record';
import type { Runnable } from '#runtime/session/live-calls';
import { addPhone, alignPhones, removePhone } from './phone-accounts.ts';
import { PhoneError, type PhoneSession, type PhoneTest } from './phone-session.ts';
import { relayCodes, relaySip } from './sip-relay.ts';

export interface PhoneSessionsOptions {
  readonly ari: AriRequester;
  /** Asterisk's own WebSocket for SIP: `ws://127.0.0.1:18088/ws`. */
  readonly socketUrl: string;
  readonly onError: (error: unknown, message: string) => void;
  /** No session lives longer (30 minutes). */
  readonly longestMs?: number;
  /** How long one waits for its browser (2 minutes), and for its return (5 s). */
  readonly unusedMs?: number;
  readonly awayMs?: number;
}

const MOST_OF_ONE = 5;
const MOST = 50;
const STOP_MS = 1_500;

/**
 * The browser phones of this runtime. Each has a name and a password of its own in Asterisk, reaches its own flow and
 * nothing else, and is gone from Asterisk with its session. They are kept in memory: a new runtime removes what an earlier
 * one left.
 */
export class PhoneSessions {
  readonly #options: Required<PhoneSessionsOptions>;
  readonly #byId = new Map<string, PhoneSession>();
  readonly #byName = new Map<string, PhoneSession>();
  readonly #ends = new Map<string, NodeJS.Timeout>();

  constructor(options: PhoneSessionsOptions) {
    this.#options = { longestMs: 30 * 60_000, unusedMs: 2 * 60_000, awayMs: 5_000, ...options };
  }

  get size(): number {
    return this.#byId.size;
  }

  /** @throws PhoneError; AriUnavailable while Asterisk is out of reach */
  async open(test: PhoneTest): Promise<PhoneSession> {
    const sessions = [...this.#byId.values()];
    if (sessions.length >= MOST || sessions.filter((one) => one.test.owner === test.owner).length >= MOST_OF_ONE)
      throw new PhoneError('phone-too-many', 'Too many browser phones are open.', 'Close one, or wait some minutes.');
    const { longestMs, unusedMs, ari } = this.#options;
    const session: PhoneSession = {
      id: randomBytes(16).toString('hex'),
      account: {
        name: `${phonePrefix}${randomBytes(16).toString('hex')}`,
        password: randomBytes(24).toString('base64url'),
      },
      test,
      expiresMs: Date.now() + longestMs,
      callId: undefined,
      channelId: undefined,
      live: false,
      socket: undefined,
      idle: undefined,
    };
    this.#byId.set(session.id, session);
    this.#byName.set(session.account.name, session);
    this.#ends.set(session.id, this.#endLater(session, longestMs));
    session.idle = this.#endLater(session, unusedMs);
    try {
      await addPhone(ari, session.account);
    } catch (error) {
      await this.close(session.id);
      throw error;
    }
    return session;
  }

  /** Undefined for a session that is over, or somebody else's. */
  find(id: string, owner: string): PhoneSession | undefined {
    const session = this.#byId.get(id);
    return session?.test.owner === owner ? session : undefined;
  }

  /** A session has one browser: a new connection replaces the one before. */
  connect(id: string, socket: WebSocket): void {
    const session = this.#byId.get(id);
    if (session === undefined) {
      socket.close(relayCodes.ended, 'the session is over');
      return;
    }
    const before = session.socket;
    session.socket = socket;
    clearTimeout(session.idle);
    before?.close(relayCodes.ended, 'replaced');
    socket.on('close', () => {
      if (session.socket !== socket) return;
      session.socket = undefined;
      // Nobody hears the call any more: its dialogue belongs to a connection that is gone.
      this.#hangUp(session);
      session.idle = this.#endLater(session, this.#options.awayMs);
    });
    relaySip(socket, this.#options.socketUrl);
  }

  /** What a call of a browser phone runs; undefined turns it away. One call a phone. */
  flowFor(channel: Channel): Runnable | undefined {
    const session = this.#byName.get(channel.dialplan.exten);
    if (channel.dialplan.context !== phoneContext || session === undefined) return undefined;
    if (session.live) return undefined;
    session.channelId = channel.id;
    const { compiled, caller, called, startsAtMs } = session.test;
    return {
      compiled,
      revision: 0,
      test: true,
      pretendedMs: startsAtMs,
      pretendedCaller: caller,
      pretendedCalled: called,
    };
  }

  /** Events of all calls; those of phones tell which call a session has. */
  observe(event: CallEvent): void {
    if (this.#byId.size === 0) return;
    if (event.type === 'call.started') {
      for (const session of this.#byId.values())
        if (session.channelId === event.channelId) Object.assign(session, { callId: event.callId, live: true });
    } else if (event.type === 'call.ended') {
      for (const session of this.#byId.values())
        if (session.callId === event.callId) Object.assign(session, { channelId: undefined, live: false });
    }
  }

  /** On every connect to Asterisk. Calls don't depend on it. */
  async align(ari: AriRequester): Promise<void> {
    try {
      await alignPhones(
        ari,
        [...this.#byId.values()].map(({ account }) => account),
      );
    } catch (error) {
      this.#options.onError(error, 'The browser phones of Asterisk could not be looked through.');
    }
  }

  /** Harmless for one that is over. */
  async close(id: string): Promise<void> {
    const session = this.#byId.get(id);
    if (session === undefined) return;
    this.#byId.delete(id);
    this.#byName.delete(session.account.name);
    clearTimeout(session.idle);
    clearTimeout(this.#ends.get(id));
    this.#ends.delete(id);
    const { socket } = session;
    session.socket = undefined;
    socket?.close(relayCodes.ended, 'the session is over');
    this.#hangUp(session);
    // One that can't be removed now is removed at the next connect.
    await removePhone(this.#options.ari, session.account.name).catch((error) =>
      this.#options.onError(error, 'A browser phone could not be removed from Asterisk.'),
    );
  }

  /** Before the connection to Asterisk is closed. */
  async stop(): Promise<void> {
    const closed = Promise.all([...this.#byId.keys()].map((id) => this.close(id)));
    // An Asterisk that is away keeps nobody waiting: what is left there, the next start removes.
    await Promise.race([closed, sleep(STOP_MS, undefined, { ref: false })]);
  }

  #hangUp(session: PhoneSession): void {
    const { channelId } = session;
    if (channelId === undefined) return;
    channelsOf(this.#options.ari)
      .hangUp(channelId)
      .catch((error) => this.#options.onError(error, 'The call of a browser phone could not be ended.'));
  }

  #endLater(session: PhoneSession, ms: number): NodeJS.Timeout {
    return setTimeout(() => void this.close(session.id), ms).unref();
  }
}
