/** A part of what a caller does; `scenario` puts them together. */
export type Part = string;

/** Name of the file of silence that every run of SIPp finds beside its scenario. */
export const SILENCE = 'silence.ul';

/** The wait that `runSipp` is given for each call. */
export const OWN_WAIT = 'ownWait';

const body = (direction: 'sendrecv' | 'sendonly') => `Content-Type: application/sdp
Content-Length: [len]

v=0
o=caller 1 [cseq] IN IP[local_ip_type] [local_ip]
s=-
c=IN IP[media_ip_type] [media_ip]
t=0 0
m=audio [rtpstream_audio_port] RTP/AVP 0 101
a=rtpmap:0 PCMU/8000
a=rtpmap:101 telephone-event/8000
a=${direction}
`;

/** The INVITE and what belongs to it (its ACK, its CANCEL) carry one Via branch where they are one transaction. */
const request = (
  method: string,
  { to = '[next_url]', tag = '[peer_tag_param]', branch = '[branch]', rest = '' } = {},
) =>
  `<![CDATA[
${method} ${to} SIP/2.0
Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=${branch}
From: "caller" <sip:caller[call_number]@[local_ip]:[local_port]>;tag=[pid]-[call_number]
To: <sip:[service]@[remote_ip]:[remote_port]>${tag}
Call-ID: [call_id]
CSeq: [cseq] ${method}
Contact: <sip:caller@[local_ip]:[local_port]>
Max-Forwards: 70
${rest || 'Content-Length: 0\n\n'}]]>`;

const first = {
  to: 'sip:[service]@[remote_ip]:[remote_port]',
  tag: '',
  branch: 'z9hG4bK-[pid]-[call_number]-first',
};

const OK = `<send><![CDATA[
SIP/2.0 200 OK
[last_Via:]
[last_From:]
[last_To:]
[last_Call-ID:]
[last_CSeq:]
Content-Length: 0

]]></send>`;

const PROVISIONAL = [100, 180, 183].map((status) => `<recv response="${status}" optional="true"/>`).join('\n');
const ACK = `<send>${request('ACK')}</send>`;
const SPEAK = `<nop><action><exec rtp_stream="${SILENCE},-1,0,PCMU/8000"/></action></nop>`;

export const invite = (): Part =>
  `<send retrans="500" start_rtd="1">${request('INVITE', { ...first, rest: body('sendrecv') })}</send>`;

/** Waits for the answer and sends silence from then on, as a phone does. */
export const answered = (withinMs = 10_000): Part =>
  `${PROVISIONAL}
<recv response="200" rrs="true" rtd="1" timeout="${withinMs}"/>
${ACK}
${SPEAK}`;

/** Waits; `OWN_WAIT` takes the time from the list that `runSipp` was given, one for each call. */
export const pause = (ms: number | typeof OWN_WAIT): Part =>
  ms === OWN_WAIT
    ? `<nop><action>
  <assignstr assign_to="text" value="[field0]"/><todouble assign_to="${OWN_WAIT}" variable="text"/>
</action></nop>
<pause variable="${OWN_WAIT}"/>`
    : `<pause milliseconds="${ms}"/>`;

/** A key by SIP INFO, as `application/dtmf-relay`. SIPp could send RFC 4733 only through a raw socket, so only as root. */
export const infoKey = (key: string): Part =>
  `<send retrans="500">${request('INFO', { rest: `Content-Type: application/dtmf-relay\nContent-Length: [len]\n\nSignal=${key}\nDuration=100\n` })}</send>
<recv response="200"/>`;

const reInvite = (direction: 'sendrecv' | 'sendonly'): Part =>
  `<send retrans="500">${request('INVITE', { rest: body(direction) })}</send>
${PROVISIONAL}
<recv response="200" rrs="true"/>
${ACK}`;

/** The caller's phone puts the call on hold (RFC 3264, 8.4). */
export const hold = (): Part => reInvite('sendonly');
export const resume = (): Part => reInvite('sendrecv');

export const bye = (): Part => `<send retrans="500">${request('BYE')}</send>\n<recv response="200"/>`;

/** The callee hangs up. */
export const byeFromCallee = (withinMs = 10_000): Part => `<recv request="BYE" timeout="${withinMs}"/>\n${OK}`;

/** The callee turns the call away without an answer. */
export const refused = (status: number): Part =>
  `${PROVISIONAL}\n<recv response="${status}" rtd="1"/>\n<send>${request('ACK', first)}</send>`;

/** Waits for the first sign of life, the earliest moment at which a CANCEL may be sent (RFC 3261, 9.1). */
export const trying = (): Part => '<recv response="100"/>';

/**
 * Gives up the call that rings. Where the answer crosses the CANCEL it is taken and hung up at once, as RFC 3261 (9.1)
 * asks for.
 */
export const cancel = (): Part =>
  `<label id="cancel"/>
<send retrans="500">${request('CANCEL', first)}</send>
${PROVISIONAL}
<recv response="481" optional="true"/>
<recv response="487" rtd="1" optional="true" next="cancelled"/>
<recv response="200" rtd="1" next="crossed" test="isAnswer"><action>
  <ereg regexp="INVITE" search_in="hdr" header="CSeq:" assign_to="isAnswer"/>
</action></recv>
<recv response="487"/>
<label id="cancelled"/>
<send next="over">${request('ACK', first)}</send>
<label id="crossed"/>
<send>${request('ACK', { to: first.to })}</send>
<send retrans="500">${request('BYE', { to: first.to })}</send>
<recv response="200"/>
<label id="over"/>
<nop/>`;

/** Gives up after `ms` without an answer: may cross it by a hair. One that comes before is hung up at once. */
export const cancelAfter = (ms: number): Part =>
  `${PROVISIONAL}
<recv response="200" rtd="1" next="crossed" timeout="${ms}" ontimeout="cancel"/>
${cancel()}`;

export const scenario = (...parts: readonly Part[]): string =>
  `<?xml version="1.0" encoding="UTF-8" ?>
<scenario name="caller">
${parts.join('\n')}
</scenario>
`;
