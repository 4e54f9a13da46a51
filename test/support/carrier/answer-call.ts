import { randomBytes } from 'node:crypto';
import { CarrierCall, type Reply } from './carrier-call.ts';
import { RtpLeg } from './rtp-leg.ts';
import type { CallRule } from './rules.ts';
import { audioOf, audioSdp, type CarrierCodec, payloadOf } from './sdp.ts';
import { headerOf, partsOf, type SipMessage, uriOf } from './sip-message.ts';
import type { Peer } from './wire.ts';

export interface Answering {
  readonly address: string;
  readonly contact: string;
  readonly peer: Peer;
  readonly reply: Reply;
  onCall(call: CarrierCall): void;
}

/** What the carrier does with a call that came to it and was let in. */
export async function answerCall(invite: SipMessage, rule: CallRule, answering: Answering): Promise<void> {
  const { address, contact, peer, reply } = answering;
  const tag = randomBytes(4).toString('hex');
  const offer = audioOf(invite.body);
  const caller = partsOf(uriOf(headerOf(invite, 'from'))).user;
  if (rule.callerIds !== undefined && !rule.callerIds.includes(caller))
    return reply(403, { reason: 'Caller ID not allowed', tag });
  const wanted: readonly CarrierCodec[] = rule.codecs ?? ['PCMU', 'PCMA'];
  const codecs = wanted.filter((codec) => offer?.payloads.includes(payloadOf[codec]));
  const isSecure = offer?.profile.includes('SAVP') === true;
  if (rule.srtp === 'required' ? !isSecure : isSecure) return reply(488, { tag });
  if (offer === undefined || codecs.length === 0) return reply(488, { tag });

  const rtp = await RtpLeg.open(address, rule.rtp ?? 'echo');
  const dialog = {
    callId: headerOf(invite, 'call-id'),
    local: `${headerOf(invite, 'to')};tag=${tag}`,
    remote: headerOf(invite, 'from'),
    target: uriOf(headerOf(invite, 'contact')),
    contact,
    peer,
  };
  const call = new CarrierCall(invite, dialog, rtp);
  rtp.saysLost = rule.saysLost === true;
  call.sdp = audioSdp({
    address: rule.sdpAddress ?? address,
    port: rtp.port,
    codecs,
    ...(rule.direction === undefined ? {} : { direction: rule.direction }),
  });
  answering.onCall(call);
  call.on('cancelled', () => {
    if (call.state === 'ended' || call.state === 'answered') return;
    reply(487, { tag });
    call.over('cancelled');
  });

  const payload = payloadOf[codecs[0] ?? 'PCMU'];
  const withSdp = [
    ['Contact', `<${contact}>`],
    ['Content-Type', 'application/sdp'],
  ] as const;
  const { ringing = 180 } = rule;
  reply(100);
  if (ringing === 'media') {
    reply(183, { tag, headers: withSdp, body: call.sdp });
    rtp.start(offer, payload);
  } else if (ringing !== 'none') reply(ringing, { tag, headers: [['Contact', `<${contact}>`]] });
  call.state = 'ringing';

  const ring = setTimeout(() => {
    const { status = 200 } = rule;
    if (status !== 200) {
      reply(status, { reason: rule.reason, headers: rule.headers, tag });
      return call.over(String(status));
    }
    const timer =
      rule.sessionSeconds === undefined
        ? []
        : [['Require', 'timer'] as const, ['Session-Expires', `${rule.sessionSeconds};refresher=uac`] as const];
    const ok = () => reply(200, { tag, headers: [...withSdp, ...timer, ...(rule.headers ?? [])], body: call.sdp });
    ok();
    rtp.start(offer, payload);
    call.answer();
    repeatUntilAcknowledged(call, ok);
    endsByItself(call, rule);
  }, rule.ringMs ?? 50);
  call.atEnd(() => clearTimeout(ring));
}

/** RFC 3261, 13.3.1.4: after 0.5, 1.5, 3.5, 7.5 s and then each 4 s, for 32 s; then the call is over. */
function repeatUntilAcknowledged(call: CarrierCall, ok: () => void): void {
  let waitMs = 500;
  let timer: NodeJS.Timeout | undefined;
  const next = () => {
    timer = setTimeout(() => {
      if (call.acknowledged) return;
      ok();
      waitMs = Math.min(waitMs * 2, 4_000);
      next();
    }, waitMs);
  };
  next();
  const over = setTimeout(() => {
    if (!call.acknowledged) void call.hangUp();
  }, 32_000);
  call.atEnd(() => {
    clearTimeout(timer);
    clearTimeout(over);
  });
}

function endsByItself(call: CarrierCall, rule: CallRule): void {
  if (rule.byeAfterMs !== undefined) {
    const bye = setTimeout(() => void call.hangUp(), rule.byeAfterMs);
    call.atEnd(() => clearTimeout(bye));
  }
  if (rule.sessionSeconds === undefined) return;
  const seconds = rule.sessionSeconds;
  let expiry: NodeJS.Timeout | undefined;
  const arm = () => {
    clearTimeout(expiry);
    expiry = setTimeout(
      () => void call.hangUp([['Reason', 'SIP;cause=408;text="Session timer expired"']]),
      seconds * 1_000,
    );
  };
  arm();
  call.on('changed', arm);
  call.atEnd(() => clearTimeout(expiry));
}
