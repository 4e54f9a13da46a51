import { UnstyledButton } from '@mantine/core';
import type { ReactNode } from 'react';
import type { CallEnd } from '#runtime/flow/record';
import { type CallStatistics, useStatistics } from '../api/calls.ts';
import { callsWords } from '../words/calls.ts';
import { clockText } from './call-text.ts';
import { DayBars } from './day-bars.tsx';
import classes from './statistics-strip.module.css';

const words = callsWords.statistics;
const DAYS = 7;
const ENDS = ['caller', 'flow', 'failed', 'lost'] as const;

/** The last week in a line: calls a day, how many were answered, how they ended. Nothing while there were none. */
export function StatisticsStrip({ onEnd }: { readonly onEnd: (end: CallEnd['by']) => void }) {
  const { data } = useStatistics(DAYS);
  if (data === undefined || data.total.calls === 0) return null;
  const { total, days } = data;
  const averageMs = total.durationMs / total.calls;
  return (
    <section className={classes.strip} aria-label={words.label(DAYS)}>
      <DayBars days={days} label={words.label(DAYS)} />
      <Figure label={words.calls(DAYS)}>{total.calls}</Figure>
      <Figure label={words.answered}>{Math.round((total.answered / total.calls) * 100)} %</Figure>
      <Figure label={words.average}>{clockText(averageMs)}</Figure>
      <Ends ends={data.ends} onEnd={onEnd} />
    </section>
  );
}

const Figure = ({ label, children }: { readonly label: string; readonly children: ReactNode }) => (
  <div className={classes.figure}>
    <span className={classes.label}>{label}</span>
    <span className={classes.value}>{children}</span>
  </div>
);

interface EndsProps {
  readonly ends: CallStatistics['ends'];
  readonly onEnd: (end: CallEnd['by']) => void;
}

/** Pressing one narrows the log to it. */
function Ends({ ends, onEnd }: EndsProps) {
  const counts = ENDS.map((end) => ({ end, calls: ends.find((one) => one.end === end)?.calls ?? 0 }));
  return (
    <div className={classes.ends}>
      <span className={classes.label}>{words.ends}</span>
      <div className={classes.list}>
        {counts
          .filter(({ calls }) => calls > 0)
          .map(({ end, calls }) => (
            <UnstyledButton key={end} className={classes.end} data-kind={end} onClick={() => onEnd(end)}>
              <b>{calls}</b> {words.short[end]}
            </UnstyledButton>
          ))}
      </div>
    </div>
  );
}
