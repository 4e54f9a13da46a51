import { ActionIcon, Button, SegmentedControl, Select } from '@mantine/core';
import { Plus, X } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { fieldPath } from '#runtime/flow/issue';
import { formWords as words } from '../../words/form.ts';
import {
  type Condition,
  type Operator,
  type Row,
  takesOperand,
  toCondition,
  toExpression,
} from '../expression/condition.ts';
import { firstOperator, operatorsFor } from '../expression/operators-for.ts';
import type { ScopeName, ValueType } from '../expression/scope.ts';
import classes from '../form.module.css';
import type { Path } from '../schema/paths.ts';
import { RuleOperand } from './rule-operand.tsx';

interface RuleBuilderProps {
  readonly text: string;
  readonly names: readonly ScopeName[];
  readonly path: Path;
  readonly onChange: (text: string, gesture?: string) => void;
  /** At the right below the rows. */
  readonly corner: ReactNode;
}

const EMPTY: Row = { name: '', operator: 'same' };

/** A condition as rows: a value, how it is compared, and with what. */
export function RuleBuilder({ text, names, path, onChange, corner }: RuleBuilderProps) {
  // Rows that are not complete yet are not in the expression: they live here.
  const [draft, setDraft] = useState<Condition>();
  const stored = toCondition(text);
  const condition = draft !== undefined && toExpression(draft) === text ? draft : (stored ?? { join: 'and', rows: [] });
  const rows = condition.rows.length === 0 ? [EMPTY] : condition.rows;
  const set = (next: Condition, gesture?: string) => {
    setDraft(next);
    const written = toExpression(next);
    if (written !== text) onChange(written, gesture);
  };
  const change = (index: number, row: Row, gesture?: string) =>
    set({ ...condition, rows: rows.map((each, at) => (at === index ? row : each)) }, gesture);
  return (
    <div className={classes.rules}>
      {rows.length > 1 && (
        <SegmentedControl
          size="xs"
          fullWidth
          aria-label={words.rules.join}
          data={[
            { value: 'and', label: words.rules.and },
            { value: 'or', label: words.rules.or },
          ]}
          value={condition.join}
          onChange={(join) => set({ join: join === 'or' ? 'or' : 'and', rows })}
        />
      )}
      {rows.map((row, index) => (
        <RuleRow
          // biome-ignore lint/suspicious/noArrayIndexKey: a row has nothing else that stays while it is edited
          key={index}
          row={row}
          names={names}
          onChange={(next, isTyping) => change(index, next, isTyping ? `${fieldPath(path)} row ${index}` : undefined)}
          removeLabel={words.rules.remove(index + 1)}
          onRemove={
            rows.length === 1 ? undefined : () => set({ ...condition, rows: rows.filter((_, at) => at !== index) })
          }
        />
      ))}
      <div className={classes.between}>
        <Button
          variant="subtle"
          size="compact-xs"
          w="fit-content"
          leftSection={<Plus size={13} aria-hidden />}
          onClick={() => set({ ...condition, rows: [...rows, EMPTY] })}
        >
          {words.rules.add}
        </Button>
        {corner}
      </div>
    </div>
  );
}

interface RuleRowProps {
  readonly row: Row;
  readonly names: readonly ScopeName[];
  readonly onChange: (row: Row, isTyping?: boolean) => void;
  readonly removeLabel: string;
  readonly onRemove: (() => void) | undefined;
}

function RuleRow({ row, names, onChange, removeLabel, onRemove }: RuleRowProps) {
  const type: ValueType = names.find(({ name }) => name === row.name)?.type ?? 'any';
  const operators = operatorsFor(type, row.operator);
  return (
    <div className={classes.rule}>
      <Select
        size="xs"
        aria-label={words.rules.field}
        placeholder={words.rules.choose}
        data={grouped(names, row.name)}
        value={row.name === '' ? null : row.name}
        searchable
        allowDeselect={false}
        onChange={(name) => {
          const found = names.find((each) => each.name === name);
          if (name === null) return;
          const fits = found === undefined || operatorsFor(found.type).includes(row.operator);
          const operator = row.name !== '' && fits ? row.operator : firstOperator(found?.type ?? 'any');
          onChange({ ...row, name, operator });
        }}
      />
      {onRemove === undefined ? (
        <span />
      ) : (
        <ActionIcon size="sm" mt={3} variant="subtle" color="gray" aria-label={removeLabel} onClick={onRemove}>
          <X size={13} aria-hidden />
        </ActionIcon>
      )}
      <Select
        size="xs"
        aria-label={words.rules.operator}
        data={operators.map((operator) => ({ value: operator, label: words.rules.operators[operator] }))}
        value={row.operator}
        allowDeselect={false}
        comboboxProps={{ width: 190, position: 'bottom-start' }}
        onChange={(operator) => {
          if (operator !== null) onChange({ ...row, operator: operator as Operator });
        }}
      />
      {takesOperand(row.operator) && (
        <RuleOperand
          type={type}
          operator={row.operator}
          operand={row.operand}
          names={names}
          onChange={(operand, isTyping) => onChange({ ...row, operand }, isTyping)}
        />
      )}
    </div>
  );
}

export function grouped(names: readonly ScopeName[], current: string) {
  const groups = [...new Set(names.map(({ group }) => group))].map((group) => ({
    group,
    items: names.filter((name) => name.group === group).map(({ name }) => ({ value: name, label: name })),
  }));
  const isOther = current !== '' && !names.some(({ name }) => name === current);
  return isOther ? [{ group: words.scope.here, items: [{ value: current, label: current }] }, ...groups] : groups;
}
