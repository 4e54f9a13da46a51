import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort, freeRange } from '#runtime/supervisor/ports';
import { debianTrees, findTree, treeCommand } from '../../runtime/setup/debian-trees.mjs';
import { type Part, SILENCE, scenario } from './sipp-scenario.ts';

export interface SippOptions {
  readonly sip: { readonly host: string; readonly port: number };
  readonly extension: string;
  readonly parts: readonly Part[];
  /** One by default. */
  readonly calls?: number;
  /** All within a second by default. */
  readonly callsPerSecond?: number;
  /** For `pause(OWN_WAIT)`: one call for each. */
  readonly ownWaitsMs?: readonly number[];
  /** All calls must be over by then; 30 s by default. */
  readonly withinMs?: number;
}

export interface SippResult {
  readonly successful: number;
  readonly failed: number;
  readonly retransmissions: number;
  /** From each INVITE to its answer, or to the end of a call that never was answered, in ms. */
  readonly answerMs: readonly number[];
  /** What SIPp complained of. */
  readonly errors: string;
}

/** Calls an extension with SIPp 3.8, from free ports of this machine. Failed calls are in the result, not thrown. */
export async function runSipp(options: SippOptions): Promise<SippResult> {
  const { sip, extension, parts, ownWaitsMs, withinMs = 30_000 } = options;
  const calls = ownWaitsMs?.length ?? options.calls ?? 1;
  const tree = findTree(debianTrees.sipp);
  if (tree === undefined) throw new Error('There is no SIPp: run `node runtime/setup.mjs test` first.');
  const [program = '', ...loader] = treeCommand(tree, 'usr/bin/sipp');
  const folder = await mkdtemp(join(tmpdir(), 'pc-sipp-'));
  try {
    await writeFile(join(folder, 'caller.xml'), scenario(...parts));
    await writeFile(join(folder, SILENCE), Buffer.alloc(8_000, 0xff));
    await writeFile(join(folder, 'waits.csv'), ['SEQUENTIAL', ...(ownWaitsMs ?? []), ''].join('\n'));
    const rtp = await freeRange(2_000);
    const args = [
      ...[
        '-sf',
        'caller.xml',
        '-s',
        extension,
        '-m',
        String(calls),
        '-r',
        String(options.callsPerSecond ?? Math.max(calls, 20)),
      ],
      ...['-l', String(calls), ...(ownWaitsMs === undefined ? [] : ['-inf', 'waits.csv'])],
      ...['-i', sip.host, '-mi', sip.host, '-p', String(await freePort())],
      ...['-min_rtp_port', String(rtp), '-max_rtp_port', String(rtp + 1_999)],
      ...['-nostdin', '-trace_stat', '-fd', '1', '-trace_rtt', '-rtt_freq', '1', '-trace_err'],
      ...['-timeout', `${Math.ceil(withinMs / 1_000)}s`, '-timeout_error', `${sip.host}:${sip.port}`],
    ];
    const running = {
      cwd: folder,
      env: { ...process.env, TERM: 'dumb' },
      timeout: withinMs + 5_000,
      maxBuffer: 1 << 26,
    };
    // The exit code only repeats what the statistics say, and is not 0 as soon as one call failed.
    const ended = await promisify(execFile)(program, [...loader, ...args], running).catch((error: Error) => error);
    const errors = await textOf(folder, '_errors.log');
    const statistics = lastRow(await csvOf(folder, /^caller_\d+_\.csv$/));
    if (statistics === undefined) throw new Error(`SIPp did not run: ${errors.slice(0, 500)}`, { cause: ended });
    const times = await csvOf(folder, /_rtt\.csv$/);
    return {
      successful: Number(statistics.get('SuccessfulCall(C)')),
      failed: Number(statistics.get('FailedCall(C)')),
      retransmissions: Number(statistics.get('Retransmissions(C)')),
      answerMs: times.slice(1).map((row) => Number(row[1])),
      errors: errors.slice(0, 2_000),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function textOf(folder: string, ending: string | RegExp): Promise<string> {
  const fits = (name: string) => (typeof ending === 'string' ? name.endsWith(ending) : ending.test(name));
  const name = (await readdir(folder)).find(fits);
  return name === undefined ? '' : readFile(join(folder, name), 'utf8');
}

async function csvOf(folder: string, name: RegExp): Promise<string[][]> {
  const lines = (await textOf(folder, name)).split('\n');
  return lines.flatMap((line) => (line.trim() === '' ? [] : [line.split(';')]));
}

function lastRow([header, ...rows]: string[][]): Map<string, string> | undefined {
  const last = rows.at(-1);
  return last && new Map(header?.map((name, index) => [name.trim(), last[index] ?? '']));
}
