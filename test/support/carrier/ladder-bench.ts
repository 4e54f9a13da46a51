import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import type { SipHost } from '#asterisk-config/host';
import type { Trunk } from '#asterisk-config/trunk';
import type { Rung, TrunkTest } from '#asterisk-config/trunk-test';
import { channelsOf } from '#runtime/ari/channels';
import { AriConnection } from '#runtime/ari/connection';
import { openSipTap, type SipTap } from '#runtime/hep/sip-tap';
import { freeHost, type RunningAsterisk } from '#runtime/supervisor/asterisk';
import { freePort } from '#runtime/supervisor/ports';
import type { LadderDeps } from '#runtime/trunks/ladder/climb';
import { openLadderLine } from '#runtime/trunks/ladder/ladder-line';
import { sipResolver } from '#runtime/trunks/ladder/sip-resolver';
import { type TrunkTestRequest, TrunkTests } from '#runtime/trunks/ladder/trunk-tests';
import { startPrivateAsterisk } from '../asterisk.ts';
import { type Certificates, makeCertificates } from './certificates.ts';
import { type FakeDns, startFakeDns } from './fake-dns.ts';

export interface LadderBench {
  readonly asterisk: RunningAsterisk;
  readonly host: SipHost;
  readonly certificates: Certificates;
  readonly tests: TrunkTests;
  readonly tap: SipTap;
  readonly dns: FakeDns;
  /** Trunks that passed, and those that were renewed. */
  readonly passed: string[];
  /** What the dial gate says; it lets everything through by default. */
  gate: LadderDeps['mayDial'];
  /** Climbs; gives the test and the first rung that failed. */
  climb(
    settings: Partial<Trunk>,
    request?: Omit<TrunkTestRequest, 'settings' | 'secretOf'>,
  ): Promise<{ test: TrunkTest; failed: Rung | undefined }>;
  /** Names of everything of a test that is still in Asterisk. */
  left(): Promise<readonly string[]>;
}

/** One real Asterisk with TLS, and the ladder before it, in the test's own process. */
export function useLadderBench(): () => LadderBench {
  let bench: LadderBench | undefined;
  const cleanups: (() => Promise<unknown>)[] = [];
  beforeAll(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'pc-ladder-'));
    cleanups.push(() => rm(folder, { recursive: true, force: true }));
    const certificates = await makeCertificates('127.0.0.2');
    const authoritiesFile = join(folder, 'ca.pem');
    await writeFile(authoritiesFile, certificates.authority);
    const tls = { port: await freePort(), unverifiedPort: await freePort(), authoritiesFile };
    const host = { ...(await freeHost()), tls };
    const dns = await startFakeDns({
      A: { 'sip.carrier.test': ['127.0.0.2'], 'srv1.carrier.test': ['127.0.0.2'], 'noaddress.test': [] },
      SRV: { '_sip._udp.carrier.test': [{ priority: 1, weight: 1, port: 5099, name: 'srv1.carrier.test' }] },
      NAPTR: {
        'carrier.test': [
          { order: 1, preference: 1, flags: 's', service: 'SIP+D2U', replacement: '_sip._udp.carrier.test' },
        ],
      },
    });
    cleanups.push(() => dns.stop());
    const hepPort = await freePort();
    const tap = await openSipTap({
      port: hepPort,
      sipPorts: [host.sipPort, tls.port, tls.unverifiedPort],
      onError: (error) => console.error(error),
    });
    cleanups.push(() => tap.close());
    const control = { httpPort: await freePort(), amiPort: await freePort(), hepPort };
    const asterisk = await startPrivateAsterisk({ host, control });
    cleanups.push(() => asterisk.stop());
    const log = { info() {}, warn() {} };
    // Takes calls in, as a runtime would.
    const answering = new AriConnection({ server: asterisk.ari, app: 'patchcord', log });
    answering.on('event', (event) => {
      if (event.type === 'StasisStart')
        channelsOf(answering)
          .answer(event.channel.id)
          .catch(() => {});
    });
    await answering.start();
    cleanups.push(async () => answering.close());
    const passed: string[] = [];
    const tests = new TrunkTests({
      deps: () => ({
        host,
        resolver: sipResolver({
          servers: [dns.server],
          lookup: async (name) => (name === 'localhost' ? ['127.0.0.1'] : []),
        }),
        authorities: async () => certificates.authority,
        tap,
        mayDial: (call) => made.gate(call),
        openLine: () => openLadderLine(asterisk.ari, log),
      }),
      onPassed: async (id, revision) => void passed.push(`${id} r${revision}`),
      onError: (error) => console.error(error),
    });
    cleanups.push(() => tests.stop());
    const made: LadderBench = {
      asterisk,
      host,
      certificates,
      tests,
      tap,
      dns,
      passed,
      gate: async () => ({ ok: true, release() {} }),
      async climb(settings, request = {}) {
        const { id } = tests.start({ settings, secretOf: () => 'open sesame', ...request });
        const test = await tests.ended(id);
        if (test === undefined) throw new Error('The test is lost.');
        return { test, failed: test.rungs.find(({ state }) => state === 'failed') };
      },
      async left() {
        const commands = ['endpoints', 'auths', 'aors', 'registrations', 'identifies'].map(
          (what) => `pjsip show ${what}`,
        );
        const texts = [];
        for (const command of [...commands, 'database show', 'core show channels concise', 'ari show apps'])
          texts.push(await asterisk.cli(command));
        return texts.join('\n').match(/\S*test-[0-9a-f]{8,}\S*/g) ?? [];
      },
    };
    bench = made;
  }, 60_000);
  afterAll(async () => {
    for (const cleanup of cleanups.reverse()) await cleanup();
  });
  return () => {
    if (bench === undefined) throw new Error('The bench stands only while tests run.');
    return bench;
  };
}
