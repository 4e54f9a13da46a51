import { CircleAlert, PhoneCall, PhoneMissed, PhoneOff, Unplug } from 'lucide-react';
import type { CallEnd } from '#runtime/flow/record';
import classes from './end-mark.module.css';

const ICONS = { caller: PhoneMissed, flow: PhoneOff, failed: CircleAlert, lost: Unplug, live: PhoneCall } as const;

/** A small sign of how a call ended; the words stand beside it. */
export function EndMark({ by }: { readonly by: CallEnd['by'] | null }) {
  const kind = by ?? 'live';
  const Icon = ICONS[kind];
  return (
    <span className={classes.mark} data-kind={kind}>
      <Icon size={14} strokeWidth={2} aria-hidden />
    </span>
  );
}
