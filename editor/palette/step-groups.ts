import type { Catalogue, CatalogueEntry } from '#runtime/flow/catalogue';
import { paletteWords as words } from '../words/palette.ts';

export interface StepGroup {
  readonly group: string;
  readonly title: string;
  readonly entries: readonly CatalogueEntry[];
}

const ORDER = ['call', 'input', 'logic', 'data', 'ai'];

/** The steps that match what was typed, by group. Every word must be found somewhere in a step's texts. */
export function stepGroups(catalogue: Catalogue, typed: string): readonly StepGroup[] {
  const asked = typed
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const matches = ({ title, summary, type, group }: CatalogueEntry) => {
    const text = `${title} ${type} ${summary} ${group}`.toLowerCase();
    return asked.every((word) => text.includes(word));
  };
  const titleFirst = (a: CatalogueEntry, b: CatalogueEntry) => rank(a, typed) - rank(b, typed);
  const found = [...catalogue.values()].filter(matches).toSorted(titleFirst);
  const groups = [...ORDER, ...new Set(found.map(({ group }) => group).filter((group) => !ORDER.includes(group)))];
  return groups.flatMap((group) => {
    const entries = found.filter((entry) => entry.group === group);
    return entries.length === 0 ? [] : [{ group, title: words.groups[group] ?? group, entries }];
  });
}

function rank({ title }: CatalogueEntry, typed: string): number {
  const at = title.toLowerCase().indexOf(typed.trim().toLowerCase());
  return at === -1 ? 1_000 : at;
}
