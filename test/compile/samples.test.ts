import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createMachine } from 'xstate';
import { Flow } from '#runtime/flow/schema';
import { compiled } from '../support/flow-of.ts';

// UPDATE_SAMPLES=1 writes machine.json anew; read the difference before you commit it.
const update = process.env.UPDATE_SAMPLES === '1';
const folder = join(import.meta.dirname, 'samples');
const cases = readdirSync(folder);

test.each(cases)('%s compiles to its machine.json', (name) => {
  const flow = Flow.parse(JSON.parse(readFileSync(join(folder, name, 'flow.json'), 'utf8')));
  const file = join(folder, name, 'machine.json');
  const text = `${JSON.stringify(compiled(flow).json, null, 2)}\n`;
  if (update) writeFileSync(file, text);
  expect(existsSync(file), `There is no ${file}; run with UPDATE_SAMPLES=1.`).toBe(true);
  expect(text).toBe(readFileSync(file, 'utf8'));
});

test.each(cases)('%s is a machine that XState reads from its JSON alone', (name) => {
  const json = JSON.parse(readFileSync(join(folder, name, 'machine.json'), 'utf8'));
  const machine = createMachine(json);
  expect(Object.keys(machine.states)).toEqual(expect.arrayContaining(['$ended', '$failed']));
});
