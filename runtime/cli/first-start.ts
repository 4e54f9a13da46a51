import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Flow } from '#runtime/flow/schema';
import { hoursInFolder } from '#runtime/hours/hours-file';
import { packageRoot } from '#runtime/package-root';
import type { ApiClient } from './api-client.ts';

/** Extensions of the examples, in the order of their names. */
const FIRST_EXTENSION = 100;

export interface PublishedExample {
  readonly flowId: string;
  readonly name: string;
  readonly extension: string;
}

/** Two examples may share their hours. */
function unlessThere(error: { readonly code?: unknown }): void {
  if (error.code !== 'hours-exists') throw error;
}

/** Puts the examples into an empty installation, publishes them and gives each an extension. */
export async function publishExamples(api: ApiClient): Promise<PublishedExample[]> {
  const { flows } = await api.request<{ flows: unknown[] }>('GET', '/api/flows');
  if (flows.length > 0) return [];
  const folder = join(packageRoot(), 'examples');
  const published: PublishedExample[] = [];
  for (const entry of (await readdir(folder)).sort().reverse()) {
    const text = await readFile(join(folder, entry, 'flow.json'), 'utf8').catch(() => undefined);
    if (text === undefined) continue;
    const flow = JSON.parse(text) as Flow;
    for (const hours of await hoursInFolder(join(folder, entry)))
      await api.request('POST', '/api/hours', hours).catch(unlessThere);
    const extension = String(FIRST_EXTENSION + published.length);
    await api.request('POST', '/api/flows', { flow, folder: 'Examples' });
    await api.request('POST', `/api/flows/${flow.id}/publish`, { note: 'Example' });
    await api.request('PUT', `/api/extensions/${extension}`, { flowId: flow.id });
    published.push({ flowId: flow.id, name: flow.name, extension });
  }
  return published;
}
