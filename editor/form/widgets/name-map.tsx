import { ActionIcon, Button, Group, Stack, TextInput } from '@mantine/core';
import { Plus, X } from 'lucide-react';
import { useState } from 'react';
import { fieldPath } from '#runtime/flow/issue';
import type { Json, JsonObject } from '#runtime/flow/json';
import { formWords as words } from '../../words/form.ts';
import { FieldRow } from '../field-row.tsx';
import { useForm, type WidgetProps } from '../form-context.tsx';
import { fieldOf, firstValue } from '../schema/fields.ts';
import { isObject } from '../schema/resolve.ts';

type Line = readonly [name: string, value: Json];

/** Names with a value each, such as the headers of a request. */
export function NameMap({ field, path, value, onChange }: WidgetProps) {
  const { root } = useForm();
  const of = isObject(field.schema.additionalProperties) ? field.schema.additionalProperties : {};
  const stored = Object.entries(isObject(value) ? value : {});
  // Lines with an empty or a double name are not in the value: they live here until they have one of their own.
  const [draft, setDraft] = useState<readonly Line[] | undefined>(undefined);
  const lines: readonly Line[] = draft !== undefined && isSame(draft, stored) ? draft : stored;
  const set = (next: readonly Line[], gesture?: string) => {
    setDraft(next);
    const kept = toObject(next);
    onChange(Object.keys(kept).length === 0 && !field.isRequired ? undefined : kept, gesture);
  };
  return (
    <Stack gap={8}>
      {lines.map(([name, each], index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line has nothing else that stays while its name is typed
        <Group key={index} gap={6} wrap="nowrap" align="flex-start">
          <TextInput
            aria-label={words.map.name}
            placeholder={words.map.name}
            value={name}
            w={116}
            onChange={({ currentTarget: { value: text } }) =>
              set(replaceAt(lines, index, [text, each]), `${fieldPath(path)} name ${index}`)
            }
          />
          <div style={{ flex: 1, minWidth: 0 }}>
            <FieldRow
              isBare
              field={{ ...fieldOf(words.map.value, of, root, true), title: words.map.value }}
              path={[...path, name]}
              value={each}
              onChange={(next, gesture) => set(replaceAt(lines, index, [name, next ?? '']), gesture)}
            />
          </div>
          <ActionIcon
            variant="subtle"
            color="gray"
            mt={4}
            aria-label={words.map.remove(name)}
            onClick={() => set(lines.filter((_, at) => at !== index))}
          >
            <X size={14} aria-hidden />
          </ActionIcon>
        </Group>
      ))}
      <Button
        variant="default"
        size="xs"
        w="fit-content"
        leftSection={<Plus size={14} aria-hidden />}
        onClick={() => setDraft([...lines, ['', firstValue(of, root)]])}
      >
        {words.map.add}
      </Button>
    </Stack>
  );
}

const replaceAt = (lines: readonly Line[], index: number, line: Line): readonly Line[] =>
  lines.map((each, at) => (at === index ? line : each));
const toObject = (lines: readonly Line[]): JsonObject => Object.fromEntries(lines.filter(([name]) => name !== ''));
const isSame = (lines: readonly Line[], stored: readonly Line[]): boolean =>
  JSON.stringify(toObject(lines)) === JSON.stringify(Object.fromEntries(stored));
