import { expect, test } from 'vitest';
import { flowOf, leftBy, pathOf, run } from '../../support/flow-of.ts';

const failing = { step: 'branch', settings: { rules: [{ id: 'a', when: '1 + 1' }] } };

test('on-error gives the node that failed, a code and a message', async () => {
  const call = await run(
    flowOf({
      start: { step: 'incoming-call', to: { next: 'wrong' } },
      wrong: { ...failing, to: { 'rules:a': 'end', otherwise: 'end' } },
      end: { step: 'hang-up' },
      oops: { step: 'on-error', to: { next: 'sorry' } },
      sorry: {
        step: 'hang-up',
        settings: { prompt: { say: 'Sorry: {{ steps.oops.nodeId }}, {{ steps.oops.code }}.' } },
      },
    }),
  );
  expect(pathOf(call)).toEqual(['start', 'wrong', 'oops', 'sorry']);
  expect(leftBy(call, 'oops')).toEqual({
    exit: 'next',
    data: {
      nodeId: 'wrong',
      code: 'condition-not-boolean',
      message: "The condition '1 + 1' gives neither true nor false.",
    },
  });
  expect(call.heard).toEqual(['Sorry: wrong, condition-not-boolean.']);
  expect(call.record.end).toMatchObject({ by: 'flow' });
});
