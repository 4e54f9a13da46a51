import { steps } from '#plugins/index';
import type { CatalogueEntry } from '#runtime/flow/catalogue';
import { catalogueOf } from '#runtime/flow/catalogue';
import { isObject } from '#runtime/flow/expression-values';
import { act, CliError, type Output, type Verb } from './verb.ts';

export const stepsVerb: Verb = {
  name: 'steps',
  summary: 'List the steps a flow can use; with a type, say all about it.',
  configure(command) {
    command.argument('[type]', 'a step, such as menu').action(act(command, show));
  },
};

async function show(output: Output, type: string | undefined): Promise<void> {
  const catalogue = catalogueOf(steps);
  if (type === undefined) {
    const entries = [...catalogue.values()];
    output.result({ steps: entries }, () => entries.map(line).join('\n'));
    return;
  }
  const entry = catalogue.get(type);
  if (entry === undefined)
    throw new CliError(
      'step-unknown',
      `There is no step '${type}'.`,
      `Choose one of ${[...catalogue.keys()].join(', ')}.`,
    );
  output.result(entry, () => describe(entry));
}

const line = ({ type, group, summary }: CatalogueEntry): string => `${type.padEnd(14)} ${group.padEnd(6)} ${summary}`;

function describe({ type, version, title, summary, docs, settings }: CatalogueEntry): string {
  const properties = isObject(settings.properties) ? Object.entries(settings.properties) : [];
  const required = Array.isArray(settings.required) ? settings.required : [];
  const lines = properties.map(([name, property]) => {
    const { title = '', description = '', default: value } = isObject(property) ? property : {};
    const kind = required.includes(name)
      ? 'required'
      : value === undefined
        ? 'optional'
        : `default ${JSON.stringify(value)}`;
    return `  ${name} (${kind})\n      ${String(title)}. ${String(description)}`;
  });
  const listed = lines.length === 0 ? '  none' : lines.join('\n');
  return `${title} (${type}, version ${version})\n${summary}\n\n${docs}\n\nSettings\n${listed}`;
}
