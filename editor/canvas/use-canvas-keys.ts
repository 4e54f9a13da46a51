import { type RefObject, useEffect } from 'react';
import { useEditorStore } from '../state/editor-context.tsx';
import { copyOf, paste, readClip } from '../state/edits/clipboard.ts';
import type { Point } from '../state/edits/nodes.ts';
import { focusNode } from './focus-node.ts';
import { type Command, commandFor, isTyping } from './keys.ts';

/** The keyboard on the canvas, and the system's clipboard. Off while a text is typed. */
export function useCanvasKeys({
  box,
  commands,
  center,
}: {
  readonly box: RefObject<HTMLElement | null>;
  readonly commands: readonly Command[];
  readonly center: () => Point;
}) {
  const store = useEditorStore();

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (isTyping(event.target)) return;
      const command = commandFor(commands, event);
      const isOnNode = event.target instanceof Element && event.target.classList.contains('react-flow__node');
      if (isOnNode && (event.key === 'Enter' || event.key === ' ')) {
        const id = (event.target as HTMLElement).dataset.id ?? '';
        if (event.key === 'Enter') store.getState().open(id, 'settings');
        else store.getState().open(id);
      } else if (command === undefined) return;
      else if (
        command.id === 'search' &&
        !box.current?.contains(document.activeElement) &&
        document.activeElement !== document.body
      )
        return;
      else command.run();
      event.preventDefault();
    };
    // Before a field sees it, which would close what it has open first.
    const onEscape = (event: KeyboardEvent) => {
      const [id] = store.getState().selected;
      if (event.key !== 'Escape' || id === undefined || !isInPanel(event.target)) return;
      event.stopPropagation();
      focusNode(id);
    };
    const onCopy = (event: ClipboardEvent) => {
      const { flow, selected } = store.getState();
      if (isTyping(event.target) || selected.size === 0 || String(window.getSelection()) !== '') return;
      event.clipboardData?.setData('text/plain', copyOf(flow, selected));
      event.preventDefault();
      if (event.type === 'cut') commands.find(({ id }) => id === 'delete')?.run();
    };
    const onPaste = (event: ClipboardEvent) => {
      if (isTyping(event.target)) return;
      const clip = readClip(event.clipboardData?.getData('text/plain') ?? '');
      if (clip === undefined) return;
      let ids: readonly string[] = [];
      store.getState().edit((flow) => {
        const pasted = paste(flow, clip, center());
        ids = pasted.ids;
        return pasted.flow;
      });
      store.getState().select(ids);
      event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    window.addEventListener('keydown', onEscape, true);
    window.addEventListener('copy', onCopy);
    window.addEventListener('cut', onCopy);
    window.addEventListener('paste', onPaste);
    return () => {
      window.removeEventListener('keydown', onKey);
      window.removeEventListener('keydown', onEscape, true);
      window.removeEventListener('copy', onCopy);
      window.removeEventListener('cut', onCopy);
      window.removeEventListener('paste', onPaste);
    };
  }, [box, store, center, commands]);
}

/** In the panel at the side, with nothing open over it. */
const isInPanel = (target: EventTarget | null): boolean =>
  target instanceof Element &&
  target.closest('[data-side-panel]') !== null &&
  target.getAttribute('aria-expanded') !== 'true' &&
  document.querySelector('.cm-tooltip') === null;
