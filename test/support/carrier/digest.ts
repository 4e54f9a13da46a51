import { createHash, randomBytes } from 'node:crypto';
import { methodOf, type SipMessage } from './sip-message.ts';

const md5 = (text: string): string => createHash('md5').update(text).digest('hex');

export const challenge = (realm: string): string =>
  `Digest realm="${realm}", nonce="${randomBytes(12).toString('hex')}", algorithm=MD5, qop="auth"`;

/** What a caller gave as Authorization or Proxy-Authorization. */
export function credentialsOf(value: string): Record<string, string> {
  const pairs = [...value.matchAll(/(\w+)=(?:"([^"]*)"|([^,\s]*))/g)];
  return Object.fromEntries(pairs.map(([, name = '', quoted, bare = '']) => [name.toLowerCase(), quoted ?? bare]));
}

/** Whether it was made with this password, as RFC 2617 (3.2.2) has it. */
export function isMadeWith(password: string, request: SipMessage, given: Readonly<Record<string, string>>): boolean {
  const ha1 = md5(`${given.username}:${given.realm}:${password}`);
  const ha2 = md5(`${methodOf(request)}:${given.uri}`);
  const between = given.qop === undefined ? given.nonce : `${given.nonce}:${given.nc}:${given.cnonce}:${given.qop}`;
  return given.response === md5(`${ha1}:${between}:${ha2}`);
}
