import type { Json } from '#runtime/flow/json';
import type { CallEnd } from '#runtime/flow/record';
import { callsWords as words } from '../words/calls.ts';

/** `0:07`, `12:05`, `1:02:03`. */
export function clockText(ms: number): string {
  const all = Math.max(0, Math.floor(ms / 1_000));
  const [hours, minutes, seconds] = [Math.floor(all / 3_600), Math.floor((all % 3_600) / 60), all % 60];
  const two = (value: number) => String(value).padStart(2, '0');
  return hours === 0 ? `${minutes}:${two(seconds)}` : `${hours}:${two(minutes)}:${two(seconds)}`;
}

/** `0.3 s`, `12 s`, `2 min 5 s`: how long something took. */
export function lengthText(ms: number): string {
  if (ms < 9_950) return `${(ms / 1_000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1_000);
  if (seconds < 60) return `${seconds} s`;
  const rest = seconds % 60;
  return rest === 0 ? `${Math.floor(seconds / 60)} min` : `${Math.floor(seconds / 60)} min ${rest} s`;
}

const time = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const date = new Intl.DateTimeFormat(undefined, { weekday: 'short', day: 'numeric', month: 'short' });
const dateWithYear = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', year: 'numeric' });
const full = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'medium' });

export const timeText = (at: Date): string => time.format(at);
export const fullText = (at: Date): string => full.format(at);

/** `Today`, `Yesterday`, `Mon, 3 May`, `3 May 2026`. */
export function dayText(at: Date, now: Date): string {
  const daysAgo = Math.round((startOfDay(now) - startOfDay(at)) / 86_400_000);
  if (daysAgo === 0) return words.filters.dayChoices.today;
  if (daysAgo === 1) return words.filters.dayChoices.yesterday;
  return (at.getFullYear() === now.getFullYear() ? date : dateWithYear).format(at);
}

const startOfDay = (at: Date): number => new Date(at.getFullYear(), at.getMonth(), at.getDate()).getTime();

// Signs that turn the direction of text around or are not seen at all: a name must not disguise what is beside it.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const HIDDEN = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** Text that comes from outside, such as a caller's name, made harmless to look at. */
export const safeText = (text: string, length = 80): string => {
  const seen = text.replace(HIDDEN, '').trim();
  return seen.length > length ? `${seen.slice(0, length - 1)}…` : seen;
};

/** Who is at the other end of the line. */
export function whoText(number: string, name = ''): { readonly main: string; readonly more: string } {
  const [safeNumber, safeName] = [safeText(number), safeText(name)];
  if (safeName !== '' && safeName !== safeNumber) return { main: safeName, more: safeNumber };
  return { main: safeNumber === '' ? words.unknownCaller : safeNumber, more: '' };
}

/** How a call ended, in one sentence without its full stop. */
export function endSentence(end: Pick<CallEnd, 'by' | 'code' | 'message'>, node?: string): string {
  const { at, because, failedAt } = words.end;
  if (end.by !== 'failed') {
    const sentence = words.end[end.by];
    const why = end.by === 'lost' ? whyOf(end) : undefined;
    if (why !== undefined) return because(sentence, why);
    return node === undefined || end.by === 'flow' ? sentence : at(sentence, node);
  }
  const sentence = node === undefined ? words.end.failed : failedAt(node);
  const why = whyOf(end);
  return why === undefined ? sentence : because(sentence, why);
}

function whyOf({ code, message }: Pick<CallEnd, 'code' | 'message'>): string | undefined {
  const known = code === undefined ? undefined : words.why[code];
  if (known !== undefined) return known;
  // The message begins with the id of the node, which is said in words already.
  const said = message?.replace(/^[a-z][A-Za-z0-9_]*: /, '').replace(/\.$/, '');
  return said === undefined || said === '' ? undefined : safeText(said, 300);
}

/** A value as people read it; undefined for one that is kept secret. */
export function valueText(value: Json): string | undefined {
  if (typeof value === 'object' && value !== null && 'sealed' in value) return undefined;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** `0:13.7`: a moment of a call. */
export function offsetText(ms: number): string {
  const tenths = Math.max(0, Math.round(ms / 100));
  return `${clockText(Math.floor(tenths / 10) * 1_000)}.${tenths % 10}`;
}
