import { steps } from '#plugins/index';
import { compileFlow } from '#runtime/compile/compile';
import { catalogueOf } from '#runtime/flow/catalogue';
import { Flow } from '#runtime/flow/schema';
import { median } from '../figures.ts';

// How long it takes to compile flows of 10, 100 and 1,000 nodes: the first of its size, and the median of ten more.

const REPEATS = 10;
const catalogue = catalogueOf(steps);
const sizes = [10, 100, 1_000].map((nodes) => {
  const flow = menus(nodes);
  const times = Array.from({ length: 1 + REPEATS }, () => {
    const startedAt = performance.now();
    const compiled = compileFlow(flow, catalogue);
    if (!compiled.ok) throw new Error(`The flow of ${nodes} nodes does not compile: ${compiled.issues[0]?.message}`);
    return performance.now() - startedAt;
  });
  return { nodes, firstMs: times[0], medianMs: median(times.slice(1)) };
});
process.send?.(sizes);
process.on('disconnect', () => process.exit(0));

/** A chain of menus with two choices each: one goes on, everything else goes to the end. */
function menus(count: number): Flow {
  const menuIds = Array.from({ length: count - 2 }, (_, index) => `menu${index}`);
  return Flow.parse({
    schemaVersion: 1,
    id: 'bench',
    name: 'Bench',
    nodes: [
      { id: 'start', step: 'incoming-call' },
      ...menuIds.map((id) => ({
        id,
        step: 'menu',
        settings: {
          prompt: { say: `Hello {{ caller.number }}, this is ${id}.` },
          options: [
            { id: 'one', key: '1', label: 'On' },
            { id: 'two', key: '2', label: 'End' },
          ],
        },
      })),
      { id: 'bye', step: 'hang-up' },
    ],
    edges: [
      { from: 'start', exit: 'next', to: menuIds[0] },
      ...menuIds.flatMap((id, index) => [
        { from: id, exit: 'options:one', to: menuIds[index + 1] ?? 'bye' },
        ...['options:two', 'noInput', 'invalid'].map((exit) => ({ from: id, exit, to: 'bye' })),
      ]),
    ],
  });
}
