import { Button, Popover } from '@mantine/core';
import { useState } from 'react';
import { formWords as words } from '../../words/form.ts';
import classes from '../form.module.css';
import type { WidgetProps } from '../form-context.tsx';
import { isList } from '../schema/resolve.ts';

const PAD = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#'];

/** A key of the telephone, chosen on a little keypad; typing the key does too. */
export function Key({ field, value, onChange, id, describedBy, isInvalid }: WidgetProps) {
  const [isOpen, setOpen] = useState(false);
  const values = isList(field.schema.enum) ? field.schema.enum.map(String) : PAD;
  const chosen = String(value ?? field.default ?? '');
  const choose = (key: string) => {
    onChange(key);
    setOpen(false);
  };
  const keyButton = (key: string, className?: string) => (
    <Button
      key={key}
      className={className}
      size="sm"
      px={0}
      variant={key === chosen ? 'filled' : 'default'}
      disabled={!values.includes(key)}
      aria-pressed={key === chosen}
      onClick={() => choose(key)}
    >
      {labelOf(key)}
    </Button>
  );
  return (
    <Popover opened={isOpen} onChange={setOpen} position="bottom-start" trapFocus returnFocus shadow="md">
      <Popover.Target>
        <Button
          id={id}
          data-own-keys
          variant="default"
          size="sm"
          h={34}
          miw={42}
          px={10}
          aria-label={words.key.choose(field.title, labelOf(chosen))}
          aria-describedby={describedBy}
          {...(isInvalid ? { style: { borderColor: 'var(--mantine-color-error)' } } : {})}
          onClick={() => setOpen(!isOpen)}
          onKeyDown={({ key }) => {
            if (values.includes(key)) onChange(key);
          }}
        >
          {labelOf(chosen)}
        </Button>
      </Popover.Target>
      <Popover.Dropdown
        p={8}
        onKeyDown={({ key }) => {
          if (values.includes(key)) choose(key);
        }}
      >
        <div className={classes.keypad}>
          {PAD.map((key) => keyButton(key))}
          {values.filter((key) => !PAD.includes(key)).map((key) => keyButton(key, classes.keyWide))}
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}

const labelOf = (key: string): string =>
  key === 'any' ? words.key.any : key === 'none' ? words.key.none : key === '' ? '–' : key;
