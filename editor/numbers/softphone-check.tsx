import { List, Paper, Text, Title } from '@mantine/core';
import type { TrunkInfo } from '../api/trunks.ts';
import { CopyText } from '../app/copy-text.tsx';
import { numberWords } from '../words/numbers.ts';
import { trunkChoiceWords, trunkFieldWords } from '../words/trunks.ts';
import classes from './softphone-check.module.css';

const words = numberWords.softphone;

/** How to try an account without Patchcord, and Patchcord without the account. */
export function SoftphoneCheck({ trunk }: { readonly trunk: TrunkInfo }) {
  const values = valuesOf(trunk);
  return (
    <Paper p="md" component="section">
      <Title order={2} size="h3" mb={4}>
        {words.title}
      </Title>
      {trunk.kind === 'registration' ? (
        <>
          <Text c="dimmed" maw={680}>
            {words.text}
          </Text>
          <List type="ordered" spacing={4} my="sm" maw={680}>
            {words.steps.map((step) => (
              <List.Item key={step}>{step}</List.Item>
            ))}
          </List>
          <dl className={classes.values} aria-label={words.values}>
            {values.map(([label, value]) => (
              <div key={label}>
                <dt>{label}</dt>
                <dd>
                  <CopyText text={value} />
                </dd>
              </div>
            ))}
          </dl>
        </>
      ) : (
        <Text c="dimmed" maw={680}>
          {words.noRegistration}
        </Text>
      )}
      <Text mt="sm" maw={680}>
        {words.browser}
      </Text>
    </Paper>
  );
}

function valuesOf(trunk: TrunkInfo): readonly (readonly [label: string, value: string])[] {
  const { username, authUsername, domain, registrar, outboundProxy, transport, port } = trunk;
  const all: readonly (readonly [string, string | number | undefined])[] = [
    ['username', username],
    ['authUsername', authUsername],
    ['domain', registrar ?? domain],
    ['outboundProxy', outboundProxy],
    ['transport', trunkChoiceWords.transport[transport]],
    ['port', port],
  ];
  return all.flatMap(([name, value]) =>
    value === undefined ? [] : [[trunkFieldWords[name]?.label ?? name, String(value)] as const],
  );
}
