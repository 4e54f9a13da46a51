import type { Catalogue } from '#runtime/flow/catalogue';
import { fieldPath, type Issue } from '#runtime/flow/issue';
import type { Flow } from '#runtime/flow/schema';
import { settingsFields } from '#runtime/flow/settings-fields';
import { isConstant } from './constant-prompts.ts';

type Destination =
  | { readonly number: string }
  | { readonly sip: string }
  | { readonly extension: string }
  | { readonly person: string };

/** What the dial gate says of a destination. */
export type CheckDestination = (
  to: Destination,
) => Promise<{ readonly allowed: true } | { readonly allowed: false; readonly message: string; readonly fix: string }>;

/**
 * Where nodes send calls that the dial gate would not let go there. A warning: the rules may change any day, with or without
 * a new revision. What an expression gives is not known before the call.
 */
export async function destinationIssues(flow: Flow, catalogue: Catalogue, check: CheckDestination): Promise<Issue[]> {
  const issues: Issue[] = [];
  for (const node of flow.nodes) {
    const entry = catalogue.get(node.step);
    if (entry === undefined) continue;
    for (const { path, value, ui } of settingsFields(entry.settings, node.settings)) {
      const to = ui === 'destination' ? destinationIn(value) : undefined;
      const checked = to && (await check(to));
      if (checked === undefined || checked.allowed) continue;
      issues.push({
        code: 'destination-refused',
        severity: 'warning',
        nodeId: node.id,
        field: fieldPath(['settings', ...path, 'value']),
        message: `Calls will not go there: ${checked.message}`,
        fix: checked.fix,
      });
    }
  }
  return issues;
}

function destinationIn(setting: unknown): Destination | undefined {
  const { kind = 'number', value } = (setting ?? {}) as { kind?: unknown; value?: unknown };
  if (typeof value !== 'string' || value.trim() === '' || !isConstant(value)) return undefined;
  switch (kind) {
    case 'number':
      return { number: value.trim() };
    case 'sip':
      return { sip: value.trim() };
    case 'extension':
      return { extension: value.trim() };
    case 'person':
      return { person: value.trim() };
    default:
      return undefined;
  }
}
