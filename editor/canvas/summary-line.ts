import type { CatalogueEntry } from '#runtime/flow/catalogue';
import type { JsonObject } from '#runtime/flow/json';
import { parseTemplate } from '#runtime/flow/template';

const LENGTH = 140;

/** The one line on a node that says what it is set to, by its step's own template over the settings. */
export function summaryLine(entry: CatalogueEntry, settings: JsonObject): string {
  const parsed = parseTemplate(entry.line);
  if (!parsed.ok) return '';
  const text = parsed.template.render({ settings }).text.replaceAll(/\s+/g, ' ').trim();
  return text.length > LENGTH ? `${text.slice(0, LENGTH - 1)}…` : text;
}
