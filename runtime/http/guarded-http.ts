import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate } from 'node:zlib';
import type { HttpRequest, HttpResponse } from '#runtime/flow/step';
import type { AllowList } from './allow-list.ts';
import { checkedAddresses, type Resolve, systemResolve } from './checked-addresses.ts';
import { explainFailure, HttpError } from './http-error.ts';
import { oneRequest, type RawResponse } from './one-request.ts';

const DEFAULT_MS = 10_000;
const MOST_MS = 60_000;
const MOST_BYTES = 1_000_000;
const REDIRECTS = 5;

export interface GuardedHttpOptions {
  readonly allow: AllowList;
  readonly resolve?: Resolve;
  /** Beside the system's own authorities. */
  readonly ca?: string;
}

export type GuardedHttp = (request: HttpRequest, signal: AbortSignal) => Promise<HttpResponse>;

/**
 * HTTP for flows: what an address in a flow, or a redirect, may reach is checked on the addresses that are connected to
 * (OWASP, Server-Side Request Forgery). Rejects with HttpError where there is no answer; any status is an answer.
 */
export function guardedHttp({ allow, resolve = systemResolve, ca }: GuardedHttpOptions): GuardedHttp {
  return async (request, signal) => {
    const timeoutMs = Math.min(request.timeoutMs ?? DEFAULT_MS, MOST_MS);
    const late = AbortSignal.timeout(timeoutMs);
    const both = AbortSignal.any([signal, late]);
    let url = parse(request.url);
    try {
      let { method, headers, body } = prepared(request);
      for (let hops = 0; ; hops += 1) {
        const addresses = await orAborted(checkedAddresses(url, allow, resolve), both);
        const raw = await oneRequest({ url, method, headers, body, addresses, maxBytes: MOST_BYTES, signal: both, ca });
        const next = redirectOf(raw, url);
        if (next === undefined) return { status: raw.status, headers: raw.headers, body: await textOf(raw) };
        if (hops >= REDIRECTS)
          throw new HttpError('http-redirects', `'${url.host}' redirects more than ${REDIRECTS} times.`);
        if (url.protocol === 'https:' && next.protocol === 'http:')
          throw new HttpError('http-redirects', `'${url.host}' redirects from https to http.`);
        // Keys and passwords are for the host they were given for.
        if (next.origin !== url.origin) headers = { 'user-agent': headers['user-agent'] ?? '' };
        if (raw.status === 303 || (raw.status < 303 && method === 'POST')) {
          method = method === 'HEAD' ? 'HEAD' : 'GET';
          body = undefined;
        }
        url = next;
      }
    } catch (error) {
      if (late.aborted && !signal.aborted)
        throw new HttpError('http-timeout', `'${url.host}' has not answered within ${timeoutMs / 1_000} s.`);
      throw explainFailure(error, url.host);
    }
  };
}

function parse(text: string, base?: URL): URL {
  const url = URL.canParse(text, base?.href) ? new URL(text, base?.href) : undefined;
  if (url === undefined || (url.protocol !== 'http:' && url.protocol !== 'https:'))
    throw new HttpError('http-address-invalid', 'This is no web address.', 'Write it as https://example.com/path.');
  if (url.username !== '' || url.password !== '')
    throw new HttpError('http-address-invalid', 'The address holds a password.', 'Send it in a header, as a secret.');
  url.hash = '';
  return url;
}

function prepared({ method = 'GET', headers = {}, body }: HttpRequest) {
  if (!/^[A-Z]{1,20}$/.test(method) || method === 'CONNECT' || method === 'TRACE')
    throw new HttpError('http-request-invalid', `'${method}' is no method that a flow can use.`);
  const named: Record<string, string> = { 'user-agent': 'Patchcord', 'accept-encoding': 'identity' };
  for (const [name, value] of Object.entries(headers)) {
    if (!/^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/.test(name) || /[^\t\x20-\x7e\x80-\xff]/.test(value))
      throw new HttpError(
        'http-request-invalid',
        `The header '${name.slice(0, 40)}' holds characters that can not be sent.`,
      );
    if (OURS.has(name.toLowerCase()))
      throw new HttpError('http-request-invalid', `The header '${name}' is set by Patchcord itself.`);
    named[name.toLowerCase()] = value;
  }
  const bytes = body === undefined ? undefined : Buffer.from(body);
  if (bytes !== undefined && bytes.length > MOST_BYTES)
    throw new HttpError('http-too-large', `The request is larger than ${MOST_BYTES} bytes.`);
  return { method, headers: named, body: bytes };
}
/** They say where a message ends or whom it is for: a flow that set them could smuggle a second one in. */
const OURS = new Set([
  'host',
  'content-length',
  'transfer-encoding',
  'connection',
  'upgrade',
  'te',
  'trailer',
  'expect',
]);

function redirectOf({ status, headers }: RawResponse, url: URL): URL | undefined {
  const { location } = headers;
  if (![301, 302, 303, 307, 308].includes(status) || location === undefined) return undefined;
  return parse(location, url);
}

type Options = { readonly maxOutputLength: number };
const decoders = new Map([
  ['gzip', promisify<Buffer, Options, Buffer>(gunzip)],
  ['deflate', promisify<Buffer, Options, Buffer>(inflate)],
  ['br', promisify<Buffer, Options, Buffer>(brotliDecompress)],
]);

/** Some servers compress though they were asked not to. */
async function textOf({ headers, body }: RawResponse): Promise<string> {
  const decoder = decoders.get(headers['content-encoding'] ?? '');
  const bytes = await decoder?.(body, { maxOutputLength: MOST_BYTES }).catch(() => {
    throw new HttpError('http-too-large', 'The answer is damaged, or larger than it may be.');
  });
  const charset = /charset="?([\w-]+)/i.exec(headers['content-type'] ?? '')?.[1] ?? 'utf-8';
  const latin = /^(iso-8859-1|latin1|us-ascii|windows-1252)$/i.test(charset);
  return (bytes ?? body).toString(latin ? 'latin1' : 'utf8');
}

/** A look-up can't be cancelled; it is left behind. */
async function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  if (signal.aborted) throw signal.reason;
  let abort = () => {};
  const aborted = new Promise<never>((_, reject) => {
    abort = () => reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
