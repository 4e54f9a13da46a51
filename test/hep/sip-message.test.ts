import { expect, test } from 'vitest';
import { readAudio } from '#runtime/hep/sdp';
import { addressIn, parameterOf, SipMessage } from '#runtime/hep/sip-message';

const message = (...lines: string[]): SipMessage => new SipMessage(Buffer.from(lines.join('\r\n')));

const invite = message(
  'INVITE sip:+4930123456@sip.example.com;user=phone SIP/2.0',
  'v: SIP/2.0/UDP 192.168.1.5:5060;branch=z9hG4bKabc;rport',
  'Via: SIP/2.0/UDP 10.0.0.1',
  'f: "Ann; <x>" <sip:ann@example.com:5070>;tag=1',
  't: <sip:+4930123456@sip.example.com>',
  'i: abc@1.2.3.4',
  'CSeq: 7 INVITE',
  'Subject: a long',
  '  and folded one',
  'c: application/sdp',
  '',
  'v=0',
  'o=- 1 1 IN IP4 192.168.1.5',
  'c=IN IP4 192.168.1.5',
  'm=audio 40000 RTP/SAVP 0 8 96 101',
  'a=rtpmap:96 opus/48000/2',
  'a=rtpmap:101 telephone-event/8000',
  'a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:xxx',
  'a=sendonly',
  'm=video 0 RTP/AVP 99',
  'c=IN IP4 9.9.9.9',
  '',
);

test('headers are found by their long names, whether they are written short or long', () => {
  expect(invite).toMatchObject({ method: 'INVITE', status: undefined, callId: 'abc@1.2.3.4', branch: 'z9hG4bKabc' });
  expect(invite.requestUri).toBe('sip:+4930123456@sip.example.com;user=phone');
  expect(invite.cseq).toEqual({ number: 7, method: 'INVITE' });
  expect(invite.headers('via')).toHaveLength(2);
  expect(invite.header('subject')).toBe('a long and folded one');
  expect(parameterOf(invite.header('from') ?? '', 'tag')).toBe('1');
  expect(addressIn(invite.header('from') ?? '')).toEqual({ user: 'ann', host: 'example.com', port: 5070 });
  expect(addressIn(invite.header('to') ?? '')).toEqual({ user: '+4930123456', host: 'sip.example.com' });
  expect(addressIn('<tel:+4930123456>')?.user).toBe('+4930123456');
});

test('a response has a number, its words, and the method that it answers', () => {
  const busy = message('SIP/2.0 486 Busy Here', 'CSeq: 1 INVITE', '', '');
  expect(busy).toMatchObject({ status: 486, reason: 'Busy Here', method: 'INVITE', requestUri: undefined });
});

test('the audio of an SDP has its address, its codecs and whether it is encrypted', () => {
  expect(readAudio(invite.body)).toEqual({
    address: '192.168.1.5',
    port: 40000,
    profile: 'RTP/SAVP',
    codecs: ['PCMU', 'PCMA', 'opus', 'telephone-event'],
    direction: 'sendonly',
    hasCrypto: true,
    hasFingerprint: false,
  });
  expect(readAudio('v=0\r\nm=video 1 RTP/AVP 9\r\n')).toBeUndefined();
});

test('hostile texts are read without a throw and without delay', () => {
  const texts = [
    '',
    '\r\n\r\n',
    'SIP/2.0 ',
    'SIP/2.0 999',
    'INVITE',
    ':'.repeat(60_000),
    `INVITE sip:${'a'.repeat(60_000)} SIP/2.0`,
    `A b SIP/2.0\r\n${'x:y\r\n'.repeat(15_000)}`,
    `A b SIP/2.0\r\nVia:${';branch'.repeat(9_000)}`,
    `A b SIP/2.0\r\nFrom:${'sip:'.repeat(15_000)}\r\n\r\nm=audio ${'9 '.repeat(20_000)}\r\n${'c=\r\n'.repeat(5_000)}`,
    `A b SIP/2.0\r\nX: ${'\r\n '.repeat(20_000)}`,
    '\u0000\u0001\ud800\r\nCSeq: 99999999999 INVITE\r\n__proto__: x\r\nconstructor: y\r\n\r\n',
  ];
  const begun = performance.now();
  for (const text of texts) {
    const sip = new SipMessage(Buffer.from(text));
    void [sip.method, sip.status, sip.callId, sip.branch, sip.cseq, sip.requestUri, sip.reason, readAudio(sip.body)];
    expect(sip.startLine.length).toBeLessThanOrEqual(4_096);
    addressIn(sip.header('from') ?? '');
  }
  expect(performance.now() - begun).toBeLessThan(1_000);
});
