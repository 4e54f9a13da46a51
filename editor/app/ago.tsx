import { agoOf, fullTime } from './time.ts';

/** How long ago something was; the exact time on hovering. */
export function Ago({ at }: { readonly at: string }) {
  return (
    <time dateTime={at} title={fullTime(at)} className="tabular">
      {agoOf(at, Date.now())}
    </time>
  );
}
