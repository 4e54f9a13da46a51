import type { Finding } from '#asterisk-config/finding';
import { type ApiClient, requireApi } from './api-client.ts';
import { callDetails } from './call-details.ts';
import { CliError, type Output } from './verb.ts';

type FoundInCall = Finding & { readonly callId: string };

interface RefusedCall {
  readonly at: string;
  readonly count: number;
  readonly finding: Finding;
}

/** `call` is an id or a number of ours; without one it is the last call that went wrong. */
export async function whyCall(output: Output, call?: string): Promise<void> {
  if (call === undefined || call.startsWith('+')) await whyLast(output, call);
  else await whyOne(output, call);
}

/** The newest of what went wrong: in calls that reached a flow, and in those that never did. */
async function whyLast(output: Output, number: string | undefined): Promise<void> {
  const api = await requireApi();
  const path = number === undefined ? '/api/findings' : `/api/numbers/${encodeURIComponent(number)}/findings`;
  const { findings } = await api.request<{ findings: FoundInCall[] }>('GET', `${path}?limit=50`);
  const query = number === undefined ? '' : `&number=${encodeURIComponent(number)}`;
  const refused = await api.request<{ calls: RefusedCall[] }>('GET', `/api/refused-calls?limit=50${query}`);
  const all = [
    ...findings.map((finding) => ({ ...finding, count: 1 })),
    ...refused.calls.map(({ finding, at, count }) => ({ ...finding, at, count, callId: null })),
  ].toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at));
  const found = all.find(({ severity }) => severity === 'error') ?? all[0];
  if (found === undefined)
    throw new CliError(
      'nothing-failed',
      number === undefined ? 'No call went wrong lately.' : `No call of ${number} went wrong lately.`,
      'See all calls: npx patchcord calls list',
    );
  output.result(found, () => inWords(found, found.callId, found.count));
}

function inWords(found: Finding, callId: string | null, count: number): string {
  const when = new Date(found.at).toLocaleString('sv-SE').slice(0, 16);
  const which = callId === null ? 'A call that reached no flow' : `The call ${callId}`;
  const often = count > 1 ? `, ${count} times in all` : '';
  return [`${which} (${when}${often}): ${sentence(found)}`, `What to do: ${found.fix}${place(found)}`].join('\n');
}

/** The title with the evidence that shows it. */
const sentence = ({ title, evidence }: Finding): string =>
  evidence[0] === undefined ? title : `${title.replace(/\.$/, '')}: ${evidence.slice(0, 2).join(' ')}`;

const place = ({ field, trunkId }: Finding): string => {
  if (field === undefined) return '';
  return ` (${trunkId === undefined ? '' : `trunk ${trunkId}, `}field ${field})`;
};

async function whyOne(output: Output, id: string): Promise<void> {
  const { record, live } = await callDetails(id);
  if (live || record.end === undefined)
    throw new CliError('call-live', 'This call is still going on.', `See npx patchcord calls show ${id}`);
  const findings = await findingsOf(await requireApi(), id);
  const last = record.trace.at(-1);
  const failed = record.trace.filter((step) => step.exit === 'failed');
  const found = { end: record.end, lastNode: last?.nodeId ?? null, lastExit: last?.exit ?? null, failed, findings };
  output.result(found, () =>
    [
      ...findings.flatMap((finding) => [sentence(finding), `What to do: ${finding.fix}${place(finding)}`]),
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

const findingsOf = async (api: ApiClient, id: string): Promise<readonly FoundInCall[]> =>
  (await api.request<{ findings: FoundInCall[] }>('GET', `/api/calls/${encodeURIComponent(id)}/findings`)).findings;

const endings = {
  caller: 'The caller hung up.',
  flow: 'The flow ended the call.',
  failed: 'Something failed, and the flow had no way on.',
  lost: 'The call was lost.',
};
