import type { BenchResult } from './bench.ts';
import type { Spread } from './figures.ts';
import { table } from './table.ts';

/** The result for people. */
export function report(result: BenchResult): string {
  const { calls, requests, compile, heap, limits, machine, options, valid } = result;
  const { ratios } = calls;
  const { rounds, calls: perRound, callsPerSecond } = options;
  return [
    `${machine.cpus} x ${machine.model}, Node ${machine.node}, Asterisk ${machine.asterisk}.`,
    `${rounds} rounds of ${perRound} calls in each arm, ${callsPerSecond} a second.`,
    '',
    table(
      ['CPU ms a call', 'Asterisk', 'Node', 'Postgres', 'Asterisk+Node', 'set-up p50', 'p99 ms'],
      Object.values(calls.arms).map(({ title, cpuMs, setUpMs }) => [
        title,
        ...[cpuMs.asterisk, cpuMs.node, cpuMs.postgres, cpuMs.total, setUpMs.p50, setUpMs.p99].map(figure),
      ]),
    ),
    '',
    table(
      ['ratio', 'median', 'lowest', 'highest'],
      [
        ['Patchcord to raw dialplan (Asterisk+Node)', ...spread(ratios.patchcordToDialplan)],
        ['Patchcord to hand-written (Asterisk+Node)', ...spread(ratios.patchcordToHandWritten)],
        ['hand-written to raw dialplan (Asterisk+Node)', ...spread(ratios.handWrittenToDialplan)],
        ['Patchcord to ari-client (Node)', ...spread(ratios.nodePatchcordToAriClient)],
        ['Patchcord to hand-written (Node, one request)', ...spread(result.nodePatchcordToHandWrittenByRequest)],
      ],
    ),
    '',
    table(
      ['one request', 'Node CPU ms', 'p50 ms', 'p99 ms'],
      [
        [
          'hand-written',
          ...[requests.handWritten.cpuMs, requests.handWritten.p50Ms, requests.handWritten.p99Ms].map(figure),
        ],
        ['ari-client', ...[requests.ariClient.cpuMs, requests.ariClient.p50Ms, requests.ariClient.p99Ms].map(figure)],
        ['Patchcord', ...[requests.patchcord.cpuMs, requests.patchcord.p50Ms, requests.patchcord.p99Ms].map(figure)],
      ],
    ),
    '',
    table(
      ['compile', 'first ms', 'median ms'],
      compile.map(({ nodes, firstMs, medianMs }) => [`${nodes} nodes`, figure(firstMs), figure(medianMs)]),
    ),
    '',
    `A waiting call holds ${figure(heap.perCallBytes / 1_000)} kB of heap, ${figure(heap.machineBytes / 1_000)} kB of it its machine.`,
    '',
    table(
      ['limit', 'value', 'at most', ''],
      limits.map(({ name, value, most, met }) => [name, figure(value), String(most), met ? 'met' : 'MISSED']),
    ),
    ...(valid ? [] : ['', 'The hand-written program was too slow in this run for the ratios to mean anything.']),
  ].join('\n');
}

const figure = (value: number) => value.toFixed(value < 10 ? 2 : 1);
const spread = ({ median, lowest, highest }: Spread) => [median, lowest, highest].map(figure);
