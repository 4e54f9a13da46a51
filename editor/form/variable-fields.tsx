import { Button, Group, NumberInput, Select, Stack, Switch, TextInput } from '@mantine/core';
import { Trash2 } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { Json } from '#runtime/flow/json';
import { type Variable, VariableName } from '#runtime/flow/schema';
import { formWords } from '../words/form.ts';
import classes from './panel.module.css';

const words = formWords.flowPanel;
const TYPES = ['text', 'number', 'boolean', 'list', 'object', 'date', 'phone'] as const;

interface VariableFieldsProps {
  readonly variable: Variable;
  readonly others: readonly string[];
  /** How many nodes use it. */
  readonly users: number;
  readonly onChange: (variable: Variable, gesture?: string) => void;
  readonly onRename: (name: string) => void;
  readonly onRemove: () => void;
}

/** Everything about one variable. */
export function VariableFields({ variable, others, users, onChange, onRename, onRemove }: VariableFieldsProps) {
  const [name, setName] = useState(variable.name);
  useEffect(() => setName(variable.name), [variable.name]);
  const problem = others.includes(name)
    ? words.variableTaken
    : VariableName.safeParse(name).success
      ? undefined
      : formWords.variable.wrong;
  const keep = () => {
    if (problem !== undefined) setName(variable.name);
    else if (name !== variable.name) onRename(name);
  };
  const withDefault = (value: Json | undefined, gesture?: string) => {
    const { default: _before, ...rest } = variable;
    onChange(value === undefined ? rest : { ...rest, default: value }, gesture);
  };
  return (
    <Stack gap={10} pt={10}>
      <Group gap={8} grow align="flex-start" wrap="nowrap">
        <TextInput
          size="xs"
          label={words.variableName}
          value={name}
          error={problem}
          autoComplete="off"
          spellCheck={false}
          onChange={({ currentTarget }) => setName(currentTarget.value)}
          onBlur={keep}
          onKeyDown={({ key }) => key === 'Enter' && keep()}
        />
        <Select
          size="xs"
          label={words.type}
          data={TYPES.map((type) => ({ value: type, label: words.types[type] }))}
          value={variable.type}
          allowDeselect={false}
          onChange={(type) => {
            const { default: _before, ...rest } = variable;
            onChange({ ...rest, type: TYPES.find((each) => each === type) ?? 'text' });
          }}
        />
      </Group>
      <DefaultField variable={variable} onChange={withDefault} />
      <TextInput
        size="xs"
        label={words.variableDescription}
        value={variable.description ?? ''}
        maxLength={500}
        onChange={({ currentTarget: { value } }) => {
          const { description: _before, ...rest } = variable;
          onChange(value === '' ? rest : { ...rest, description: value }, 'description');
        }}
      />
      <Switch
        size="sm"
        label={words.sensitive}
        description={words.sensitiveHelp}
        checked={variable.sensitive === true}
        onChange={({ currentTarget: { checked } }) => {
          const { sensitive: _before, ...rest } = variable;
          onChange(checked ? { ...rest, sensitive: true } : rest);
        }}
      />
      <Group justify="space-between">
        <span className={classes.quiet}>{users === 0 ? words.unused : words.usedIn(users)}</span>
        <Button
          size="compact-xs"
          variant="subtle"
          color="red"
          leftSection={<Trash2 size={12} aria-hidden />}
          aria-label={words.removeVariable(variable.name)}
          onClick={onRemove}
        >
          {formWords.remove}
        </Button>
      </Group>
    </Stack>
  );
}

/** The value that a variable has when a call begins, by its type. */
function DefaultField({
  variable,
  onChange,
}: {
  readonly variable: Variable;
  readonly onChange: (value: Json | undefined, gesture?: string) => void;
}) {
  const { type, default: value } = variable;
  const label = { size: 'xs', label: words.default } as const;
  if (type === 'boolean')
    return (
      <Select
        {...label}
        data={[
          { value: 'true', label: formWords.yes },
          { value: 'false', label: formWords.no },
        ]}
        value={typeof value === 'boolean' ? String(value) : null}
        placeholder={words.notSet}
        clearable
        onChange={(next) => onChange(next === null ? undefined : next === 'true')}
      />
    );
  if (type === 'number')
    return (
      <NumberInput
        {...label}
        value={typeof value === 'number' ? value : ''}
        placeholder={words.notSet}
        onChange={(next) => onChange(typeof next === 'number' ? next : undefined, 'default')}
      />
    );
  if (type === 'list' || type === 'object')
    return <JsonDefault key={type} value={value} onChange={(next) => onChange(next, 'default')} />;
  return (
    <TextInput
      {...label}
      type={type === 'date' ? 'date' : type === 'phone' ? 'tel' : 'text'}
      value={typeof value === 'string' ? value : ''}
      placeholder={words.notSet}
      onChange={({ currentTarget: { value: text } }) => onChange(text === '' ? undefined : text, 'default')}
    />
  );
}

function JsonDefault({
  value,
  onChange,
}: {
  readonly value: Json | undefined;
  readonly onChange: (value: Json | undefined) => void;
}) {
  const [text, setText] = useState(value === undefined ? '' : JSON.stringify(value));
  const read = (written: string): Json | undefined => {
    try {
      return JSON.parse(written) as Json;
    } catch {
      return undefined;
    }
  };
  return (
    <TextInput
      size="xs"
      label={words.default}
      description={formWords.json.help}
      placeholder={words.notSet}
      value={text}
      error={text.trim() !== '' && read(text) === undefined ? formWords.json.wrong : undefined}
      onChange={({ currentTarget: { value: written } }) => {
        setText(written);
        if (written.trim() === '' || read(written) !== undefined) onChange(read(written));
      }}
    />
  );
}
