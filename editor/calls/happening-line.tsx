import type { ReactNode } from 'react';
import { recordingAddress } from '../api/calls.ts';
import { callWords } from '../words/calls.ts';
import { lengthText, offsetText, safeText, valueText } from './call-text.ts';
import classes from './timeline.module.css';
import type { HappeningAt } from './timeline-of.ts';

const words = callWords.timeline;
const LONGEST = 600;

interface LineProps {
  readonly happening: HappeningAt;
  readonly callId: string;
  /** Ids of the recordings that are still there, since a deleted message takes its own along; none for a simulated call. */
  readonly kept: ReadonlySet<string> | undefined;
  readonly startMs: number;
}

/** Something that happened in a step, in one line. */
export function HappeningLine({ happening, callId, kept, startMs }: LineProps) {
  return (
    <div className={classes.line} data-kind={happening.kind} title={offsetText(happening.atMs - startMs)}>
      <Content happening={happening} callId={callId} kept={kept} />
    </div>
  );
}

function Content({ happening: one, callId, kept }: Omit<LineProps, 'startMs'>): ReactNode {
  switch (one.kind) {
    case 'heard':
      return (
        <Labelled label={words.heard}>
          “{safeText(one.text, LONGEST)}”{one.cut && <span className={classes.soft}> ({words.cut})</span>}
        </Labelled>
      );
    case 'said':
      return <Labelled label={words.said}>“{safeText(one.text, LONGEST)}”</Labelled>;
    case 'keys':
      return (
        <Labelled label={words.keys}>
          {one.hidden ? words.hiddenKeys(one.keys.length) : [...one.keys].map(keyCap)}
        </Labelled>
      );
    case 'variable':
      return (
        <Labelled label={words.variable}>
          <b>{one.name}</b> = <Value value={one.value} />
        </Labelled>
      );
    case 'recorded':
      return (
        <Labelled label={words.recorded(lengthText(one.durationMs))}>
          {kept?.has(one.recordingId) && (
            // biome-ignore lint/a11y/useMediaCaption: nobody has written down what a caller said
            <audio
              controls
              preload="none"
              src={recordingAddress(callId, one.recordingId)}
              aria-label={words.playRecording}
            />
          )}
          {kept?.has(one.recordingId) === false && <span className={classes.soft}>{words.notKept}</span>}
        </Labelled>
      );
    case 'request':
      return (
        <Labelled label={words.request}>
          {safeText(`${one.method} ${one.url}`, 200)}
          {one.status !== undefined && <span className={classes.soft}> → {one.status}</span>}
        </Labelled>
      );
    case 'job':
      return <Labelled label={words.job}>{words.jobs[one.name] ?? safeText(one.name)}</Labelled>;
    case 'log':
      return (
        <span className={classes.log} data-level={one.level}>
          <b>{words.levels[one.level]}:</b> {safeText(one.message, LONGEST)}
          {typeof one.fields?.message === 'string' && ` ${safeText(one.fields.message, LONGEST)}`}
        </span>
      );
  }
}

const Labelled = ({ label, children }: { readonly label: string; readonly children: ReactNode }) => (
  <>
    <span className={classes.label}>{label}</span>
    <span className={classes.words}>{children}</span>
  </>
);

const keyCap = (key: string, index: number) => (
  <kbd key={`${index}${key}`} className={classes.key}>
    {key}
  </kbd>
);

function Value({ value }: { readonly value: Extract<HappeningAt, { kind: 'variable' }>['value'] }) {
  const text = valueText(value);
  if (text === undefined) return <span className={classes.soft}>{callWords.variables.secret}</span>;
  if (text === '' || value === null) return <span className={classes.soft}>{callWords.variables.empty}</span>;
  return <bdi>{safeText(text, LONGEST)}</bdi>;
}
