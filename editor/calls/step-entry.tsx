import { Code, Collapse, UnstyledButton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { ArrowRight, ChevronRight } from 'lucide-react';
import { memo } from 'react';
import { StepIcon } from '../canvas/step-icon.tsx';
import { callWords } from '../words/calls.ts';
import { lengthText, offsetText, safeText } from './call-text.ts';
import { HappeningLine } from './happening-line.tsx';
import classes from './timeline.module.css';
import type { StepItem } from './timeline-of.ts';

const words = callWords.timeline;
const LONGEST = 4_000;
/** Shorter is no time at all for people. */
const AT_ONCE_MS = 50;

interface EntryProps {
  readonly item: StepItem;
  readonly startMs: number;
  readonly callId: string;
  readonly kept: ReadonlySet<string> | undefined;
  readonly isFuture: boolean;
  readonly isActive: boolean;
  readonly onGo: ((atMs: number) => void) | undefined;
}

/** A stay in a node: what happened there, and how the call went on. */
export const StepEntry = memo(function StepEntry(props: EntryProps) {
  const { item, startMs, callId, kept, isFuture, isActive, onGo } = props;
  const at = offsetText(item.atMs - startMs);
  const head = (
    <>
      <span className={classes.icon} data-group={item.group}>
        <StepIcon name={item.icon} size={15} />
      </span>
      <span className={classes.title}>{safeText(item.title, 120)}</span>
      {item.durationMs >= AT_ONCE_MS && <span className={classes.took}>{lengthText(item.durationMs)}</span>}
    </>
  );
  return (
    <li
      className={classes.item}
      data-seq={item.seq}
      data-active={isActive || undefined}
      data-future={isFuture || undefined}
      data-failed={item.failed || undefined}
      aria-current={isActive ? 'step' : undefined}
    >
      <span className={classes.at}>{at}</span>
      <div className={classes.body}>
        {onGo === undefined ? (
          <div className={classes.head}>{head}</div>
        ) : (
          <UnstyledButton className={classes.head} title={words.goTo} onClick={() => onGo(item.atMs)}>
            {head}
          </UnstyledButton>
        )}
        {item.happenings.map((happening, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: what has happened keeps its place
          <HappeningLine key={index} happening={happening} callId={callId} kept={kept} startMs={startMs} />
        ))}
        {item.exit !== undefined && (
          <div className={classes.exit}>
            <ArrowRight size={13} aria-hidden />
            {item.failed ? words.failed : safeText(item.exit, 120)}
          </div>
        )}
        {item.data !== undefined && item.data !== null && <Details data={item.data} />}
      </div>
    </li>
  );
});

function Details({ data }: { readonly data: NonNullable<StepItem['data']> }) {
  const [isOpen, { toggle }] = useDisclosure(false);
  return (
    <>
      <UnstyledButton className={classes.more} aria-expanded={isOpen} onClick={toggle}>
        <ChevronRight size={13} aria-hidden data-open={isOpen || undefined} />
        {words.details}
      </UnstyledButton>
      <Collapse expanded={isOpen}>
        <Code block className={classes.data}>
          {JSON.stringify(data, null, 2).slice(0, LONGEST)}
        </Code>
      </Collapse>
    </>
  );
}
