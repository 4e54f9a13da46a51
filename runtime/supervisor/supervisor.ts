import { randomBytes } from 'node:crypto';
import { inboundApplication } from '#asterisk-config/dialplan';
import type { SipHost } from '#asterisk-config/host';
import { reachableAt, sipHostOf } from '#asterisk-config/sip-host-settings';
import { defaultNodeName, type RuntimeConfig, type StartSettings } from '#runtime/config';
import { type RunningAsterisk, startAsterisk } from './asterisk.ts';
import type { AsteriskInstall } from './asterisk-install.ts';
import type { ProcessEnd } from './child.ts';
import { claimStateFolder, type InstanceStatus } from './instance.ts';
import { type Kept, keepRunning } from './keep-running.ts';
import { type RunningPostgres, startPostgres } from './postgres.ts';
import type { PostgresInstall } from './postgres-install.ts';
import { type RunningRuntime, startRuntime } from './runtime.ts';
import { readSipHost } from './sip-host-file.ts';
import { type Ports, stablePorts } from './stable-ports.ts';
import { makeStateFolder, type StateFolder } from './state-folder.ts';

export interface SupervisorOptions {
  folder: StateFolder;
  settings: StartSettings;
  /** The runtime's module: `dist/runtime/main.js`. */
  runtimeScript: string;
  /** Without one, flows can only be simulated. */
  asterisk?: AsteriskInstall;
  /** One that runs already: then none of our own is started. */
  attached?: RuntimeConfig['asterisk'];
  /** Not used when the settings name a database. */
  postgres?: PostgresInstall;
  version: string;
  onEvent?: (event: SupervisorEvent) => void;
}

export type ChildName = 'asterisk' | 'postgres' | 'runtime';

export type SupervisorEvent =
  | { type: 'child.started'; child: ChildName; pid: number; ms: number }
  | { type: 'child.ended'; child: ChildName; end: ProcessEnd }
  | { type: 'child.restarted'; child: ChildName; pid: number }
  | { type: 'child.failed'; child: ChildName; error: Error }
  | { type: 'runtime.frozen' };

export interface Supervisor {
  config: RuntimeConfig;
  status(): InstanceStatus;
  /** Ends the runtime, then Asterisk with its calls, then Postgres. */
  stop(): Promise<void>;
}

/**
 * Runs Asterisk, Postgres and the runtime side by side and restarts each on its own: a runtime that dies leaves
 * Asterisk and its calls alone. Settles when all are ready; when one can't be started, what has started is ended.
 */
export async function startSupervisor(options: SupervisorOptions): Promise<Supervisor> {
  const { folder, settings } = options;
  await makeStateFolder(folder);
  const parts: Parts = { liveCalls: 0, startedAt: new Date().toISOString() };
  const nodeName = settings.nodeName ?? defaultNodeName();
  const status = () => statusOf(parts, options, nodeName);
  const release = await claimStateFolder(folder, status);
  const stop = async () => {
    await parts.runtime?.stop();
    await Promise.all([parts.asterisk?.stop(), parts.postgres?.stop()]);
    await release();
  };
  try {
    parts.ports = await stablePorts(folder.ports, settings);
    const both = await Promise.allSettled([keepAsterisk(parts, options, nodeName), keepPostgres(parts, options)]);
    for (const one of both) if (one.status === 'rejected') throw one.reason;
    const config = runtimeConfig(parts, options, nodeName);
    await keepRuntime(parts, options, () => runtimeConfig(parts, options, nodeName));
    return { config, status, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

interface Parts {
  startedAt: string;
  liveCalls: number;
  ports?: Ports;
  asterisk?: Kept<RunningAsterisk>;
  /** What Asterisk was last started with. */
  host?: SipHost;
  postgres?: Kept<RunningPostgres>;
  runtime?: Kept<RunningRuntime>;
}

async function keepAsterisk(parts: Parts, options: SupervisorOptions, nodeName: string): Promise<void> {
  const { asterisk: install, folder } = options;
  const { ports } = parts;
  if (install === undefined || ports === undefined || options.attached !== undefined) return;
  // The same for every restart, so that the runtime finds the new one by itself.
  const user = () => ({ username: 'patchcord', password: randomBytes(24).toString('hex') });
  const [ari, ami] = [user(), user()];
  const sipPorts = { sipPort: ports.sip, rtpFirstPort: ports.rtpFirst, rtpLastPort: ports.rtpLast };
  const control = { httpPort: ports.ari, amiPort: ports.ami, hepPort: ports.hep };
  parts.asterisk = await kept('asterisk', options, async () => {
    const before = parts.host;
    parts.host = sipHostOf(await readSipHost(folder.root), sipPorts);
    const started = await startAsterisk({
      install,
      folder: folder.asterisk,
      host: parts.host,
      control,
      ari,
      ami,
      nodeName,
      application: inboundApplication,
    });
    // The runtime was told the addresses when it was started.
    if (before !== undefined && JSON.stringify(before) !== JSON.stringify(parts.host))
      void parts.runtime?.current()?.stop();
    return started;
  });
}

async function keepPostgres(parts: Parts, options: SupervisorOptions): Promise<void> {
  const { postgres: install, folder, settings } = options;
  if (settings.databaseUrl !== undefined) return;
  if (install === undefined) {
    throw new Error('There is no Postgres for this platform: set DATABASE_URL to one of your own.');
  }
  parts.postgres = await kept('postgres', options, () => startPostgres({ install, folder: folder.postgres }));
}

async function keepRuntime(parts: Parts, options: SupervisorOptions, config: () => RuntimeConfig): Promise<void> {
  parts.runtime = await kept('runtime', options, () =>
    startRuntime({
      script: options.runtimeScript,
      config: config(),
      logFile: options.folder.runtimeLog,
      onFrozen: () => options.onEvent?.({ type: 'runtime.frozen' }),
      onMessage: (message) => {
        if (message.type === 'heartbeat') parts.liveCalls = message.liveCalls;
        if (message.type === 'asterisk.restart') void parts.asterisk?.current()?.stop();
      },
    }),
  );
}

async function kept<T extends RunningAsterisk | RunningPostgres | RunningRuntime>(
  child: ChildName,
  options: SupervisorOptions,
  start: () => Promise<T>,
): Promise<Kept<T>> {
  const say = options.onEvent ?? (() => {});
  const begun = performance.now();
  const running = await keepRunning(start, {
    onEnded: (end) => say({ type: 'child.ended', child, end }),
    onRestarted: (pid) => say({ type: 'child.restarted', child, pid }),
    onFailed: (error) => say({ type: 'child.failed', child, error }),
  });
  say({ type: 'child.started', child, pid: running.first.pid, ms: Math.round(performance.now() - begun) });
  return running;
}

function runtimeConfig(
  parts: Parts,
  { folder, settings, attached }: SupervisorOptions,
  nodeName: string,
): RuntimeConfig {
  const asterisk = parts.asterisk?.first;
  const host = parts.host ?? asterisk?.host;
  return {
    nodeName,
    startsAsterisk: attached === undefined,
    stateFolder: folder.root,
    databaseUrl: settings.databaseUrl ?? parts.postgres?.first.url ?? '',
    http: { host: '127.0.0.1', port: parts.ports?.http ?? 0, isPortWish: settings.httpPort === undefined },
    tokenFile: folder.tokenFile,
    ...(settings.httpAllow === undefined ? {} : { httpAllow: settings.httpAllow }),
    ...(settings.trunksFile === undefined ? {} : { trunksFile: settings.trunksFile }),
    asterisk:
      attached ??
      (asterisk && {
        version: asterisk.version,
        application: inboundApplication,
        ari: asterisk.ari,
        ami: asterisk.ami,
        sip: { host: reachableAt(host?.bindAddress ?? ''), port: asterisk.sip.port },
        host: host ?? asterisk.host,
        ...(parts.ports && { hep: { port: parts.ports.hep, relay: settings.hepRelay } }),
        recordingFolder: asterisk.recordingFolder,
        soundsFolder: asterisk.soundsFolder,
      }),
  };
}

function statusOf(parts: Parts, options: SupervisorOptions, nodeName: string): InstanceStatus {
  const { folder, version } = options;
  const processStatus = (part: Kept<RunningAsterisk | RunningPostgres | RunningRuntime> | undefined) => {
    const current = part?.current();
    return current && part && { pid: current.pid, restarts: part.restarts() };
  };
  const asterisk = parts.asterisk?.current();
  return {
    pid: process.pid,
    stateFolder: folder.root,
    nodeName,
    startedAt: parts.startedAt,
    address: parts.runtime?.current()?.address,
    tokenFile: folder.tokenFile,
    liveCalls: parts.liveCalls,
    versions: { patchcord: version, node: process.versions.node },
    runtime: processStatus(parts.runtime),
    asterisk: asterisk && {
      pid: asterisk.pid,
      restarts: parts.asterisk?.restarts() ?? 0,
      version: asterisk.version,
      sipAddress: `${asterisk.sip.host}:${asterisk.sip.port}`,
      ariPort: parts.ports?.ari ?? 0,
      amiPort: parts.ports?.ami ?? 0,
    },
    postgres: processStatus(parts.postgres),
  };
}
