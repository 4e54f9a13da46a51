import type { CatalogueEntry } from './catalogue.ts';
import type { Flow } from './schema.ts';

export interface ValidateOptions {
  /** Whether the asset store has the sound with this hash. Without it every asset counts as there. */
  readonly hasAsset?: (hash: string) => boolean;
  /** Whether a voice (`local:rms`) speaks a language (`en`). Without it every voice speaks all. */
  readonly canSpeak?: (language: string, voice: string) => boolean;
  /** Ids of the opening hours that there are. Without it all count as there. */
  readonly hours?: ReadonlySet<string>;
  /** Ids of the connections that there are. Without it all count as there. */
  readonly connections?: ReadonlySet<string>;
}

/** What the settings of one node are checked against. */
export interface Surroundings {
  readonly flow: Flow;
  /** Names of the flow's variables. */
  readonly variables: ReadonlySet<string>;
  /** Catalogue entry by node id; undefined for a node of an unknown step. */
  readonly nodes: ReadonlyMap<string, CatalogueEntry | undefined>;
  readonly options: ValidateOptions;
}

/** Which field of which node an issue is about. */
export interface Where {
  readonly severity: 'error';
  readonly nodeId: string;
  readonly field: string;
}
