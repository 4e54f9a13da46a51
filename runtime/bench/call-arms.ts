import { setTimeout as sleep } from 'node:timers/promises';
import { cpuMsOf } from './cpu.ts';
import { interleaved, median, percentile, ratioByRound, type Spread } from './figures.ts';
import { ARMS, type ArmName } from './ivr.ts';
import { callAll } from './load.ts';
import type { Site } from './site.ts';

export interface CallOptions {
  readonly rounds: number;
  readonly calls: number;
  readonly callsPerSecond: number;
}

/** CPU in ms a call, by process; times in ms. */
interface Measured {
  readonly asterisk: number;
  readonly node: number;
  readonly postgres: number;
  readonly setUpMs: readonly number[];
}

export interface ArmFigures {
  readonly title: string;
  /** Medians over the rounds, in ms of CPU a call. */
  readonly cpuMs: {
    readonly asterisk: number;
    readonly node: number;
    readonly postgres: number;
    readonly total: number;
  };
  /** INVITE to 200 of all rounds' calls. */
  readonly setUpMs: { readonly p50: number; readonly p99: number };
}

export interface CallFigures {
  readonly arms: Record<ArmName, ArmFigures>;
  /** Asterisk and Node together, but `node`, which is Node alone. Medians of the rounds' own quotients. */
  readonly ratios: {
    readonly patchcordToDialplan: Spread;
    readonly patchcordToHandWritten: Spread;
    readonly handWrittenToDialplan: Spread;
    readonly nodePatchcordToAriClient: Spread;
  };
}

const NAMES = Object.keys(ARMS) as ArmName[];
/** A server runs for weeks: what is measured is code that V8 has optimised, in every arm. */
const WARM_UP_CALLS = 600;
const WARM_UP_CALLS_PER_SECOND = 60;
/** Until the last call's channel is gone and its record is stored. */
const SETTLE_MS = 1_500;

export async function measureCalls(
  site: Site,
  { rounds, calls, callsPerSecond }: CallOptions,
  say: (line: string) => void,
): Promise<CallFigures> {
  const measure = async (name: ArmName, round: number): Promise<Measured> => {
    say(`round ${round + 1} of ${rounds}: ${ARMS[name].title}`);
    const before = usedBy(site, name);
    const setUpMs = await callAll({ ...site.sip, extension: ARMS[name].extension, calls, callsPerSecond });
    await sleep(SETTLE_MS);
    const after = usedBy(site, name);
    const aCall = (key: keyof typeof before) => (after[key] - before[key]) / calls;
    return { asterisk: aCall('asterisk'), node: aCall('node'), postgres: aCall('postgres'), setUpMs };
  };
  for (const name of NAMES) {
    say(`warming up: ${ARMS[name].title}`);
    await callAll({
      ...site.sip,
      extension: ARMS[name].extension,
      calls: WARM_UP_CALLS,
      callsPerSecond: WARM_UP_CALLS_PER_SECOND,
    });
  }
  return figuresOf(await interleaved(NAMES, rounds, measure));
}

function usedBy({ pids }: Site, name: ArmName) {
  return {
    asterisk: cpuMsOf(pids.asterisk),
    node: name === 'dialplan' ? 0 : cpuMsOf(pids[name]),
    postgres: name === 'patchcord' ? cpuMsOf(pids.postgres) : 0,
  };
}

const totals = (measured: readonly Measured[]) => measured.map(({ asterisk, node }) => asterisk + node);

function figuresOf(measured: Record<ArmName, readonly Measured[]>): CallFigures {
  const { dialplan, handWritten, ariClient, patchcord } = measured;
  const nodes = (rounds: readonly Measured[]) => rounds.map(({ node }) => node);
  return {
    arms: {
      dialplan: armFigures('dialplan', dialplan),
      handWritten: armFigures('handWritten', handWritten),
      ariClient: armFigures('ariClient', ariClient),
      patchcord: armFigures('patchcord', patchcord),
    },
    ratios: {
      patchcordToDialplan: ratioByRound(totals(patchcord), totals(dialplan)),
      patchcordToHandWritten: ratioByRound(totals(patchcord), totals(handWritten)),
      handWrittenToDialplan: ratioByRound(totals(handWritten), totals(dialplan)),
      nodePatchcordToAriClient: ratioByRound(nodes(patchcord), nodes(ariClient)),
    },
  };
}

function armFigures(name: ArmName, rounds: readonly Measured[]): ArmFigures {
  const setUpMs = rounds.flatMap((round) => round.setUpMs);
  return {
    title: ARMS[name].title,
    cpuMs: {
      asterisk: median(rounds.map(({ asterisk }) => asterisk)),
      node: median(rounds.map(({ node }) => node)),
      postgres: median(rounds.map(({ postgres }) => postgres)),
      total: median(totals(rounds)),
    },
    setUpMs: { p50: percentile(setUpMs, 50), p99: percentile(setUpMs, 99) },
  };
}
