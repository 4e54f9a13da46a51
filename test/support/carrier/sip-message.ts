/** A SIP message as it stands on the wire (RFC 3261, 7), good enough for a carrier that tests make. */
export interface SipMessage {
  readonly startLine: string;
  readonly headers: readonly SipHeader[];
  readonly body: string;
}
export type SipHeader = readonly [name: string, value: string];

const longForms: Readonly<Record<string, string>> = {
  v: 'via',
  f: 'from',
  t: 'to',
  i: 'call-id',
  m: 'contact',
  l: 'content-length',
  c: 'content-type',
  k: 'supported',
  x: 'session-expires',
};
const longForm = (name: string): string => longForms[name.toLowerCase()] ?? name.toLowerCase();

export function parseSip(text: string): SipMessage {
  const end = text.indexOf('\r\n\r\n');
  const head = end < 0 ? text : text.slice(0, end);
  const [startLine = '', ...lines] = head.replaceAll(/\r\n[ \t]+/g, ' ').split('\r\n');
  const headers = lines.flatMap((line): SipHeader[] => {
    const colon = line.indexOf(':');
    return colon < 0 ? [] : [[line.slice(0, colon).trim(), line.slice(colon + 1).trim()]];
  });
  return { startLine, headers, body: end < 0 ? '' : text.slice(end + 4) };
}

export function sipText({ startLine, headers, body }: SipMessage): string {
  const lines = headers
    .filter(([name]) => longForm(name) !== 'content-length')
    .map(([name, value]) => `${name}: ${value}`);
  return [startLine, ...lines, `Content-Length: ${Buffer.byteLength(body)}`, '', body].join('\r\n');
}

export const headersOf = (message: SipMessage, name: string): string[] =>
  message.headers.flatMap(([key, value]) => (longForm(key) === name.toLowerCase() ? [value] : []));

export const headerOf = (message: SipMessage, name: string): string => headersOf(message, name)[0] ?? '';

/** 0 for a request. */
export const statusOf = ({ startLine }: SipMessage): number => Number(/^SIP\/2\.0 (\d{3})/.exec(startLine)?.[1] ?? 0);

/** Of a response: the method that it answers. */
export const methodOf = (message: SipMessage): string =>
  statusOf(message) === 0
    ? (message.startLine.split(' ')[0] ?? '')
    : (headerOf(message, 'cseq').split(' ').at(-1) ?? '');

export const requestUriOf = ({ startLine }: SipMessage): string => startLine.split(' ')[1] ?? '';

export const branchOf = (message: SipMessage): string => parameterOf(headerOf(message, 'via'), 'branch');

export const parameterOf = (value: string, name: string): string =>
  new RegExp(`[;?]\\s*${name}=([^;,\\s>]*)`, 'i').exec(value)?.[1] ?? '';

/** `sip:user@host:port;...` out of a header such as From or Contact. */
export const uriOf = (value: string): string => /<([^>]*)>/.exec(value)?.[1] ?? value.split(';')[0]?.trim() ?? '';

/** User, host and port of a SIP address; the port is 0 if there is none. */
export function partsOf(uri: string): { user: string; host: string; port: number } {
  const [, user = '', host = '', port = '0'] = /^sips?:(?:([^@;>]*)@)?([^:;>?]+)(?::(\d+))?/i.exec(uri) ?? [];
  return { user: decodeURIComponent(user), host, port: Number(port) };
}
