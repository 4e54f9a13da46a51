import type { Issue } from './issue.ts';
import type { JsonObject } from './json.ts';
import { type Flow, type FlowNode, SCHEMA_VERSION } from './schema.ts';
import type { Step } from './step.ts';

/** From version n to n + 1, by n. A migration changes no meaning and throws nothing. */
export type FlowMigrations = ReadonlyMap<number, (flow: JsonObject) => JsonObject>;

/** Version 1 is the first one. */
const flowMigrations: FlowMigrations = new Map();

export type Migrated = { readonly ok: true; readonly flow: JsonObject } | { readonly ok: false; readonly issue: Issue };

/** Brings a flow's JSON up to the language's version of today. */
export function migrateFlow(
  flow: JsonObject,
  migrations: FlowMigrations = flowMigrations,
  current: number = SCHEMA_VERSION,
): Migrated {
  const version = Object.hasOwn(flow, 'schemaVersion') ? flow.schemaVersion : undefined;
  if (typeof version !== 'number' || !Number.isInteger(version))
    return refuse('version-missing', 'The flow has no schemaVersion.', `Add "schemaVersion": ${current}.`);
  if (version > current)
    return refuse(
      'version-newer',
      `The flow has schemaVersion ${version}; this Patchcord knows ${current} and older.`,
      'Open it with a newer Patchcord.',
    );
  let migrated = flow;
  for (let from = version; from < current; from++) {
    const migrate = migrations.get(from);
    if (migrate === undefined)
      return refuse('version-unknown', `There is no schemaVersion ${from}.`, `Write "schemaVersion": ${current}.`);
    migrated = { ...migrate(migrated), schemaVersion: from + 1 };
  }
  return { ok: true, flow: migrated };
}

function refuse(code: Issue['code'], message: string, fix: string): Migrated {
  return { ok: false, issue: { code, severity: 'error', field: 'schemaVersion', message, fix } };
}

/** Brings each node's settings up to the installed version of its step, as far as the step has migrations. */
export function migrateSteps(flow: Flow, steps: Iterable<Step>): Flow {
  const byType = new Map(Array.from(steps, (step) => [step.type, step]));
  const nodes = flow.nodes.map((node) => migrateNode(node, byType.get(node.step)));
  return nodes.every((node, index) => node === flow.nodes[index]) ? flow : { ...flow, nodes };
}

function migrateNode(node: FlowNode, step: Step | undefined): FlowNode {
  let migrated = node;
  while (step !== undefined && migrated.stepVersion < step.version) {
    const migrate = step.migrate?.[migrated.stepVersion];
    if (migrate === undefined) break;
    migrated = { ...migrated, settings: migrate(migrated.settings), stepVersion: migrated.stepVersion + 1 };
  }
  return migrated;
}
