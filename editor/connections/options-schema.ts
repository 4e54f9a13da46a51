import type { Json, JsonObject } from '#runtime/flow/json';

/** One field of a kind's options, as its JSON Schema has it. */
export interface OptionField {
  readonly name: string;
  readonly title: string;
  readonly description: string | undefined;
  readonly ui: string;
  readonly isRequired: boolean;
  readonly choices: readonly { readonly value: string; readonly label: string }[];
  readonly minimum: number | undefined;
  readonly maximum: number | undefined;
  readonly maxLength: number | undefined;
  readonly initial: Json | undefined;
}

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const textOf = (value: Json | undefined): string | undefined => (typeof value === 'string' ? value : undefined);
const numberOf = (value: Json | undefined): number | undefined => (typeof value === 'number' ? value : undefined);

/** What to draw where the schema does not say it. */
function widgetOf(field: JsonObject): string {
  if (Array.isArray(field.enum)) return 'choice';
  if (field.type === 'boolean') return 'switch';
  return field.type === 'integer' || field.type === 'number' ? 'number' : 'text';
}

/** The values that can be chosen, by the words of the hint `labels`. */
function choicesOf({ enum: values, labels }: JsonObject): OptionField['choices'] {
  if (!Array.isArray(values)) return [];
  return values.map(String).map((value) => ({
    value,
    label: (isObject(labels) ? textOf(labels[value]) : undefined) ?? value,
  }));
}

/** The fields of a JSON Schema, in its order. */
export function fieldsOf(schema: JsonObject): OptionField[] {
  const properties = isObject(schema.properties) ? schema.properties : {};
  const required = Array.isArray(schema.required) ? schema.required : [];
  return Object.entries(properties).flatMap(([name, field]) => {
    if (!isObject(field)) return [];
    return [
      {
        name,
        title: textOf(field.title) ?? name,
        description: textOf(field.description),
        ui: textOf(field.ui) ?? widgetOf(field),
        isRequired: required.includes(name),
        choices: choicesOf(field),
        minimum: numberOf(field.minimum),
        maximum: numberOf(field.maximum),
        maxLength: numberOf(field.maxLength),
        initial: field.default,
      },
    ];
  });
}

/** What a new connection begins with. */
export const initialOptions = (fields: readonly OptionField[]): JsonObject =>
  Object.fromEntries(fields.flatMap(({ name, initial }) => (initial === undefined ? [] : [[name, initial]])));

/** Without what was emptied, which means "not set". */
export const givenOptions = (options: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== '' && value !== null));

export const isComplete = (fields: readonly OptionField[], options: JsonObject): boolean =>
  fields.every(({ name, isRequired }) => !isRequired || (options[name] ?? '') !== '');
