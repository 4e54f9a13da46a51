import { type ComponentType, createContext, useContext } from 'react';
import type { Catalogue, CatalogueEntry } from '#runtime/flow/catalogue';
import type { Issue } from '#runtime/flow/issue';
import type { Json, JsonObject } from '#runtime/flow/json';
import type { Flow, Variable } from '#runtime/flow/schema';
import type { Field, FieldKind } from './schema/fields.ts';
import type { Path } from './schema/paths.ts';

/** Sets a value; undefined takes it out. Changes in a row with the same gesture are one step to undo. */
export type Change<T = Json | undefined> = (value: T, gesture?: string) => void;

export interface WidgetProps {
  readonly field: Field;
  readonly path: Path;
  readonly value: Json | undefined;
  readonly onChange: Change;
  /** Id of the control, and of what describes it. */
  readonly id: string;
  readonly describedBy: string | undefined;
  readonly isInvalid: boolean;
}

/** What a form of a node knows of the flow around it. A form of something else has none of it. */
export interface Surroundings {
  readonly flow: Flow;
  readonly catalogue: Catalogue;
  readonly nodeId?: string;
  readonly entry?: CatalogueEntry;
  createVariable(variable: Variable, gesture?: string): void;
  /** Shows another node. */
  goTo(nodeId: string): void;
}

interface Form {
  /** What references in the schema point into. */
  readonly root: JsonObject;
  /** All of what is being set. */
  readonly settings: JsonObject;
  readonly issues: readonly Issue[];
  /** Names that every expression here may read beside the usual ones. */
  readonly roots: readonly string[];
  readonly surroundings: Surroundings | undefined;
  /** Field that somebody asked to see, so that what is folded over it opens. */
  readonly reveal: string | undefined;
  readonly widgets: Readonly<Record<FieldKind, ComponentType<WidgetProps>>>;
}

const Context = createContext<Form | undefined>(undefined);
export const FormProvider = Context.Provider;

export function useForm(): Form {
  const form = useContext(Context);
  if (form === undefined) throw new Error('Outside of a form.');
  return form;
}
