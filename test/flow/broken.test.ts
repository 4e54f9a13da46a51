import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { steps } from '#plugins/index';
import { catalogueOf } from '#runtime/flow/catalogue';
import type { Issue, IssueCode } from '#runtime/flow/issue';
import { readFlow } from '#runtime/flow/read-flow';
import { validateFlow } from '#runtime/flow/validate';

const folder = join(import.meta.dirname, 'broken');

/** Everything that is wrong with a file, as `patchcord check` says it. */
function issuesOf(file: string): readonly Issue[] {
  const read = readFlow(readFileSync(join(folder, file), 'utf8'));
  return read.ok ? validateFlow(read.flow, catalogueOf(steps)) : read.issues;
}

const files: readonly (readonly [
  file: string,
  code: IssueCode,
  nodeId: string | undefined,
  field: string | undefined,
  fix: RegExp,
])[] = [
  ['unwired-way.json', 'exit-unwired', 'choice', 'exits.rules:w1', /Draw an edge/],
  ['edge-to-nowhere.json', 'edge-to-unknown', 'greeting', 'exits.next', /Lead it to a node/],
  ['misspelt-step.json', 'step-unknown', 'menu', 'step', /Correct its name/],
  ['played-too-often.json', 'settings-invalid', 'greeting', 'settings.times', /smaller/],
  ['undeclared-variable.json', 'variable-undeclared', 'greeting', 'settings.sounds[0].say', /Add a variable 'nmae'/],
  ['half-an-expression.json', 'expression-invalid', 'add', 'settings.assignments[0].value', /Correct the expression/],
  ['two-beginnings.json', 'entry-twice', 'again', 'step', /Remove one/],
  ['busy-circle.json', 'loop-without-waiting', 'count', undefined, /waits/],
  ['missing-name.json', 'field-invalid', undefined, 'name', /Add 'name'/],
  ['node-without-step.json', 'field-invalid', 'lost', 'step', /Add 'step'/],
  ['made-by-a-newer-one.json', 'version-newer', undefined, 'schemaVersion', /newer Patchcord/],
  ['prototype-key.json', 'name-forbidden', 'start', 'settings.__proto__', /another name/],
  ['not-json.txt', 'json-invalid', undefined, undefined, /Correct the JSON/],
];

test.each(files)('%s has the issue %s', (file, code, nodeId, field, fix) => {
  const issues = issuesOf(file).filter((issue) => issue.severity === 'error');
  expect(issues.map((issue) => [issue.code, issue.nodeId, issue.field])).toEqual([[code, nodeId, field]]);
  expect(issues[0]?.fix).toMatch(fix);
  expect(issues[0]?.message).toMatch(/\.$/);
});

test('every broken file is in the table', () => {
  expect(readdirSync(folder).sort()).toEqual(files.map(([file]) => file).sort());
});
