import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { steps } from '#plugins/index';
import type { HoursOverride } from '#runtime/flow/hours';
import { readFlow } from '#runtime/flow/read-flow';
import { hoursInFolder } from '#runtime/hours/hours-file';
import { packageRoot } from '#runtime/package-root';
import { parseKeyPlan } from '#runtime/robot-caller/key-plan';
import { callFlow } from '#runtime/test-call/call-flow';
import { fliteLibraries } from '../support/flite-libraries.ts';
import { realAsterisk } from '../support/real-asterisk.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'examples-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function callExample(name: string, keys: string, override?: HoursOverride) {
  const read = readFlow(await readFile(join(packageRoot(), 'examples', name, 'flow.json'), 'utf8'));
  if (!read.ok) throw new Error(JSON.stringify(read.issues));
  const hours = await hoursInFolder(join(packageRoot(), 'examples', name));
  return callFlow({
    flow: read.flow,
    steps,
    hours: hours.map((one) => ({ ...one, override: override ?? null })),
    plan: parseKeyPlan(keys),
    maxMs: 90_000,
    recordTo: join(folder, `${name}.wav`),
    asterisk: await realAsterisk(),
    fliteLibraries: fliteLibraries(),
    log: pino({ level: 'silent' }),
  });
}

// The same courses as in examples/*/tests, with a real caller.
test.concurrent('a real caller of the reception menu asks for an order and hears where it is', async () => {
  const result = await callExample('reception-menu', '2 hear wait:400 900001 hear wait:400 1 1 hear wait:400 1');
  expect(result).toMatchObject({ ok: true, problems: [], end: { by: 'flow' } });
  expect(result.path).toEqual(
    expect.arrayContaining(['order', 'kind', 'pickup', 'more', 'main', 'salesChosen', 'goodbye']),
  );
}, 120_000);

test.concurrent('a real caller of the opinion survey gives three good marks and is thanked', async () => {
  const result = await callExample('opinion-survey', '5 4 4');
  expect(result).toMatchObject({ ok: true, problems: [], end: { by: 'flow' } });
  const round = ['ask', 'count', 'more'];
  expect(result.path).toEqual(['start', 'welcome', ...round, ...round, ...round, 'average', 'happy', 'thanks']);
}, 120_000);

test.concurrent('a real caller of the after-hours voicemail hears that it is closed, and says nothing', async () => {
  const result = await callExample('after-hours-voicemail', '', { state: 'closed', until: null });
  expect(result.path).toEqual(['start', 'office', 'closed', 'message', 'nothing']);
  expect(result).toMatchObject({ ok: true, end: { by: 'flow' } });
}, 120_000);
