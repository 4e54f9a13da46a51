/** What is shown on a drawing besides itself: where a call is and was, what changed. */
export interface Marks {
  /** Node that a call is in. */
  readonly active?: string;
  readonly visited?: ReadonlySet<string>;
  /** Edges that a call went along, as `from|exit`. */
  readonly edges?: ReadonlySet<string>;
  /** Node that a call failed in. */
  readonly failed?: string;
  /** How a node differs from another revision. */
  readonly changes?: ReadonlyMap<string, 'added' | 'removed' | 'changed' | 'moved'>;
}

export const NO_MARKS: Marks = {};
