import * as z from 'zod';
import { Finding } from '#asterisk-config/finding';
import { E164, TrunkId } from '#asterisk-config/sip-names';
import { getCall } from '#runtime/store/calls';
import { findingsOfCall, findingsOfNumber, latestFindings } from '#runtime/store/findings';
import { listRefusedCalls } from '#runtime/store/refused-calls';
import { ApiError } from './api-error.ts';
import type { App, ServerContext } from './context.ts';
import { Id } from './fields.ts';

const Params = z.strictObject({ id: Id });
const FoundInCall = Finding.extend({ callId: z.string() });
const Limit = z.coerce.number().int().min(1).max(200).default(50);

const SipMessages = z.strictObject({
  peers: z.array(z.strictObject({ id: z.string(), isHere: z.boolean() })),
  messages: z.array(
    z.strictObject({
      atMs: z.number(),
      from: z.string(),
      to: z.string(),
      direction: z.enum(['in', 'out']),
      transport: z.enum(['udp', 'tcp']),
      label: z.string(),
      callId: z.string(),
      text: z.string(),
    }),
  ),
});

const Refused = z.strictObject({
  /** Of the last one. */
  at: z.iso.datetime(),
  firstAt: z.iso.datetime(),
  count: z.int(),
  from: z.string(),
  dialled: z.string(),
  number: z.string().nullable(),
  trunkId: z.string().nullable(),
  sourceAddress: z.string(),
  code: z.int(),
  words: z.string(),
  finding: Finding,
});

/** Why calls failed, and the SIP messages that show it. */
export function diagnosisRoutes(app: App, { store, ports }: ServerContext): void {
  const mustExist = async (id: string): Promise<void> => {
    if (!ports.liveCall(id) && !(await getCall(store.db, id)))
      throw new ApiError(404, 'call-unknown', `There is no call '${id}'.`);
  };

  app.get(
    '/api/calls/:id/findings',
    {
      config: { access: 'user' },
      schema: {
        summary: 'What went wrong in a call, the worst first',
        params: Params,
        response: { 200: z.strictObject({ findings: z.array(FoundInCall) }) },
      },
    },
    async ({ params: { id } }) => {
      await mustExist(id);
      return { findings: (await findingsOfCall(store.db, id)).map(flat) };
    },
  );

  app.get(
    '/api/calls/:id/sip',
    {
      config: { access: 'user' },
      schema: {
        summary: 'The SIP messages of a call that failed, goes over a trunk, or is live; secrets are taken out',
        params: Params,
        response: { 200: SipMessages },
      },
    },
    async ({ params: { id } }) => {
      await mustExist(id);
      const { peers, messages } = await ports.diagnosis.sip(id);
      return { peers: [...peers], messages: [...messages] };
    },
  );

  app.get(
    '/api/calls/:id/sip.pcap',
    { config: { access: 'user' }, schema: { summary: 'The same as a file for Wireshark', params: Params } },
    async ({ params: { id } }, reply) => {
      await mustExist(id);
      return reply
        .type('application/vnd.tcpdump.pcap')
        .header('content-disposition', `attachment; filename="${id.replaceAll(/[^A-Za-z0-9_-]/g, '-')}.pcap"`)
        .send(await ports.diagnosis.pcap(id));
    },
  );

  app.get(
    '/api/findings',
    {
      config: { access: 'user' },
      schema: {
        summary: 'What went wrong in calls, newest first',
        querystring: z.strictObject({ limit: Limit }),
        response: { 200: z.strictObject({ findings: z.array(FoundInCall) }) },
      },
    },
    async ({ query }) => ({ findings: (await latestFindings(store.db, query.limit)).map(flat) }),
  );

  app.get(
    '/api/numbers/:number/findings',
    {
      config: { access: 'user' },
      schema: {
        summary: 'What went wrong in calls of a number, newest first',
        params: z.strictObject({ number: E164 }),
        querystring: z.strictObject({ limit: Limit }),
        response: { 200: z.strictObject({ findings: z.array(FoundInCall) }) },
      },
    },
    async ({ params, query }) => ({
      findings: (await findingsOfNumber(store.db, params.number, query.limit)).map(flat),
    }),
  );

  app.get(
    '/api/refused-calls',
    {
      config: { access: 'user' },
      schema: {
        summary: 'Calls that never reached a flow, newest first; the same again is one with a count',
        querystring: z.strictObject({ trunk: TrunkId.optional(), number: E164.optional(), limit: Limit }),
        response: { 200: z.strictObject({ calls: z.array(Refused) }) },
      },
    },
    async ({ query: { trunk, number, limit } }) => ({
      calls: (await listRefusedCalls(store.db, { trunkId: trunk, number }, limit)).map((row) => ({
        at: row.lastAt.toISOString(),
        firstAt: row.firstAt.toISOString(),
        count: row.count,
        from: row.caller,
        dialled: row.dialled,
        number: row.number,
        trunkId: row.trunkId,
        sourceAddress: row.sourceAddress,
        code: row.status,
        words: row.finding.title,
        finding: row.finding,
      })),
    }),
  );
}

const flat = ({ callId, finding }: { readonly callId: string; readonly finding: Finding }) => ({ ...finding, callId });
