import type { CatalogueEntry } from '#runtime/flow/catalogue';
import type { Json, JsonObject } from '#runtime/flow/json';
import { Prompt } from '#runtime/flow/prompt';
import type { Flow } from '#runtime/flow/schema';
import { checkSettings } from '#runtime/flow/settings';

const isPrompt = (value: Json): value is Prompt & Json =>
  typeof value === 'object' &&
  value !== null &&
  ('say' in value || 'asset' in value || 'languages' in value) &&
  Prompt.safeParse(value).success;

/** Every prompt in the settings of a flow's nodes, defaults included. */
export function promptsOf(flow: Flow, catalogue: ReadonlyMap<string, CatalogueEntry>): Prompt[] {
  const found: Prompt[] = [];
  const visit = (value: Json): void => {
    if (isPrompt(value)) found.push(value);
    else if (typeof value === 'object' && value !== null)
      for (const inner of Object.values(value as JsonObject)) visit(inner);
  };
  for (const node of flow.nodes) {
    const entry = catalogue.get(node.step);
    visit(entry === undefined ? node.settings : checkSettings(entry, node.settings).settings);
  }
  return found;
}

/** What a prompt says or plays, for each of its languages. */
export function variantsOf(prompt: Prompt, language: string): { readonly language: string; readonly sound: Prompt }[] {
  if (!('languages' in prompt)) return [{ language, sound: prompt }];
  return Object.entries(prompt.languages).map(([each, sound]) => ({ language: each, sound }));
}

/** Words that are the same in every call. */
export const isConstant = (text: string): boolean => !text.includes('{{');
