import * as z from 'zod';
import { inboundContext } from '#asterisk-config/dialplan';
import { diffObject, type ObjectDifference } from '#asterisk-config/diff-objects';
import { existingAsterisk } from '#asterisk-config/existing-asterisk';
import { type AsteriskExport, exportAsterisk, redacted } from '#asterisk-config/export-asterisk';
import { SipHost } from '#asterisk-config/host';
import type { PhoneNumber } from '#asterisk-config/number';
import type { PjsipObject } from '#asterisk-config/pjsip-object';
import type { Trunk } from '#asterisk-config/trunk';
import { isSharedEndpoint, trunkOfEndpoint } from '#asterisk-config/trunk-names';
import { trunkObjects } from '#asterisk-config/trunk-objects';
import { find } from '#runtime/ari/command';
import { dynamicConfigOf } from '#runtime/ari/dynamic-config';
import { ariPath } from '#runtime/ari/path';
import type { AriRequester } from '#runtime/ari/transport';
import { writeExport } from './write-export.ts';

export interface ExportSource {
  trunks(): Promise<readonly Trunk[]>;
  numbers(): Promise<readonly PhoneNumber[]>;
  secret(name: string): Promise<string>;
  /** This machine's. */
  readonly host: SipHost | undefined;
  /** Undefined on a machine without Asterisk. */
  readonly ari: AriRequester | undefined;
}

export interface ExportRequest {
  /** Texts of the configuration of the Asterisk that it is for, includes in them. */
  readonly existing?: { readonly pjsip: string; readonly extensions: string } | undefined;
  /** The address that carriers see of that Asterisk. */
  readonly publicAddress?: string | undefined;
}

const Tuples = z.array(z.object({ attribute: z.string(), value: z.string() }));

/** The configuration of all trunks for an Asterisk that isn't ours. */
export function exportPort(source: ExportSource) {
  const make = async (request: ExportRequest, secretOf: (name: string) => string): Promise<AsteriskExport> =>
    exportAsterisk({
      trunks: await source.trunks(),
      numbers: await source.numbers(),
      host: hostOf(request.publicAddress ?? source.host?.externalAddress),
      secretOf,
      ...(request.existing === undefined ? {} : { existing: existingAsterisk(request.existing) }),
    });
  return {
    /** To be looked at: no password is read. */
    async preview(request: ExportRequest): Promise<AsteriskExport> {
      const { files, collisions } = await make(request, () => 'password');
      return { files: redacted(files), collisions };
    },

    /** Into a folder of this machine. The files are not given back: one of them holds passwords. */
    async write(folder: string, request: ExportRequest): Promise<AsteriskExport> {
      const { files, collisions } = await make(request, await secretsOf(source));
      await writeExport(folder, files);
      return { files: redacted(files), collisions };
    },

    /** What the running Asterisk has otherwise than the settings say. Undefined where none runs. */
    async diff(): Promise<readonly ObjectDifference[] | undefined> {
      if (source.ari === undefined || source.host === undefined) return undefined;
      const objects = trunkObjects(await source.trunks(), {
        host: source.host,
        secretOf: await secretsOf(source),
        dialplanContext: inboundContext,
      });
      return differences(source.ari, objects);
    },
  };
}

/** An Asterisk of somebody's own listens where Asterisks do. */
const hostOf = (externalAddress: string | undefined): SipHost =>
  SipHost.parse({ bindAddress: '0.0.0.0', sipPort: 5060, rtpFirstPort: 10_000, rtpLastPort: 20_000, externalAddress });

async function secretsOf(source: ExportSource): Promise<(name: string) => string> {
  const names = (await source.trunks()).flatMap(({ kind, password }) =>
    kind === 'pbx' || !password ? [] : [password.secret],
  );
  const known = new Map(await Promise.all(names.map(async (name) => [name, await source.secret(name)] as const)));
  return (name) => known.get(name) ?? '';
}

async function differences(ari: AriRequester, wanted: readonly PjsipObject[]): Promise<ObjectDifference[]> {
  const found: ObjectDifference[] = [];
  for (const object of wanted) {
    const path = ariPath`asterisk/config/dynamic/res_pjsip/${object.type}/${object.id}`;
    const tuples = await find(ari, path, Tuples);
    const difference = diffObject(
      object,
      tuples?.map(({ attribute, value }) => [attribute, value] as const),
    );
    if (difference !== undefined) found.push(difference);
  }
  const ours = new Set(wanted.map(({ id }) => id));
  const surplus = (await dynamicConfigOf(ari).endpoints()).filter(
    (id) => !ours.has(id) && (isSharedEndpoint(id) || trunkOfEndpoint(id) !== undefined),
  );
  return [...found, ...surplus.map((id) => ({ type: 'endpoint', id, kind: 'surplus', fields: [] }) as const)];
}
