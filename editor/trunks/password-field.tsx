import { PasswordInput } from '@mantine/core';
import { useRef } from 'react';
import { trunkInputWords as words } from '../words/trunks.ts';
import type { InputTexts } from './trunk-field.tsx';

interface PasswordFieldProps {
  readonly texts: InputTexts;
  /** `{ secret }` once it is stored; the text of one that is being typed. */
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
}

/** Takes a password and never shows a stored one. */
export function PasswordField({ texts, value, onChange }: PasswordFieldProps) {
  const isStored = typeof value === 'object' && value !== null;
  const stored = useRef<unknown>(undefined);
  if (isStored) stored.current = value;
  return (
    <PasswordInput
      {...texts}
      description={isStored ? words.passwordKept : texts.description}
      autoComplete="new-password"
      placeholder={isStored ? words.passwordPlaceholder : undefined}
      value={typeof value === 'string' ? value : ''}
      maxLength={256}
      // Who empties it again keeps the one before.
      onChange={(event) => onChange(event.currentTarget.value === '' ? stored.current : event.currentTarget.value)}
    />
  );
}
