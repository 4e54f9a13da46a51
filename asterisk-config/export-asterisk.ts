import { type Collision, chooseTransports, objectCollisions } from './collisions.ts';
import { confFile } from './conf.ts';
import { inboundApplication, inboundContext } from './dialplan.ts';
import type { ExistingAsterisk } from './existing-asterisk.ts';
import { exportDialplan } from './export-dialplan.ts';
import { exportReadme } from './export-readme.ts';
import { type SipHost, SipTls } from './host.ts';
import type { PhoneNumber } from './number.ts';
import { type PjsipObject, pjsipObjectsFile } from './pjsip-object.ts';
import { type TransportName, transportOf, transportSections } from './transports.ts';
import type { Trunk } from './trunk.ts';
import { trunkObjects } from './trunk-objects.ts';

export interface ExportedFile {
  /** Path in the folder of the export: `patchcord/pjsip.conf`. */
  readonly name: string;
  /** 0o600 for what holds passwords. */
  readonly mode: number;
  readonly text: string;
}

export interface AsteriskExport {
  readonly files: readonly ExportedFile[];
  readonly collisions: readonly Collision[];
}

export interface ExportParts {
  readonly trunks: readonly Trunk[];
  readonly numbers: readonly PhoneNumber[];
  readonly host: SipHost;
  secretOf(name: string): string;
  /** The Asterisk that it is for, where that is known. */
  readonly existing?: ExistingAsterisk;
}

/**
 * The configuration of all trunks for somebody's own Asterisk. The same settings always make the same bytes; whatever
 * order they come in.
 * @throws TrunkError
 */
export function exportAsterisk(parts: ExportParts): AsteriskExport {
  const trunks = parts.trunks.filter(({ kind }) => kind !== 'pbx').sort((a, b) => (a.id < b.id ? -1 : 1));
  const numbers = [...parts.numbers].sort((a, b) => (a.number < b.number ? -1 : 1));
  const { secretOf, existing } = parts;
  const host = { ...parts.host, tls: parts.host.tls ?? SipTls.parse({}) };
  const port = (name: TransportName): number => {
    if (name === 'tls') return host.tls?.port ?? 5061;
    return name === 'tls-unverified' ? (host.tls?.unverifiedPort ?? 5062) : host.sipPort;
  };
  const needed = [...new Set(trunks.map(transportOf))].sort();
  const chosen = chooseTransports(needed, existing, port);
  const transportId = (name: TransportName) => chosen.ids.get(name) ?? `pc-transport-${name}`;
  const objects = trunkObjects(trunks, { host, secretOf, transportId, dialplanContext: inboundContext });
  const secrets = objects.filter(({ type }) => type === 'auth');
  const collisions = [...chosen.collisions, ...(existing === undefined ? [] : objectCollisions(objects, existing))];
  const own = new Set(chosen.own.map(transportId));
  const transports = transportSections(host, transportId).filter(({ name }) => own.has(name));
  const file = (name: string, text: string, mode = 0o644): ExportedFile => ({ name, text, mode });
  return {
    collisions,
    files: [
      file('README.md', exportReadme({ trunks, numbers, host, collisions, hasSecrets: secrets.length > 0 })),
      file('patchcord/extensions.conf', `${head}\n${exportDialplan(trunks, numbers, inboundApplication)}`),
      file('patchcord/pjsip.conf', [...pjsipParts(transports, secrets, objects)].join('\n')),
      ...(secrets.length === 0
        ? []
        : [file('patchcord/pjsip-secrets.conf', `${head}\n${pjsipObjectsFile(secrets)}`, 0o600)]),
    ],
  };
}

const head = '; Made by Patchcord: export it again rather than edit it.\n';

function* pjsipParts(
  transports: ReturnType<typeof transportSections>,
  secrets: readonly PjsipObject[],
  objects: readonly PjsipObject[],
): Iterable<string> {
  yield head;
  if (secrets.length > 0) yield '#include patchcord/pjsip-secrets.conf\n';
  if (transports.length > 0) yield confFile(transports);
  yield pjsipObjectsFile(objects.filter(({ type }) => type !== 'auth'));
}

/** The same files without a password, for whoever only looks. */
export const redacted = (files: readonly ExportedFile[]): ExportedFile[] =>
  files.map((file) =>
    file.mode === 0o600
      ? { ...file, text: file.text.replaceAll(/^(password = ).*$/gm, '$1(in the exported file)') }
      : file,
  );
