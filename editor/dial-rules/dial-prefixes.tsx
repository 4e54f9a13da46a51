import { ActionIcon, Button, Group, Input, Select, Stack, TextInput } from '@mantine/core';
import { Plus, X } from 'lucide-react';
import type { DialRules } from '#asterisk-config/dial-rules';
import { compactNumber } from '../numbers/compact-number.ts';
import { dialRulesWords } from '../words/dial-rules.ts';

const words = dialRulesWords.prefixes;

type Prefixes = DialRules['prefixes'];

interface DialPrefixesProps {
  readonly prefixes: Prefixes;
  readonly onChange: (prefixes: Prefixes) => void;
}

/** What is allowed or forbidden by its first digits. */
export function DialPrefixes({ prefixes, onChange }: DialPrefixesProps) {
  const change = (at: number, part: Partial<Prefixes[number]>) =>
    onChange(prefixes.map((one, index) => (index === at ? { ...one, ...part } : one)));
  return (
    <Input.Wrapper label={words.title} description={words.help} labelElement="div">
      <Stack gap={8} mt={8} maw={680}>
        {prefixes.map(({ prefix, allow, note }, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a rule has nothing else that stays while it is typed
          <Group key={at} gap={8} wrap="nowrap" align="flex-start">
            <TextInput
              flex="0 1 130px"
              miw={90}
              type="tel"
              aria-label={words.prefix}
              placeholder={words.placeholder}
              value={prefix}
              maxLength={20}
              onChange={(event) => change(at, { prefix: compactNumber(event.currentTarget.value) })}
            />
            <Select
              flex="0 1 120px"
              miw={96}
              aria-label={words.rule}
              allowDeselect={false}
              data={[
                { value: 'yes', label: words.allow },
                { value: 'no', label: words.forbid },
              ]}
              value={allow ? 'yes' : 'no'}
              onChange={(next) => change(at, { allow: next === 'yes' })}
            />
            <TextInput
              flex={1}
              miw={60}
              aria-label={words.note}
              placeholder={words.note}
              value={note ?? ''}
              maxLength={200}
              onChange={({ currentTarget: { value } }) =>
                onChange(prefixes.map((one, index) => (index === at ? withNote(one, value) : one)))
              }
            />
            <ActionIcon
              mt={4}
              variant="subtle"
              color="gray"
              aria-label={words.remove(prefix)}
              onClick={() => onChange(prefixes.filter((_, index) => index !== at))}
            >
              <X size={16} />
            </ActionIcon>
          </Group>
        ))}
        <Group>
          <Button
            variant="default"
            size="xs"
            leftSection={<Plus size={14} />}
            onClick={() => onChange([...prefixes, { prefix: '', allow: false }])}
          >
            {words.add}
          </Button>
        </Group>
      </Stack>
    </Input.Wrapper>
  );
}

function withNote({ note: _, ...rest }: Prefixes[number], note: string): Prefixes[number] {
  return note === '' ? rest : { ...rest, note };
}
