import { randomBytes } from 'node:crypto';
import { ackFor, CarrierCall, viaOf } from './carrier-call.ts';
import { RtpLeg, type RtpMode } from './rtp-leg.ts';
import { audioOf, audioSdp, type CarrierCodec } from './sdp.ts';
import { headerOf, type SipHeader, type SipMessage, statusOf, uriOf } from './sip-message.ts';
import type { Peer, WireTransport } from './wire.ts';

export interface OutgoingCall {
  /** The number that is called, as the carrier writes it. */
  readonly to: string;
  readonly from?: string;
  /** Calls where this account has registered... */
  readonly account?: string;
  /** ...or there. */
  readonly target?: { readonly host: string; readonly port: number };
  /** The first of the carrier's by default. */
  readonly transport?: WireTransport;
  /** Request address, in place of the usual one. */
  readonly uri?: string;
  readonly headers?: readonly SipHeader[];
  readonly rtp?: RtpMode;
  readonly codecs?: readonly CarrierCodec[];
  /** Said in the SDP in place of the true address. */
  readonly sdpAddress?: string;
  /** False: the answer is never acknowledged. */
  readonly ack?: boolean;
  /** Gives up when there is no answer so long: 20 s. */
  readonly withinMs?: number;
}

interface Placing {
  readonly address: string;
  readonly contact: string;
  readonly peer: Peer;
  onCall(call: CarrierCall): void;
  onResponse(branch: string, take: (response: SipMessage) => void): void;
}

/** A call of the carrier to Patchcord. Settles with its answer or its end, of which `status` tells. */
export async function placeCall(outgoing: OutgoingCall, placing: Placing): Promise<CarrierCall> {
  const { address, contact, peer } = placing;
  const rtp = await RtpLeg.open(address, outgoing.rtp ?? 'tone');
  const branch = `z9hG4bK${randomBytes(8).toString('hex')}`;
  const uri = outgoing.uri ?? `sip:${outgoing.to}@${peer.address}:${peer.port}`;
  const local = `<sip:${outgoing.from ?? 'anonymous'}@${address}>;tag=${randomBytes(4).toString('hex')}`;
  const remote = `<sip:${outgoing.to}@${address}>`;
  const codecs = outgoing.codecs ?? ['PCMU', 'PCMA'];
  const sdp = audioSdp({ address: outgoing.sdpAddress ?? address, port: rtp.port, codecs });
  const callId = randomBytes(10).toString('hex');
  const invite: SipMessage = {
    startLine: `INVITE ${uri} SIP/2.0`,
    headers: [
      ['Via', viaOf(contact, peer.transport, branch)],
      ['Max-Forwards', '70'],
      ['From', local],
      ['To', remote],
      ['Call-ID', callId],
      ['CSeq', '1 INVITE'],
      ['Contact', `<${contact}>`],
      ['Supported', 'timer'],
      ...(outgoing.headers ?? []),
      ['Content-Type', 'application/sdp'],
    ],
    body: sdp,
  };
  const call = new CarrierCall(invite, { callId, local, remote, target: uri, contact, peer }, rtp);
  call.sdp = sdp;
  placing.onCall(call);
  return new Promise((resolve) => {
    let isHeard = false;
    const again = peer.transport === 'udp' ? setInterval(() => !isHeard && peer.send(invite), 500) : undefined;
    const late = setTimeout(() => finish('silence'), outgoing.withinMs ?? 20_000);
    const settle = () => {
      clearInterval(again);
      clearTimeout(late);
      resolve(call);
    };
    const finish = (why: string) => {
      call.over(why);
      settle();
    };
    placing.onResponse(branch, (response) => {
      isHeard = true;
      const status = statusOf(response);
      if (status < 200) return;
      if (status >= 300 || outgoing.ack !== false) peer.send(ackFor(invite, response));
      if (call.status !== undefined) return;
      call.status = status;
      if (status >= 300) return finish(String(status));
      call.dialog.remote = headerOf(response, 'to');
      call.dialog.target = uriOf(headerOf(response, 'contact')) || uri;
      const audio = audioOf(response.body);
      if (audio !== undefined) rtp.start(audio, audio.payloads[0] ?? 0);
      call.answer();
      settle();
    });
    peer.send(invite);
  });
}
