import type { CatalogueEntry } from './catalogue.ts';
import { parseExpression } from './expression.ts';
import { isList, isObject } from './expression-values.ts';
import { fieldPath, type Issue } from './issue.ts';
import type { Json, JsonObject } from './json.ts';
import type { FlowNode } from './schema.ts';
import { checkSettings } from './settings.ts';
import { type SettingsField, settingsFields } from './settings-fields.ts';
import { parseTemplate } from './template.ts';
import { promptIssues } from './validate-prompt.ts';
import { connectionMissing, hoursMissing, referenceIssues, undeclared, unknownNode } from './validate-references.ts';
import type { Surroundings } from './validate-surroundings.ts';

/** Settings of one node: form, checks, expressions, texts, prompts, variables, ids of list items. */
export function settingsIssues(node: FlowNode, entry: CatalogueEntry, surroundings: Surroundings): Issue[] {
  const { settings, problems } = checkSettings(entry, node.settings);
  const issues: Issue[] = problems.map(({ path, message, fix }) => ({
    code: 'settings-invalid',
    severity: 'error',
    nodeId: node.id,
    field: fieldPath(['settings', ...path]),
    message,
    fix,
  }));
  if (issues.length === 0) issues.push(...failedChecks(node, entry, settings));
  issues.push(...itemIds(node, entry));
  for (const field of settingsFields(entry.settings, node.settings))
    issues.push(...fieldIssues(node, field, surroundings));
  for (const name of entry.traits.writes ?? []) issues.push(...writtenVariables(node, name, surroundings));
  return distinct(issues);
}

/** A value can be looked at twice: by its hint in the schema, and by a trait of the step. */
function distinct(issues: readonly Issue[]): Issue[] {
  const seen = new Set<string>();
  return issues.filter(({ code, field, message }) => {
    const key = `${code} ${field} ${message}`;
    return !seen.has(key) && seen.add(key);
  });
}

function failedChecks(node: FlowNode, entry: CatalogueEntry, settings: JsonObject): Issue[] {
  return entry.checks.flatMap((check): Issue[] => {
    if (holds(check.rule, settings)) return [];
    const fix = check.fix ?? `Change '${check.field}'.`;
    return [
      {
        code: 'check-failed',
        severity: 'error',
        nodeId: node.id,
        field: `settings.${check.field}`,
        message: check.message,
        fix,
      },
    ];
  });
}

function holds(rule: string, settings: JsonObject): boolean {
  const parsed = parseExpression(rule);
  if (!parsed.ok) return false;
  try {
    return parsed.program.evaluate({ settings }).value === true;
  } catch {
    return false;
  }
}

const ITEM_ID = /^[A-Za-z0-9_-]{1,40}$/;

function itemIds(node: FlowNode, entry: CatalogueEntry): Issue[] {
  const lists = new Set(entry.exits.flatMap((exit) => (exit.each === undefined ? [] : [exit.each])));
  return [...lists].flatMap((list) => {
    const items = Object.hasOwn(node.settings, list) ? node.settings[list] : undefined;
    if (!isList(items)) return [];
    const seen = new Set<Json>();
    return items.flatMap((item, index): Issue[] => {
      const id = isObject(item) && Object.hasOwn(item, 'id') ? (item.id ?? null) : null;
      const where = { severity: 'error', nodeId: node.id, field: `settings.${list}[${index}].id` } as const;
      if (typeof id !== 'string' || !ITEM_ID.test(id))
        return [
          {
            ...where,
            code: 'item-id-missing',
            message: `Item ${index + 1} of '${list}' has no id that can name its exit.`,
            fix: 'Give it an id of letters, digits, _ or -, at most 40, and never change it.',
          },
        ];
      if (!seen.has(id)) {
        seen.add(id);
        return [];
      }
      return [
        {
          ...where,
          code: 'item-id-duplicate',
          message: `Two items of '${list}' have the id '${id}'.`,
          fix: 'Give one of them another id.',
        },
      ];
    });
  });
}

function fieldIssues(node: FlowNode, field: SettingsField, surroundings: Surroundings): Issue[] {
  const { value, ui, path } = field;
  const where = { severity: 'error', nodeId: node.id, field: fieldPath(['settings', ...path]) } as const;
  if (ui === 'prompt') return promptIssues(value, where, surroundings);
  if (typeof value !== 'string') return [];
  if (ui === 'variable') return value === '' ? [] : undeclared(value, where, surroundings);
  if (ui === 'connection') return value === '' ? [] : connectionMissing(value, where, surroundings);
  if (ui === 'hours') return value === '' ? [] : hoursMissing(value, where, surroundings);
  if (ui === 'node') return unknownNode(value, where, surroundings);
  if (ui === 'expression') {
    const parsed = parseExpression(value);
    if (parsed.ok) return referenceIssues(parsed.program, where, surroundings, field.roots);
    return [
      {
        ...where,
        code: 'expression-invalid',
        message: `At character ${parsed.problem.position + 1}: ${parsed.problem.message}`,
        fix: 'Correct the expression.',
      },
    ];
  }
  if (!value.includes('{{')) return [];
  const parsed = parseTemplate(value);
  if (!parsed.ok)
    return [
      {
        ...where,
        code: 'template-invalid',
        message: `At character ${parsed.problem.position + 1}: ${parsed.problem.message}`,
        fix: 'Write a value as {{ vars.name }}.',
      },
    ];
  return parsed.template.segments.flatMap((segment) =>
    typeof segment === 'string' ? [] : referenceIssues(segment, where, surroundings, field.roots),
  );
}

/** Settings that hold a variable's name: `variable`, or `list.variable` for one in each item of a list. */
function writtenVariables(node: FlowNode, path: string, surroundings: Surroundings): Issue[] {
  let found: { value: Json; path: PropertyKey[] }[] = [{ value: node.settings, path: ['settings'] }];
  for (const key of path.split('.'))
    found = found.flatMap((each) => {
      const items = isList(each.value)
        ? each.value.map((value, index) => ({ value, path: [...each.path, index] }))
        : [each];
      return items.flatMap((item) => {
        const inner = isObject(item.value) && Object.hasOwn(item.value, key) ? item.value[key] : undefined;
        return inner === undefined ? [] : [{ value: inner, path: [...item.path, key] }];
      });
    });
  return found.flatMap(({ value, path: at }) =>
    typeof value === 'string' && value !== ''
      ? undeclared(value, { severity: 'error', nodeId: node.id, field: fieldPath(at) }, surroundings)
      : [],
  );
}
