import { useState } from 'react';
import type { TrunkKind } from '#asterisk-config/trunk';
import type { CarrierPreset } from '../api/carriers.ts';
import { ApiProblem } from '../api/client.ts';
import type { ShownProblem } from '../api/trunks.ts';
import { showSetting } from './show-setting.ts';
import { errorsOf, type FieldErrors, type TrunkDraft } from './trunk-draft.ts';
import { requiredOf, type ShownFields, shownFields } from './trunk-fields.ts';
import { useSettingsProblems } from './use-settings-problems.ts';

interface TrunkFormState {
  readonly kind: TrunkKind;
  readonly fields: ShownFields;
  readonly errors: FieldErrors;
  /** What is known to go wrong, with what to enter instead. */
  readonly problems: readonly ShownProblem[];
  /** True where everything is right; else what is not is marked, and the first is shown. */
  check(): boolean;
}

/** Which fields a form of a trunk has, and what is wrong in them, once somebody tried to save it. */
export function useTrunkForm(
  draft: TrunkDraft,
  preset: CarrierPreset | undefined,
  refusal: Error | null,
  wanted: readonly string[] = [],
): TrunkFormState {
  const [isChecked, setChecked] = useState(false);
  const kind = draft.kind ?? preset?.kinds[0] ?? 'registration';
  const fields = shownFields(kind, (kind === 'pbx' ? undefined : preset?.fields[kind]) ?? [], wanted);
  const known = useSettingsProblems(draft, kind);
  const found = { ...errorsOfProblems(known), ...errorsOf({ ...draft, kind }, requiredOf[kind]) };
  const refused =
    refusal instanceof ApiProblem && refusal.field !== undefined ? { [refusal.field]: refusal.message } : {};
  return {
    kind,
    fields,
    errors: isChecked ? { ...refused, ...found } : refused,
    problems: known.filter(({ severity, suggestion }) => severity === 'warning' || suggestion !== undefined),
    check() {
      setChecked(true);
      const wrong = Object.keys(found);
      const first = [...fields.main, ...fields.more].find((name) => wrong.includes(name)) ?? wrong[0];
      if (first !== undefined) showSetting(first);
      return first === undefined;
    },
  };
}

const errorsOfProblems = (problems: readonly ShownProblem[]): FieldErrors =>
  Object.fromEntries(
    problems
      .filter(({ severity }) => severity === 'error')
      .map(({ field = '', message, fix }) => [field, `${message} ${fix}`]),
  );
