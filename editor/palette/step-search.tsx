import { TextInput } from '@mantine/core';
import { Search } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import type { CatalogueEntry } from '#runtime/flow/catalogue';
import { StepIcon } from '../canvas/step-icon.tsx';
import { useEditorCatalogue } from '../state/editor-context.tsx';
import type { Point } from '../state/edits/nodes.ts';
import { paletteWords as words } from '../words/palette.ts';
import classes from './palette.module.css';
import { stepGroups } from './step-groups.ts';

const HEIGHT = 400;
const WIDTH = 340;

interface StepSearchProps {
  /** Where on the screen. */
  readonly at: Point;
  readonly onChoose: (entry: CatalogueEntry) => void;
  readonly onClose: () => void;
}

/** Finds a step by typing: arrows choose, Enter inserts, Esc closes. */
export function StepSearch({ at, onChoose, onClose }: StepSearchProps) {
  const [typed, setTyped] = useState('');
  const [index, setIndex] = useState(0);
  const box = useRef<HTMLDivElement>(null);
  const catalogue = useEditorCatalogue();
  const groups = stepGroups(catalogue, typed);
  const flat = groups.flatMap(({ entries }) => entries);
  const chosen = flat[Math.min(index, flat.length - 1)];

  useEffect(() => {
    const outside = ({ target }: PointerEvent) => {
      if (!box.current?.contains(target as Node)) onClose();
    };
    window.addEventListener('pointerdown', outside, true);
    return () => window.removeEventListener('pointerdown', outside, true);
  }, [onClose]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') onClose();
    else if (event.key === 'ArrowDown') setIndex(Math.min(index + 1, flat.length - 1));
    else if (event.key === 'ArrowUp') setIndex(Math.max(0, index - 1));
    else if (event.key === 'Enter' && chosen !== undefined) onChoose(chosen);
    else if (event.key !== 'Tab') return;
    event.preventDefault();
    event.stopPropagation();
  };
  const left = Math.max(8, Math.min(at.x, window.innerWidth - WIDTH - 8));
  const top = Math.max(8, Math.min(at.y, window.innerHeight - HEIGHT - 8));
  return (
    <div ref={box} className={classes.search} style={{ left, top }} role="dialog" aria-label={words.search}>
      <TextInput
        autoFocus
        variant="unstyled"
        size="md"
        px={8}
        aria-label={words.search}
        role="combobox"
        aria-expanded
        aria-controls="step-search-results"
        aria-activedescendant={chosen && `step-search-${chosen.type}`}
        placeholder={words.searchPlaceholder}
        leftSection={<Search size={16} aria-hidden />}
        value={typed}
        onKeyDown={onKeyDown}
        onChange={({ currentTarget }) => {
          setTyped(currentTarget.value);
          setIndex(0);
        }}
      />
      <div className={classes.results} id="step-search-results" role="listbox" aria-label={words.title}>
        {flat.map((entry) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents lint/a11y/useFocusableInteractive: the text field above has the keyboard
          <div
            key={entry.type}
            id={`step-search-${entry.type}`}
            role="option"
            aria-selected={entry === chosen}
            className={classes.item}
            data-chosen={entry === chosen || undefined}
            ref={(element) => {
              if (entry === chosen) element?.scrollIntoView({ block: 'nearest' });
            }}
            onClick={() => onChoose(entry)}
          >
            <StepIcon name={entry.icon} size={17} />
            <div style={{ minWidth: 0 }}>
              {entry.title}
              <div className={classes.summary}>{entry.summary}</div>
            </div>
          </div>
        ))}
        {flat.length === 0 && <div className={classes.summary}>{words.nothing(typed)}</div>}
      </div>
    </div>
  );
}
