import { cpus } from 'node:os';
import { z } from 'zod';
import { type CallFigures, type CallOptions, measureCalls } from './call-arms.ts';
import { interleaved, median, ratioByRound, type Spread } from './figures.ts';
import { runProgram } from './program.ts';
import { type Site, startSite } from './site.ts';

export interface Limit {
  readonly name: string;
  readonly value: number;
  readonly most: number;
  readonly met: boolean;
}

export interface BenchResult {
  readonly machine: { readonly cpus: number; readonly model: string; readonly node: string; readonly asterisk: string };
  readonly options: CallOptions;
  readonly calls: CallFigures;
  /** A request to an idle Asterisk, by client: CPU of Node and times in ms, medians over the rounds. */
  readonly requests: Record<Client, Requests>;
  readonly nodePatchcordToHandWrittenByRequest: Spread;
  readonly compile: z.infer<typeof CompileTimes>;
  /** Bytes of heap a call that waits in a menu, and those of a bare machine within. */
  readonly heap: z.infer<typeof Heap>;
  /** False if the hand-written program was too slow for the comparison to mean anything. */
  readonly valid: boolean;
  readonly limits: readonly Limit[];
}

const CLIENTS = ['handWritten', 'ariClient', 'patchcord'] as const;
type Client = (typeof CLIENTS)[number];
const Requests = z.object({ cpuMs: z.number(), p50Ms: z.number(), p99Ms: z.number() });
type Requests = z.infer<typeof Requests>;
const CompileTimes = z.array(z.object({ nodes: z.number(), firstMs: z.number(), medianMs: z.number() }));
const Heap = z.object({ calls: z.number(), perCallBytes: z.number(), machineBytes: z.number() });

/** The hand-written program may cost this much of the dialplan's CPU, or the run says nothing. */
const HAND_WRITTEN_MOST = 1.31;

export async function bench(options: CallOptions, version: string, say: (line: string) => void): Promise<BenchResult> {
  say('compiling, and waiting calls');
  const compile = CompileTimes.parse(await runProgram('compile-time', {}));
  const heap = Heap.parse(await runProgram('waiting-calls', {}, ['--expose-gc']));
  say('starting Asterisk, Postgres, Patchcord and the programs');
  const site = await startSite(version);
  try {
    const calls = await measureCalls(site, options, say);
    say('requests');
    const requests = await interleaved(CLIENTS, options.rounds, (client) => measureRequests(site, client));
    return {
      machine: {
        cpus: cpus().length,
        model: cpus()[0]?.model ?? '',
        node: process.version,
        asterisk: site.asteriskVersion,
      },
      options,
      calls,
      requests: {
        handWritten: mediansOf(requests.handWritten),
        ariClient: mediansOf(requests.ariClient),
        patchcord: mediansOf(requests.patchcord),
      },
      nodePatchcordToHandWrittenByRequest: ratioByRound(
        requests.patchcord.map(({ cpuMs }) => cpuMs),
        requests.handWritten.map(({ cpuMs }) => cpuMs),
      ),
      compile,
      heap,
      valid: calls.ratios.handWrittenToDialplan.median <= HAND_WRITTEN_MOST,
      limits: limitsOf(calls, compile, heap),
    };
  } finally {
    await site.stop();
  }
}

async function measureRequests(site: Site, client: Client): Promise<Requests> {
  return Requests.parse(await runProgram('requests', { ...site.ari, application: client, prompt: '' }));
}

function mediansOf(rounds: readonly Requests[]): Requests {
  return {
    cpuMs: median(rounds.map(({ cpuMs }) => cpuMs)),
    p50Ms: median(rounds.map(({ p50Ms }) => p50Ms)),
    p99Ms: median(rounds.map(({ p99Ms }) => p99Ms)),
  };
}

function limitsOf(
  { ratios }: CallFigures,
  compile: z.infer<typeof CompileTimes>,
  { perCallBytes, machineBytes }: z.infer<typeof Heap>,
): Limit[] {
  const limit = (name: string, value: number, most: number): Limit => ({ name, value, most, met: value <= most });
  return [
    limit('CPU of Asterisk and Node, Patchcord to raw dialplan', ratios.patchcordToDialplan.median, 1.35),
    limit('CPU of Asterisk and Node, Patchcord to hand-written', ratios.patchcordToHandWritten.median, 1.1),
    limit('CPU of Node, Patchcord to ari-client', ratios.nodePatchcordToAriClient.median, 0.5),
    limit('ms to compile 1,000 nodes', compile.at(-1)?.medianMs ?? Number.NaN, 200),
    limit('kB of heap a waiting call, beyond the machine', (perCallBytes - machineBytes) / 1_000, 10),
  ];
}
