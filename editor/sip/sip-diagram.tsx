import { Collapse, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { useState } from 'react';
import type { SipMessage } from '../api/sip.ts';
import { safeText } from '../calls/call-text.ts';
import { sipWords as words } from '../words/sip.ts';
import classes from './sip-diagram.module.css';

interface Peer {
  readonly id: string;
  readonly isHere: boolean;
}

interface SipDiagramProps {
  readonly messages: readonly SipMessage[];
  readonly peers: readonly Peer[];
}

/** A line for each end, and an arrow for each message; a press shows the message as text. */
export function SipDiagram({ messages, peers }: SipDiagramProps) {
  const [open, setOpen] = useState<number>();
  const startMs = messages[0]?.atMs ?? 0;
  const at = (id: string) => `${((peers.findIndex((peer) => peer.id === id) + 0.5) / peers.length) * 100}%`;
  return (
    <>
      <div className={classes.peers} style={{ gridTemplateColumns: `repeat(${peers.length}, minmax(0, 1fr))` }}>
        {peers.map(({ id, isHere }) => (
          <div key={id}>
            {isHere && <b>{words.here}</b>}
            <bdi>{safeText(id)}</bdi>
          </div>
        ))}
      </div>
      <ol className={classes.list} aria-label={words.list}>
        {messages.map((message, index) => {
          const { atMs, from, to, label, direction, text } = message;
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: messages only come at the end
            <li key={index}>
              <UnstyledButton
                className={classes.row}
                aria-expanded={open === index}
                onClick={() => setOpen(open === index ? undefined : index)}
              >
                <VisuallyHidden>{words.from(safeText(label), safeText(from), safeText(to))}, </VisuallyHidden>
                <span className={classes.time}>{((atMs - startMs) / 1_000).toFixed(2)}</span>
                <svg
                  className={classes.arrows}
                  data-direction={direction}
                  data-bad={isRefusal(label)}
                  aria-hidden="true"
                >
                  {peers.map(({ id }) => (
                    <line key={id} x1={at(id)} x2={at(id)} y1="0" y2="100%" className={classes.life} />
                  ))}
                  <Arrow from={at(from)} to={at(to)} label={safeText(label)} />
                </svg>
              </UnstyledButton>
              <Collapse expanded={open === index} keepMounted={false}>
                {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard */}
                <pre className={classes.text} tabIndex={0}>
                  {text}
                </pre>
              </Collapse>
            </li>
          );
        })}
      </ol>
    </>
  );
}

const isRefusal = (label: string): boolean => /^[456]\d\d /.test(label) && !/^(401|407) /.test(label);

interface ArrowProps {
  readonly from: string;
  readonly to: string;
  readonly label: string;
}

function Arrow({ from, to, label }: ArrowProps) {
  const [start, end] = [Number.parseFloat(from), Number.parseFloat(to)];
  return (
    <>
      <line x1={from} x2={to} y1="24" y2="24" className={classes.arrow} />
      <svg x={to} y="24" overflow="visible" aria-hidden="true">
        <path d={end < start ? 'M0 0 l8 -4 v8 z' : 'M0 0 l-8 -4 v8 z'} className={classes.head} />
      </svg>
      <text x={`${(start + end) / 2}%`} y="16" textAnchor="middle" className={classes.label}>
        {label}
      </text>
    </>
  );
}
