import { Button, Group, TextInput } from '@mantine/core';
import { useDisclosure, useHotkeys } from '@mantine/hooks';
import { Plus, Search, Trash2, Upload } from 'lucide-react';
import { useRef, useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { useFlows } from '../api/flows.ts';
import { Page } from '../app/page.tsx';
import { ProblemBox } from '../app/problem.tsx';
import { RowsLoading } from '../app/rows-loading.tsx';
import { flowsWords as words } from '../words/flows.ts';
import { Bin } from './bin.tsx';
import { Checklist } from './checklist.tsx';
import { DropZone } from './drop-zone.tsx';
import { FlowList } from './flow-list.tsx';
import { FolderTrail } from './folder-trail.tsx';
import { NewFlowDialog } from './new-flow-dialog.tsx';
import { useFlowFile } from './use-flow-file.tsx';

/** All flows, or with `?view=bin` those in the bin. */
export function FlowsPage() {
  const [params] = useSearchParams();
  return params.get('view') === 'bin' ? <Bin /> : <Flows folder={params.get('folder') ?? ''} />;
}

function Flows({ folder }: { readonly folder: string }) {
  const { data: flows, error, refetch } = useFlows();
  const [isNew, dialog] = useDisclosure(false);
  const [search, setSearch] = useState('');
  const searchField = useRef<HTMLInputElement>(null);
  const { choose, bring, isBusy } = useFlowFile();
  useHotkeys([['/', () => searchField.current?.focus()]]);
  return (
    <Page
      title={words.title}
      summary={words.summary}
      actions={
        <>
          <Button variant="default" leftSection={<Upload size={16} />} onClick={choose} loading={isBusy}>
            {words.import}
          </Button>
          <Button leftSection={<Plus size={16} />} onClick={dialog.open}>
            {words.create}
          </Button>
        </>
      }
    >
      {flows !== undefined && <Checklist flows={flows} />}
      <Group mb="sm" gap="sm" justify="space-between" wrap="nowrap">
        <TextInput
          ref={searchField}
          flex={1}
          maw={300}
          leftSection={<Search size={16} aria-hidden />}
          placeholder={words.search}
          aria-label={words.search}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
        <Button
          component={Link}
          to="/flows?view=bin"
          variant="subtle"
          color="gray"
          leftSection={<Trash2 size={16} aria-hidden />}
        >
          {words.bin.open}
        </Button>
      </Group>
      {folder !== '' && <FolderTrail folder={folder} />}
      {error !== null && <ProblemBox error={error} onRetry={() => void refetch()} />}
      {flows === undefined && error === null && <RowsLoading />}
      {flows !== undefined && <FlowList flows={flows} folder={folder} search={search} onNew={dialog.open} />}
      <DropZone onFile={bring} />
      {isNew && <NewFlowDialog folder={folder} onClose={dialog.close} />}
    </Page>
  );
}
