import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import { steps } from '#plugins/index';
import { FlowTest } from '#runtime/flow/flow-test';
import { resolvedHours } from '#runtime/hours/resolved-hours';
import { simulate } from '#runtime/session/simulate';
import { unmet } from '#runtime/session/unmet';
import { compileArgument } from './compile-argument.ts';
import { flowArgument } from './flow-argument.ts';
import { flowHours } from './flow-hours.ts';
import { timeline } from './timeline.ts';
import { act, CliError, type Output, type Verb } from './verb.ts';

export const runVerb: Verb = {
  name: 'run',
  summary: 'Simulate a call of a flow in virtual time, with a caller who follows a script.',
  configure(command) {
    command
      .argument('<flow>', flowArgument)
      .option('--script <file>', 'what the caller does and what must come of it: a flow test as JSON')
      .action(act(command, run));
  },
};

async function run(output: Output, flow: string, { script }: { script?: string }): Promise<number> {
  const compiled = await compileArgument(flow);
  const flowTest = script === undefined ? FlowTest.parse({}) : await readScript(script);
  const byType = new Map(steps.map((step) => [step.type, step]));
  const simulated = await simulate({ compiled, steps: byType, script: await withHours(flowTest, flow) });
  const { record, heard, jobs, requests } = simulated;
  const wrong = unmet(simulated, flowTest);
  const ok = wrong.length === 0 && (record.end?.by !== 'failed' || flowTest.expect?.end === 'failed');
  const result = {
    ok,
    path: record.trace.map((visit) => visit.nodeId),
    end: record.end,
    durationMs: (record.endedMs ?? record.startedMs) - record.startedMs,
    heard,
    jobs,
    requests,
    variables: record.variables,
    unmet: wrong,
    record,
  };
  output.result(result, () =>
    [
      ...timeline(record.events),
      ...jobs.map(({ name, data }) => `afterwards: ${name} ${JSON.stringify(data)}`),
      ...wrong.map(
        ({ what, expected, actual }) =>
          `not as expected: ${what}\n  expected ${JSON.stringify(expected)}\n  but was  ${JSON.stringify(actual)}`,
      ),
    ].join('\n'),
  );
  return ok ? 0 : 1;
}

/** The script with the opening hours that the flow brings, where it does not give them itself. */
async function withHours(flowTest: FlowTest, flow: string): Promise<FlowTest> {
  const atMs = flowTest.startsAt === undefined ? Date.now() : Date.parse(flowTest.startsAt);
  const all = [
    ...(await flowHours(flow)).map((one) => [one.id, one] as const),
    ...Object.entries(flowTest.hours ?? {}),
  ];
  const resolved = all.map(
    async ([id, one]) => [id, typeof one === 'string' ? one : await resolvedHours(one, atMs)] as const,
  );
  return { ...flowTest, hours: Object.fromEntries(await Promise.all(resolved)) };
}

async function readScript(path: string): Promise<FlowTest> {
  let value: unknown;
  try {
    value = JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    const why =
      error instanceof SyntaxError ? 'is not JSON' : `can't be read (${(error as NodeJS.ErrnoException).code})`;
    throw new CliError(
      'script-unreadable',
      `The script '${path}' ${why}.`,
      'Give a flow test, as in examples/*/tests.',
    );
  }
  const parsed = FlowTest.safeParse(value);
  if (parsed.success) return parsed.data;
  const [first] = parsed.error.issues;
  const message = `The script '${path}' is no flow test. ${z.core.toDotPath(first?.path ?? [])}: ${first?.message ?? ''}`;
  throw new CliError('script-invalid', message, 'Correct it; see the flow tests in examples/*/tests.');
}
