import { Select, Stack, TextInput } from '@mantine/core';
import { PhoneNumber } from '#asterisk-config/number';
import { useFlows } from '../api/flows.ts';
import { commonWords } from '../words/common.ts';
import { numberWords as words } from '../words/numbers.ts';
import { AwayField } from './away-field.tsx';
import { compactNumber } from './compact-number.ts';

/** A number while it is being entered. */
export type NumberDraft = { readonly [Key in keyof PhoneNumber]?: PhoneNumber[Key] | undefined };

interface NumberFieldsProps {
  readonly draft: NumberDraft;
  readonly errors: Readonly<Record<string, string>>;
  /** A number that is there already keeps its digits. */
  readonly isNew: boolean;
  readonly trunks: readonly { readonly id: string; readonly name: string }[];
  readonly onChange: (part: NumberDraft) => void;
}

/** What a number is, which flows use it, and what callers get when Patchcord is away. */
export function NumberFields({ draft, errors, isNew, trunks, onChange }: NumberFieldsProps) {
  const { data: flows = [] } = useFlows();
  const { number, name, trunk, inboundFlow, outboundFlow } = words.fields;
  const flowChoices = flows.map(({ id, name: label }) => ({ value: id, label }));
  return (
    <Stack gap="md" maw={560}>
      {isNew && (
        <TextInput
          label={number.label}
          description={number.help}
          required
          type="tel"
          value={draft.number ?? ''}
          maxLength={40}
          error={errors.number}
          onChange={(event) => onChange({ number: event.currentTarget.value })}
          onBlur={() => draft.number !== undefined && onChange({ number: compactNumber(draft.number) })}
        />
      )}
      <TextInput
        label={name.label}
        description={name.help}
        required
        value={draft.name ?? ''}
        maxLength={80}
        error={errors.name}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
      />
      {trunks.length > 1 && (
        <Select
          label={trunk.label}
          description={trunk.help}
          required
          allowDeselect={false}
          data={trunks.map(({ id, name: label }) => ({ value: id, label }))}
          value={draft.trunkId ?? null}
          error={errors.trunkId}
          onChange={(trunkId) => trunkId !== null && onChange({ trunkId })}
        />
      )}
      <Select
        label={inboundFlow.label}
        description={inboundFlow.help}
        searchable
        clearable
        placeholder={words.noFlow}
        data={flowChoices}
        value={draft.inboundFlow ?? null}
        error={errors.inboundFlow}
        onChange={(flow) => onChange({ inboundFlow: flow ?? undefined })}
      />
      <Select
        label={outboundFlow.label}
        description={outboundFlow.help}
        searchable
        clearable
        placeholder={words.noFlow}
        data={flowChoices}
        value={draft.outboundFlow ?? null}
        error={errors.outboundFlow}
        onChange={(flow) => onChange({ outboundFlow: flow ?? undefined })}
      />
      <AwayField
        value={draft.whenAway ?? { kind: 'unavailable' }}
        error={errors.whenAway}
        onChange={(whenAway) => onChange({ whenAway })}
      />
    </Stack>
  );
}

/** The number that is sent, or what is wrong in it by field. */
export function checkedNumber(
  draft: NumberDraft,
): { readonly number: PhoneNumber } | { readonly errors: Readonly<Record<string, string>> } {
  const given = Object.fromEntries(Object.entries(draft).filter(([, value]) => value !== undefined && value !== ''));
  const result = PhoneNumber.safeParse({ ...given, number: compactNumber(draft.number ?? '') });
  if (result.success) return { number: result.data };
  const errors = result.error.issues.map(({ path, message }) => {
    const field = String(path[0] ?? '');
    return [field, given[field] === undefined ? commonWords.missing : message] as const;
  });
  return { errors: Object.fromEntries(errors.toReversed()) };
}
