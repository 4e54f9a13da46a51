import type { ComponentType } from 'react';
import type { Issue } from '#runtime/flow/issue';
import type { JsonObject } from '#runtime/flow/json';
import { formWords as words } from '../words/form.ts';
import classes from './form.module.css';
import { type Change, FormProvider, type Surroundings, type WidgetProps } from './form-context.tsx';
import { ObjectFields } from './object-fields.tsx';
import { type FieldKind, fieldsOf } from './schema/fields.ts';
import type { Path } from './schema/paths.ts';
import { Choice } from './widgets/choice.tsx';
import { Connection } from './widgets/connection.tsx';
import { Country } from './widgets/country.tsx';
import { Destination } from './widgets/destination.tsx';
import { Duration } from './widgets/duration.tsx';
import { Expression } from './widgets/expression.tsx';
import { FlowPicker } from './widgets/flow-picker.tsx';
import { Group } from './widgets/group.tsx';
import { HoursPicker } from './widgets/hours-picker.tsx';
import { JsonValue } from './widgets/json-value.tsx';
import { Key } from './widgets/key.tsx';
import { Language } from './widgets/language.tsx';
import { Line } from './widgets/line.tsx';
import { List } from './widgets/list.tsx';
import { LiveChoice } from './widgets/live-choice.tsx';
import { NameMap } from './widgets/name-map.tsx';
import { NodePicker } from './widgets/node-picker.tsx';
import { NumberField } from './widgets/number-field.tsx';
import { PersonPicker } from './widgets/person-picker.tsx';
import { Phone } from './widgets/phone.tsx';
import { PromptField } from './widgets/prompt-field.tsx';
import { Secret } from './widgets/secret.tsx';
import { SwitchField } from './widgets/switch-field.tsx';
import { TemplateText } from './widgets/template-text.tsx';
import { Union } from './widgets/union.tsx';
import { VariablePicker } from './widgets/variable-picker.tsx';
import { Voice } from './widgets/voice.tsx';

const WIDGETS: Readonly<Record<FieldKind, ComponentType<WidgetProps>>> = {
  choice: Choice,
  connection: Connection,
  country: Country,
  destination: Destination,
  duration: Duration,
  expression: Expression,
  flow: FlowPicker,
  group: Group,
  hidden: () => null,
  hours: HoursPicker,
  json: JsonValue,
  key: Key,
  language: Language,
  line: Line,
  list: List,
  live: LiveChoice,
  map: NameMap,
  node: NodePicker,
  number: NumberField,
  person: PersonPicker,
  phone: Phone,
  prompt: PromptField,
  secret: Secret,
  switch: SwitchField,
  text: TemplateText,
  union: Union,
  variable: VariablePicker,
  voice: Voice,
};

const NO_ROOTS: readonly string[] = [];
const NO_ISSUES: readonly Issue[] = [];
const SETTINGS: Path = ['settings'];

export interface SettingsFormProps {
  /** JSON Schema of an object, with `ui` hints. */
  readonly schema: JsonObject;
  readonly value: JsonObject;
  readonly onChange: Change<JsonObject>;
  readonly issues?: readonly Issue[];
  /** Names that expressions may read beside the usual ones. */
  readonly roots?: readonly string[];
  /** Where the fields of issues begin. */
  readonly path?: Path;
  readonly reveal?: string | undefined;
  readonly surroundings?: Surroundings | undefined;
}

/** A form for any settings, made from nothing but their JSON Schema and its hints. */
export function SettingsForm({
  schema,
  value,
  onChange,
  issues = NO_ISSUES,
  roots = NO_ROOTS,
  path = SETTINGS,
  reveal,
  surroundings,
}: SettingsFormProps) {
  const isEmpty = fieldsOf(schema, schema).length === 0;
  return (
    <FormProvider value={{ root: schema, settings: value, issues, roots, surroundings, reveal, widgets: WIDGETS }}>
      <div className={classes.fields}>
        {isEmpty && <p className={classes.help}>{words.nothing}</p>}
        <ObjectFields schema={schema} value={value} onChange={onChange} path={path} />
      </div>
    </FormProvider>
  );
}
