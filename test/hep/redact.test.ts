import { expect, test } from 'vitest';
import { redactSip } from '#runtime/hep/redact';

function redacted(text: string): string {
  const bytes = Buffer.from(text);
  const { length } = bytes;
  redactSip(bytes);
  expect(bytes).toHaveLength(length);
  return bytes.toString();
}

const KEY = 'WnD7c1ksDGs+dIefCEo8omPg4uO8DYIinNGL5yxQ';

test.each([
  [`v=0\r\na=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:${KEY}|2^20|1:32\r\n`, KEY],
  [`v=0\r\nk=clear:${KEY}\r\n`, KEY],
  [`v=0\r\na=ice-pwd:${KEY}\r\n`, KEY],
  [`X\r\nAuthorization: Digest username="acme", response="${KEY}", nc=1\r\n`, KEY],
  [`X\r\nproxy-authorization : Digest username="acme",\r\n response = "${KEY}"\r\n`, KEY],
  [`X\r\nProxy-Authorization: Digest username="acme", cnonce=${KEY}\r\n`, KEY],
  [`X\r\nAuthorization: Basic ${KEY}\r\n`, KEY],
  [`X\r\nAuthorization: Basic\r\n ${KEY}\r\n`, KEY],
  [`X\r\nAuthentication-Info: rspauth="${KEY}"\r\n`, KEY],
  [`X\r\nX-Telnyx-Token: ${KEY}\r\n`, KEY],
  [`INVITE sip:acme:${KEY}@example.com SIP/2.0\r\n`, KEY],
  ['INFO\r\n\r\nSignal=7\r\nDuration=100\r\n', '7'],
  ['INFO\r\nContent-Type: application/dtmf\r\nContent-Length: 1\r\n\r\n7', '7'],
])('%j loses its secret and keeps its length', (text, secret) => {
  const result = redacted(text);
  expect(result).not.toContain(secret);
  expect(result).toContain('xx'.slice(0, secret.length));
});

test('who it is for, and what was asked, can still be read', () => {
  const text =
    'X\r\nAuthorization: Digest username="acme", realm="sip.example.com", nonce="n", uri="sip:a@b", response="0123456789abcdef", algorithm=MD5, cnonce="c0ffee", opaque="o", qop=auth, nc=00000001\r\nFrom: <sip:a@b>\r\n';
  expect(redacted(text)).toBe(
    text
      .replace('0123456789abcdef', 'xxxxxxxxxxxxxxxx')
      .replace('"c0ffee"', 'xxxxxxxx')
      .replace('"xxxxxxxxxxxxxxxx"', 'x'.repeat(18)),
  );
});

test('an ordinary message stays as it is', () => {
  const text = 'INVITE sip:+49301@example.com:5060 SIP/2.0\r\nFrom: "Ümlaut" <sip:ann@example.com:5060>\r\n\r\nv=0\r\n';
  expect(redacted(text)).toBe(text);
});

test('hostile texts cost little', () => {
  const texts = [
    'sip:a:'.repeat(10_000),
    'inline:'.repeat(9_000),
    `\nAuthorization: Digest ${'a="'.repeat(20_000)}`,
    `\nAuthorization:${'\r\n '.repeat(20_000)}`,
    '\ntoken'.repeat(9_000),
    `\nContent-Type: application/dtmf\r\n${'a\r\n'.repeat(20_000)}`,
    `\n${'token-'.repeat(10_000)}`,
  ];
  const begun = performance.now();
  for (const text of texts) redacted(text);
  expect(performance.now() - begun).toBeLessThan(1_000);
});
