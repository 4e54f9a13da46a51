import { useEffect, useRef } from 'react';
import { callWords } from '../words/calls.ts';
import { MomentEntry } from './moment-entry.tsx';
import { StepEntry } from './step-entry.tsx';
import classes from './timeline.module.css';
import type { TimelineItem } from './timeline-of.ts';

const words = callWords.timeline;
const MARGIN_PX = 60;

export interface TimelineProps {
  readonly items: readonly TimelineItem[];
  readonly startMs: number;
  readonly callId: string;
  /** Ids of the recordings that are still there; none for a simulated call. */
  readonly kept?: ReadonlySet<string>;
  /** So many items have happened at the moment that is looked at. */
  readonly reached: number;
  readonly activeSeq: number | undefined;
  /** Keeps the active step in view. */
  readonly isFollowing: boolean;
  readonly onGo: ((atMs: number) => void) | undefined;
}

/** The call from top to bottom: its steps and what happened in them. */
export function Timeline(props: TimelineProps) {
  const { items, startMs, callId, kept, reached, activeSeq, isFollowing, onGo } = props;
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => {
    if (isFollowing && activeSeq !== undefined) showInside(list.current, activeSeq);
  }, [isFollowing, activeSeq]);
  return (
    <ol ref={list} className={classes.list} aria-label={words.label}>
      {items.map((item, index) => {
        const isFuture = index >= reached;
        return item.kind === 'step' ? (
          <StepEntry
            key={`step ${item.seq}`}
            item={item}
            startMs={startMs}
            callId={callId}
            kept={kept}
            isFuture={isFuture}
            isActive={item.seq === activeSeq}
            onGo={onGo}
          />
        ) : (
          <MomentEntry key={`${item.moment} ${item.atMs}`} item={item} startMs={startMs} isFuture={isFuture} />
        );
      })}
    </ol>
  );
}

/** Scrolls the list's own box, never the page. */
function showInside(list: HTMLElement | null, seq: number): void {
  const entry = list?.querySelector<HTMLElement>(`[data-seq="${seq}"]`);
  const box = list?.parentElement;
  if (entry == null || box == null) return;
  const top = entry.offsetTop - MARGIN_PX;
  const isSeen =
    entry.offsetTop >= box.scrollTop && entry.offsetTop + entry.offsetHeight <= box.scrollTop + box.clientHeight;
  if (!isSeen) box.scrollTo({ top, behavior: 'smooth' });
}
