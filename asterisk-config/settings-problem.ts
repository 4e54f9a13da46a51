import type { Trunk } from './trunk.ts';
import type { TrunkField } from './trunk-fields.ts';

/** What is wrong with settings, as data: shown beside their field. */
export interface SettingsProblem {
  /** `error`: it can't work. `warning`: it probably isn't meant. Neither keeps a trunk from being stored. */
  readonly severity: 'error' | 'warning';
  readonly code: string;
  readonly field: TrunkField;
  readonly message: string;
  readonly fix: string;
  /** What to change, where that is known. */
  readonly suggestion?: Partial<Trunk>;
  /** Fields to be emptied with that. */
  readonly clear?: readonly TrunkField[];
}
