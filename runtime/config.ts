import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { SipHost } from '#asterisk-config/host';
import { parseAllowList } from '#runtime/http/allow-list';

const Port = z.int().min(1).max(65_535);

/** A name that is safe in Asterisk's configuration and in the ids of its channels. */
const NodeName = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,62}$/);

/** An IPv4 address, so that no look-up is needed for each packet. */
const HepRelay = z.string().regex(/^\d{1,3}(\.\d{1,3}){3}:\d{1,5}$/, 'write it as 10.0.0.5:9060');

const HttpAllow = z
  .string()
  .max(4_000)
  .superRefine((text, context) => {
    try {
      parseAllowList(text);
    } catch (error) {
      context.addIssue({ code: 'custom', message: (error as Error).message.replace(/\.$/, '') });
    }
  });

/** What an operator may set: in `config.json` of the state folder, or by the environment, which wins. */
export const StartSettings = z.strictObject({
  /** The editor and the API; always on loopback. */
  httpPort: Port.optional(),
  sipPort: Port.optional(),
  rtpFirstPort: Port.optional(),
  rtpLastPort: Port.optional(),
  ariPort: Port.optional(),
  amiPort: Port.optional(),
  /** Where the runtime takes Asterisk's copies of all SIP messages (HEP, UDP, loopback). */
  hepPort: Port.optional(),
  /** Another HEP collector, as address:port, that gets them too. */
  hepRelay: HepRelay.optional(),
  /** A Postgres of your own instead of ours. */
  databaseUrl: z.string().optional(),
  nodeName: NodeName.optional(),
  /** Inner hosts that flows may reach by HTTP: names, addresses and nets, with commas between them. */
  httpAllow: HttpAllow.optional(),
  /** Trunks are written there and Asterisk reloads it, in place of pushing them: for one whose objects can't be pushed. */
  trunksFile: z
    .string()
    .regex(/^\/[^\p{Cc}]+$/u, 'must be an absolute path')
    .optional(),
});
export type StartSettings = z.infer<typeof StartSettings>;

const variables = {
  httpPort: 'PATCHCORD_HTTP_PORT',
  sipPort: 'PATCHCORD_SIP_PORT',
  rtpFirstPort: 'PATCHCORD_RTP_FIRST_PORT',
  rtpLastPort: 'PATCHCORD_RTP_LAST_PORT',
  ariPort: 'PATCHCORD_ARI_PORT',
  amiPort: 'PATCHCORD_AMI_PORT',
  hepPort: 'PATCHCORD_HEP_PORT',
  hepRelay: 'PATCHCORD_HEP_RELAY',
  databaseUrl: 'DATABASE_URL',
  nodeName: 'PATCHCORD_NODE_NAME',
  httpAllow: 'PATCHCORD_HTTP_ALLOW',
  trunksFile: 'PATCHCORD_TRUNKS_FILE',
} as const satisfies Record<keyof StartSettings, string>;

export class ConfigError extends Error {
  readonly code = 'config-invalid';
  readonly fix: string;

  constructor(message: string, fix: string) {
    super(message);
    this.name = 'ConfigError';
    this.fix = fix;
  }
}

/** `options` are of the command line and win over all. Throws ConfigError, which names what has to be corrected. */
export function readStartSettings(
  stateFolder: string,
  env: NodeJS.ProcessEnv,
  options: Partial<Record<keyof StartSettings, string>> = {},
): StartSettings {
  const file = join(stateFolder, 'config.json');
  const fromFile = checked(readJson(file), (name) => `${name} in ${file}`);
  const given = Object.entries(variables).flatMap(([name, variable]) => {
    const text = options[name as keyof StartSettings] ?? (env[variable] || undefined);
    if (text === undefined) return [];
    return [[name, name.endsWith('Port') ? Number(text) : text]];
  });
  const sources = (name: string) => `${name} (${variables[name as keyof StartSettings]}, or the option)`;
  return checked({ ...fromFile, ...Object.fromEntries(given) }, sources);
}

function readJson(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return {};
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new ConfigError(`${file} is not JSON.`, 'Correct the file, or remove it.');
  }
}

function checked(value: unknown, placeOf: (name: string) => string): StartSettings {
  const result = StartSettings.safeParse(value);
  if (result.success) return result.data;
  const problems = result.error.issues.map(({ path, message, ...issue }) => {
    const [unknown] = issue.code === 'unrecognized_keys' ? issue.keys : [];
    return `${placeOf(String(path[0] ?? unknown ?? 'the settings'))}: ${message}.`;
  });
  throw new ConfigError(problems.join(' '), 'Correct the setting, or remove it.');
}

/** This machine's name, as far as it can be a node's name. */
export function defaultNodeName(): string {
  const name = hostname().replaceAll(/[^A-Za-z0-9-]+/g, '-');
  return NodeName.safeParse(name).success ? name : 'patchcord';
}

const ControlUser = z.strictObject({ username: z.string(), password: z.string() });

/** Everything that the runtime process is told; the supervisor passes it as JSON in PATCHCORD_RUNTIME. */
export const RuntimeConfig = z.strictObject({
  nodeName: NodeName,
  stateFolder: z.string(),
  /** False where Patchcord is attached to an Asterisk of somebody else. */
  startsAsterisk: z.boolean().optional(),
  databaseUrl: z.string(),
  /** Where the editor and the API are served. */
  http: z.strictObject({ host: z.string(), port: Port, isPortWish: z.boolean().default(false) }),
  /** Holds the token that the CLI signs in with; mode 0600. */
  tokenFile: z.string(),
  httpAllow: z.string().optional(),
  trunksFile: z.string().optional(),
  /** Missing on a machine without Asterisk: then flows can only be simulated. */
  asterisk: z
    .strictObject({
      version: z.string(),
      application: z.string(),
      /** `url` is of the form `http://127.0.0.1:18088/ari`. */
      ari: ControlUser.extend({ url: z.string() }),
      ami: ControlUser.extend({ host: z.string(), port: Port }),
      sip: z.strictObject({ host: z.string(), port: Port }),
      /** What it was started with. */
      host: SipHost,
      /** Without it, Asterisk makes no copies of SIP messages. */
      hep: z.strictObject({ port: Port, relay: HepRelay.optional() }).optional(),
      /** Where ARI's stored recordings are files. */
      recordingFolder: z.string(),
      /** The file `x.wav` here is played as `sound:x`. */
      soundsFolder: z.string(),
    })
    .optional(),
});
export type RuntimeConfig = z.infer<typeof RuntimeConfig>;

const runtimeVariable = 'PATCHCORD_RUNTIME';

export function runtimeEnvironment(config: RuntimeConfig): Record<string, string> {
  return { [runtimeVariable]: JSON.stringify(config) };
}

/** In the runtime process: what the supervisor has passed. */
export function readRuntimeConfig(env: NodeJS.ProcessEnv): RuntimeConfig {
  const text = env[runtimeVariable];
  if (text === undefined) throw new ConfigError(`${runtimeVariable} is not set.`, 'Start Patchcord by `npm start`.');
  return RuntimeConfig.parse(JSON.parse(text));
}
