import type { Command } from 'commander';
import type { CallRecord } from '#runtime/flow/record';
import { requireApi } from './api-client.ts';
import { timeline } from './timeline.ts';
import { act, CliError, type Output, type Verb } from './verb.ts';

interface CallRow {
  readonly id: string;
  readonly flowId: string;
  readonly revision: number;
  readonly direction: string;
  readonly caller: string;
  readonly called: string;
  readonly test: boolean;
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly endBy: string | null;
  readonly endCode: string | null;
}

interface CallDetails {
  readonly live: boolean;
  readonly record: CallRecord;
  readonly recordings: readonly {
    readonly id: string;
    readonly kind: string;
    readonly durationMs: number;
    readonly complete: boolean;
  }[];
}

export const callsVerb: Verb = {
  name: 'calls',
  summary: 'The calls of the running instance: list them, show one, or ask why one ended as it did.',
  configure(command: Command) {
    const list = command
      .command('list')
      .description('newest first')
      .option('--flow <id>', 'of one flow')
      .option('--end <by>', 'ended by caller, flow, failed or lost')
      .option('--limit <n>', 'how many, 200 at most', '20')
      .option('--live', 'only those going on now')
      .option('--json', 'print one JSON object instead of text');
    list.action(act(list, listCalls));
    const show = command
      .command('show <id>')
      .description('the whole course of a call')
      .option('--json', 'print one JSON object instead of text');
    show.action(act(show, showCall));
    const why = command
      .command('why <id>')
      .description('how a call ended, and the last thing before it')
      .option('--json', 'print one JSON object instead of text');
    why.action(act(why, whyCall));
  },
};

async function listCalls(
  output: Output,
  options: { flow?: string; end?: string; limit: string; live?: boolean },
): Promise<void> {
  const query = new URLSearchParams({ limit: options.limit, test: 'all' });
  if (options.flow !== undefined) query.set('flow', options.flow);
  if (options.end !== undefined) query.set('end', options.end);
  const api = await requireApi();
  const { calls } = await api.request<{ calls: CallRow[] }>(
    'GET',
    options.live ? '/api/calls/live' : `/api/calls?${query}`,
  );
  output.result({ calls }, () => (calls.length === 0 ? 'No calls.' : calls.map(row).join('\n')));
}

const row = (call: CallRow): string => {
  const end =
    call.endedAt === null ? 'live' : `ended by ${call.endBy}${call.endCode === null ? '' : ` (${call.endCode})`}`;
  const when = call.startedAt.replace('T', ' ').slice(0, 19);
  return `${when}  ${call.id}  ${call.caller} > ${call.called}  ${call.flowId} r${call.revision}  ${end}${call.test ? '  test' : ''}`;
};

const details = async (id: string): Promise<CallDetails> =>
  (await requireApi()).request<CallDetails>('GET', `/api/calls/${encodeURIComponent(id)}`);

async function showCall(output: Output, id: string): Promise<void> {
  const call = await details(id);
  output.result(call, () => {
    const recordings = call.recordings.map(
      ({ id: name, kind, durationMs, complete }) =>
        `recording ${name} (${kind}, ${(durationMs / 1_000).toFixed(1)} s${complete ? '' : ', cut short'})`,
    );
    return [...timeline(call.record.events), ...recordings].join('\n');
  });
}

async function whyCall(output: Output, id: string): Promise<void> {
  const { record, live } = await details(id);
  if (live || record.end === undefined)
    throw new CliError('call-live', 'This call is still going on.', `See npx patchcord calls show ${id}`);
  const last = record.trace.at(-1);
  const failed = record.trace.filter((step) => step.exit === 'failed');
  const found = { end: record.end, lastNode: last?.nodeId ?? null, lastExit: last?.exit ?? null, failed };
  output.result(found, () =>
    [
      `${endings[record.end?.by ?? 'lost']}${record.end?.message === undefined ? '' : ` ${record.end.message}`}`,
      ...(last === undefined
        ? []
        : [
            `The last node was '${last.nodeId}'${last.exit === undefined ? ', which it never left' : `, left by '${last.exit}'`}.`,
          ]),
      ...failed.map((step) => `'${step.nodeId}' failed: ${JSON.stringify(step.data ?? null)}`),
    ].join('\n'),
  );
}

const endings = {
  caller: 'The caller hung up.',
  flow: 'The flow ended the call.',
  failed: 'Something failed, and the flow had no way on.',
  lost: 'The call was lost.',
};
