import type { Catalogue, NodeExit } from '#runtime/flow/catalogue';
import { exitsOf } from '#runtime/flow/catalogue';
import type { Json, JsonObject } from '#runtime/flow/json';
import type { CallEnd, CallEvent, CallEventOf } from '#runtime/flow/record';
import type { Flow } from '#runtime/flow/schema';
import { leftAt, visitsOf } from './visits-of.ts';

/** Something that happened in a node, for people. */
export type Happening =
  | { readonly kind: 'heard'; readonly text: string; readonly cut: boolean }
  | { readonly kind: 'said'; readonly text: string }
  | { readonly kind: 'keys'; readonly keys: string; readonly hidden: boolean }
  | { readonly kind: 'variable'; readonly name: string; readonly value: Json }
  | { readonly kind: 'recorded'; readonly recordingId: string; readonly durationMs: number }
  | { readonly kind: 'request'; readonly method: string; readonly url: string; readonly status: number | undefined }
  | { readonly kind: 'job'; readonly name: string }
  | {
      readonly kind: 'log';
      readonly level: 'info' | 'warn' | 'error';
      readonly message: string;
      readonly fields?: JsonObject;
    };
export type HappeningAt = Happening & { readonly atMs: number };

/** A stay in a node. */
export interface StepItem {
  readonly kind: 'step';
  readonly atMs: number;
  readonly seq: number;
  readonly nodeId: string;
  /** The node's label, or else its step's title. */
  readonly title: string;
  readonly icon: string;
  readonly group: string;
  readonly durationMs: number;
  /** How the exit is called at the node; undefined where there is no choice of exits, or none was taken. */
  readonly exit: string | undefined;
  readonly failed: boolean;
  readonly data: Json | undefined;
  readonly happenings: readonly HappeningAt[];
}
/** A turn of the whole call. */
export type MomentItem = { readonly kind: 'moment'; readonly atMs: number } & (
  | { readonly moment: 'answered' | 'recording' | 'hungUp' }
  | { readonly moment: 'resumed'; readonly gapMs: number }
  | { readonly moment: 'ended'; readonly end: CallEnd }
);
export type TimelineItem = StepItem | MomentItem;

/** How long a finished key entry may lie in the buffer and still be read as one. */
const SAME_ENTRY_MS = 8_000;

/** A call's course for people: its steps with what happened in them, and the turns of the call in between. */
export function timelineOf(
  events: readonly CallEvent[],
  flow: Pick<Flow, 'nodes'> | undefined,
  catalogue: Catalogue,
): readonly TimelineItem[] {
  const visits = visitsOf(events);
  const endMs = events.at(-1)?.atMs ?? 0;
  const happenings = happeningsOf(events);
  const items: TimelineItem[] = [];
  visits.forEach((visit, index) => {
    const node = flow?.nodes.find(({ id }) => id === visit.nodeId);
    const entry = catalogue.get(visit.step);
    const exits = node && entry ? exitsOf(entry, node.settings) : [];
    const left = events.find((event) => event.type === 'step.left' && event.seq === visit.seq);
    if (entry?.traits.entry === 'hangUp') items.push({ kind: 'moment', moment: 'hungUp', atMs: visit.enteredMs });
    items.push({
      kind: 'step',
      atMs: visit.enteredMs,
      seq: visit.seq,
      nodeId: visit.nodeId,
      title: node?.label ?? entry?.title ?? visit.nodeId,
      icon: entry?.icon ?? 'puzzle',
      group: entry?.group ?? '',
      durationMs: Math.max(0, leftAt(visits, index, endMs) - visit.enteredMs),
      exit: exitText(visit.exit, exits),
      failed: visit.exit === 'failed',
      data: left?.type === 'step.left' ? left.data : undefined,
      happenings: happenings.get(visit.seq) ?? [],
    });
  });
  return [...items, ...momentsOf(events)].sort((a, b) => a.atMs - b.atMs || rank(a) - rank(b));
}

function exitText(exit: string | undefined, exits: readonly NodeExit[]): string | undefined {
  const isChoice = exits.filter((one) => one.exit !== 'failed').length > 1 || exit === 'failed';
  if (exit === undefined || exit === 'ended' || (exits.length > 0 && !isChoice)) return undefined;
  return exits.find((one) => one.exit === exit)?.label ?? exit;
}

/** Of what happened at the same moment, the call's end comes last. */
const rank = (item: TimelineItem): number => (item.kind === 'moment' && item.moment === 'ended' ? 1 : 0);

function momentsOf(events: readonly CallEvent[]): MomentItem[] {
  return events.flatMap((event): MomentItem[] => {
    const at = { kind: 'moment', atMs: event.atMs } as const;
    if (event.type === 'call.answered') return [{ ...at, moment: 'answered' }];
    if (event.type === 'recording.started') return [{ ...at, moment: 'recording' }];
    if (event.type === 'call.resumed') return [{ ...at, moment: 'resumed', gapMs: event.gapMs }];
    if (event.type === 'call.ended') return [{ ...at, moment: 'ended', end: event.end }];
    return [];
  });
}

/** What happened in each visit. Keys belong to the visit they were pressed in. */
function happeningsOf(events: readonly CallEvent[]): ReadonlyMap<number, readonly HappeningAt[]> {
  const all = new Map<number, HappeningAt[]>();
  let seq = 0;
  const add = (to: number, happening: HappeningAt) => all.set(to, [...(all.get(to) ?? []), happening]);
  for (const event of events) {
    if (event.type === 'step.entered') seq = event.seq;
    else if (event.type === 'key.pressed') addKey(all.get(seq) ?? [], event, (list) => all.set(seq, list));
    else if (event.type === 'operation.started') {
      const begun = begunBy(event);
      if (begun !== undefined) add(event.seq, { ...begun, atMs: event.atMs });
    } else if (event.type === 'operation.finished') {
      finish(all.get(event.seq) ?? [], event, (list) => all.set(event.seq, list));
    } else if (event.type === 'variable.set') {
      add(event.seq, { kind: 'variable', name: event.name, value: event.value, atMs: event.atMs });
    } else if (event.type === 'log.written' && event.level !== 'debug') {
      const { level, message, fields, atMs } = event;
      add(event.seq, { kind: 'log', level, message, atMs, ...(fields === undefined ? {} : { fields }) });
    }
  }
  return all;
}

const textIn = (value: Json | undefined, field: string): string => {
  const found =
    value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as JsonObject)[field] : '';
  return typeof found === 'string' ? found : '';
};
const numberIn = (value: Json | undefined, field: string): number | undefined => {
  const found = value !== null && typeof value === 'object' ? (value as JsonObject)[field] : undefined;
  return typeof found === 'number' ? found : undefined;
};

function begunBy({ kind, details }: CallEventOf<'operation.started'>): Happening | undefined {
  if (kind === 'http')
    return { kind: 'request', method: textIn(details, 'method'), url: textIn(details, 'url'), status: undefined };
  if (kind === 'afterwards') return { kind: 'job', name: textIn(details, 'job') };
  const text = textIn(details, 'text');
  return text === '' ? undefined : { kind: 'heard', text, cut: false };
}

/** What an operation came to: part of what is known of its beginning, or something of its own. */
function finish(
  before: readonly HappeningAt[],
  { kind, result, atMs, startedMs }: CallEventOf<'operation.finished'>,
  keep: (list: HappeningAt[]) => void,
): void {
  if (kind === 'record') {
    const recordingId = textIn(result, 'recordingId');
    keep([
      ...before,
      { kind: 'recorded', recordingId, durationMs: numberIn(result, 'durationMs') ?? 0, atMs: startedMs },
    ]);
  } else if (kind === 'http') {
    keep(before.map((one) => (one.kind === 'request' && one.status === undefined ? withStatus(one, result) : one)));
  } else if (kind === 'play' && textIn(result, 'kind') === 'interrupted') {
    keep(
      before.map((one, index) => (one.kind === 'heard' && index === before.length - 1 ? { ...one, cut: true } : one)),
    );
  } else if (textIn(result, 'heard') !== '') {
    keep([...before, { kind: 'said', text: textIn(result, 'heard'), atMs }]);
  }
}

function withStatus(request: Extract<HappeningAt, { kind: 'request' }>, result: Json): HappeningAt {
  return { ...request, status: numberIn(result, 'status') };
}

/** Keys in a row are read as one entry. */
function addKey(
  before: readonly HappeningAt[],
  { key, atMs }: CallEventOf<'key.pressed'>,
  keep: (list: HappeningAt[]) => void,
): void {
  const hidden = typeof key !== 'string';
  const shown = typeof key === 'string' ? key : '•';
  const last = before.at(-1);
  if (last?.kind === 'keys' && last.hidden === hidden && atMs - last.atMs < SAME_ENTRY_MS)
    keep([...before.slice(0, -1), { ...last, keys: last.keys + shown }]);
  else keep([...before, { kind: 'keys', keys: shown, hidden, atMs }]);
}
