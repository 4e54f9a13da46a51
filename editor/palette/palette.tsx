import { SegmentedControl, Text, TextInput } from '@mantine/core';
import { Search } from 'lucide-react';
import { useState } from 'react';
import type { CatalogueEntry } from '#runtime/flow/catalogue';
import { StepIcon } from '../canvas/step-icon.tsx';
import { useEditorCatalogue } from '../state/editor-context.tsx';
import { paletteWords as words } from '../words/palette.ts';
import { Outline } from './outline.tsx';
import classes from './palette.module.css';
import { stepGroups } from './step-groups.ts';

/** Kind of what is dragged from the palette; its data is the step's type. */
export const STEP_DRAG = 'application/x-patchcord-step';

/** All steps by group, to drag or click; or the flow as a list. */
export function Palette({ onChoose }: { readonly onChoose: (entry: CatalogueEntry) => void }) {
  const [typed, setTyped] = useState('');
  const [view, setView] = useState('steps');
  const catalogue = useEditorCatalogue();
  const groups = stepGroups(catalogue, typed);
  return (
    <aside className={classes.palette} aria-label={words.title}>
      <div style={{ padding: '10px 10px 8px' }}>
        <SegmentedControl
          fullWidth
          size="xs"
          mb={8}
          value={view}
          onChange={setView}
          data={[
            { value: 'steps', label: words.title },
            { value: 'outline', label: words.outline },
          ]}
        />
        {view === 'steps' && (
          <TextInput
            aria-label={words.search}
            placeholder={words.searchPlaceholder}
            leftSection={<Search size={15} aria-hidden />}
            value={typed}
            onChange={({ currentTarget }) => setTyped(currentTarget.value)}
          />
        )}
      </div>
      {view === 'outline' ? (
        <Outline />
      ) : (
        <div className={classes.list}>
          {groups.map(({ group, title, entries }) => (
            <section key={group} aria-label={title}>
              <h2 className={classes.group}>{title}</h2>
              {entries.map((entry) => (
                <PaletteItem key={entry.type} entry={entry} onChoose={onChoose} />
              ))}
            </section>
          ))}
          <Text size="xs" c="dimmed" mt="md" px={6}>
            {groups.length === 0 ? words.nothing(typed) : words.hint}
          </Text>
        </div>
      )}
    </aside>
  );
}

function PaletteItem({
  entry,
  onChoose,
}: {
  readonly entry: CatalogueEntry;
  readonly onChoose: (entry: CatalogueEntry) => void;
}) {
  return (
    <button
      type="button"
      className={classes.item}
      title={entry.summary}
      draggable
      onDragStart={({ dataTransfer }) => {
        dataTransfer.setData(STEP_DRAG, entry.type);
        dataTransfer.effectAllowed = 'copy';
      }}
      onClick={() => onChoose(entry)}
    >
      <StepIcon name={entry.icon} size={17} />
      {entry.title}
    </button>
  );
}
