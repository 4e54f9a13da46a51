import { randomBytes } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { answerCall } from './answer-call.ts';
import { answerTo, type CarrierCall, type Reply } from './carrier-call.ts';
import { challenge, credentialsOf, isMadeWith } from './digest.ts';
import { type OutgoingCall, placeCall } from './place-call.ts';
import { type Rule, type Rules, ruleFor } from './rules.ts';
import {
  branchOf,
  headerOf,
  methodOf,
  parameterOf,
  partsOf,
  type SipHeader,
  type SipMessage,
  statusOf,
  uriOf,
} from './sip-message.ts';
import { openWire, type Peer, type Wire, type WireTransport } from './wire.ts';

export interface FakeCarrierOptions {
  /** An address of loopback that is not 127.0.0.1: our Asterisk takes calls from there for its own. 127.0.0.2 by default. */
  readonly address?: string;
  /** UDP alone by default; UDP and TCP share a port. */
  readonly transports?: readonly WireTransport[];
  /** A free one by default. */
  readonly port?: number;
  readonly tlsPort?: number;
  readonly certificate?: { readonly key: string; readonly cert: string };
  /** User and password. With any, REGISTER and INVITE are asked for them. */
  readonly accounts?: Readonly<Record<string, string>>;
  readonly rules?: Rules;
}

export interface Registration {
  readonly contact: string;
  readonly peer: Peer;
  readonly expiresAt: number;
}

/**
 * A carrier on this machine: registrar, digest, calls in and out with real RTP. By default it does all right; what it
 * does wrong is said by `rules`, which may be changed at any time.
 *
 *   const carrier = await FakeCarrier.start({ accounts: { alice: 'secret' } });     // 127.0.0.2, UDP, a free port
 *   carrier.rules.INVITE = { status: 486 };                // busy; or { silent: true }, { challenge: 'always' }, ...
 *   const call = await carrier.nextCall();                 // a call from Patchcord: { invite, rtp, state, end, hangUp() }
 *   await call.until('answered'); call.rtp.received;       // packets so far; rtp.mode = 'echo' | 'tone' | 'mute'
 *   const mine = await carrier.call({ to: '+4930123456', from: '+44201', target: { host, port } });   // to Patchcord
 *   const mine = await carrier.call({ to: '+4930123456', account: 'alice' });     // where alice has registered
 *   await carrier.stop();
 *
 * `requests` holds every request in order, repeated ones too; `registrations` who is registered.
 */
export class FakeCarrier extends EventEmitter<{ request: [SipMessage]; call: [CarrierCall]; registered: [string] }> {
  readonly address: string;
  readonly realm = 'carrier.example';
  readonly accounts: Readonly<Record<string, string>>;
  rules: Rules;
  readonly registrations = new Map<string, Registration>();
  readonly requests: SipMessage[] = [];
  /** All of them, those that it made and those that came. */
  readonly calls: CarrierCall[] = [];
  readonly #wires: Wire[] = [];
  readonly #unseen: CarrierCall[] = [];
  /** Last answer to each transaction: it is sent again for a request that comes again. */
  readonly #answered = new Map<string, SipMessage | undefined>();
  readonly #responses = new Map<string, (response: SipMessage) => void>();

  private constructor({ address = '127.0.0.2', accounts = {}, rules = {} }: FakeCarrierOptions) {
    super();
    this.address = address;
    this.accounts = accounts;
    this.rules = rules;
  }

  static async start(options: FakeCarrierOptions = {}): Promise<FakeCarrier> {
    const carrier = new FakeCarrier(options);
    for (const transport of options.transports ?? ['udp']) await carrier.#listen(transport, options);
    return carrier;
  }

  /** Of UDP and TCP, or of TLS where there is nothing else. */
  get port(): number {
    return (this.#wires.find(({ transport }) => transport !== 'tls') ?? this.#wires[0])?.port ?? 0;
  }

  get tlsPort(): number {
    return this.#wires.find(({ transport }) => transport === 'tls')?.port ?? 0;
  }

  /** The next call from Patchcord that no one has asked for yet. */
  async nextCall(withinMs = 10_000): Promise<CarrierCall> {
    const deadline = AbortSignal.timeout(withinMs);
    while (this.#unseen.length === 0)
      await new Promise<void>((resolve, reject) => {
        this.once('call', () => resolve());
        deadline.addEventListener('abort', () => reject(new Error(`No call came within ${withinMs} ms.`)));
      });
    return this.#unseen.shift() as CarrierCall;
  }

  /** Calls Patchcord; settles when the call is answered, or with `status` when it is not. */
  async call(outgoing: OutgoingCall): Promise<CarrierCall> {
    const registration = outgoing.account === undefined ? undefined : this.registrations.get(outgoing.account);
    if (outgoing.account !== undefined && registration === undefined)
      throw new Error(`Nobody has registered as ${outgoing.account}.`);
    const wire = this.#wires.find(({ transport }) => transport === (outgoing.transport ?? this.#wires[0]?.transport));
    const to = outgoing.target;
    const peer = registration?.peer ?? (to && (await wire?.peer(to.host, to.port)));
    if (peer === undefined) throw new Error('A call needs an account or a target.');
    const contact = this.contactOf(peer.transport, 'carrier');
    return placeCall(
      { ...outgoing, uri: registration ? registration.contact : `sip:${outgoing.to}@${to?.host}:${to?.port}` },
      {
        address: this.address,
        contact,
        peer,
        onCall: (call) => this.calls.push(call),
        onResponse: (branch, take) => this.#responses.set(branch, take),
      },
    );
  }

  async stop(): Promise<void> {
    for (const call of this.calls) call.over('stopped');
    await Promise.all(this.#wires.map((wire) => wire.close()));
  }

  contactOf(transport: WireTransport, user: string): string {
    const port = this.#wires.find((wire) => wire.transport === transport)?.port ?? this.port;
    return `sip:${user}@${this.address}:${port}${transport === 'udp' ? '' : `;transport=${transport}`}`;
  }

  async #listen(transport: WireTransport, { port = 0, tlsPort = 0, certificate }: FakeCarrierOptions): Promise<void> {
    const shared = this.#wires.find((wire) => wire.transport !== 'tls')?.port ?? port;
    this.#wires.push(
      await openWire({
        transport,
        address: this.address,
        port: transport === 'tls' ? tlsPort : shared,
        certificate,
        onMessage: (message, peer) => this.#take(message, peer),
      }),
    );
  }

  #take(message: SipMessage, peer: Peer): void {
    const call = this.calls.find(({ dialog }) => dialog.callId === headerOf(message, 'call-id'));
    if (statusOf(message) !== 0) {
      this.#responses.get(branchOf(message))?.(message);
      call?.takeResponse(message);
      return;
    }
    this.requests.push(message);
    this.emit('request', message);
    const method = methodOf(message);
    const transaction = `${branchOf(message)} ${method}`;
    const isDeaf = call && ruleFor(this.rules.INVITE, call.invite)?.deafTo?.includes(method);
    if (method === 'ACK') {
      if (!isDeaf) call?.acknowledge();
    } else if (!this.#answered.has(transaction)) this.#answer(message, call, peer, this.#replyTo(message, peer));
    else {
      const before = this.#answered.get(transaction);
      if (before !== undefined) peer.send(before);
    }
  }

  #replyTo(request: SipMessage, peer: Peer): Reply {
    const transaction = `${branchOf(request)} ${methodOf(request)}`;
    this.#answered.set(transaction, undefined);
    return (status, { tag = randomBytes(4).toString('hex'), ...more } = {}) => {
      const answer = answerTo(request, peer, { status, tag, ...more });
      this.#answered.set(transaction, answer);
      peer.send(answer);
    };
  }

  #answer(request: SipMessage, call: CarrierCall | undefined, peer: Peer, reply: Reply): void {
    const method = methodOf(request);
    if (method === 'CANCEL') {
      reply(call === undefined ? 481 : 200);
      call?.emit('cancelled');
    } else if (call !== undefined) this.#within(call, request, peer, reply);
    else if (method === 'REGISTER') this.#register(request, peer, reply);
    else if (method === 'INVITE') this.#invite(request, peer, reply);
    else this.#obey(method === 'OPTIONS' ? ruleFor(this.rules.OPTIONS, request) : undefined, reply);
  }

  #register(request: SipMessage, peer: Peer, reply: Reply): void {
    const rule = ruleFor(this.rules.REGISTER, request) ?? {};
    if (!this.#mayPass(request, rule, 401, reply)) return;
    const isGranted = !rule.silent && (rule.status ?? 200) === 200;
    if (!isGranted) {
      this.#obey(rule, reply);
      return;
    }
    const { user } = partsOf(uriOf(headerOf(request, 'to')));
    const contact = headerOf(request, 'contact');
    const expires = Number(parameterOf(contact, 'expires') || headerOf(request, 'expires') || 3_600);
    const uri = uriOf(contact);
    if (expires === 0 || contact === '') this.registrations.delete(user);
    else this.registrations.set(user, { contact: uri, peer, expiresAt: Date.now() + expires * 1_000 });
    const bound: SipHeader[] = expires === 0 ? [] : [['Contact', `<${uri}>;expires=${expires}`]];
    reply(200, { headers: [...(rule.headers ?? []), ...bound] });
    if (expires > 0) this.emit('registered', user);
  }

  #invite(request: SipMessage, peer: Peer, reply: Reply): void {
    const rule = ruleFor(this.rules.INVITE, request) ?? {};
    if (rule.silent || !this.#mayPass(request, rule, 407, reply)) return;
    const contact = rule.contact ?? this.contactOf(peer.transport, partsOf(uriOf(headerOf(request, 'to'))).user);
    void answerCall(request, rule, {
      address: this.address,
      contact,
      peer,
      reply,
      onCall: (call) => {
        this.calls.push(call);
        this.#unseen.push(call);
        this.emit('call', call);
      },
    });
  }

  /** False: asked for the password, or not to be asked at all. */
  #mayPass(request: SipMessage, rule: Rule, status: 401 | 407, reply: Reply): boolean {
    const when = rule.challenge ?? (Object.keys(this.accounts).length > 0 ? 'once' : 'never');
    if (when === 'never' || rule.silent) return true;
    const given = credentialsOf(headerOf(request, status === 401 ? 'authorization' : 'proxy-authorization'));
    const password = this.accounts[given.username ?? ''];
    if (when === 'once' && password !== undefined && isMadeWith(password, request, given)) return true;
    reply(status, { headers: [[status === 401 ? 'WWW-Authenticate' : 'Proxy-Authenticate', challenge(this.realm)]] });
    return false;
  }

  #obey(rule: Rule | undefined, reply: Reply): void {
    if (rule?.silent) return;
    const answer = () => reply(rule?.status ?? 200, { reason: rule?.reason, headers: rule?.headers });
    if (rule?.afterMs === undefined) answer();
    else setTimeout(answer, rule.afterMs);
  }

  #within(call: CarrierCall, request: SipMessage, peer: Peer, reply: Reply): void {
    call.takeRequest(request, peer);
    const method = methodOf(request);
    if (ruleFor(this.rules.INVITE, call.invite)?.deafTo?.includes(method)) return;
    if (method === 'INVITE') {
      const headers = [
        ['Contact', `<${call.dialog.contact}>`],
        ['Content-Type', 'application/sdp'],
      ] as const;
      reply(200, { headers, body: call.sdp });
    } else if (method === 'REFER') this.#refer(call, request, reply);
    else reply(200);
    if (method === 'BYE') call.over('bye-received');
  }

  #refer(call: CarrierCall, request: SipMessage, reply: Reply): void {
    const status = ruleFor(this.rules.REFER, request)?.status ?? 202;
    reply(status);
    if (status >= 300) return;
    const headers = [
      ['Event', 'refer'],
      ['Subscription-State', 'terminated;reason=noresource'],
      ['Content-Type', 'message/sipfrag'],
    ] as const;
    void call.request('NOTIFY', { headers, body: 'SIP/2.0 200 OK\r\n' });
  }
}
