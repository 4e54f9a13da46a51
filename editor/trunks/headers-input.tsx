import { ActionIcon, Button, Group, Input, Stack, TextInput } from '@mantine/core';
import { Plus, X } from 'lucide-react';
import { trunkInputWords as words } from '../words/trunks.ts';
import type { InputTexts } from './trunk-field.tsx';

interface Header {
  readonly name: string;
  readonly value: string;
}

interface HeadersInputProps {
  readonly texts: InputTexts;
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
}

/** Header lines that are added to each call. */
export function HeadersInput({ texts, value, onChange }: HeadersInputProps) {
  const headers = Array.isArray(value) ? (value as Header[]) : [];
  const change = (at: number, part: Partial<Header>) =>
    onChange(headers.map((header, index) => (index === at ? { ...header, ...part } : header)));
  const { id, label, description, error } = texts;
  return (
    <Input.Wrapper label={label} description={description} error={error} labelElement="div">
      <Stack gap={6} mt={6}>
        {headers.map((header, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a header has nothing else that stays while it is typed
          <Group key={at} gap={6} wrap="nowrap">
            <TextInput
              flex={1}
              aria-label={words.headerName}
              placeholder={words.headerName}
              value={header.name}
              maxLength={64}
              onChange={(event) => change(at, { name: event.currentTarget.value })}
            />
            <TextInput
              flex={2}
              aria-label={words.headerValue}
              placeholder={words.headerValue}
              value={header.value}
              maxLength={256}
              onChange={(event) => change(at, { value: event.currentTarget.value })}
            />
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={words.removeHeader(header.name)}
              onClick={() => onChange(headers.filter((_, index) => index !== at))}
            >
              <X size={16} />
            </ActionIcon>
          </Group>
        ))}
        <Group>
          <Button
            id={id}
            variant="default"
            size="xs"
            leftSection={<Plus size={14} />}
            disabled={headers.length >= 16}
            onClick={() => onChange([...headers, { name: '', value: '' }])}
          >
            {words.addHeader}
          </Button>
        </Group>
      </Stack>
    </Input.Wrapper>
  );
}
