import type { Command } from 'commander';
import { requireApi } from './api-client.ts';
import { callDetails } from './call-details.ts';
import { timeline } from './timeline.ts';
import { act, type Output, type Verb } from './verb.ts';
import { whyCall } from './why-call.ts';

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
      .command('why [call]')
      .description('why a call went wrong: one of an id, the last of a number (+44...), or the very last')
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

async function showCall(output: Output, id: string): Promise<void> {
  const call = await callDetails(id);
  output.result(call, () => {
    const recordings = call.recordings.map(
      ({ id: name, kind, durationMs, complete }) =>
        `recording ${name} (${kind}, ${(durationMs / 1_000).toFixed(1)} s${complete ? '' : ', cut short'})`,
    );
    return [...timeline(call.record.events), ...recordings].join('\n');
  });
}
