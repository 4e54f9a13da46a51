import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { debianTrees, findTree, treeCommand } from '../setup/debian-trees.mjs';
import { KEY, KEY_AFTER_MS } from './ivr.ts';

export interface Load {
  readonly host: string;
  readonly port: number;
  readonly extension: string;
  readonly calls: number;
  readonly callsPerSecond: number;
}

/**
 * Calls by SIPp with RTP both ways; the key is sent by SIP INFO, since SIPp sends RFC 4733 only as root.
 * Settles with each call's set-up time (INVITE to 200) in ms.
 * @throws Error if one call did not go as it should
 */
export async function callAll({ host, port, extension, calls, callsPerSecond }: Load): Promise<number[]> {
  const tree = findTree(debianTrees.sipp);
  if (tree === undefined) throw new Error('There is no SIPp: run `node runtime/setup.mjs test` first.');
  const [program = '', ...args] = treeCommand(tree, 'usr/bin/sipp');
  const folder = await mkdtemp(join(tmpdir(), 'pc-bench-'));
  try {
    await writeFile(join(folder, 'ivr.xml'), SCENARIO);
    await writeFile(join(folder, 'silence.ul'), Buffer.alloc(8_000, 0xff));
    const address = ['-i', host, '-mi', host, '-s', extension, '-m', String(calls), '-r', String(callsPerSecond)];
    const reports = ['-sf', 'ivr.xml', '-nostdin', '-trace_rtt', '-rtt_freq', '1', '-trace_err'];
    const options = { cwd: folder, env: { ...process.env, TERM: 'dumb' }, timeout: 300_000, maxBuffer: 64 << 20 };
    await promisify(execFile)(program, [...args, ...address, ...reports, `${host}:${port}`], options).catch(
      async (cause) => {
        const said = await textOf(folder, '_errors.log');
        throw new Error(`Calls to ${extension} failed: ${said.slice(0, 500) || cause.message}`, { cause });
      },
    );
    const lines = (await textOf(folder, '_rtt.csv')).trim().split('\n').slice(1);
    const setUpMs = lines.map((line) => Number(line.split(';')[1]));
    if (setUpMs.length !== calls) throw new Error(`Of ${calls} calls to ${extension} ${setUpMs.length} were answered.`);
    return setUpMs;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function textOf(folder: string, ending: string): Promise<string> {
  const name = (await readdir(folder)).find((each) => each.endsWith(ending));
  return name === undefined ? '' : readFile(join(folder, name), 'utf8');
}

const request = (method: string, sequence: number, body: string) => `<![CDATA[
${method} [next_url] SIP/2.0
Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
From: "bench" <sip:bench@[local_ip]:[local_port]>;tag=[call_number]
[last_To:]
Call-ID: [call_id]
CSeq: ${sequence} ${method}
Contact: <sip:bench@[local_ip]:[local_port]>
Max-Forwards: 70
${body}]]>`;

const SCENARIO = `<?xml version="1.0" encoding="UTF-8" ?>
<scenario name="ivr">
  <send retrans="500" start_rtd="1"><![CDATA[
INVITE sip:[service]@[remote_ip]:[remote_port] SIP/2.0
Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
From: "bench" <sip:bench@[local_ip]:[local_port]>;tag=[call_number]
To: <sip:[service]@[remote_ip]:[remote_port]>
Call-ID: [call_id]
CSeq: 1 INVITE
Contact: <sip:bench@[local_ip]:[local_port]>
Max-Forwards: 70
Content-Type: application/sdp
Content-Length: [len]

v=0
o=bench 1 1 IN IP[local_ip_type] [local_ip]
s=-
c=IN IP[media_ip_type] [media_ip]
t=0 0
m=audio [rtpstream_audio_port] RTP/AVP 0
a=rtpmap:0 PCMU/8000
]]></send>
  <recv response="100" optional="true"/>
  <recv response="180" optional="true"/>
  <recv response="183" optional="true"/>
  <recv response="200" rrs="true" rtd="1"/>
  <send>${request('ACK', 1, 'Content-Length: 0\n\n')}</send>
  <nop><action><exec rtp_stream="silence.ul,-1,0,PCMU/8000"/></action></nop>
  <pause milliseconds="${KEY_AFTER_MS}"/>
  <send retrans="500">${request('INFO', 2, `Content-Type: application/dtmf-relay\nContent-Length: [len]\n\nSignal=${KEY}\nDuration=100\n`)}</send>
  <recv response="200"/>
  <recv request="BYE" timeout="10000"/>
  <send><![CDATA[
SIP/2.0 200 OK
[last_Via:]
[last_From:]
[last_To:]
[last_Call-ID:]
[last_CSeq:]
Content-Length: 0

]]></send>
</scenario>
`;
