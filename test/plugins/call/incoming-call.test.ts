import { expect, test } from 'vitest';
import { incomingCall } from '#plugins/call/incoming-call';
import { catalogueEntry } from '#runtime/flow/catalogue';
import { flowOf, leftBy, pathOf, run } from '../../support/flow-of.ts';

test('a call begins at incoming-call and goes on at once, still ringing', async () => {
  const call = await run(flowOf({ start: { step: 'incoming-call', to: { next: 'end' } }, end: { step: 'hang-up' } }));
  expect(pathOf(call)).toEqual(['start', 'end']);
  expect(leftBy(call, 'start').exit).toBe('next');
  expect(call.record.answeredMs).toBeUndefined();
});

test('incoming-call is where calls enter, and nothing leads to it', () => {
  expect(catalogueEntry(incomingCall).traits).toMatchObject({ entry: 'call', needs: 'none' });
});
