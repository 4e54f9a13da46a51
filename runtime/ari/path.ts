import { AriRefused } from './ari-error.ts';

export type QueryValue = string | number | boolean | readonly string[] | undefined;
export type Query = Readonly<Record<string, QueryValue>>;

// A NUL ends the id early in Asterisk's C strings, so that "call-1\0x" would name call-1.
// biome-ignore lint/suspicious/noControlCharactersInRegex: refusing them is the point
const CONTROL = /[\u0000-\u001f\u007f]/;
const LONE_SURROGATE = /\p{Surrogate}/u;
const MAX_ID_LENGTH = 200;

/**
 * An ARI path with every value percent-encoded, without a leading slash: ariPath`channels/${id}/play/${playbackId}`.
 * Asterisk decodes each segment after splitting, so a slash or a colon inside an id is safe; `.` and `..` are refused
 * because HTTP clients resolve them even when encoded.
 */
export function ariPath(strings: TemplateStringsArray, ...ids: readonly string[]): string {
  let path = strings[0] ?? '';
  for (const [index, id] of ids.entries()) path += encodeId(id) + (strings[index + 1] ?? '');
  return path;
}

function encodeId(id: string): string {
  const bad = id === '' || id === '.' || id === '..' || id.length > MAX_ID_LENGTH;
  if (bad || CONTROL.test(id) || LONE_SURROGATE.test(id)) {
    throw new AriRefused('ari-bad-value', 0, `Not an id: ${JSON.stringify(id.slice(0, 60))}`);
  }
  return encodeURIComponent(id);
}

/** Query values as ARI takes them: lists are joined by commas, so an item may not hold one; a NUL would cut the value. */
export function queryEntries(query: Query): [string, string][] {
  const entries: [string, string][] = [];
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined) continue;
    const text = typeof value === 'object' ? joinList(name, value) : String(value);
    if (text.includes('\0') || LONE_SURROGATE.test(text)) {
      throw new AriRefused('ari-bad-value', 0, `The value of ${name} holds a character that Asterisk can't take.`);
    }
    entries.push([name, text]);
  }
  return entries;
}

function joinList(name: string, items: readonly string[]): string {
  if (items.some((item) => item.includes(','))) {
    throw new AriRefused('ari-bad-value', 0, `An item of ${name} holds a comma.`);
  }
  return items.join(',');
}

/** `path` with its query, for the REST-over-WebSocket `uri` or an HTTP request. */
export function withQuery(path: string, query: Query | undefined): string {
  if (query === undefined) return path;
  let separator = '?';
  let uri = path;
  for (const [name, value] of queryEntries(query)) {
    uri += `${separator}${name}=${encodeURIComponent(value)}`;
    separator = '&';
  }
  return uri;
}
