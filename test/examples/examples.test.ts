import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { FlowTest } from '#runtime/flow/flow-test';
import { readFlow } from '#runtime/flow/read-flow';
import type { Flow } from '#runtime/flow/schema';
import { validateFlow } from '#runtime/flow/validate';
import { hoursInFolder } from '#runtime/hours/hours-file';
import { simulate } from '#runtime/session/simulate';
import { unmet } from '#runtime/session/unmet';
import { builtIn, compiled, stepsByType } from '../support/flow-of.ts';

/** Of the editor, in pixels. */
const GRID = 16;
const folder = join(import.meta.dirname, '../../examples');
const examples = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
const names = examples
  .map((entry) => entry.name)
  .filter((name) => readdirSync(join(folder, name)).includes('flow.json'));

function flowIn(name: string): Flow {
  const read = readFlow(readFileSync(join(folder, name, 'flow.json'), 'utf8'));
  if (!read.ok) throw new Error(JSON.stringify(read.issues));
  return read.flow;
}

test('there are examples', () => {
  expect(names).toEqual(expect.arrayContaining(['opinion-survey', 'reception-menu']));
});

describe.each(names)('%s', (name) => {
  const flow = flowIn(name);
  const scripts = readdirSync(join(folder, name, 'tests'));

  test('has no problem, not even a warning', () => {
    expect(validateFlow(flow, builtIn)).toEqual([]);
  });

  test('has the name of its folder', () => {
    expect(flow.id).toBe(name);
  });

  test('lies on the grid, and no two nodes on one place', () => {
    const places = flow.nodes.map(({ position: { x, y } }) => [x / GRID, y / GRID]);
    expect(places.flat().every(Number.isInteger)).toBe(true);
    expect(new Set(places.map(String)).size).toBe(places.length);
  });

  test('each of its nodes is visited by one of its tests, but for the error handler', async () => {
    const visited = new Set<string>();
    for (const script of scripts) {
      const { record } = await play(name, scriptIn(name, script));
      for (const visit of record.trace) visited.add(visit.nodeId);
    }
    const unvisited = flow.nodes.filter(({ id }) => !visited.has(id)).map(({ id }) => id);
    expect(unvisited.filter((id) => id !== 'oops' && id !== 'sorry')).toEqual([]);
  });

  test.each(scripts)('%s', async (script) => {
    const flowTest = scriptIn(name, script);
    const simulated = await play(name, flowTest);
    expect(unmet(simulated, flowTest)).toEqual([]);
    expect(simulated.record.trace.filter((visit) => visit.exit === 'failed')).toEqual([]);
    expect(simulated.record.events.filter((event) => event.type === 'log.written')).toEqual([]);
  });
});

const scriptIn = (name: string, script: string): FlowTest =>
  FlowTest.parse(JSON.parse(readFileSync(join(folder, name, 'tests', script), 'utf8')));

/** With the hours that the example brings along. */
async function play(name: string, script: FlowTest) {
  const brought = await hoursInFolder(join(folder, name));
  const hours = { ...Object.fromEntries(brought.map((one) => [one.id, one])), ...script.hours };
  return simulate({ compiled: compiled(flowIn(name)), steps: stepsByType(), script: { ...script, hours } });
}
