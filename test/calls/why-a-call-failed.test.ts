import { spawn } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Finding } from '#asterisk-config/finding';
import { type ApiClient, apiClient } from '#runtime/cli/api-client';
import { unpackTrace } from '#runtime/diagnosis/sip-trace';
import { packageRoot } from '#runtime/package-root';
import { getSipTrace } from '#runtime/store/sip-traces';
import { FakeCarrier } from '../support/carrier/fake-carrier.ts';
import { flowOf } from '../support/flow-of.ts';
import { useInstance } from '../support/instance.ts';
import { until } from '../support/supervisor.ts';

const instance = useInstance();
const SECRET = 'planted-Secret-5512';
const OURS = '+4930123456';
let carrier: FakeCarrier;
let stranger: FakeCarrier;
let api: ApiClient;
/** Everything that anybody was told. */
const told: string[] = [];

async function ask<T>(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown): Promise<T> {
  const answer = await api.request<T>(method, path, body);
  told.push(JSON.stringify(answer ?? ''));
  return answer;
}

async function pcapOfCall(id: string): Promise<Buffer> {
  const { address = '', tokenFile } = instance().supervisor.status();
  const token = (await readFile(tokenFile, 'utf8')).trim();
  const response = await fetch(`${address}/api/calls/${id}/sip.pcap`, {
    headers: { authorization: `Bearer ${token}` },
  });
  expect(response.headers.get('content-disposition')).toContain('.pcap');
  const bytes = Buffer.from(await response.arrayBuffer());
  told.push(bytes.toString('latin1'));
  return bytes;
}

function patchcord(...args: string[]): Promise<string> {
  const child = spawn(process.execPath, [join(packageRoot(), 'runtime/bin.mjs'), ...args], {
    env: { ...process.env, PATCHCORD_HOME: instance().folder },
  });
  let out = '';
  child.stdout.on('data', (data) => {
    out += data;
  });
  child.stderr.on('data', (data) => {
    out += data;
  });
  return new Promise((resolve) =>
    child.on('close', () => {
      told.push(out);
      resolve(out);
    }),
  );
}

/** Calls by a trunk and waits until it was said why it failed. */
async function failedCall(trunkId: string, to: string): Promise<{ callId: string; findings: readonly Finding[] }> {
  const { callId } = await ask<{ callId: string }>('POST', '/api/calls', {
    flowId: 'reminder',
    to: { number: to },
    from: OURS,
    trunkId,
  });
  let findings: readonly Finding[] = [];
  await until(
    'findings',
    async () => {
      const found = await api
        .request<{ findings: Finding[] }>('GET', `/api/calls/${callId}/findings`)
        .catch(() => undefined);
      findings = found?.findings ?? [];
      return findings.length > 0;
    },
    15_000,
  );
  told.push(JSON.stringify(findings));
  return { callId, findings };
}

beforeAll(async () => {
  carrier = await FakeCarrier.start({ accounts: { alice: 'another' } });
  stranger = await FakeCarrier.start({ address: '127.0.0.3' });
  const { address = '', tokenFile } = instance().supervisor.status();
  api = await apiClient(address, tokenFile);
  const nodes = {
    start: {
      step: 'outgoing-call',
      to: { answered: 'end', busy: 'end', noAnswer: 'end', rejected: 'end', failed: 'end' },
    },
    end: { step: 'hang-up' },
  };
  await instance().publish(flowOf(nodes, { id: 'reminder' }), '100');
  const trunk = {
    carrier: 'generic-digest',
    kind: 'digest',
    domain: carrier.address,
    port: carrier.port,
    username: 'alice',
    password: { value: SECRET },
  };
  await ask('POST', '/api/trunks', { ...trunk, name: 'acme', sourceAddresses: [carrier.address] });
  await ask('POST', '/api/trunks', {
    ...trunk,
    name: 'secure',
    mediaEncryption: 'sdes',
    sourceAddresses: ['192.0.2.9'],
  });
  await ask('POST', '/api/numbers', { number: OURS, name: 'Main', trunkId: 'acme' });
  await ask('PUT', '/api/dial-rules', { countries: ['DE'] });
  const known = async () => {
    const { trunks } = await api.request<{ trunks: { state: { applied: string } }[] }>('GET', '/api/trunks');
    return trunks.length === 2 && trunks.every(({ state }) => state.applied === 'yes');
  };
  await until('the trunks in Asterisk', known, 15_000);
}, 60_000);
afterAll(async () => {
  await carrier?.stop();
  await stranger?.stop();
});

test('a wrong password is named by the API, by the command line, and at the number', async () => {
  const { callId, findings } = await failedCall('acme', '+4930200001');
  expect(findings).toHaveLength(1);
  expect(findings[0]).toMatchObject({ code: 'wrong-password', field: 'password', trunkId: 'acme', callId });
  const path = `/api/numbers/${encodeURIComponent(OURS)}/findings`;
  expect((await ask<{ findings: unknown[] }>('GET', path)).findings).toHaveLength(1);
  const sentence = `The call ${callId}`;
  const said = await patchcord('calls', 'why', OURS);
  expect(said).toContain(sentence);
  expect(said).toContain(
    'The carrier does not accept the user name or the password: The call was sent with the credentials of "alice"',
  );
  expect(said).toContain('(trunk acme, field password)');
  expect(await patchcord('calls', 'why')).toContain(sentence);
  expect(await patchcord('calls', 'why', callId)).toContain('Type the password again.');
}, 60_000);

test('its SIP messages are there as a diagram and as a pcap, and go with the call', async () => {
  const { callId } = await failedCall('acme', '+4930200002');
  const { peers, messages } = await ask<{
    peers: { id: string; isHere: boolean }[];
    messages: { label: string; direction: string; text: string }[];
  }>('GET', `/api/calls/${callId}/sip`);
  expect(peers.map(({ isHere }) => isHere)).toEqual([true, false]);
  expect(peers[1]?.id).toBe(`${carrier.address}:${carrier.port}`);
  expect(messages.slice(0, 4).map(({ direction, label }) => `${direction} ${label}`)).toEqual([
    'out INVITE',
    'in 407 Proxy Authentication Required',
    'out ACK',
    'out INVITE',
  ]);
  expect(messages[3]?.text).toMatch(/Proxy-Authorization: Digest username="alice".*response=x{34}/);
  const pcap = await pcapOfCall(callId);
  expect(pcap.readUInt32LE(0)).toBe(0xa1b2c3d4);
  expect(pcap.toString('latin1').split('INVITE sip:+4930200002@').length).toBeGreaterThan(2);
  await ask('DELETE', `/api/calls/${callId}`);
  expect(await getSipTrace(instance().store.db, callId)).toBeUndefined();
}, 60_000);

test('a call from an address in no trunk is kept with what to do', async () => {
  for (let calls = 0; calls < 2; calls++) await stranger.call({ to: OURS, from: '+4420', target: instance().sip });
  type Calls = { calls: { count: number; sourceAddress: string; code: number; finding: Finding }[] };
  let found: Calls = { calls: [] };
  const counted = async () => {
    found = await ask<Calls>('GET', `/api/refused-calls?number=${encodeURIComponent(OURS)}`);
    return found.calls[0]?.count === 2;
  };
  await until('both', counted, 10_000);
  expect(found.calls).toHaveLength(1);
  expect(found.calls[0]).toMatchObject({
    sourceAddress: '127.0.0.3',
    code: 401,
    finding: { code: 'unlisted-address' },
  });
}, 30_000);

test('neither the password nor a key for audio is in any answer, trace, file or log', async () => {
  carrier.rules.INVITE = { challenge: 'never', srtp: 'required' };
  const { callId, findings } = await failedCall('secure', '+4930200003');
  expect(findings[0]?.code).toBe('encryption-mismatch');
  const keys = carrier.requests.flatMap(({ body }) => /inline:(\S+)/.exec(body)?.[1] ?? []);
  expect(keys.length).toBeGreaterThan(0);
  const { rows } = await instance().store.db.execute('select call_id, messages from sip_traces');
  for (const row of rows) {
    const messages = await unpackTrace(row.messages as Buffer);
    told.push(messages.map(({ sip }) => sip.text).join('\n'));
  }
  await ask('GET', `/api/calls/${callId}/sip`);
  await pcapOfCall(callId);
  const dump = await instance().store.db.execute(
    'select finding from findings union all select finding from refused_calls',
  );
  told.push(JSON.stringify(dump.rows));
  for (const log of await logs(instance().folder)) told.push(await readFile(log, 'utf8'));
  const all = told.join('\n');
  expect(all).toContain('inline:xxxx');
  for (const secret of [SECRET, ...keys]) expect(all.includes(secret), secret).toBe(false);
}, 60_000);

async function logs(folder: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true, withFileTypes: true });
  return names.filter((one) => one.isFile() && one.name.endsWith('.log')).map((one) => join(one.parentPath, one.name));
}
