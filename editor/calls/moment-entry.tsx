import { CircleDot, Phone, PhoneMissed, RefreshCw } from 'lucide-react';
import { callWords } from '../words/calls.ts';
import { endSentence, lengthText, offsetText } from './call-text.ts';
import { EndMark } from './end-mark.tsx';
import classes from './timeline.module.css';
import type { MomentItem } from './timeline-of.ts';

const words = callWords.timeline;
const ICONS = { answered: Phone, recording: CircleDot, hungUp: PhoneMissed, resumed: RefreshCw } as const;

/** A turn of the whole call, between its steps. */
export function MomentEntry(props: {
  readonly item: MomentItem;
  readonly startMs: number;
  readonly isFuture: boolean;
}) {
  const { item, startMs, isFuture } = props;
  return (
    <li className={classes.item} data-moment={item.moment} data-future={isFuture || undefined}>
      <span className={classes.at}>{offsetText(item.atMs - startMs)}</span>
      <div className={classes.moment}>
        <Mark item={item} />
        <span>{textOf(item)}</span>
      </div>
    </li>
  );
}

function Mark({ item }: { readonly item: MomentItem }) {
  if (item.moment === 'ended') return <EndMark by={item.end.by} />;
  const Icon = ICONS[item.moment];
  return (
    <span className={classes.mark}>
      <Icon size={13} aria-hidden />
    </span>
  );
}

function textOf(item: MomentItem): string {
  if (item.moment === 'ended') return endSentence(item.end);
  if (item.moment === 'resumed') return words.resumed(lengthText(item.gapMs));
  return words[item.moment];
}
