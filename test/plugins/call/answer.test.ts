import { expect, test } from 'vitest';
import { aroundStep, flowOf, leftBy, run } from '../../support/flow-of.ts';

test('answer picks up and leaves by next', async () => {
  const call = await run(aroundStep('answer', {}, ['next']));
  expect(leftBy(call).exit).toBe('next');
  expect(call.record.answeredMs).toBe(call.record.startedMs);
});

test('a call that is answered is not answered again', async () => {
  const call = await run(
    flowOf({
      start: { step: 'incoming-call', to: { next: 'first' } },
      first: { step: 'answer', to: { next: 'second' } },
      second: { step: 'answer', to: { next: 'end' } },
      end: { step: 'hang-up' },
    }),
  );
  expect(leftBy(call, 'second').exit).toBe('next');
  expect(call.record.events.filter((event) => event.type === 'call.answered')).toHaveLength(1);
});
