import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { openSpotlight } from '@mantine/spotlight';
import { ArrowLeft, Command, History, PanelLeft, PhoneCall, Redo2, SlidersHorizontal, Undo2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { useStore } from 'zustand';
import type { Autosave } from '../state/autosave.ts';
import { useEditor, useEditorStore, useHistory } from '../state/editor-context.tsx';
import type { Panel } from '../state/editor-store.ts';
import { flowWords as words } from '../words/flow.ts';
import classes from './flow-page.module.css';
import { IssuesMenu } from './issues-menu.tsx';
import { PublishButton, type PublishButtonProps } from './publish-button.tsx';

/** Above the canvas: the flow's name, whether it is saved, what is wrong with it, and what can be done with it. */
export function TopBar({ autosave, dialog, onPalette }: PublishButtonProps & { readonly onPalette: () => void }) {
  const store = useEditorStore();
  const name = useEditor((state) => state.flow.name);
  const panel = useEditor((state) => state.panel);
  const history = useHistory();
  const toggle = (wanted: Panel) => store.getState().show(panel === wanted ? undefined : wanted);
  return (
    <header className={classes.bar}>
      <ActionIcon component={Link} to="/flows" variant="subtle" color="gray" aria-label={words.back}>
        <ArrowLeft size={18} />
      </ActionIcon>
      <BarButton label={words.palette} onClick={onPalette} icon={<PanelLeft size={18} />} />
      <input
        className={classes.name}
        aria-label={words.name}
        value={name}
        maxLength={120}
        onChange={({ currentTarget: { value } }) =>
          value !== '' && store.getState().edit((flow) => ({ ...flow, name: value }), 'flow-name')
        }
      />
      <SaveMark autosave={autosave} />
      <div style={{ flex: 1 }} />
      <BarButton label={words.undo} onClick={history.undo} isOff={!history.canUndo} icon={<Undo2 size={18} />} />
      <BarButton label={words.redo} onClick={history.redo} isOff={!history.canRedo} icon={<Redo2 size={18} />} />
      <BarButton label={words.commands} onClick={openSpotlight} icon={<Command size={18} />} />
      <BarButton
        label={words.settings}
        isOn={panel === 'flow'}
        onClick={() => toggle('flow')}
        icon={<SlidersHorizontal size={18} />}
      />
      <BarButton
        label={words.revisions}
        isOn={panel === 'revisions'}
        onClick={() => toggle('revisions')}
        icon={<History size={18} />}
      />
      <IssuesMenu />
      <Button
        variant={panel === 'test' ? 'light' : 'default'}
        leftSection={<PhoneCall size={15} />}
        onClick={() => toggle('test')}
      >
        {words.test}
      </Button>
      <PublishButton autosave={autosave} dialog={dialog} />
    </header>
  );
}

function SaveMark({ autosave }: { readonly autosave: Autosave }) {
  const { state, problem } = useStore(autosave.saving);
  return (
    <Tooltip label={problem} disabled={problem === undefined || state === 'saved'}>
      <span className={classes.state} role="status" data-state={state}>
        {words.state[state]}
      </span>
    </Tooltip>
  );
}

function BarButton({
  label,
  icon,
  onClick,
  isOff = false,
  isOn,
}: {
  readonly label: string;
  readonly icon: ReactNode;
  readonly onClick: () => void;
  readonly isOff?: boolean;
  readonly isOn?: boolean;
}) {
  return (
    <Tooltip label={label}>
      <ActionIcon
        variant={isOn === true ? 'light' : isOff ? 'transparent' : 'subtle'}
        color={isOn === true ? 'cord' : 'gray'}
        aria-label={label}
        aria-pressed={isOn}
        disabled={isOff}
        onClick={onClick}
      >
        {icon}
      </ActionIcon>
    </Tooltip>
  );
}
