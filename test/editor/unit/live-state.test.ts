import { describe, expect, it } from 'vitest';
import type { CallEvent, CallRecord } from '#runtime/flow/record';
import type { CallRow } from '../../../editor/api/calls.ts';
import { countsOf, type LiveCalls, withEvent, withRecord, withRows } from '../../../editor/calls/live-state.ts';

const NONE: LiveCalls = new Map();
const at = (callId: string) => ({ callId, atMs: 1_000 });

const started = (callId: string, flowId = 'reception'): CallEvent => ({
  type: 'call.started',
  ...at(callId),
  flowId,
  revision: 3,
  direction: 'inbound',
  caller: { number: '+4930123', name: 'Ada' },
  called: '100',
  test: false,
  variables: {},
  channelId: 'c',
});
const entered = (callId: string, seq: number, nodeId: string): CallEvent => ({
  type: 'step.entered',
  ...at(callId),
  seq,
  nodeId,
  step: 'play',
});
const left = (callId: string, seq: number, nodeId: string, exit: string): CallEvent => ({
  type: 'step.left',
  ...at(callId),
  seq,
  nodeId,
  exit,
});
const ended = (callId: string): CallEvent => ({ type: 'call.ended', ...at(callId), end: { by: 'caller' } });
const play = (events: readonly CallEvent[], from = NONE) => events.reduce(withEvent, from);

const row = (id: string, flowId = 'reception'): CallRow => ({
  id,
  flowId,
  revision: 3,
  direction: 'inbound',
  caller: '+4930123',
  called: '100',
  test: false,
  startedAt: new Date(1_000).toISOString(),
  answeredAt: null,
  endedAt: null,
  endBy: null,
  endCode: null,
});

describe('the calls that are going on', () => {
  const walked = [
    started('a'),
    entered('a', 1, 'start'),
    left('a', 1, 'start', 'next'),
    entered('a', 2, 'menu'),
    left('a', 2, 'menu', 'options:x'),
  ];

  it('are counted where they are, and on the edges they went along', () => {
    const calls = play([...walked, started('b'), entered('b', 1, 'start'), started('c', 'other')]);
    const counts = countsOf(calls, 'reception');
    expect(counts.total).toBe(2);
    expect(Object.fromEntries(counts.nodes)).toEqual({ menu: 1, start: 1 });
    expect(Object.fromEntries(counts.edges)).toEqual({ 'start|next': 1 });
  });

  it('are gone when they end', () => {
    expect(play([...walked, ended('a')]).size).toBe(0);
  });

  it('stay the same object for events that show nothing', () => {
    const calls = play(walked);
    expect(withEvent(calls, { type: 'key.pressed', ...at('a'), key: '1' })).toBe(calls);
    expect(withEvent(calls, entered('a', 1, 'start'))).toBe(calls);
    expect(withEvent(calls, entered('unknown', 1, 'start'))).toBe(calls);
  });

  it('are made up for by the list when an event was missed', () => {
    const calls = withRows(play(walked), [row('b')]);
    expect([...calls.keys()]).toEqual(['b']);
    expect(calls.get('b')).toMatchObject({ isWhole: false, nodeId: undefined });
  });

  it('keep their place when the list comes', () => {
    expect(withRows(play(walked), [row('a')]).get('a')).toMatchObject({ nodeId: 'menu', callerName: 'Ada' });
  });

  it('get the way they took before the editor looked from their record, and never go back', () => {
    const record = { id: 'a', events: walked } as unknown as CallRecord;
    const listed = withRows(NONE, [row('a')]);
    expect(withRecord(listed, record).get('a')).toMatchObject({ nodeId: 'menu', seq: 2, isWhole: true });
    const further = withEvent(listed, entered('a', 3, 'bye'));
    const whole = withRecord(further, record).get('a');
    expect(whole).toMatchObject({ nodeId: 'bye', seq: 3 });
    expect([...(whole?.edges ?? [])]).toEqual(['start|next']);
  });
});
