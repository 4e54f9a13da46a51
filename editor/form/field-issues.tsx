import type { Issue } from '#runtime/flow/issue';
import classes from './form.module.css';

const MOST = 3;

/** What is wrong with a field, and what to do about it. */
export function FieldIssues({ issues, id }: { readonly issues: readonly Issue[]; readonly id?: string }) {
  if (issues.length === 0) return null;
  return (
    <ul className={classes.issues} id={id}>
      {issues.slice(0, MOST).map(({ code, field, severity, message, fix }) => (
        <li key={`${code} ${field} ${message}`} data-severity={severity}>
          {message} {fix}
        </li>
      ))}
    </ul>
  );
}
