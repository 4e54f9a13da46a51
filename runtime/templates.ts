import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Catalogue } from '#runtime/flow/catalogue';
import type { Hours } from '#runtime/flow/hours';
import { readFlow } from '#runtime/flow/read-flow';
import type { Flow } from '#runtime/flow/schema';
import { hoursInFolder } from '#runtime/hours/hours-file';

/** A flow to begin with. */
export interface Template {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly flow: Flow;
  /** Opening hours that it uses, to be made where there are none of their id. */
  readonly hours: readonly Hours[];
}

/**
 * The examples, as flows to begin with: each folder has a `flow.json`, whose name and description are what a person
 * chooses by. One that needs steps which are not here is left out.
 */
export async function readTemplates(folder: string, catalogue: Catalogue): Promise<Template[]> {
  const templates: Template[] = [];
  for (const id of (await readdir(folder)).sort()) {
    const text = await readFile(join(folder, id, 'flow.json'), 'utf8').catch(() => undefined);
    const read = text === undefined ? undefined : readFlow(text);
    if (!read?.ok || !read.flow.nodes.every((node) => catalogue.has(node.step))) continue;
    const { name: title, description: summary = '' } = read.flow;
    templates.push({ id, title, summary, flow: read.flow, hours: await hoursInFolder(join(folder, id)) });
  }
  return templates;
}
