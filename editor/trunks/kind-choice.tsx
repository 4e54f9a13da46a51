import { Radio, Stack } from '@mantine/core';
import type { TrunkKind } from '#asterisk-config/trunk';
import { trunksWords as words } from '../words/trunks.ts';

interface KindChoiceProps {
  readonly kinds: readonly TrunkKind[];
  readonly value: TrunkKind;
  readonly onChange: (kind: TrunkKind) => void;
}

/** How Patchcord and the carrier know each other, each way with what it means. */
export function KindChoice({ kinds, value, onChange }: KindChoiceProps) {
  return (
    <Radio.Group label={words.kind} value={value} onChange={(next) => onChange(next as TrunkKind)}>
      <Stack gap="xs" mt="xs">
        {kinds.map((kind) => (
          <Radio key={kind} value={kind} label={words.kinds[kind]} description={words.kindsHelp[kind]} />
        ))}
      </Stack>
    </Radio.Group>
  );
}
