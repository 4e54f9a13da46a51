import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Finding } from '#asterisk-config/finding';
import type { WatchedCall } from '#runtime/diagnosis/call-watch';
import { FakeCarrier } from '../support/carrier/fake-carrier.ts';
import { reportLoss } from '../support/carrier/report-loss.ts';
import type { CallRule } from '../support/carrier/rules.ts';
import { headerOf } from '../support/carrier/sip-message.ts';
import { numberAt, trunkOf } from '../support/trunk.ts';
import { useWatchedAsterisk } from '../support/watched-asterisk.ts';

const SECRET = 'planted-Secret-7391';
const OURS = '+4930111111';

/** Numbers at the carrier, and what becomes of calls to them. */
const callees: Record<string, CallRule> = {
  '+4930200001': { challenge: 'always' },
  '+4930200002': { codecs: ['G722'] },
  '+4930200003': { srtp: 'required' },
  '+4930200004': { rtp: 'mute' },
  '+4930200005': { rtp: 'tone' },
  '+4930200006': { sdpAddress: '10.11.12.13', rtp: 'mute' },
  '+4930200007': { sessionSeconds: 6, deafTo: ['INVITE', 'UPDATE'] },
  '+4930200008': { status: 403, reason: 'Caller ID not allowed' },
  '+4930200009': { status: 503 },
  '+4930200011': { status: 486 },
};

const carriers: FakeCarrier[] = [];
const trunk = (more: Record<string, unknown>) =>
  trunkOf({
    domain: '127.0.0.2',
    kind: 'digest',
    username: 'alice',
    password: { secret: 'P' },
    sourceAddresses: ['127.0.0.2'],
    codecs: ['alaw', 'ulaw'],
    sessionSeconds: 90,
    qualifySeconds: 0,
    ...more,
  });
const acme = () => trunk({ port: carriers[0]?.port });
const secure = () => trunk({ id: 'secure', port: carriers[0]?.port, mediaEncryption: 'sdes', sourceAddresses: [] });

beforeAll(async () => {
  const INVITE = (request: { startLine: string }) => callees[/sip:([^@]+)@/.exec(request.startLine)?.[1] ?? ''] ?? {};
  carriers.push(await FakeCarrier.start({ accounts: { alice: SECRET }, rules: { INVITE } }));
  carriers.push(await FakeCarrier.start({ address: '127.0.0.3' }));
});
afterAll(async () => {
  for (const carrier of carriers) await carrier.stop();
});

const line = useWatchedAsterisk(async () => ({
  trunks: [acme(), secure()],
  numbers: [numberAt('acme', OURS)],
  secret: SECRET,
}));

const carrier = (): FakeCarrier => carriers[0] as FakeCarrier;
const codes = ({ findings }: { readonly findings: readonly Finding[] }) => findings.map(({ code }) => code);
/** What a person reads of it. */
const shown = ({ findings }: WatchedCall) =>
  findings.map(({ title, evidence, cause, fix }) => [title, ...evidence, cause, fix].join('\n')).join('\n');

describe.concurrent('calls that went wrong with a real Asterisk and a carrier', () => {
  test('the answer is never acknowledged: the call drops after 32 s', { timeout: 60_000 }, async () => {
    const told = line().callIn('4930111111', 60_000);
    await carrier().call({ to: '4930111111', from: '+4930777', target: line().asterisk.sip, ack: false });
    const call = await told;
    expect(codes(call)).toContain('missing-ack');
    expect(call.findings[0]).toMatchObject({ code: 'missing-ack', trunkId: 'acme', field: 'publicAddress' });
    expect(shown(call)).toMatch(/sent 11 times in 3\d\.\d s; no ACK came/);
    expect(call.number).toBe(OURS);
  });

  test('we hear nothing', { timeout: 30_000 }, async () => {
    const call = await line().dial(acme(), '+4930200004', 6_500);
    expect(codes(call)).toEqual(['no-audio-in']);
    expect(shown(call)).toMatch(/no audio packet came, while \d{2,} were sent/);
  });

  test('we hear nothing of a call in', { timeout: 30_000 }, async () => {
    const told = line().callIn('4930111112', 6_500);
    await carrier().call({ to: '4930111112', from: '+4930778', target: line().asterisk.sip, rtp: 'mute' });
    expect(codes(await told)).toEqual(['no-audio-in']);
  });

  test('they hear nothing', { timeout: 30_000 }, async () => {
    const told = line().dial(acme(), '+4930200005', 6_500);
    carrier().on('call', (call) => {
      if (headerOf(call.invite, 'to').includes('4930200005'))
        call.once('answered', () => reportLoss(call, carrier().address));
    });
    const call = await told;
    expect(codes(call)).toEqual(['no-audio-out']);
    expect(shown(call)).toMatch(/reports \d+ % of them as lost/);
  });

  test('the carrier asks for audio at a private address', { timeout: 30_000 }, async () => {
    const call = await line().dial(acme(), '+4930200006', 6_500);
    expect(codes(call)).toContain('private-sdp');
    expect(shown(call)).toContain('10.11.12.13');
  });

  test('no codec in common, calling out and being called', { timeout: 30_000 }, async () => {
    const out = await line().dial(acme(), '+4930200002');
    expect(out.findings[0]).toMatchObject({ code: 'codec-mismatch', field: 'codecs' });
    await carrier().call({ to: '4930111111', from: '+4930779', target: line().asterisk.sip, codecs: ['G722'] });
    const { finding, status, trunkId } = await line().refused('+4930779');
    expect({ status, trunkId }).toEqual({ status: 488, trunkId: 'acme' });
    expect(finding).toMatchObject({ code: 'codec-mismatch', field: 'codecs' });
    expect(finding.evidence[0]).toBe('The carrier offered "G722".');
  });

  test('one side encrypts audio, the other does not', { timeout: 30_000 }, async () => {
    const call = await line().dial(secure(), '+4930200012');
    expect(call.findings[0]).toMatchObject({
      code: 'encryption-mismatch',
      field: 'mediaEncryption',
      trunkId: 'secure',
    });
  });

  test('the password is wrong', { timeout: 30_000 }, async () => {
    const call = await line().dial(acme(), '+4930200001');
    expect(call.findings[0]).toMatchObject({ code: 'wrong-password', field: 'password' });
    expect(shown(call)).toContain('"alice"');
  });

  test('a call comes from an address that is in no trunk', { timeout: 30_000 }, async () => {
    await carriers[1]?.call({ to: '+4930111111', from: '+4930780', target: line().asterisk.sip });
    const { finding, sourceAddress, number } = await line().refused('+4930780');
    expect({ sourceAddress, number }).toEqual({ sourceAddress: '127.0.0.3', number: OURS });
    expect(finding).toMatchObject({ code: 'unlisted-address', severity: 'error', field: 'sourceAddresses' });
    await carriers[1]?.call({ to: '900', from: 'sipvicious', target: line().asterisk.sip });
    expect((await line().refused('sipvicious')).finding).toMatchObject({ code: 'unlisted-address', severity: 'info' });
  });

  test('the session timer runs out', { timeout: 30_000 }, async () => {
    const call = await line().dial(acme(), '+4930200007', 20_000);
    expect(call.findings[0]).toMatchObject({ code: 'session-expired', field: 'sessionTimers' });
  });

  test.each([
    ['+4930200008', 'sip-403', 'callerId', 'error'],
    ['+4930200009', 'sip-503', 'maxCallsPerSecond', 'error'],
    ['+4930200011', 'sip-486', undefined, 'info'],
  ])('%s is answered %s, and says so in words', async (number, code, field, severity) => {
    const call = await line().dial(acme(), number);
    expect(call.findings).toHaveLength(1);
    expect(call.findings[0]).toMatchObject({ code, severity });
    expect(call.findings[0]?.field).toBe(field);
  });

  test('a call that went well has no findings, and its messages are whole and without secrets', async () => {
    const call = await line()
      .dial(secure(), '+4930200013')
      .then(() => line().dial(acme(), '+4930200014'));
    expect(call.findings).toEqual([]);
    const labels = call.messages.map(({ sip }) => `${sip.status ?? sip.method}`);
    expect(labels).toEqual(['INVITE', '407', 'ACK', 'INVITE', '100', '180', '200', 'ACK', 'BYE', '200']);
  });
});
