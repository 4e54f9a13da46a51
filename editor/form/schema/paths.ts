import type { Issue } from '#runtime/flow/issue';
import { fieldPath } from '#runtime/flow/issue';

export type Path = readonly (string | number)[];

/** Whether an issue's field is this one or something inside it. */
export const isWithin = (field: string, path: string): boolean =>
  field === path || field.startsWith(`${path}.`) || field.startsWith(`${path}[`);

/** Issues of a field and of all that is inside it. */
export const issuesWithin = (issues: readonly Issue[], path: Path): readonly Issue[] => {
  const text = fieldPath(path);
  return issues.filter(({ field }) => field !== undefined && isWithin(field, text));
};

/** Issues that none of the fields shown inside says: the box around them says them. */
export function issuesOfBox(issues: readonly Issue[], path: Path, inside: readonly Path[]): readonly Issue[] {
  const shown = inside.map(fieldPath);
  return issuesWithin(issues, path).filter(({ field = '' }) => !shown.some((each) => isWithin(field, each)));
}
