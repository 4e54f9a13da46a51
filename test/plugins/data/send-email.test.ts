import { expect, test } from 'vitest';
import { validateFlow } from '#runtime/flow/validate';
import { aroundStep, builtIn, flowOf, leftBy, pathOf, run, timeIn } from '../../support/flow-of.ts';

const mail = { connection: 'office', to: 'ann@example.com', subject: 'Call of {{ caller.number }}', text: 'Hello.' };

test('send-email asks for a job with what is known of the call, and goes on at once', async () => {
  const simulated = await run(
    aroundStep('send-email', { ...mail, to: 'ann@example.com, bob@example.com' }, ['queued']),
  );
  expect(leftBy(simulated)).toEqual({ exit: 'queued', data: undefined });
  expect(timeIn(simulated)).toBe(0);
  expect(simulated.jobs).toEqual([
    {
      name: 'email.send',
      data: {
        connection: 'office',
        to: ['ann@example.com', 'bob@example.com'],
        subject: 'Call of +15550100',
        text: 'Hello.',
      },
    },
  ]);
});

test('send-email also works when the caller has hung up', async () => {
  const flow = flowOf({
    start: { step: 'incoming-call', to: { next: 'talk' } },
    talk: {
      step: 'play',
      settings: { sounds: [{ say: 'A long welcome to everybody who calls.' }] },
      to: { next: 'bye' },
    },
    bye: { step: 'hang-up' },
    gone: { step: 'on-hang-up', to: { next: 'mail' } },
    mail: { step: 'send-email', settings: mail, to: { queued: 'end' } },
    end: { step: 'hang-up' },
  });
  const simulated = await run(flow, [{ at: 'talk', afterMs: 500, hangUp: true }]);
  expect(pathOf(simulated)).toContain('mail');
  expect(simulated.jobs).toHaveLength(1);
});

test.each(['', 'ann', 'ann@example.com\nBcc: eve@example.com, x'])(
  'send-email fails without an address: %j',
  async (to) => {
    const simulated = await run(
      aroundStep('send-email', { ...mail, to: `{{ '${to.replace('\n', '\\n')}' }}` }, ['queued']),
    );
    expect(leftBy(simulated)).toMatchObject({ exit: 'failed', data: { code: 'mail-address-invalid' } });
    expect(simulated.jobs).toEqual([]);
  },
);

test('a flow that names a connection that is not there can not be published', () => {
  const flow = aroundStep('send-email', mail, ['queued']);
  const codes = (connections: string[]) =>
    validateFlow(flow, builtIn, { connections: new Set(connections) }).map(({ code }) => code);
  expect(codes(['office'])).toEqual([]);
  expect(codes(['other'])).toEqual(['connection-missing']);
  const none = aroundStep('send-email', { ...mail, connection: '' }, ['queued']);
  expect(validateFlow(none, builtIn).map(({ code }) => code)).toEqual(['check-failed']);
});
