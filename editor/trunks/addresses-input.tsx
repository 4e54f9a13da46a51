import { TagsInput } from '@mantine/core';
import { trunkInputWords as words } from '../words/trunks.ts';
import type { InputTexts } from './trunk-field.tsx';

interface AddressesInputProps {
  readonly texts: InputTexts;
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
}

/** Addresses and networks; several can be pasted at once. */
export function AddressesInput({ texts, value, onChange }: AddressesInputProps) {
  const addresses = Array.isArray(value) ? value.map(String) : [];
  return (
    <TagsInput
      {...texts}
      placeholder={addresses.length === 0 ? words.addressesPlaceholder : undefined}
      splitChars={[',', ' ', ';', '\n', '\t']}
      acceptValueOnBlur
      maxTags={100}
      value={addresses}
      onChange={onChange}
    />
  );
}
