import { expect, test } from 'vitest';
import * as z from 'zod';
import type { Job } from '#runtime/flow/step';
import { defineStep } from '#runtime/flow/step';
import { askedJobs } from '#runtime/session/asked-jobs';
import { compiled, flowOf, run } from '../support/flow-of.ts';
import { SimulatedSession } from '../support/simulated-session.ts';

/** Records, and has the recording taken care of whatever the caller does. */
const message = defineStep({
  type: 'message',
  version: 1,
  title: 'Message',
  group: 'call',
  icon: 'square',
  summary: 'For this test.',
  settings: z.strictObject({}),
  exits: { next: {} },
  traits: { waits: true, needs: 'answered', effect: 'repeatable' },
  async run(ctx) {
    const { recordingId } = await ctx.call.record({ maxMs: 10_000 });
    await ctx.jobs.afterwards({ name: 'message.keep', data: { recordingId } });
    await ctx.jobs.afterwards({ name: 'message.mail', data: { recordingId }, when: 'afterCall' });
    return ctx.exit('next');
  },
});
const flow = flowOf({
  start: { step: 'incoming-call', to: { next: 'message' } },
  message: { step: 'message', to: { next: 'end' } },
  end: { step: 'hang-up' },
});
const asked = (keys: string[], jobs: Job[]) => async (job: Job, key: string) => {
  if (!keys.includes(key)) jobs.push(job);
  keys.push(key);
};
const both = (recordingId: string) => [
  { name: 'message.keep', data: { recordingId } },
  { name: 'message.mail', data: { recordingId }, when: 'afterCall' },
];

test('a job is taken also when the caller has hung up', async () => {
  const { jobs } = await run(flow, [{ at: 'message', afterMs: 2_000, hangUp: true }], { extra: [message] });
  expect(jobs).toEqual(both('simulated:2:1'));
});

test('wherever the runtime is killed, the journal still has each job, under one key', async () => {
  const whole = await new SimulatedSession(compiled(flow, [message]), { extra: [message] }).run();
  for (let killAt = 1; killAt <= whole.moments; killAt += 1) {
    const [keys, jobs]: [string[], Job[]] = [[], []];
    const ports = { afterwards: asked(keys, jobs) };
    const session = await new SimulatedSession(compiled(flow, [message]), { extra: [message], ports, killAt }).run();
    // Before the first flush nothing of the call is known.
    if (session.events.length === 0) continue;
    const kept = askedJobs(session.events, (value) => value);
    expect(kept.map(({ key }) => key)).toEqual(['call:2:2', 'call:2:3']);
    expect(kept.map(({ name }) => name)).toEqual(['message.keep', 'message.mail']);
    for (const key of keys) expect(kept.map((job) => job.key)).toContain(key);
  }
});

test('what a job is about is sealed in the journal', async () => {
  const seal = (value: unknown) => ({ sealed: Buffer.from(JSON.stringify(value)).toString('base64') });
  const open = (value: unknown) => JSON.parse(Buffer.from((value as { sealed: string }).sealed, 'base64').toString());
  const session = await new SimulatedSession(compiled(flow, [message]), {
    extra: [message],
    ports: { seal, open },
  }).run();
  expect(JSON.stringify(session.events.filter(({ type }) => type === 'operation.started'))).not.toContain(
    'recordingId',
  );
  expect(askedJobs(session.events, open)[0]!.data).toEqual({ recordingId: 'call:2:1' });
});
