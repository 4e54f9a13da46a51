import { Alert, Anchor, Checkbox, List, Paper, Stack, Text, Title } from '@mantine/core';
import type { SipTransport } from '#asterisk-config/trunk';
import type { CarrierPreset } from '../api/carriers.ts';
import { fullDay } from '../app/time.ts';
import { addNumberWords } from '../words/add-number.ts';
import { isGeneric } from './is-generic.ts';
import { YourAddress } from './your-address.tsx';

const words = addNumberWords.settings;

interface CarrierNotesProps {
  readonly preset: CarrierPreset;
  readonly transport: SipTransport;
  readonly ticked: readonly string[];
  readonly onTick: (ticked: readonly string[]) => void;
}

/** What to click at the carrier, what is good to know, and how sure Patchcord is of it. */
export function CarrierNotes({ preset, transport, ticked, onTick }: CarrierNotesProps) {
  const { id, checklist, notes, source, verifiedAt, unverified } = preset;
  return (
    <Stack gap="md">
      {!isGeneric(id) && (verifiedAt === null || unverified.length > 0) && (
        <Alert color="yellow" title={addNumberWords.carrier.unverified}>
          {verifiedAt === null && <Text>{addNumberWords.carrier.unverifiedText}</Text>}
          {unverified.map((sentence) => (
            <Text key={sentence}>{sentence}</Text>
          ))}
        </Alert>
      )}
      {checklist.length > 0 && (
        <Paper p="md" component="section">
          <Title order={3} size="h3">
            {words.checklist}
          </Title>
          <Text c="dimmed" size="sm" mb="sm">
            {words.checklistHint}
          </Text>
          <Stack gap="sm">
            {checklist.map(({ text, detail, value }) => {
              const key = `${id} ${text}`;
              const isTicked = ticked.includes(key);
              return (
                <div key={key}>
                  <Checkbox
                    label={text}
                    description={detail}
                    checked={isTicked}
                    onChange={() => onTick(isTicked ? ticked.filter((one) => one !== key) : [...ticked, key])}
                  />
                  {value !== undefined && <YourAddress kind={value} transport={transport} />}
                </div>
              );
            })}
          </Stack>
        </Paper>
      )}
      {notes.length > 0 && (
        <Paper p="md" component="section">
          <Title order={3} size="h3" mb="xs">
            {words.notes}
          </Title>
          <List spacing={6}>
            {notes.map((note) => (
              <List.Item key={note}>{note}</List.Item>
            ))}
          </List>
        </Paper>
      )}
      {source.length > 0 && (
        <Text c="dimmed" size="sm" component="div">
          {words.source}
          {verifiedAt !== null && ` (${addNumberWords.carrier.verified(fullDay(verifiedAt))})`}:
          {source.map((address) => (
            <Anchor
              key={address}
              href={address}
              target="_blank"
              rel="noreferrer noopener"
              size="sm"
              display="block"
              style={{ overflowWrap: 'anywhere' }}
            >
              {address.replace(/^https:\/\//, '')}
            </Anchor>
          ))}
        </Text>
      )}
    </Stack>
  );
}
