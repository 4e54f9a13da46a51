import { Group, Input, NumberInput, Stack, TagsInput } from '@mantine/core';
import type { DialRules } from '#asterisk-config/dial-rules';
import { compactNumber } from '../numbers/compact-number.ts';
import { dialRulesWords } from '../words/dial-rules.ts';

const words = dialRulesWords.limits;
const { sipHosts, callerIds } = dialRulesWords.more;
const limits = [
  ['callsPerSecond', words.perSecond.label],
  ['concurrent', words.concurrent.label],
  ['perNumberPerDay', words.perNumber.label],
  ['minutesPerDay', words.minutes.label],
] as const;

interface DialLimitsProps {
  readonly rules: DialRules;
  readonly onChange: (part: Partial<DialRules>) => void;
}

/** How much may be dialled; hosts and shown numbers beside one's own. */
export function DialLimits({ rules, onChange }: DialLimitsProps) {
  return (
    <Stack gap="lg" maw={680}>
      <Input.Wrapper label={words.title} description={words.help} labelElement="div">
        <Group gap="md" mt={8} align="flex-end">
          {limits.map(([name, label]) => (
            <NumberInput
              key={name}
              w={{ base: '100%', xs: 158 }}
              label={label}
              hideControls
              allowNegative={false}
              allowDecimal={name === 'callsPerSecond'}
              value={rules[name]}
              onChange={(next) => next !== '' && onChange({ [name]: Number(next) })}
            />
          ))}
        </Group>
      </Input.Wrapper>
      <TagsInput
        label={callerIds.label}
        description={callerIds.help}
        {...(rules.callerIds.length === 0 ? { placeholder: callerIds.placeholder } : {})}
        acceptValueOnBlur
        value={[...rules.callerIds]}
        onChange={(next) => onChange({ callerIds: next.map(compactNumber) })}
      />
      <TagsInput
        label={sipHosts.label}
        description={sipHosts.help}
        {...(rules.sipHosts.length === 0 ? { placeholder: sipHosts.placeholder } : {})}
        acceptValueOnBlur
        value={[...rules.sipHosts]}
        onChange={(next) => onChange({ sipHosts: next })}
      />
    </Stack>
  );
}
