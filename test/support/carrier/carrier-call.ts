import { randomBytes } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import type { RtpLeg } from './rtp-leg.ts';
import { reasons } from './rules.ts';
import {
  headerOf,
  headersOf,
  methodOf,
  parameterOf,
  type SipHeader,
  type SipMessage,
  statusOf,
  uriOf,
} from './sip-message.ts';
import type { Peer } from './wire.ts';

export interface Dialog {
  readonly callId: string;
  /** From and To as this side writes them, with its tag and, once known, the other one's. */
  readonly local: string;
  remote: string;
  /** Where requests within the call are addressed to. */
  target: string;
  readonly contact: string;
  peer: Peer;
}

/** One call at the carrier's side, whoever began it. */
export class CarrierCall extends EventEmitter<{
  answered: [];
  acknowledged: [];
  ended: [];
  changed: [];
  cancelled: [];
}> {
  readonly dialog: Dialog;
  readonly rtp: RtpLeg;
  readonly invite: SipMessage;
  state: 'begun' | 'ringing' | 'answered' | 'ended' = 'begun';
  acknowledged = false;
  /** What this side says of its audio. */
  sdp = '';
  /** Why it ended: `bye-received`, `bye-sent`, `cancelled`, `no-ack`, or the status of an INVITE that failed. */
  end: string | undefined;
  /** Requests within the call, in order. */
  readonly requests: SipMessage[] = [];
  /** Final status of the carrier's own INVITE. */
  status: number | undefined;
  readonly #cleanups: (() => void)[] = [];
  readonly #waiting = new Map<string, (response: SipMessage) => void>();
  #sequence = 100;

  constructor(invite: SipMessage, dialog: Dialog, rtp: RtpLeg) {
    super();
    this.invite = invite;
    this.dialog = dialog;
    this.rtp = rtp;
  }

  /** Runs when the call is over; for timers and the like. */
  atEnd(cleanup: () => void): void {
    this.#cleanups.push(cleanup);
  }

  answer(): void {
    this.state = 'answered';
    this.emit('answered');
  }

  acknowledge(): void {
    this.acknowledged = true;
    this.emit('acknowledged');
  }

  over(why: string): void {
    if (this.state === 'ended') return;
    this.state = 'ended';
    this.end = why;
    for (const cleanup of this.#cleanups.splice(0)) cleanup();
    this.rtp.close();
    this.emit('ended');
  }

  /** @throws if it does not happen in time */
  async until(what: 'answered' | 'acknowledged' | 'ended', withinMs = 10_000): Promise<this> {
    const happened = what === 'acknowledged' ? this.acknowledged : this.state === what;
    if (!happened) await once(this, what, { signal: AbortSignal.timeout(withinMs) });
    return this;
  }

  async hangUp(headers: readonly SipHeader[] = []): Promise<void> {
    if (this.state !== 'answered') return;
    const answer = this.request('BYE', { headers });
    this.over('bye-sent');
    await answer;
  }

  /** A request within the call; gives the final answer, or undefined after 4 s of silence. */
  async request(
    method: string,
    { headers = [], body = '' }: { headers?: readonly SipHeader[]; body?: string } = {},
  ): Promise<SipMessage | undefined> {
    const { peer, dialog } = { peer: this.dialog.peer, dialog: this.dialog };
    this.#sequence += 1;
    const branch = `z9hG4bK${randomBytes(8).toString('hex')}`;
    const message: SipMessage = {
      startLine: `${method} ${dialog.target} SIP/2.0`,
      headers: [
        ['Via', viaOf(dialog.contact, peer.transport, branch)],
        ['Max-Forwards', '70'],
        ['From', dialog.local],
        ['To', dialog.remote],
        ['Call-ID', dialog.callId],
        ['CSeq', `${this.#sequence} ${method}`],
        ['Contact', `<${dialog.contact}>`],
        ...headers,
      ],
      body,
    };
    const key = `${this.#sequence} ${method}`;
    const final = new Promise<SipMessage | undefined>((resolve) => {
      this.#waiting.set(key, resolve);
      const again = peer.transport === 'udp' ? setInterval(() => peer.send(message), 500) : undefined;
      const late = setTimeout(() => resolve(undefined), 4_000);
      const settle = () => {
        clearInterval(again);
        clearTimeout(late);
        this.#waiting.delete(key);
      };
      this.#waiting.set(key, (response) => {
        settle();
        if (method === 'INVITE') peer.send(ackFor(message, response));
        resolve(response);
      });
      setTimeout(settle, 4_000).unref();
    });
    peer.send(message);
    return final;
  }

  takeResponse(response: SipMessage): void {
    if (statusOf(response) >= 200) this.#waiting.get(headerOf(response, 'cseq'))?.(response);
  }

  takeRequest(request: SipMessage, peer: Peer): void {
    this.requests.push(request);
    const target = uriOf(headerOf(request, 'contact'));
    if (target !== '') this.dialog.target = target;
    this.dialog.peer = peer;
    this.emit('changed');
  }
}

export function viaOf(contact: string, transport: string, branch: string): string {
  const host = /^sip:(?:[^@]*@)?([^;>]+)/.exec(contact)?.[1] ?? '';
  return `SIP/2.0/${transport.toUpperCase()} ${host};rport;branch=${branch}`;
}

/** For a 2xx: a transaction of its own. */
export function ackFor(invite: SipMessage, response: SipMessage): SipMessage {
  const ok = statusOf(response) < 300;
  const target = uriOf(headerOf(response, 'contact'));
  const uri = ok && target !== '' ? target : (invite.startLine.split(' ')[1] ?? '');
  const via = headerOf(invite, 'via');
  return {
    startLine: `ACK ${uri} SIP/2.0`,
    headers: [
      ['Via', ok ? `${via.split(';branch=')[0]};branch=z9hG4bK${randomBytes(8).toString('hex')}` : via],
      ['Max-Forwards', '70'],
      ['From', headerOf(invite, 'from')],
      ['To', headerOf(response, 'to')],
      ['Call-ID', headerOf(invite, 'call-id')],
      ['CSeq', headerOf(invite, 'cseq').replace('INVITE', 'ACK')],
    ],
    body: '',
  };
}

interface Answer {
  readonly reason?: string | undefined;
  readonly headers?: readonly SipHeader[] | undefined;
  readonly body?: string;
  readonly tag?: string;
}

/** Answers the request at hand. */
export type Reply = (status: number, more?: Answer) => void;

/** An answer to a request, with what must be repeated (RFC 3261, 8.2.6). */
export function answerTo(request: SipMessage, peer: Peer, answer: Answer & { readonly status: number }): SipMessage {
  const { status, reason = reasons[status] ?? 'Because', tag = '', headers = [], body = '' } = answer;
  const to = headerOf(request, 'to');
  const [first = '', ...vias] = headersOf(request, 'via');
  return {
    startLine: `SIP/2.0 ${status} ${reason}`,
    headers: [
      ['Via', `${first.replace(/;rport(=\d+)?/i, '')};received=${peer.address};rport=${peer.port}`],
      ...vias.map((via) => ['Via', via] as const),
      ['From', headerOf(request, 'from')],
      ['To', tag === '' || parameterOf(to, 'tag') !== '' ? to : `${to};tag=${tag}`],
      ['Call-ID', headerOf(request, 'call-id')],
      ['CSeq', headerOf(request, 'cseq')],
      ['Server', 'fake-carrier'],
      ...(status < 300 && ['INVITE', 'OPTIONS'].includes(methodOf(request))
        ? [['Allow', 'INVITE, ACK, CANCEL, BYE, OPTIONS, UPDATE, INFO, REFER, NOTIFY'] as const]
        : []),
      ...headers,
    ],
    body,
  };
}
