import { describe, expect, it } from 'vitest';
import type { CatalogueEntry } from '#runtime/flow/catalogue';
import { Flow } from '#runtime/flow/schema';
import { type StepItem, type TimelineItem, timelineOf } from '../../../editor/calls/timeline-of.ts';
import { answered, began, ended, entered, finished, keyed, left, logged, setVariable, started } from './call-events.ts';

const entry = (type: string, given: Partial<CatalogueEntry> = {}): CatalogueEntry => ({
  type,
  version: 1,
  title: `Step ${type}`,
  group: 'call',
  icon: 'phone',
  summary: '',
  docs: '',
  line: '',
  settings: {},
  checks: [],
  exits: [{ name: 'next', optional: false }],
  traits: {},
  ...given,
});
const options = { name: 'options', each: 'options', label: 'label', optional: false };
const catalogue = new Map(
  [
    entry('play'),
    entry('menu', { exits: [options, { name: 'noInput', optional: false }] }),
    entry('on-hang-up', { traits: { entry: 'hangUp' } }),
  ].map((one) => [one.type, one]),
);
const flow = Flow.parse({
  schemaVersion: 1,
  id: 'reception',
  name: 'Reception',
  nodes: [
    { id: 'start', step: 'play' },
    { id: 'menu', step: 'menu', label: 'Main menu', settings: { options: [{ id: 'o1', key: '1', label: 'Sales' }] } },
    { id: 'gone', step: 'on-hang-up' },
  ],
});
const steps = (items: readonly TimelineItem[]) => items.filter((item): item is StepItem => item.kind === 'step');
const happeningsIn = (events: Parameters<typeof timelineOf>[0]) =>
  steps(timelineOf([started(0), entered(0, 1, 'menu', 'menu'), ...events], flow, catalogue))[0]?.happenings ?? [];

describe('the timeline of a call', () => {
  it('names nodes by their label, or else by their step, and exits as the node shows them', () => {
    const items = timelineOf(
      [
        started(0),
        entered(0, 1, 'start'),
        left(5, 1, 'start', 'next'),
        entered(5, 2, 'menu', 'menu'),
        left(900, 2, 'menu', 'options:o1', { key: '1' }),
        ended(1_000),
      ],
      flow,
      catalogue,
    );
    expect(steps(items)).toMatchObject([
      { title: 'Step play', exit: undefined, durationMs: 5 },
      { title: 'Main menu', exit: 'Sales', durationMs: 895, data: { key: '1' }, failed: false },
    ]);
    expect(items.at(-1)).toMatchObject({ kind: 'moment', moment: 'ended' });
  });

  it('says that the caller hung up before the node that handles it', () => {
    const items = timelineOf(
      [started(0), answered(1), entered(2, 1, 'menu', 'menu'), entered(700, 2, 'gone', 'on-hang-up'), ended(705)],
      flow,
      catalogue,
    );
    expect(items.map((item) => (item.kind === 'step' ? item.nodeId : item.moment))).toEqual([
      'answered',
      'menu',
      'hungUp',
      'gone',
      'ended',
    ]);
    expect(steps(items)[0]).toMatchObject({ durationMs: 698, exit: undefined });
  });

  it('still says what happened when drawing and steps are gone', () => {
    const [step] = steps(timelineOf([started(0), entered(0, 1, 'menu', 'menu')], undefined, new Map()));
    expect(step).toMatchObject({ title: 'menu', icon: 'puzzle' });
  });

  it('reads keys in a row as one entry, and never shows sealed ones', () => {
    const keys = happeningsIn([keyed(100, '4'), keyed(300, '2'), keyed(20_000, '#'), keyed(20_100, { sealed: true })]);
    expect(keys).toMatchObject([
      { kind: 'keys', keys: '42', hidden: false },
      { kind: 'keys', keys: '#', hidden: false },
      { kind: 'keys', keys: '•', hidden: true },
    ]);
  });

  it('tells what the caller heard, and that a key cut it short', () => {
    const heard = happeningsIn([
      began(10, 1, 'play', { text: 'Welcome.', durationMs: 900 }),
      finished(200, 1, 'play', { kind: 'interrupted', playedMs: 190 }),
      began(210, 1, 'collect', { text: 'Press 1.', durationMs: 900 }),
    ]);
    expect(heard).toMatchObject([
      { kind: 'heard', text: 'Welcome.', cut: true },
      { kind: 'heard', text: 'Press 1.', cut: false },
    ]);
  });

  it('tells of recordings, requests, variables, and of notes that matter', () => {
    const all = happeningsIn([
      finished(100, 1, 'record', { recordingId: 'c1:1:1', durationMs: 4_000, endedBy: 'hangUp' }),
      began(200, 1, 'http', { url: 'https://example.com', method: 'POST' }),
      finished(300, 1, 'http', { status: 503, headers: {}, body: '' }),
      setVariable(400, 1, 'reason', 'sales'),
      logged(500, 1, 'debug', 'Nothing.'),
      logged(600, 1, 'error', 'The step failed.'),
    ]);
    expect(all).toMatchObject([
      { kind: 'recorded', recordingId: 'c1:1:1', durationMs: 4_000 },
      { kind: 'request', method: 'POST', status: 503 },
      { kind: 'variable', name: 'reason', value: 'sales' },
      { kind: 'log', level: 'error', message: 'The step failed.' },
    ]);
  });
});
