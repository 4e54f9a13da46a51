import type { Command } from 'commander';
import { steps } from '#plugins/index';
import { catalogueOf } from '#runtime/flow/catalogue';
import type { Issue } from '#runtime/flow/issue';
import { migrateSteps } from '#runtime/flow/migrate';
import { readFlow } from '#runtime/flow/read-flow';
import { validateFlow } from '#runtime/flow/validate';
import { speaksLocally } from '#runtime/speech/local-voices';
import { flowArgument, readFlowText } from './flow-argument.ts';
import { act, type Output, type Verb } from './verb.ts';

export const checkVerb: Verb = {
  name: 'check',
  summary: 'Check a flow, and say for each problem where it is and what to do.',
  configure(command: Command) {
    command.argument('<flow>', flowArgument).action(act(command, check));
  },
};

async function check(output: Output, flow: string): Promise<number> {
  const { name, text } = await readFlowText(flow);
  const issues = issuesOf(text);
  const errors = issues.filter((issue) => issue.severity === 'error').length;
  const result = { ok: errors === 0, flow: name, errors, warnings: issues.length - errors, issues };
  output.result(result, () => [...issues.map(lines), summary(name, errors, issues.length - errors)].join('\n'));
  return errors === 0 ? 0 : 1;
}

function issuesOf(text: string): readonly Issue[] {
  const read = readFlow(text);
  if (!read.ok) return read.issues;
  // A recording can't be looked up without a running instance; publishing does.
  const canSpeak = (language: string, voice: string) => !voice.startsWith('local:') || speaksLocally(language);
  return validateFlow(migrateSteps(read.flow, steps), catalogueOf(steps), { canSpeak });
}

function lines({ severity, code, nodeId, field, message, fix }: Issue): string {
  const place = [nodeId, field].filter((part) => part !== undefined).join(' ');
  return `${severity.padEnd(7)} ${place === '' ? 'flow' : place} (${code})\n        ${message}\n        ${fix}`;
}

function summary(name: string, errors: number, warnings: number): string {
  if (errors === 0 && warnings === 0) return `${name} is valid.`;
  const count = (number: number, noun: string) => `${number} ${noun}${number === 1 ? '' : 's'}`;
  return `${name}: ${count(errors, 'error')}, ${count(warnings, 'warning')}.`;
}
