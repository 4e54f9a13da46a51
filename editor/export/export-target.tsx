import { Button, Collapse, Group, Paper, SimpleGrid, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { ChevronDown, ChevronRight } from 'lucide-react';
import { useState } from 'react';
import type { ExportRequest } from '../api/export.ts';
import { exportWords } from '../words/export.ts';

const words = exportWords.target;
const LONGEST = 450_000;

interface ExportTargetProps {
  readonly isBusy: boolean;
  readonly onAsk: (request: ExportRequest) => void;
}

/** What is known of the Asterisk that the files are for. */
export function ExportTarget({ isBusy, onAsk }: ExportTargetProps) {
  const [isOpen, more] = useDisclosure(false);
  const [publicAddress, setAddress] = useState('');
  const [pjsip, setPjsip] = useState('');
  const [extensions, setExtensions] = useState('');
  return (
    <Paper
      p="md"
      component="form"
      onSubmit={(event) => {
        event.preventDefault();
        onAsk({
          ...(publicAddress.trim() === '' ? {} : { publicAddress: publicAddress.trim() }),
          ...(pjsip === '' && extensions === '' ? {} : { existing: { pjsip, extensions } }),
        });
      }}
    >
      <Button
        variant="subtle"
        color="gray"
        size="compact-md"
        px={4}
        aria-expanded={isOpen}
        leftSection={isOpen ? <ChevronDown size={16} /> : <ChevronRight size={16} />}
        onClick={more.toggle}
      >
        {words.title}
      </Button>
      <Text c="dimmed" pl={28}>
        {words.hint}
      </Text>
      <Collapse expanded={isOpen} keepMounted={false}>
        <Stack gap="md" mt="md">
          <TextInput
            label={words.address}
            w={{ base: '100%', xs: 320 }}
            value={publicAddress}
            maxLength={253}
            spellCheck={false}
            onChange={(event) => setAddress(event.currentTarget.value)}
          />
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            <ConfArea label={words.pjsip} value={pjsip} onChange={setPjsip} />
            <ConfArea label={words.extensions} value={extensions} onChange={setExtensions} />
          </SimpleGrid>
          <Group justify="flex-end">
            <Button type="submit" variant="default" loading={isBusy}>
              {words.apply}
            </Button>
          </Group>
        </Stack>
      </Collapse>
    </Paper>
  );
}

interface ConfAreaProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

const ConfArea = ({ label, value, onChange }: ConfAreaProps) => (
  <Textarea
    label={label}
    rows={8}
    maxLength={LONGEST}
    spellCheck={false}
    styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
    value={value}
    onChange={(event) => onChange(event.currentTarget.value)}
  />
);
