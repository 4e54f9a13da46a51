import { Button, Collapse, Divider, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { ChevronDown, ChevronRight } from 'lucide-react';
import type { TrunkKind } from '#asterisk-config/trunk';
import { trunksWords } from '../words/trunks.ts';
import { KindChoice } from './kind-choice.tsx';
import { type FieldErrors, settingOf, type TrunkDraft, withSetting } from './trunk-draft.ts';
import { TrunkField } from './trunk-field.tsx';
import { requiredOf, type ShownFields } from './trunk-fields.ts';

interface TrunkFormProps {
  readonly draft: TrunkDraft;
  readonly kind: TrunkKind;
  /** To choose from; one is not asked for. */
  readonly kinds: readonly TrunkKind[];
  readonly fields: ShownFields;
  /** What the carrier calls some of them. */
  readonly words: Readonly<Record<string, { readonly label: string; readonly help: string }>>;
  /** Of fields that are to be mended, by name. */
  readonly errors: FieldErrors;
  readonly onChange: (draft: TrunkDraft) => void;
  readonly onKind: (kind: TrunkKind) => void;
}

/** The settings of a trunk: what its carrier asks for, and below what is right already for most. */
export function TrunkForm({ draft, kind, kinds, fields, words, errors, onChange, onKind }: TrunkFormProps) {
  const hasErrorBelow = fields.more.some((name) => errors[name] !== undefined);
  const [isMore, more] = useDisclosure(false);
  const isOpen = isMore || hasErrorBelow;
  const field = (name: string) => (
    <TrunkField
      key={name}
      name={name}
      words={words[name]}
      value={settingOf(draft, name)}
      error={errors[name]}
      isRequired={requiredOf[kind].includes(name)}
      onChange={(value) => onChange(withSetting(draft, name, value))}
    />
  );
  const isShown = (name: string) => name !== 'callerId.fixed' || settingOf(draft, 'callerId.show') === 'fixed';
  return (
    <Stack gap="md" maw={560}>
      {kinds.length > 1 && <KindChoice kinds={kinds} value={kind} onChange={onKind} />}
      {fields.main.filter(isShown).map(field)}
      {fields.more.length > 0 && (
        <div>
          <Divider mb="sm" />
          <Button
            variant="subtle"
            color="gray"
            size="compact-md"
            px={4}
            aria-expanded={isOpen}
            leftSection={isOpen ? <ChevronDown size={16} /> : <ChevronRight size={16} />}
            onClick={more.toggle}
          >
            {trunksWords.more}
          </Button>
          <Text c="dimmed" size="sm" pl={28}>
            {trunksWords.moreHint}
          </Text>
          <Collapse expanded={isOpen} keepMounted={false}>
            <Stack gap="md" mt="md">
              {fields.more.filter(isShown).map(field)}
            </Stack>
          </Collapse>
        </div>
      )}
    </Stack>
  );
}
