import { expect, test } from 'vitest';
import { diagnose } from '#runtime/diagnosis/diagnose';
import type { AudioSample, Evidence } from '#runtime/diagnosis/evidence';
import { dialogueOf } from '../support/dialogue.ts';
import { trunkOf } from '../support/trunk.ts';

type Lines = Parameters<typeof dialogueOf>[0];

const sdp = (address: string, ...more: string[]): string[] => [
  'Content-Type: application/sdp',
  '',
  'v=0',
  `c=IN IP4 ${address}`,
  'm=audio 4000 RTP/AVP 0 8',
  ...more,
];
const out = (...rest: string[]) =>
  ['out', 'INVITE sip:+49301@sip.example.com SIP/2.0', 'CSeq: 1 INVITE', ...rest] as const;
const incoming = (...rest: string[]) => ['in', 'INVITE sip:+49301@1.2.3.4 SIP/2.0', 'CSeq: 1 INVITE', ...rest] as const;
const answer = (direction: 'in' | 'out', status: string, ...rest: string[]) =>
  [direction, `SIP/2.0 ${status}`, 'CSeq: 1 INVITE', ...rest] as const;
const ack = (direction: 'in' | 'out') => [direction, 'ACK sip:x SIP/2.0', 'CSeq: 1 ACK'] as const;
const bye = (direction: 'in' | 'out', ...rest: string[]) =>
  [direction, 'BYE sip:x SIP/2.0', 'CSeq: 2 BYE', ...rest] as const;

const found = (lines: Lines, more: Partial<Evidence> = {}, secondsApart = 1) =>
  diagnose({ dialogue: dialogueOf(lines, secondsApart), samples: [], trunk: trunkOf(), ...more }, 1_800_000_000_000);
const codes = (...given: Parameters<typeof found>) => found(...given).map(({ code }) => code);

const sample = (atSeconds: number, sent: number, received: number, lostThere?: number): AudioSample => ({
  atMs: atSeconds * 1_000,
  sent,
  received,
  lostThere,
});
const good = [out(...sdp('198.51.100.1')), answer('in', '200 OK', ...sdp('203.0.113.5')), ack('out')] as const;

test('a good call has no finding', () => {
  expect(codes([...good, bye('out')], { samples: [sample(2, 100, 90), sample(5, 250, 240)] })).toEqual([]);
  expect(codes([incoming(), answer('out', '200 OK'), ack('in'), bye('in')])).toEqual([]);
  expect(codes([incoming(), answer('out', '487 Request Terminated')])).toEqual([]);
});

test('an answer that names a private address and is never acknowledged points at the public address', () => {
  const ok = answer('out', '200 OK', 'Contact: <sip:192.168.1.5:5060>');
  const [first] = found([incoming(), ok, ok, ok, ok, ok, bye('out')], { hangup: { cause: 18, sipStatus: 408 } }, 4);
  expect(first).toMatchObject({ code: 'missing-ack', field: 'publicAddress', trunkId: 'acme' });
  expect(first?.cause).toContain('192.168.1.5');
});

test('an answer that comes again and again did not get our ACK', () => {
  const ok = answer('in', '200 OK', 'Contact: <sip:10.0.0.9>');
  expect(found([out(), ok, ack('out'), ok, ack('out'), ok, ack('out'), ok], {}, 4)[0]).toMatchObject({
    code: 'missing-ack',
    field: 'outboundProxy',
  });
});

test('silence is only one-way audio when it lasts, and nobody asked for it', () => {
  const silent = [sample(2, 100, 0), sample(5, 250, 0)];
  expect(codes(good, { samples: silent })).toEqual(['no-audio-in']);
  expect(codes(good, { samples: silent.slice(0, 1) })).toEqual([]);
  expect(codes(good, { samples: [sample(2, 100, 50), sample(3, 150, 50)] })).toEqual([]);
  const hold = ['in', 'INVITE sip:x SIP/2.0', 'CSeq: 9 INVITE', ...sdp('203.0.113.5', 'a=inactive')] as const;
  expect(codes([...good, hold], { samples: silent })).toEqual([]);
});

test('silence while we name a private address points at the public address', () => {
  const lines = [out(...sdp('192.168.1.5')), answer('in', '200 OK', ...sdp('203.0.113.5')), ack('out')];
  const all = found(lines as Lines, { samples: [sample(2, 100, 0), sample(5, 250, 0)] });
  expect(all.map(({ code }) => code)).toEqual(['no-audio-in', 'own-address-private']);
  expect(all[0]?.field).toBe('publicAddress');
});

test('what the other side reports as lost is what it did not hear', () => {
  expect(codes(good, { samples: [sample(2, 100, 90, 100), sample(5, 250, 240, 250)] })).toEqual(['no-audio-out']);
  expect(codes(good, { samples: [sample(2, 100, 90, 1), sample(5, 250, 240, 3)] })).toEqual([]);
});

test('a private address of the other side is a warning where its audio came all the same', () => {
  const lines = [out(...sdp('198.51.100.1')), answer('in', '200 OK', ...sdp('10.1.1.1')), ack('out')] as Lines;
  expect(found(lines, { samples: [sample(2, 100, 90), sample(5, 250, 240)] })[0]).toMatchObject({
    code: 'private-sdp',
    severity: 'warning',
  });
});

test('a question for a password is one thing without, and another with credentials', () => {
  expect(codes([out(), answer('in', '401 Unauthorized')])).toEqual(['password-missing']);
  const given = out('Authorization: Digest username="a"');
  expect(codes([out(), answer('in', '401 Unauthorized'), given, answer('in', '401 Unauthorized')])).toEqual([
    'wrong-password',
  ]);
  expect(codes([out(), answer('in', '401 Unauthorized'), given, answer('in', '200 OK'), ack('out')])).toEqual([]);
});

test('each side of the encryption is told what to change', () => {
  const secure = sdp('203.0.113.5', 'a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:xxx');
  const plain = sdp('203.0.113.5');
  const no = answer('out', '488 Not Acceptable Here');
  const wants = trunkOf({ mediaEncryption: 'sdes', transport: 'tls' });
  expect(found([incoming(...secure), no])[0]).toMatchObject({
    code: 'encryption-mismatch',
    fix: expect.stringContaining('to SDES'),
  });
  expect(found([incoming(...plain), no], { trunk: wants })[0]).toMatchObject({
    code: 'encryption-mismatch',
    fix: expect.stringContaining('off, or have the carrier switch it on'),
  });
  expect(codes([incoming(...plain), no])).toEqual(['codec-mismatch']);
  const offered = out(...sdp('198.51.100.1', 'a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:xxx'));
  expect(codes([offered, answer('in', '200 OK', ...plain), ack('out'), bye('out')], { trunk: wants })).toEqual([
    'encryption-mismatch',
  ]);
});

test('silence of the carrier is told from a call that was given up', () => {
  expect(codes([out(), out(), out(), out(), out(), out()])).toEqual(['carrier-silent']);
  expect(codes([out()])).toEqual([]);
  expect(codes([out()], { hangup: { cause: 34, sipStatus: 503 } })).toEqual(['carrier-silent']);
});

test('the end of a session timer is known by what is said, or by an unanswered sign of life', () => {
  const timer = answer('in', '200 OK', 'Session-Expires: 90;refresher=uac');
  const update = ['out', 'UPDATE sip:x SIP/2.0', 'CSeq: 5 UPDATE'] as const;
  const late = [out(), timer, ack('out'), update, update, bye('in')] as const;
  expect(codes(late, {}, 20)).toEqual(['session-expired']);
  expect(codes([...good, bye('in', 'Reason: SIP;cause=408;text="Session timer expired"')])).toEqual([
    'session-expired',
  ]);
  expect(codes([out(), timer, ack('out'), bye('in')], {}, 45)).toEqual([]);
});

test('a call that lost its audio is told by cause 44', () => {
  expect(codes([...good, bye('out', 'Reason: Q.850;cause=44')])).toEqual(['media-timeout']);
});

test('calls in that no flow took are told apart', () => {
  expect(codes([incoming(), answer('out', '404 Not Found')])).toEqual(['number-unassigned']);
  expect(codes([incoming(), answer('out', '503 Service Unavailable')])).toEqual(['patchcord-away']);
  expect(found([incoming('User-Agent: friendly-scanner'), answer('out', '401 Unauthorized')])[0]).toMatchObject({
    code: 'unlisted-address',
    severity: 'info',
  });
  const ours = { isOurNumber: () => true };
  expect(found([incoming(), answer('out', '401 Unauthorized')], ours)[0]?.severity).toBe('error');
});

test('statuses are said in words, and hostile ones are quoted and cut', () => {
  expect(
    codes([out(), answer('in', '407 Proxy'), out('Proxy-Authorization: Digest username="a"'), answer('in', '403 No')]),
  ).toEqual(['sip-403']);
  const [first] = found([out(), answer('in', `500 ${'<b>'.repeat(2_000)}`)]);
  expect(first?.code).toBe('sip-500');
  expect(first?.evidence.every((line) => line.length <= 300)).toBe(true);
});
