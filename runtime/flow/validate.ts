import type { Catalogue, CatalogueEntry } from './catalogue.ts';
import { FORBIDDEN_NAMES } from './expression-values.ts';
import type { Issue } from './issue.ts';
import type { Json } from './json.ts';
import { type Flow, type FlowNode, limits, type Variable } from './schema.ts';
import { edgeIssues } from './validate-edges.ts';
import { pathIssues } from './validate-paths.ts';
import { settingsIssues } from './validate-settings.ts';
import type { ValidateOptions } from './validate-surroundings.ts';

/** Everything that is wrong with a flow, in the order of its nodes. Pure; never throws. Publish only without errors. */
export function validateFlow(flow: Flow, catalogue: Catalogue, options: ValidateOptions = {}): readonly Issue[] {
  const entries = new Map<string, CatalogueEntry | undefined>(
    flow.nodes.map((node) => [node.id, catalogue.get(node.step)]),
  );
  const variables = new Set(flow.variables.map((variable) => variable.name));
  const surroundings = { flow, variables, nodes: entries, options };
  return [
    ...limitIssues(flow),
    ...variableIssues(flow.variables),
    ...nodeIssues(flow.nodes, catalogue),
    ...flow.nodes.flatMap((node) => {
      const entry = catalogue.get(node.step);
      return entry === undefined ? [] : settingsIssues(node, entry, surroundings);
    }),
    ...edgeIssues(flow, entries),
    ...pathIssues(flow, entries),
  ];
}

function limitIssues(flow: Flow): Issue[] {
  return (['nodes', 'edges', 'variables'] as const).flatMap((field): Issue[] => {
    if (flow[field].length <= limits[field]) return [];
    return [
      {
        code: 'limit-exceeded',
        severity: 'error',
        field,
        message: `The flow has ${flow[field].length} ${field}; at most ${limits[field]} are allowed.`,
        fix: 'Split the flow into several.',
      },
    ];
  });
}

function nodeIssues(nodes: readonly FlowNode[], catalogue: Catalogue): Issue[] {
  const seen = new Set<string>();
  return nodes.flatMap((node) => {
    const issues: Issue[] = [];
    const error = (code: Issue['code'], field: string, message: string, fix: string) =>
      issues.push({ code, severity: 'error', nodeId: node.id, field, message, fix });
    if (FORBIDDEN_NAMES.has(node.id))
      error('name-forbidden', 'id', `A node can't be called '${node.id}'.`, 'Give it another id.');
    if (seen.has(node.id))
      error('node-id-duplicate', 'id', `Two nodes have the id '${node.id}'.`, 'Give one of them another id.');
    seen.add(node.id);
    const entry = catalogue.get(node.step);
    if (entry === undefined)
      error(
        'step-unknown',
        'step',
        `There is no step '${node.step}'.`,
        'Correct its name, or install the plugin that brings it.',
      );
    else if (node.stepVersion !== entry.version)
      error(
        'step-version-unknown',
        'stepVersion',
        `Node '${node.id}' is made for version ${node.stepVersion} of '${node.step}'; version ${entry.version} is installed.`,
        node.stepVersion > entry.version
          ? 'Install the newer version of the step.'
          : 'Add the node anew from the palette.',
      );
    return issues;
  });
}

function variableIssues(variables: readonly Variable[]): Issue[] {
  const seen = new Set<string>();
  return variables.flatMap((variable, index) => {
    const issues: Issue[] = [];
    const error = (code: Issue['code'], field: string, message: string, fix: string) =>
      issues.push({ code, severity: 'error', field: `variables[${index}].${field}`, message, fix });
    const { name, type } = variable;
    if (FORBIDDEN_NAMES.has(name))
      error('name-forbidden', 'name', `A variable can't be called '${name}'.`, 'Give it another name.');
    if (seen.has(name))
      error('variable-duplicate', 'name', `Two variables are called '${name}'.`, 'Give one of them another name.');
    seen.add(name);
    const value = variable.default;
    if (value !== undefined && value !== null && !fits[type](value))
      error(
        'variable-default-invalid',
        'default',
        `The default of '${name}' is not ${typeNames[type]}.`,
        `Make it ${typeNames[type]}, or choose another type.`,
      );
    return issues;
  });
}

const isText = (value: Json) => typeof value === 'string';

const fits: Readonly<Record<Variable['type'], (value: Json) => boolean>> = {
  text: isText,
  phone: isText,
  date: (value) => typeof value === 'string' && (value === '' || !Number.isNaN(Date.parse(value))),
  number: (value) => typeof value === 'number',
  boolean: (value) => typeof value === 'boolean',
  list: Array.isArray,
  object: (value) => typeof value === 'object' && !Array.isArray(value),
};

const typeNames: Readonly<Record<Variable['type'], string>> = {
  text: 'a text',
  phone: 'a phone number as text',
  date: 'a date such as 2030-01-31',
  number: 'a number',
  boolean: 'true or false',
  list: 'a list',
  object: 'an object',
};
