import { Badge, Button, Group, NavLink, Paper, Text, Title } from '@mantine/core';
import { Download } from 'lucide-react';
import { useState } from 'react';
import type { ExportedFile } from '../api/export.ts';
import { CopyText } from '../app/copy-text.tsx';
import { exportWords as words } from '../words/export.ts';
import classes from './export-files.module.css';
import { saveFile } from './save-file.ts';
import { tarOf } from './tar.ts';

const COMMAND = 'npx patchcord export asterisk --out DIR';

/** The files, each to be read, and all to be taken away. */
export function ExportFiles({ files }: { readonly files: readonly ExportedFile[] }) {
  const [chosen, setChosen] = useState<string>();
  const shown = files.find(({ name }) => name === chosen) ?? files[0];
  return (
    <Paper p="md" component="section">
      <Group justify="space-between" align="flex-start" mb="sm">
        <div>
          <Title order={2} size="h3">
            {words.files}
          </Title>
          <Text c="dimmed">{words.filesHint}</Text>
        </div>
        <Button
          leftSection={<Download size={16} aria-hidden />}
          onClick={() => saveFile('patchcord-asterisk.tar', tarOf(files))}
        >
          {words.download}
        </Button>
      </Group>
      <div className={classes.columns}>
        <nav className={classes.list} aria-label={words.label}>
          {files.map(({ name, mode }) => (
            <NavLink
              key={name}
              component="button"
              type="button"
              label={name}
              active={name === shown?.name}
              aria-current={name === shown?.name}
              {...(mode === '0600' ? { description: words.secret } : {})}
              onClick={() => setChosen(name)}
            />
          ))}
        </nav>
        {shown !== undefined && (
          <div className={classes.file}>
            <Group justify="space-between" px="sm" py={6} className={classes.head}>
              <Group gap="xs">
                <Text fw={550} style={{ overflowWrap: 'anywhere' }}>
                  {shown.name}
                </Text>
                <Badge variant="light" color="gray" tt="none">
                  {shown.mode}
                </Badge>
              </Group>
              <Button
                size="compact-sm"
                variant="subtle"
                color="gray"
                aria-label={words.downloadOne(shown.name)}
                onClick={() => saveFile(shown.name.split('/').at(-1) ?? shown.name, [shown.text])}
              >
                <Download size={15} aria-hidden />
              </Button>
            </Group>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard */}
            <pre className={classes.text} tabIndex={0}>
              {shown.text}
            </pre>
          </div>
        )}
      </div>
      <Text c="dimmed" mt="sm" component="div">
        {words.withPasswords} <CopyText text={COMMAND} />
      </Text>
    </Paper>
  );
}
