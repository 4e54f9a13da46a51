import { ActionIcon, NativeSelect, Select, TagsInput, TextInput, Tooltip } from '@mantine/core';
import { Braces, TextCursorInput } from 'lucide-react';
import type { ReactNode } from 'react';
import { formWords as words } from '../../words/form.ts';
import type { Operand, Operator } from '../expression/condition.ts';
import { typedOperand } from '../expression/operators-for.ts';
import type { ScopeName, ValueType } from '../expression/scope.ts';

interface RuleOperandProps {
  readonly type: ValueType;
  readonly operator: Operator;
  readonly operand: Operand | undefined;
  readonly names: readonly ScopeName[];
  readonly onChange: (operand: Operand, isTyping?: boolean) => void;
}

/** What a value is compared with: something typed, several things, or another value of the call. */
export function RuleOperand({ type, operator, operand, names, onChange }: RuleOperandProps) {
  const label = words.rules.operand;
  if (operator === 'oneOf' && operand?.kind !== 'name')
    return (
      <TagsInput
        size="xs"
        aria-label={label}
        placeholder={operand === undefined ? words.rules.list : ''}
        value={operand?.kind === 'list' ? operand.items.map(textOf) : []}
        onChange={(items) => onChange({ kind: 'list', items: items.map((item) => typedOperand(item, type, 'equals')) })}
      />
    );
  if (operand?.kind === 'name')
    return (
      <Select
        size="xs"
        aria-label={label}
        placeholder={words.rules.choose}
        data={names.map(({ name }) => name)}
        value={operand.name === '' ? null : operand.name}
        searchable
        allowDeselect={false}
        comboboxProps={{ width: 240, position: 'bottom-end' }}
        rightSection={
          <Swap
            label={words.rules.typed}
            icon={<TextCursorInput size={12} aria-hidden />}
            onClick={() => onChange({ kind: 'text', text: '' })}
          />
        }
        onChange={(name) => onChange({ kind: 'name', name: name ?? '' })}
      />
    );
  if (operand?.kind === 'boolean')
    return (
      <NativeSelect
        size="xs"
        aria-label={label}
        data={[
          { value: 'true', label: words.yes },
          { value: 'false', label: words.no },
        ]}
        value={String(operand.value)}
        onChange={({ currentTarget }) => onChange({ kind: 'boolean', value: currentTarget.value === 'true' })}
      />
    );
  return (
    <TextInput
      size="xs"
      aria-label={label}
      type={type === 'date' ? 'date' : 'text'}
      inputMode={type === 'number' ? 'decimal' : 'text'}
      value={operand === undefined ? '' : textOf(operand)}
      autoComplete="off"
      rightSection={
        type === 'date' ? undefined : (
          <Swap
            label={words.rules.another}
            icon={<Braces size={12} aria-hidden />}
            onClick={() => onChange({ kind: 'name', name: '' })}
          />
        )
      }
      onChange={({ currentTarget }) => onChange(typedOperand(currentTarget.value, type, operator), true)}
    />
  );
}

function Swap({
  label,
  icon,
  onClick,
}: {
  readonly label: string;
  readonly icon: ReactNode;
  readonly onClick: () => void;
}) {
  return (
    <Tooltip label={label}>
      <ActionIcon size="xs" variant="subtle" color="gray" aria-label={label} onClick={onClick}>
        {icon}
      </ActionIcon>
    </Tooltip>
  );
}

const textOf = (operand: Operand): string =>
  operand.kind === 'text' || operand.kind === 'number'
    ? operand.text
    : operand.kind === 'boolean'
      ? String(operand.value)
      : operand.kind === 'name'
        ? operand.name
        : '';
