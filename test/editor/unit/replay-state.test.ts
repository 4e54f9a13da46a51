import { describe, expect, it } from 'vitest';
import type { CallEvent } from '#runtime/flow/record';
import { mergeEvents } from '../../../editor/calls/merge-events.ts';
import { replayAt, replayOf, variablesAt } from '../../../editor/calls/replay-state.ts';
import { recordingStartMs, ticksOf } from '../../../editor/calls/track-scale.ts';
import { ended, entered, keyed, left, setVariable, started } from './call-events.ts';

const events: readonly CallEvent[] = [
  started(0, { reason: '' }),
  entered(10, 1, 'start'),
  left(20, 1, 'start', 'next'),
  entered(20, 2, 'menu'),
  keyed(900, '2'),
  left(1_000, 2, 'menu', 'options:sales'),
  entered(1_000, 3, 'note'),
  setVariable(1_500, 3, 'reason', 'sales'),
  left(2_000, 3, 'note', 'failed'),
  ended(2_100, { by: 'failed', code: 'exit-unwired' }),
];

describe('the replay of a call', () => {
  const replay = replayOf(events);
  const at = (ms: number) => replayAt(replay, replay.startMs + ms);

  it('knows the node the call is in, the nodes it was in, and the edges in between', () => {
    expect(at(5)).toMatchObject({ seq: 0 });
    expect(at(5).active).toBeUndefined();
    expect(at(500)).toMatchObject({ active: 'menu', seq: 2 });
    expect([...at(500).visited]).toEqual(['start', 'menu']);
    expect([...at(500).edges]).toEqual(['start|next']);
    expect([...at(1_200).edges]).toEqual(['start|next', 'menu|options:sales']);
  });

  it('is in no node after the end, and marks the node that the call failed in', () => {
    expect(at(2_100)).toMatchObject({ failed: 'note', seq: 3 });
    expect(at(9_999).active).toBeUndefined();
    expect(at(2_099).failed).toBeUndefined();
  });

  it('gives the same object between two steps, so that nothing is drawn anew', () => {
    expect(at(100)).toBe(at(999));
  });

  it('knows what the variables held', () => {
    expect(variablesAt(replay, replay.startMs + 1_499)).toEqual([{ name: 'reason', value: '', setMs: undefined }]);
    expect(variablesAt(replay, replay.startMs + 1_500)).toEqual([
      { name: 'reason', value: 'sales', setMs: replay.startMs + 1_500 },
    ]);
  });

  it('of a call that goes on is where the call is', () => {
    const going = replayOf(events.slice(0, 4));
    expect(going.endMs).toBeUndefined();
    expect(replayAt(going, Number.POSITIVE_INFINITY)).toMatchObject({ active: 'menu' });
  });

  it('of nothing is of nowhere', () => {
    expect(replayAt(replayOf([]), 0)).toMatchObject({ seq: 0 });
  });
});

describe('the events of a call that is followed', () => {
  it('are not taken twice when the record comes again', () => {
    expect(mergeEvents(events.slice(0, 4), events.slice(2))).toEqual(events);
    expect(mergeEvents(events, events)).toBe(events);
  });

  it('count each of two keys', () => {
    const twice = [keyed(10, '1'), keyed(11, '1')] as CallEvent[];
    expect(mergeEvents([], twice)).toHaveLength(2);
  });
});

describe('the scale of a call', () => {
  it('has few round moments', () => {
    expect(ticksOf(66_000)).toEqual([0, 10_000, 20_000, 30_000, 40_000, 50_000, 60_000]);
    expect(ticksOf(900)).toEqual([0]);
    expect(ticksOf(36_000_000).length).toBeLessThan(10);
  });

  it('begins the recording where its length says, if that can be', () => {
    const recorded = replayOf([started(0), { ...started(0), type: 'recording.started' } as CallEvent, ended(10_000)]);
    const start = (durationMs: number, complete = true) => recordingStartMs(recorded, { durationMs, complete });
    expect(start(9_900)).toBe(100);
    expect(start(10_500)).toBe(0);
    expect(start(3_000)).toBe(0);
    expect(start(9_900, false)).toBe(0);
  });
});
