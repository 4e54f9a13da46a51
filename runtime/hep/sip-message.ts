/** Short names of headers (RFC 3261, 7.3.3 and the registry of IANA). */
const compact: Readonly<Record<string, string>> = {
  a: 'accept-contact',
  b: 'referred-by',
  c: 'content-type',
  e: 'content-encoding',
  f: 'from',
  i: 'call-id',
  k: 'supported',
  l: 'content-length',
  m: 'contact',
  n: 'identity-info',
  o: 'event',
  r: 'refer-to',
  s: 'subject',
  t: 'to',
  u: 'allow-events',
  v: 'via',
  x: 'session-expires',
  y: 'identity',
};

const MOST_HEADERS = 256;
const MOST_VALUE = 4_096;

/**
 * A SIP message, read as far as it is asked for. What it is made of is hostile: everything is a text to show, values are
 * capped, and nothing here throws.
 */
export class SipMessage {
  readonly bytes: Buffer;
  #text: string | undefined;
  #head: Map<string, string[]> | undefined;
  #bodyAt = 0;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }

  get text(): string {
    this.#text ??= this.bytes.toString('utf8');
    return this.#text;
  }

  get startLine(): string {
    const { text } = this;
    const end = text.search(/[\r\n]/);
    return text.slice(0, Math.min(end < 0 ? text.length : end, MOST_VALUE));
  }

  /** Of a response; undefined for a request. */
  get status(): number | undefined {
    const found = /^SIP\/2\.0 (\d{3})(?: |$)/.exec(this.startLine);
    return found === null ? undefined : Number(found[1]);
  }

  /** The words behind a response's number. */
  get reason(): string {
    return this.status === undefined ? '' : this.startLine.slice(12);
  }

  /** Of a request, or of the request that a response answers; empty for what is no SIP. */
  get method(): string {
    const request = /^([A-Z][A-Z0-9-]{0,31}) \S+ SIP\/2\.0$/.exec(this.startLine);
    return request?.[1] ?? (this.status === undefined ? '' : this.cseq.method);
  }

  get requestUri(): string | undefined {
    return this.status === undefined ? this.startLine.split(' ')[1] : undefined;
  }

  get callId(): string {
    return this.header('call-id') ?? '';
  }

  get cseq(): { readonly number: number; readonly method: string } {
    const found = /^(\d{1,10})\s+([A-Z][A-Z0-9-]{0,31})$/.exec(this.header('cseq') ?? '');
    return { number: Number(found?.[1] ?? 0), method: found?.[2] ?? '' };
  }

  /** Names the transaction: a request and all its responses carry the same. */
  get branch(): string {
    return parameterOf(this.header('via') ?? '', 'branch') ?? '';
  }

  /** The first of that name, with its long name in small letters. */
  header(name: string): string | undefined {
    return this.headers(name)[0];
  }

  headers(name: string): readonly string[] {
    this.#head ??= this.#readHead();
    return this.#head.get(name) ?? [];
  }

  get body(): string {
    this.#head ??= this.#readHead();
    return this.text.slice(this.#bodyAt);
  }

  #readHead(): Map<string, string[]> {
    const { text } = this;
    const gap = /\r?\n\r?\n/.exec(text);
    this.#bodyAt = gap === null ? text.length : gap.index + gap[0].length;
    const head = new Map<string, string[]>();
    // A line that begins with a blank goes on with the one before.
    const lines = text
      .slice(0, gap?.index)
      .replaceAll(/\r?\n[ \t]+/g, ' ')
      .split(/\r?\n/, MOST_HEADERS);
    for (const line of lines.slice(1)) {
      const colon = line.indexOf(':');
      if (colon < 1) continue;
      const short = line.slice(0, colon).trim().toLowerCase();
      const name = compact[short] ?? short;
      const value = line.slice(colon + 1, colon + 1 + MOST_VALUE).trim();
      const before = head.get(name);
      if (before === undefined) head.set(name, [value]);
      else before.push(value);
    }
    return head;
  }
}

/** A parameter of a header's first value: `;branch=...` */
export function parameterOf(value: string, name: string): string | undefined {
  const found = new RegExp(`;\\s*${name}\\s*=\\s*(?:"([^"]*)"|([^;,\\s>]*))`, 'i').exec(value);
  return found === null ? undefined : (found[1] ?? found[2]);
}

/** Of `"Ann" <sip:+49301234@host:5060;user=phone>`: the user and the place. */
export function addressIn(
  value: string,
): { readonly user: string; readonly host: string; readonly port?: number } | undefined {
  const found = /(?:sips?|tel):(?:([^@\s<>;]{0,256})@)?(\[[0-9a-f:.]{2,45}\]|[^\s<>;:,?@]{1,253})(?::(\d{1,5}))?/i.exec(
    value,
  );
  if (found === null) return undefined;
  const [, user, host = '', port] = found;
  if (/^tel:/i.test(found[0])) return { user: host, host: '' };
  return { user: user ?? '', host, ...(port === undefined ? {} : { port: Number(port) }) };
}
