import { simulatorWords as words } from '../words/simulator.ts';
import classes from './simulator.module.css';

const KEYS = [
  ['1', ''],
  ['2', 'ABC'],
  ['3', 'DEF'],
  ['4', 'GHI'],
  ['5', 'JKL'],
  ['6', 'MNO'],
  ['7', 'PQRS'],
  ['8', 'TUV'],
  ['9', 'WXYZ'],
  ['*', ''],
  ['0', '+'],
  ['#', ''],
] as const;

/** The keys of a telephone. */
export function Keypad({ onPress, isOff }: { readonly onPress: (key: string) => void; readonly isOff: boolean }) {
  return (
    <fieldset className={classes.keypad} aria-label={words.keypad} disabled={isOff}>
      {KEYS.map(([key, letters]) => (
        <button
          key={key}
          type="button"
          className={classes.key}
          aria-label={words.key(key)}
          onClick={() => onPress(key)}
        >
          {key}
          {/* Drawn by the stylesheet: they are no part of the key's name. */}
          <small data-letters={letters} />
        </button>
      ))}
    </fieldset>
  );
}
