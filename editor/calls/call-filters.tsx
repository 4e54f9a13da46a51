import { Button, Group, Select, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { Search, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useFlows } from '../api/flows.ts';
import { callsWords } from '../words/calls.ts';
import classes from './call-filters.module.css';
import { type CallSearch, isNarrowed } from './call-search.ts';

const words = callsWords.filters;
const TYPING_MS = 300;

interface FiltersProps {
  readonly search: CallSearch;
  readonly onChange: (change: Partial<CallSearch>) => void;
  readonly onClear: () => void;
}

/** What the list of calls is narrowed by. */
export function CallFilters({ search, onChange, onClear }: FiltersProps) {
  const { data: flows = [] } = useFlows();
  const flowChoices = flows.map(({ id, name }) => ({ value: id, label: name }));
  return (
    <search className={classes.filters} aria-label={words.label}>
      <SearchField value={search.q} onChange={(q) => onChange({ q })} />
      <Choice
        label={words.flow}
        any={words.anyFlow}
        value={search.flow}
        data={flowChoices}
        searchable
        onChange={(flow) => onChange({ flow })}
      />
      <Choice
        label={words.days}
        any={words.anyDay}
        value={search.days}
        data={choices(words.dayChoices)}
        onChange={(days) => onChange(days === 'between' ? { days } : { days, from: '', to: '' })}
      />
      <Choice
        label={words.end}
        any={words.anyEnd}
        value={search.end}
        data={choices(words.ends)}
        onChange={(end) => onChange({ end })}
      />
      <Choice
        label={words.length}
        any={words.anyLength}
        value={search.length}
        data={choices(words.lengths)}
        onChange={(length) => onChange({ length })}
      />
      <Choice
        label={words.direction}
        any={words.anyDirection}
        value={search.direction}
        data={choices(callsWords.direction)}
        onChange={(direction) => onChange({ direction })}
      />
      <Choice
        label={words.tests}
        any={words.testsHidden}
        value={search.tests}
        data={choices(words.testChoices)}
        onChange={(tests) => onChange({ tests })}
      />
      {isNarrowed(search) && (
        <Button variant="subtle" color="gray" leftSection={<X size={15} aria-hidden />} onClick={onClear}>
          {words.clear}
        </Button>
      )}
      {search.days === 'between' && (
        <Group gap="xs" className={classes.dates}>
          <DateField label={words.from} value={search.from} onChange={(from) => onChange({ from })} />
          <DateField label={words.to} value={search.to} onChange={(to) => onChange({ to })} />
        </Group>
      )}
    </search>
  );
}

/** The keys of the texts are the values, in the order of the texts. */
const choices = <V extends string>(labels: Readonly<Record<V, string>>) =>
  (Object.entries(labels) as [V, string][]).map(([value, label]) => ({ value, label }));

interface ChoiceProps<V extends string> {
  readonly label: string;
  /** What is shown for no choice. */
  readonly any: string;
  readonly value: V | '';
  readonly data: readonly { readonly value: V; readonly label: string }[];
  readonly searchable?: boolean;
  readonly onChange: (value: V | '') => void;
}

function Choice<V extends string>({ label, any, value, data, searchable = false, onChange }: ChoiceProps<V>) {
  return (
    <Select
      aria-label={label}
      data={[{ value: '', label: any }, ...data]}
      value={value}
      onChange={(chosen) => onChange((chosen ?? '') as V | '')}
      allowDeselect={false}
      searchable={searchable}
      data-chosen={value !== '' || undefined}
      classNames={{ input: classes.choice ?? '' }}
      comboboxProps={{ width: 'max-content', position: 'bottom-start' }}
    />
  );
}

function SearchField({ value, onChange }: { readonly value: string; readonly onChange: (value: string) => void }) {
  const [typed, setTyped] = useState(value);
  const later = useDebouncedCallback(onChange, TYPING_MS);
  useEffect(() => setTyped(value), [value]);
  return (
    <TextInput
      type="search"
      aria-label={words.search}
      placeholder={words.search}
      leftSection={<Search size={15} aria-hidden />}
      maxLength={80}
      value={typed}
      className={classes.search}
      onChange={({ currentTarget }) => {
        setTyped(currentTarget.value);
        later(currentTarget.value);
      }}
    />
  );
}

function DateField(props: { readonly label: string; readonly value: string; readonly onChange: (v: string) => void }) {
  const { label, value, onChange } = props;
  return (
    <TextInput
      type="date"
      label={label}
      value={value}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
      classNames={{ root: classes.date ?? '', label: classes.dateLabel ?? '' }}
    />
  );
}
